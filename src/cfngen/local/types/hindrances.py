"""What its service would not delete, and moto does.

Plain moto deletes a protected load balancer, and from under a database its subnets and
its parameters: the next look at the database then crashes. The services refuse:
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-delete.html
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBParameterGroup.html
https://docs.aws.amazon.com/vpc/latest/userguide/subnet-deleting.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from moto.backends import get_backend

from cfngen.local.engine.handlers import Job
from cfngen.local.engine.records import Resource
from cfngen.local.language.refusals import ResourceFailed
from cfngen.local.types.changes import LOAD_BALANCER

Check = Callable[[Job, str], str]
"""Says why the object of a physical id cannot go, empty where it can."""


def check(job: Job, old: Resource) -> None:
    """Raise ResourceFailed if the service would refuse to delete an object now."""
    known = table().get(job.type)
    why = known(job, old.physical_id) if known else ""
    if why:
        raise ResourceFailed(why)


def table() -> Mapping[str, Check]:
    """Return the check of each type."""
    return {
        "AWS::EC2::Subnet": _subnet,
        LOAD_BALANCER: _load_balancer,
        "AWS::RDS::DBParameterGroup": _parameter_group,
        "AWS::RDS::DBSubnetGroup": _subnet_group,
    }


def _subnet(job: Job, subnet: str) -> str:
    """Look for load balancers and databases, whose interfaces are in their subnets."""
    balancers = list(_backend(job, "elbv2").load_balancers.values())
    groups = (database.db_subnet_group for database in _databases(job))
    taken = {s.id for balancer in balancers for s in balancer.subnets}
    taken |= {s["SubnetIdentifier"] for group in groups if group for s in group.subnets}
    words = f"The subnet '{subnet}' has dependencies and cannot be deleted."
    return words if subnet in taken else ""


def _load_balancer(job: Job, arn: str) -> str:
    balancer = _backend(job, "elbv2").load_balancers.get(arn)
    protected = balancer and balancer.attrs.get("deletion_protection.enabled") == "true"
    words = f"Load balancer '{arn}' cannot be deleted because deletion protection is"
    return f"{words} enabled" if protected else ""


def _parameter_group(job: Job, name: str) -> str:
    words = (
        "One or more database instances are still members of this parameter group "
        f"{name}, so the group cannot be deleted"
    )
    used = any(one.db_parameter_group_name == name for one in _databases(job))
    return words if used else ""


def _subnet_group(job: Job, name: str) -> str:
    for database in _databases(job):
        group = database.db_subnet_group
        if group and group.name == name:
            return (
                f"Cannot delete the subnet group '{name}' because at least one "
                f"database instance: {database.db_instance_identifier} is still using "
                "it."
            )
    return ""


def _databases(job: Job) -> list[Any]:
    return list(_backend(job, "rds").databases.values())


def _backend(job: Job, name: Any) -> Any:
    return get_backend(name)[job.account][job.region]
