"""What the requirement tests of every system ask of a resolved environment."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

import pytest

from cfngen.naming import logical
from tests.environment import Environment, Resource

BOTH = pytest.mark.parametrize("name", ["dev", "prod"])

INTERNET = "0.0.0.0/0"

REPLIES, REPLIES_TO_TASKS = (1024, 65535), (32768, 65535)
"""The ports that anything, and that Linux, opens connections from."""


def group(workload: str) -> str:
    """Return how templates refer to a workload's security group."""
    return f"@Security/{logical(workload)}SecurityGroup.GroupId"


def only(found: tuple[Resource, ...]) -> Resource:
    """Return the one resource that was found."""
    assert len(found) == 1, [resource.path for resource in found]
    return found[0]


def reference(resource: Resource, attribute: str = "") -> str:
    """Return how the templates refer to a resource."""
    return f"@{resource.path}" + (f".{attribute}" if attribute else "")


def rules(env: Environment, kind: str, group: str) -> set[tuple[str, int]]:
    """Return (peer, port) of a security group's rules; the peer a group or a range."""
    peer = {"Ingress": "SourceSecurityGroupId", "Egress": "DestinationSecurityGroupId"}
    found = [
        rule
        for rule in env.of(f"EC2::SecurityGroup{kind}")
        if rule["GroupId"] == f"@Security/{group}.GroupId"
    ]
    for rule in found:
        assert (rule["IpProtocol"], rule["ToPort"]) == ("tcp", rule["FromPort"])
    return {
        (
            str(rule.properties.get(peer[kind], rule.properties.get("CidrIp"))),
            int(rule["FromPort"]),
        )
        for rule in found
    }


def subnets(env: Environment, tier: str) -> list[Resource]:
    """Return the subnets of a tier, by zone."""
    found = (r for r in env.of("EC2::Subnet") if r.path.startswith(f"Network/{tier}"))
    return sorted(found, key=lambda subnet: subnet.path)


def zones(subnets: list[Resource]) -> list[tuple[str, int]]:
    """Return the zone of each subnet: the region, and which of its zones, from 0."""
    return [
        (chosen["Fn::Select"][1]["Fn::GetAZs"], chosen["Fn::Select"][0])
        for chosen in (subnet["AvailabilityZone"] for subnet in subnets)
    ]


def routes(env: Environment, subnet: Resource) -> list[Resource]:
    """Return the routes of the table that a subnet is associated with."""
    association = next(
        a
        for a in env.of("EC2::SubnetRouteTableAssociation")
        if a["SubnetId"] == reference(subnet)
    )
    tables = association["RouteTableId"]
    return [r for r in env.of("EC2::Route") if r["RouteTableId"] == tables]


def standing_in(env: Environment, subnet: Resource) -> set[str]:
    """Return the types of what is in a subnet, besides its routes and its ACL."""
    wiring = {"SubnetRouteTableAssociation", "SubnetNetworkAclAssociation"}
    return {
        resource.type.removeprefix("AWS::")
        for resource in env.resources.values()
        if f'"{reference(subnet)}"' in json.dumps(resource.properties)
        and not resource.type.endswith("::Stack")
    } - {f"EC2::{one}" for one in wiring}


def goals(env: Environment, layer: str) -> dict[str, int]:
    """Return the averages that scaling keeps the tasks of a service near."""
    policies = [
        policy["TargetTrackingScalingPolicyConfiguration"]
        for policy in env.of("ApplicationAutoScaling::ScalingPolicy")
        if policy.path.startswith(f"{layer}/")
    ]
    return {
        p["PredefinedMetricSpecification"]["PredefinedMetricType"]: int(
            p["TargetValue"]
        )
        for p in policies
    }


def alarms_of(env: Environment, policy: Resource) -> list[Resource]:
    """Return the alarms that set a scaling policy off."""
    names = {reference(policy), reference(policy, "Arn")}
    return [
        alarm
        for alarm in env.of("CloudWatch::Alarm")
        if names & set(alarm.properties.get("AlarmActions", []))
    ]


def granted(env: Environment, role: Resource) -> dict[str, Any]:
    """Return what a role may do, by its own policies and attached ones: on what."""
    attached = {*role.properties.get("ManagedPolicyArns", [])}
    documents = [
        policy["PolicyDocument"] for policy in role.properties.get("Policies", [])
    ]
    documents += [
        policy["PolicyDocument"]
        for policy in env.of("IAM::ManagedPolicy")
        if reference(policy) in attached
    ]
    documents += [
        policy["PolicyDocument"]
        for policy in env.of("IAM::Policy")
        if reference(role) in policy["Roles"]
    ]
    return {
        action: statement["Resource"]
        for document in documents
        for statement in document["Statement"]
        for action in statement["Action"]
    }


def containers(env: Environment, definition: str) -> dict[str, dict[str, Any]]:
    """Return the containers of a task definition (`Layer/LogicalId`) by name."""
    return {c["Name"]: c for c in env[definition]["ContainerDefinitions"]}


def variables(container: dict[str, Any]) -> dict[str, Any]:
    """Return the plain environment variables of a container."""
    return {v["Name"]: v["Value"] for v in container["Environment"]}


def secrets(container: dict[str, Any]) -> dict[str, Any]:
    """Return the secret environment variables of a container: where each is from."""
    return {s["Name"]: s["ValueFrom"] for s in container["Secrets"]}


def listener(env: Environment, port: int) -> Resource:
    """Return the load balancer's listener on a port."""
    found = env.of("ElasticLoadBalancingV2::Listener")
    return only(tuple(r for r in found if int(r["Port"]) == port))


def answering(env: Environment, host: str, path: str) -> str | None:
    """Return the target group that takes an HTTPS request; None for the listener's own.

    The rule of the lowest priority whose conditions all match takes it.
    """
    asked = {"host-header": host, "path-pattern": path}
    for rule in sorted(_https_rules(env), key=lambda rule: int(rule["Priority"])):
        if all(
            any(fnmatchcase(asked[field], pattern) for pattern in patterns)
            for field, patterns in _conditions(rule).items()
        ):
            (action,) = rule["Actions"]
            return str(action["TargetGroupArn"])
    return None


def _https_rules(env: Environment) -> list[Resource]:
    """Return the rules of the HTTPS listener."""
    found = env.of("ElasticLoadBalancingV2::ListenerRule")
    here = reference(listener(env, 443))
    return [rule for rule in found if rule["ListenerArn"] == here]


def _conditions(rule: Resource) -> dict[str, list[str]]:
    """Return the patterns of a listener rule by the field that they are of."""
    return {
        condition["Field"]: values["Values"]
        for condition in rule["Conditions"]
        for key, values in condition.items()
        if key != "Field"
    }


def balancer_attributes(env: Environment) -> dict[str, str]:
    """Return the attributes of the load balancer."""
    balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
    return {a["Key"]: a["Value"] for a in balancer["LoadBalancerAttributes"]}


def acl_entries(env: Environment, tier: str) -> list[Resource]:
    """Return the entries of the network ACL that a tier's subnets share."""
    associated = {
        a["SubnetId"]: a["NetworkAclId"]
        for a in env.of("EC2::SubnetNetworkAclAssociation")
    }
    acls = {associated[reference(subnet)] for subnet in subnets(env, tier)}
    assert len(acls) == 1, acls
    return [e for e in env.of("EC2::NetworkAclEntry") if e["NetworkAclId"] in acls]


def inbound(entries: list[Resource]) -> set[tuple[str, int, int]]:
    """Return (range, first port, last port) of the entries that let TCP in."""
    return _tcp(entries, egress="false")


def outbound(entries: list[Resource]) -> set[tuple[str, int, int]]:
    """Return (range, first port, last port) of the entries that let TCP out."""
    return _tcp(entries, egress="true")


def _tcp(entries: list[Resource], *, egress: str) -> set[tuple[str, int, int]]:
    """Return (range, first port, last port) of the entries for TCP one way."""
    return {
        (
            e["CidrBlock"],
            int(e["PortRange"]["From"]),
            int(e["PortRange"]["To"]),
        )
        for e in entries
        if str(e["Egress"]).lower() == egress and int(e["Protocol"]) == 6
    }
