"""A broken variant, and how templates are bent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.models import Bodies, Change, unbent

SECURITY, NETWORK = "security.json", "network.json"


@dataclass(frozen=True)
class Variant:
    """One thing that is broken in one environment.

    `claim` is the claim that must be refuted, as it is written; `at` the resource that
    admits or stops the packet, or grants the right; `hop` stands in the words of the
    hop that decides. `planted` marks the five that no other tool has found.
    """

    name: str
    environment: str
    claim: str
    at: str
    change: Change = unbent
    hop: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    planted: bool = False


def add(file: str, name: str, type: str, **properties: Any) -> Change:
    """Return the change that adds a resource to a template."""

    def change(bodies: Bodies) -> None:
        bodies[file]["Resources"][name] = {"Type": type, "Properties": properties}

    return change


def gone(file: str, *names: str) -> Change:
    """Return the change that takes resources out of a template."""

    def change(bodies: Bodies) -> None:
        for name in names:
            del bodies[file]["Resources"][name]
        for other in bodies[file]["Resources"].values():
            if other.get("DependsOn") in names:
                del other["DependsOn"]

    return change


def changed(file: str, name: str, *without: str, **properties: Any) -> Change:
    """Return the change that sets properties of a resource and takes others away."""

    def change(bodies: Bodies) -> None:
        held = bodies[file]["Resources"][name]["Properties"]
        for one in without:
            del held[one]
        held.update(properties)

    return change


def both(*changes: Change) -> Change:
    """Return several changes as one."""

    def change(bodies: Bodies) -> None:
        for one in changes:
            one(bodies)

    return change


def group(name: str) -> dict[str, Any]:
    """Return the id of a workload's security group."""
    return {"Fn::GetAtt": [f"{name}SecurityGroup", "GroupId"]}


def ingress(title: str, to: str, low: int, high: int = 0, **peer: Any) -> Change:
    """Return the change that adds a rule: who may reach a workload's group."""
    return add(
        *(SECURITY, title, "AWS::EC2::SecurityGroupIngress"),
        GroupId=group(to),
        IpProtocol="tcp",
        FromPort=low,
        ToPort=high or low,
        **peer,
    )


def egress(title: str, of: str, low: int, high: int = 0, **peer: Any) -> Change:
    """Return the change that adds a rule: whom a workload's group may reach."""
    return add(
        *(SECURITY, title, "AWS::EC2::SecurityGroupEgress"),
        GroupId=group(of),
        IpProtocol="tcp",
        FromPort=low,
        ToPort=high or low,
        **peer,
    )


def route(title: str, table: str, cidr: str, **target: Any) -> Change:
    """Return the change that adds a route to a table of the network's template."""
    return add(
        *(NETWORK, title, "AWS::EC2::Route"),
        RouteTableId={"Ref": table},
        DestinationCidrBlock=cidr,
        **target,
    )
