"""Security groups and their rules: every rule is one end of a flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from troposphere import AWSObject, GetAtt, ec2

from cfngen import ports
from cfngen.layers.flows import Flow, flows, workloads
from cfngen.layers.layer import Layer
from cfngen.layers.security.outside import Peer, peers
from cfngen.naming import logical
from cfngen.physical import name_tag
from cfngen.spec.system import System

Groups = Mapping[str, ec2.SecurityGroup]
Outside = Mapping[str, tuple[Peer, ...]]


def add(layer: Layer, system: System) -> Groups:
    """Add every security group and every rule, and return the groups by workload."""
    groups = {
        name: layer.add(_group(layer, system, name)) for name in workloads(system)
    }
    every = flows(system)
    ends = dict.fromkeys(e for flow in every for e in (flow.source, flow.destination))
    outside = {who: peers(layer, system, who) for who in ends if who not in groups}
    for flow in every:
        for rule in _rules(groups, outside, flow):
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


def _rules(groups: Groups, outside: Outside, flow: Flow) -> Iterator[AWSObject]:
    """Yield the rules that let a flow out at its source and in at its destination."""
    source, destination = flow.source, flow.destination
    from_, to = logical(source), logical(destination)
    if source in groups:
        key = "DestinationSecurityGroupId"
        for peer in _peers(groups, outside, destination, key):
            title = f"{from_}EgressTo{to}{flow.port}{peer.ending}"
            what = _what(groups[source], flow, peer)
            yield ec2.SecurityGroupEgress(title, **what)
    if destination in groups:
        key = "SourceSecurityGroupId"
        for peer in _peers(groups, outside, source, key):
            title = f"{to}IngressFrom{from_}{flow.port}{peer.ending}"
            what = _what(groups[destination], flow, peer)
            yield ec2.SecurityGroupIngress(title, **what)


def _peers(groups: Groups, outside: Outside, who: str, key: str) -> tuple[Peer, ...]:
    """Return the other end of a flow's rules: a group, or those outside."""
    if who in groups:
        return (Peer({key: GetAtt(groups[who], "GroupId")}),)
    return outside[who]


def _what(group: ec2.SecurityGroup, flow: Flow, peer: Peer) -> dict[str, Any]:
    """Return the attributes of a rule of a group."""
    return {
        "GroupId": GetAtt(group, "GroupId"),
        "IpProtocol": "tcp",
        "FromPort": flow.port,
        "ToPort": flow.port,
        "Description": flow.why,
        **peer.named,
        **({"Condition": peer.condition} if peer.condition else {}),
    }
