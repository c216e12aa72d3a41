"""The policies that AWS manages, against the emulator's copy of AWS's list."""

from __future__ import annotations

import json

from moto.iam.aws_managed_policies import aws_managed_policies_data

from cfngen.model import Text, Unknown
from cfngen.prove.access.managed import as_of, document, snapshot

PREFIX = "arn:aws:iam::aws:policy/"


def test_every_policy_is_what_another_list_has_of_it() -> None:
    listed = json.loads(aws_managed_policies_data)
    for name, policy in snapshot()["policies"].items():
        other = listed[name.rpartition("/")[2]]
        assert policy["document"] == other["Document"], name
        assert policy["version"] == other["DefaultVersionId"], name
        assert policy["edited"] == other["UpdateDate"][:10] <= as_of(), name


def test_a_policy_is_found_by_its_arn_alone() -> None:
    name = "service-role/AmazonECSTaskExecutionRolePolicy"
    assert document(PREFIX + name)
    assert document(PREFIX + "AmazonECSTaskExecutionRolePolicy") is None
    assert document(f"arn:aws-cn:iam::aws:policy/{name}") is None
    assert document("arn:aws:iam::123456789012:policy/own") is None


def test_a_partition_that_nobody_tells_is_that_of_aws() -> None:
    name = ":iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    unknown = Unknown("AWS::Partition")
    assert document(Text(("arn:", unknown, name))) == document(f"arn:aws{name}")
    assert document(Text(("arn:aws", Unknown("Suffix"), name))) is None
    assert document(unknown) is None
