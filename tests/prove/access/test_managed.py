"""The policies that AWS manages, against the emulator's copy of AWS's list."""

from __future__ import annotations

import json

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from cfngen.model import Text, Unknown
from cfngen.prove.access.managed import as_of, document, snapshot
from cfngen.prove.verdict import Truth
from tests.prove.access.made import resource, rights, role, verdict

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


ANSWERS = {
    "AdministratorAccess": (True, "SPB"),
    "AmazonECSTaskExecutionRolePolicy": (True, ""),
    "AmazonSSMManagedInstanceCore": (True, "P"),
    "IAMFullAccess": (False, ""),
    "PowerUserAccess": (False, "SPB"),
    "ReadOnlyAccess": (True, "PB"),
    "SecurityAudit": (True, ""),
}
"""Who comes to no more, and who reads the secret, the parameter and the bucket."""


@pytest.mark.parametrize("name", ANSWERS)
def test_what_well_known_policies_lead_to(name: str) -> None:
    kept, read = ANSWERS[name]
    said = json.loads(aws_managed_policies_data)[name]["Document"]["Statement"]
    found = rights(
        R=role(*said),
        S=resource("SecretsManager::Secret"),
        P=resource("SSM::Parameter", Name="/web/url"),
        B=resource("S3::Bucket"),
    )
    truth = verdict(found, "role R no-escalation").truth
    assert truth is (Truth.PROVED if kept else Truth.REFUTED)
    for one in "SPB":
        expected = Truth.REFUTED if one in read else Truth.PROVED
        assert verdict(found, f"only nobody read {one}").truth is expected
