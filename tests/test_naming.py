"""Names over all templates: how they are formed, and what they never hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cfngen.naming import is_release, logical
from cfngen.project import Project
from cfngen.spec.load import load
from tests.committed import FILES, TEMPLATES, body, resources, shown

LOGICAL_ID = re.compile(r"([A-Z][a-z0-9]*)+")
PHYSICAL_NAMES = {
    "AWS::EC2::SecurityGroup": "GroupName",
    "AWS::ECR::Repository": "RepositoryName",
    "AWS::ECS::Cluster": "ClusterName",
    "AWS::ECS::Service": "ServiceName",
    "AWS::ElastiCache::ReplicationGroup": "ReplicationGroupId",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
    "AWS::IAM::Role": "RoleName",
    "AWS::RDS::DBInstance": "DBInstanceIdentifier",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::SNS::Topic": "TopicName",
    "AWS::CloudWatch::Alarm": "AlarmName",
}
"""Names that would block a replacement, or make it a clash."""


@pytest.mark.parametrize(
    ("name", "expected"),
    [("web", "Web"), ("web-app", "WebApp"), ("sync-payments", "SyncPayments")],
)
def test_a_spec_name_becomes_a_logical_id(name: str, expected: str) -> None:
    assert logical(name) == expected


@pytest.mark.parametrize(
    ("setting", "releases"),
    [
        ("WebImageTag", True),
        ("WebMigrationImageTag", True),
        ("WebLiveTargetGroup", True),
        ("ImageTagMutability", False),
        ("WebTasks", False),
    ],
)
def test_what_releases_change_is_no_matter_of_files(
    setting: str, releases: bool
) -> None:
    assert is_release(setting) is releases


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_ids_are_words_without_system_or_environment(file: Path) -> None:
    sections = ("Parameters", "Conditions", "Resources", "Outputs")
    for name in (n for section in sections for n in body(file).get(section, {})):
        assert LOGICAL_ID.fullmatch(name), name
        for word in (file.parent.name, "prod", "dev"):
            assert word not in re.findall(r"[A-Z][a-z0-9]*", name), name


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_acronyms_are_written_as_words(file: Path) -> None:
    for name, _ in resources(file):
        assert not re.search(r"[A-Z]{2}", name), name


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_every_parameter_and_output_is_described(file: Path) -> None:
    for section in ("Parameters", "Outputs"):
        for name, entry in body(file).get(section, {}).items():
            assert entry.get("Description", "").endswith("."), name


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_physical_names_are_left_to_cloudformation(file: Path) -> None:
    for name, resource in resources(file):
        property_name = PHYSICAL_NAMES.get(resource["Type"], "")
        assert property_name not in resource.get("Properties", {}), name


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_nothing_is_exported(file: Path) -> None:
    for name, output in body(file).get("Outputs", {}).items():
        assert "Export" not in output, name


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_templates_hold_no_account_region_or_zone(file: Path) -> None:
    text = file.read_text("utf-8")
    if copies := load(Project(TEMPLATES.parent), file.parent.name).recovery:
        text = text.replace(copies.region, "")  # the one region that a spec fixes
    assert not re.search(r"\b\d{12}\b|\b[a-z]{2}-[a-z]+-\d[a-z]?\b|arn:aws:", text)
