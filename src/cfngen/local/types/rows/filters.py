"""Network ACLs, their entries, and the subnets that they filter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfngen.local.engine.handlers import Job
from cfngen.local.types import service
from cfngen.local.types.apimodels import Api, Parameters

DEFAULT = "DefaultNetworkAclId"
"""Where an association remembers what its subnet goes back to."""

ICMP = {"Icmp": "IcmpTypeCode"}
"""What the API calls by another name."""


def rows() -> dict[str, Api]:
    """Return the rows by resource type."""
    return {
        "AWS::EC2::NetworkAcl": Api(
            "ec2",
            "create_network_acl",
            "delete_network_acl",
            lambda job: {"VpcId": job.properties["VpcId"]},
            lambda _, answer: str(answer["NetworkAcl"]["NetworkAclId"]),
            lambda old: {"NetworkAclId": old.physical_id},
            "describe_network_acls",
            lambda job, old: {"NetworkAclIds": [old.physical_id]},
            lambda _, answer: {"Id": answer["NetworkAcl"]["NetworkAclId"]},
        ),
        "AWS::EC2::NetworkAclEntry": Api(
            "ec2",
            "create_network_acl_entry",
            "delete_network_acl_entry",
            lambda job: _entry(job.properties),
            _name,
            lambda old: _entry(old.properties),
            "replace_network_acl_entry",
        ),
        "AWS::EC2::SubnetNetworkAclAssociation": Api(
            "ec2",
            "replace_network_acl_association",
            "replace_network_acl_association",
            _association,
            lambda _, answer: str(answer["NewAssociationId"]),
            lambda old: {
                "AssociationId": old.physical_id,
                "NetworkAclId": old.attributes[DEFAULT],
            },
            attributes=lambda given, answer: {
                "AssociationId": answer["NewAssociationId"],
                DEFAULT: given[DEFAULT],
            },
        ),
    }


def _entry(properties: Mapping[str, Any]) -> Parameters:
    """Return an entry as the API takes it."""
    given = {ICMP.get(key, key): value for key, value in properties.items()}
    return {"Egress": False, **given, "Protocol": str(given["Protocol"])}


def _name(given: Parameters, _: Parameters) -> str:
    direction = "egress" if given["Egress"] else "ingress"
    return f"{given['NetworkAclId']}-{direction}-{given['RuleNumber']}"


def _association(job: Job) -> Parameters:
    """Return what takes a subnet from the list that it has to another."""
    subnet = job.properties["SubnetId"]
    present = _list(job.region, {"association.subnet-id": subnet})
    default = _list(job.region, {"vpc-id": present["VpcId"], "default": "true"})
    return {
        "AssociationId": next(
            association["NetworkAclAssociationId"]
            for association in present["Associations"]
            if association["SubnetId"] == subnet
        ),
        "NetworkAclId": job.properties["NetworkAclId"],
        DEFAULT: default["NetworkAclId"],
    }


def _list(region: str, wanted: Mapping[str, str]) -> Parameters:
    """Return the one list that the filters leave."""
    filters = [{"Name": name, "Values": [value]} for name, value in wanted.items()]
    found = service.call(region, "ec2", "describe_network_acls", {"Filters": filters})
    lists: list[Parameters] = found["NetworkAcls"]
    return lists[0]
