"""Managed prefix lists and the rules of security groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfngen.local.engine.handlers import Job
from cfngen.local.engine.records import Resource
from cfngen.local.types import service
from cfngen.local.types.apimodels import Api, Parameters


def rows() -> dict[str, Api]:
    """Return the rows by resource type."""
    return {
        "AWS::EC2::PrefixList": Api(
            "ec2",
            "create_managed_prefix_list",
            "delete_managed_prefix_list",
            lambda job: {**job.properties, "TagSpecifications": []},
            lambda _, answer: str(answer["PrefixList"]["PrefixListId"]),
            lambda old: {"PrefixListId": old.physical_id},
            "modify_managed_prefix_list",
            _changed,
            lambda _, answer: {
                "PrefixListId": answer["PrefixList"]["PrefixListId"],
                "Arn": answer["PrefixList"]["PrefixListArn"],
                "OwnerId": answer["PrefixList"]["OwnerId"],
            },
        ),
        "AWS::EC2::SecurityGroupIngress": _rule("ingress", "Source"),
        "AWS::EC2::SecurityGroupEgress": _rule("egress", "Destination"),
    }


def _rule(direction: str, other: str) -> Api:
    """Return the row of a rule; `other` is what the far end is called."""
    return Api(
        "ec2",
        f"authorize_security_group_{direction}",
        f"revoke_security_group_{direction}",
        lambda job: _permission(job.properties, other),
        lambda _, answer: str(answer["SecurityGroupRules"][0]["SecurityGroupRuleId"]),
        lambda old: _permission(old.properties, other),
        f"update_security_group_rule_descriptions_{direction}",
    )


def _permission(properties: Mapping[str, Any], other: str) -> Parameters:
    """Return a rule as the API takes it: a permission with one range or group."""
    said = {k: properties[k] for k in ("Description",) if k in properties}
    ranges = {
        "IpRanges": ("CidrIp", "CidrIp"),
        "Ipv6Ranges": ("CidrIpv6", "CidrIpv6"),
        "PrefixListIds": ("PrefixListId", f"{other}PrefixListId"),
        "UserIdGroupPairs": ("GroupId", f"{other}SecurityGroupId"),
    }
    permission: Parameters = {"IpProtocol": properties["IpProtocol"]}
    permission |= {k: properties[k] for k in ("FromPort", "ToPort") if k in properties}
    for name, (key, source) in ranges.items():
        if source in properties:
            permission[name] = [{key: properties[source], **said}]
    return {"GroupId": properties["GroupId"], "IpPermissions": [permission]}


def _changed(job: Job, old: Resource) -> Parameters:
    """Return what comes and what goes, for the version that there is now."""
    wanted, present = _entries(job.properties), _entries(old.properties)
    known = service.call(
        job.region,
        "ec2",
        "describe_managed_prefix_lists",
        {"PrefixListIds": [old.physical_id]},
    )
    return {
        "PrefixListId": old.physical_id,
        "PrefixListName": job.properties["PrefixListName"],
        "CurrentVersion": known["PrefixLists"][0]["Version"],
        "AddEntries": [e for cidr, e in wanted.items() if present.get(cidr) != e],
        "RemoveEntries": [
            {"Cidr": cidr} for cidr, e in present.items() if wanted.get(cidr) != e
        ],
    }


def _entries(properties: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return {entry["Cidr"]: entry for entry in properties.get("Entries", [])}
