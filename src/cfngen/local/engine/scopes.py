"""The scope of one stack: its parameters, its resources, its region's exports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend

from cfngen.local.engine import stacks
from cfngen.local.engine.handlers import Handlers, Job
from cfngen.local.engine.records import Resource, Stack, Target
from cfngen.local.language import evaluation
from cfngen.local.language.refusals import Refused
from cfngen.regions import partition, suffix
from cfngen.resolve import Scope


def scope(
    stack: Stack,
    target: Target,
    ref: Callable[[str], Any],
    attribute: Callable[[str, str], Any],
) -> Scope:
    """Return the scope of a stack with the given ways to resources."""
    return evaluation.scope(
        names={**pseudo(stack), **target.values},
        mappings=target.template.section("Mappings"),
        conditions=target.template.section("Conditions"),
        ref=ref,
        attribute=attribute,
        imported=lambda name: imported(stack, name),
        zones=zones,
    )


def live(stack: Stack, target: Target, handlers: Handlers) -> Scope:
    """Return the scope in which a stack's own resources answer."""

    def ref(name: str) -> str:
        return _resource(stack, name).physical_id

    def attribute(name: str, path: str) -> Any:
        resource = _resource(stack, name)
        job = Job(stack, name, resource.type, resource.properties)
        return handlers(resource.type).attribute(job, resource, path)

    return scope(stack, target, ref, attribute)


def pseudo(stack: Stack) -> dict[str, Any]:
    """Return the pseudo parameters.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html
    """
    return {
        "AWS::AccountId": stack.account,
        "AWS::NotificationARNs": list(stack.options.notification_arns),
        "AWS::Partition": partition(stack.region),
        "AWS::Region": stack.region,
        "AWS::StackId": stack.stack_id,
        "AWS::StackName": stack.name,
        "AWS::URLSuffix": suffix(stack.region),
    }


def zones(region: str) -> list[str]:
    """Return the zones of a region, as Fn::GetAZs does."""
    known = RegionsAndZonesBackend.zones.get(region, [])
    return sorted(zone.name for zone in known)


def imported(stack: Stack, name: str) -> str:
    """Return the value of an export, or raise Refused."""
    found = stacks.exports(stack.account, stack.region)
    if name not in found:
        raise Refused(f"No export named {name} found.")
    return found[name][0]


def _resource(stack: Stack, name: str) -> Resource:
    if name not in stack.resources:
        raise Refused(
            f"Template format error: Unresolved resource dependencies [{name}] in the "
            "Resources block of the template"
        )
    return stack.resources[name]
