"""Security groups and their rules: every rule is one end of a flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from troposphere import AWSObject, GetAtt, ec2

from cfngen import ports
from cfngen.layers.flows import Flow, flows, workloads
from cfngen.layers.layer import Layer
from cfngen.naming import logical, name_tag
from cfngen.spec.system import System


def add(layer: Layer, system: System) -> dict[str, ec2.SecurityGroup]:
    """Add every security group and every rule, and return the groups by workload."""
    groups = {
        name: layer.add(_group(layer, system, name)) for name in workloads(system)
    }
    for flow in flows(system):
        for rule in _rules(groups, flow):
            layer.add(rule)
    return groups


def _group(layer: Layer, system: System, workload: str) -> ec2.SecurityGroup:
    """Return a workload's security group, which lets nothing in and nothing out.

    A group without an egress rule gets one from AWS that allows everything; whether a
    rule that is a resource of its own takes it away again, AWS does not promise
    (https://github.com/aws-cloudformation/cfn-language-discussion/issues/157). The rule
    to the loopback address keeps it from being made, and no packet ever matches it. All
    others are resources, since groups that name each other inline would be a cycle.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
    """
    nothing = ec2.SecurityGroupRule(
        IpProtocol="-1", CidrIp="127.0.0.1/32", Description="No implicit egress"
    )
    return ec2.SecurityGroup(
        f"{logical(workload)}SecurityGroup",
        VpcId=layer.enter(ports.VPC_ID),
        GroupDescription=f"{system.system} {workload}",
        SecurityGroupEgress=[nothing],
        Tags=name_tag(system.system, workload),
    )


def _rules(groups: Mapping[str, ec2.SecurityGroup], flow: Flow) -> Iterator[AWSObject]:
    """Yield the rules that let a flow out at its source and in at its destination."""
    source, destination = (groups.get(n) for n in (flow.source, flow.destination))
    names = logical(flow.source), logical(flow.destination)
    what: dict[str, Any] = {
        "IpProtocol": "tcp",
        "FromPort": flow.port,
        "ToPort": flow.port,
        "Description": flow.why,
    }
    if source is not None:
        yield ec2.SecurityGroupEgress(
            f"{names[0]}EgressTo{names[1]}{flow.port}",
            GroupId=GetAtt(source, "GroupId"),
            **what,
            **_peer("DestinationSecurityGroupId", destination),
        )
    if destination is not None:
        yield ec2.SecurityGroupIngress(
            f"{names[1]}IngressFrom{names[0]}{flow.port}",
            GroupId=GetAtt(destination, "GroupId"),
            **what,
            **_peer("SourceSecurityGroupId", source),
        )


def _peer(name: str, group: ec2.SecurityGroup | None) -> dict[str, Any]:
    """Return the other end of a rule: a group, or else the internet."""
    return (
        {"CidrIp": "0.0.0.0/0"} if group is None else {name: GetAtt(group, "GroupId")}
    )
