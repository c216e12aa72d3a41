"""What refuses to be deleted.

Plain moto deletes a stack with termination protection, and a database or a load
balancer with deletion protection. CloudFormation and the services refuse:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
"""

from __future__ import annotations

from typing import Any

from cfngen.local.engine.records import Resource, Stack
from cfngen.local.language.refusals import Refused, ResourceFailed

DATABASES = ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster")
LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"


def check_stack(stack: Stack, root: Stack) -> None:
    """Raise Refused if the stack must not be deleted, or not now."""
    if stack.status.endswith("_IN_PROGRESS") and stack.status != "REVIEW_IN_PROGRESS":
        raise Refused(
            f"Stack:{stack.stack_id} is in {stack.status} state and can not be deleted."
        )
    if root.protected:
        raise Refused(
            f"Stack [{root.name}] cannot be deleted while TerminationProtection is "
            "enabled"
        )


def check_resource(resource: Resource) -> None:
    """Raise ResourceFailed if the service would refuse to delete a resource."""
    if resource.type in DATABASES and resource.properties.get("DeletionProtection"):
        raise ResourceFailed(
            "Cannot delete protected DB Instance, please disable deletion protection "
            "and try again."
        )
    if resource.type == LOAD_BALANCER and _attribute(
        resource.properties, "deletion_protection.enabled"
    ):
        raise ResourceFailed(
            f"Load balancer '{resource.physical_id}' cannot be deleted because "
            "deletion protection is enabled"
        )


def _attribute(properties: dict[str, Any], key: str) -> bool:
    attributes = properties.get("LoadBalancerAttributes", [])
    return any(a.get("Key") == key and a.get("Value") == "true" for a in attributes)
