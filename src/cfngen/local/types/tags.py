"""The tags of EC2's objects.

Plain moto gives them once and changes none. CloudFormation gives a resource its own,
the stack's where it has none of that key, and those that say whose it is, and sets them
again when they change:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moto.ec2.models import ec2_backends
from moto.ec2.models.core import TaggedEC2Resource

from cfngen.local.engine.handlers import Job
from cfngen.local.engine.records import Stack


def put(
    job: Job, handle: Any, physical_id: str, former: Mapping[str, Any] | None = None
) -> None:
    """Give an object of EC2 its tags, and take those of its `former` properties away.

    What is no object of EC2 is left alone.
    """
    if not isinstance(handle, TaggedEC2Resource):
        return
    stack = job.stack
    wanted = {
        **_passed_on(stack),
        **_own(job.properties),
        "aws:cloudformation:stack-name": stack.name,
        "aws:cloudformation:stack-id": stack.stack_id,
        "aws:cloudformation:logical-id": job.logical_id,
    }
    backend = ec2_backends[job.account][job.region]
    had = {**_own(former or {}), **(stack.asked.tags if stack.asked else {})}
    had |= stack.journal.target.tags if stack.journal else {}
    backend.delete_tag_keys([physical_id], [key for key in had if key not in wanted])
    backend.create_tags([physical_id], wanted)


def _passed_on(stack: Stack) -> Mapping[str, str]:
    """Return the stack's tags as the operation under way will leave them."""
    back = stack.journal if "ROLLBACK" in stack.status else None
    target = back.target if back else stack.asked
    return target.tags if target else {}


def _own(properties: Mapping[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
