"""Changing in place what moto's own model deletes and makes anew.

Plain moto updates a security group, a topic or an access key by deleting it and making
another: what hangs on it is gone, or replaced for a new tag. It has no update of a load
balancer, and makes it without its attributes. CloudFormation makes something new for a
create-only property only, and else changes what is there:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
Rules of EventBridge, dashboards and others that moto also makes anew are their names:
nothing hangs on them that the template does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from cfngen.local.engine.handlers import Job
from cfngen.local.language.refusals import ResourceFailed
from cfngen.local.types import service

Parameters = Mapping[str, Any]
Call = tuple[str, str, Parameters]
"""A service, its operation and the parameters."""
Change = Callable[[str, Parameters, Parameters], Iterator[Call]]
"""Says what to call for a physical id, the new properties and the former ones."""

LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
OF_A_TOPIC = (
    "ContentBasedDeduplication",
    "DisplayName",
    "KmsMasterKeyId",
    "SignatureVersion",
    "TracingConfig",
)


def table() -> Mapping[str, Change]:
    """Return the change of each type."""
    return {
        "AWS::AutoScaling::AutoScalingGroup": _nothing,
        "AWS::EC2::SecurityGroup": _nothing,
        LOAD_BALANCER: _load_balancer,
        "AWS::Events::EventBus": _nothing,
        "AWS::IAM::AccessKey": _access_key,
        "AWS::SNS::Topic": _topic,
        "AWS::SSM::Parameter": _parameter,
    }


def change(job: Job, physical_id: str, former: Parameters) -> bool:
    """Change an object over the API if its type is in the table; say whether it is.

    Raises ResourceFailed if the service refuses.
    """
    calls = table().get(job.type)
    if calls is None:
        return False
    for name, operation, parameters in calls(physical_id, job.properties, former):
        with suppress(service.Crashed):
            service.call(job.region, name, operation, parameters)
    return True


def complete(job: Job, physical_id: str) -> None:
    """Give a new object what its model leaves out; raises as `change` does.

    What cannot be completed is deleted, as a rollback does on AWS.
    """
    if job.type != LOAD_BALANCER:
        return
    try:
        change(job, physical_id, {})
    except ResourceFailed:
        named = {"LoadBalancerArn": physical_id}
        service.call(job.region, "elbv2", "delete_load_balancer", named)
        raise


def _nothing(*_: object) -> Iterator[Call]:
    """Leave the object as it is: what is asked for is noted, and tags are set."""
    return iter(())


def _load_balancer(arn: str, new: Parameters, _: Parameters) -> Iterator[Call]:
    attributes = new.get("LoadBalancerAttributes", [])
    parameters = {"LoadBalancerArn": arn, "Attributes": attributes}
    yield "elbv2", "modify_load_balancer_attributes", parameters


def _access_key(key: str, new: Parameters, _: Parameters) -> Iterator[Call]:
    status = new.get("Status", "Active")
    named = {"UserName": new["UserName"], "AccessKeyId": key}
    yield "iam", "update_access_key", {**named, "Status": status}


def _topic(arn: str, new: Parameters, former: Parameters) -> Iterator[Call]:
    for name in OF_A_TOPIC:
        if new.get(name) != former.get(name):
            # The API takes words only, and nothing at all as an empty one.
            value = new.get(name, "")
            words = str(value).lower() if isinstance(value, bool) else str(value)
            named = {"TopicArn": arn, "AttributeName": name}
            yield "sns", "set_topic_attributes", {**named, "AttributeValue": words}


def _parameter(name: str, new: Parameters, _: Parameters) -> Iterator[Call]:
    told = {key: value for key, value in new.items() if key != "Tags"}
    yield "ssm", "put_parameter", {**told, "Name": name, "Overwrite": True}
