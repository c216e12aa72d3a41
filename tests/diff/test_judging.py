"""What the change of a property does, table by table."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.diff import Effect
from tests.diff.small import BUCKET, CLUSTER, GROUP, INSTANCE, QUEUE, of, one

KEY = "AWS::KMS::Key"
VOLUME = "AWS::EC2::Volume"
UNKNOWN = {"Fn::ImportValue": "Elsewhere"}

Given = dict[str, Any]


@pytest.mark.parametrize(
    ("type", "before", "after", "effect"),
    [
        pytest.param(
            BUCKET,
            {"VersioningConfiguration": {"Status": "Enabled"}},
            {"VersioningConfiguration": {"Status": "Suspended"}},
            Effect.UPDATE,
            id="updated in place",
        ),
        pytest.param(
            BUCKET,
            {"BucketName": "a"},
            {"BucketName": "b"},
            Effect.REPLACE,
            id="create-only",
        ),
        pytest.param(
            INSTANCE,
            {"StorageEncrypted": True},
            {},
            Effect.REPLACE,
            id="create-only, taken away",
        ),
        pytest.param(
            "AWS::ECR::Repository",
            {"EncryptionConfiguration": {"EncryptionType": "AES256"}},
            {"EncryptionConfiguration": {"EncryptionType": "KMS"}},
            Effect.REPLACE,
            id="below a create-only property",
        ),
        pytest.param(
            "AWS::EC2::VPCEndpoint",
            {},
            {"DnsOptions": {"PrivateDnsPreference": "ALL_DOMAINS"}},
            Effect.REPLACE,
            id="above a create-only property that is in it",
        ),
        pytest.param(
            "AWS::EC2::VPCEndpoint",
            {},
            {"DnsOptions": {"DnsRecordIpType": "ipv4"}},
            Effect.UPDATE,
            id="above a create-only property that is not in it",
        ),
        pytest.param(
            "AWS::ECS::TaskDefinition",
            {"ContainerDefinitions": [{"Name": "web", "Image": "a"}]},
            {"ContainerDefinitions": [{"Name": "web", "Image": "b"}]},
            Effect.REPLACE,
            id="an item of a create-only list",
        ),
        pytest.param(
            "AWS::EC2::VPC",
            {"InstanceTenancy": "default"},
            {"InstanceTenancy": "dedicated"},
            Effect.MAY_REPLACE,
            id="conditionally create-only",
        ),
        pytest.param(
            INSTANCE,
            {"MultiAZ": False},
            {"MultiAZ": True},
            Effect.UPDATE,
            id="conditional by its schema, and in place by its provider",
        ),
        pytest.param(
            INSTANCE,
            {"DBSnapshotIdentifier": "s"},
            {},
            Effect.MAY_REPLACE,
            id="the snapshot it was restored from, forgotten",
        ),
        pytest.param(
            INSTANCE,
            {"RestoreTime": "t"},
            {},
            Effect.UPDATE,
            id="the time it was restored to, forgotten",
        ),
        pytest.param(
            INSTANCE,
            {},
            {"DBSnapshotIdentifier": "s"},
            Effect.MAY_REPLACE,
            id="what it is to be restored from",
        ),
        pytest.param(
            "AWS::Route53::RecordSet",
            {"Name": "a.example.com"},
            {"Name": "b.example.com"},
            Effect.REPLACE,
            id="what identifies it, though no list says so",
        ),
        pytest.param(
            CLUSTER,
            {"ClusterName": "a"},
            {"ClusterName": UNKNOWN},
            Effect.MAY_REPLACE,
            id="create-only, and perhaps the same",
        ),
        pytest.param(
            GROUP,
            {"GroupDescription": "a", "VpcId": {"Fn::Sub": "vpc-1"}},
            {"GroupDescription": "a", "VpcId": "vpc-1"},
            Effect.NO_CHANGE,
            id="written differently, the same value",
        ),
        pytest.param(KEY, {}, {"EnableKeyRotation": True}, Effect.UPDATE, id="a key"),
        pytest.param(
            VOLUME, {"Size": 1}, {"Size": 2}, Effect.MAY_REPLACE, id="a gap, stateful"
        ),
        pytest.param(
            VOLUME,
            {"Tags": [{"Key": "a", "Value": "1"}]},
            {"Tags": [{"Key": "a", "Value": "2"}]},
            Effect.UPDATE,
            id="a gap, but only tags",
        ),
        pytest.param(
            "AWS::CloudFront::PublicKey",
            {"PublicKeyConfig": {"Comment": "a"}},
            {"PublicKeyConfig": {"Comment": "b"}},
            Effect.UPDATE,
            id="a gap, nothing at stake",
        ),
        pytest.param(
            "Custom::Thing", {"A": 1}, {"A": 2}, Effect.MAY_REPLACE, id="custom"
        ),
        pytest.param(
            "AWS::No::Such", {"A": 1}, {"A": 2}, Effect.MAY_REPLACE, id="no schema"
        ),
        pytest.param(QUEUE, {}, {"DelaySeconds": 1}, Effect.UPDATE, id="added"),
    ],
)
def test_effects(type: str, before: Given, after: Given, effect: Effect) -> None:
    marked = of(type, **after) | {"Metadata": {"always": "differs"}}
    found = one(of(type, **before), marked)
    assert found.effect is effect


def test_a_gap_in_a_schema_is_said() -> None:
    found = one(of(VOLUME, Size=1), of(VOLUME, Size=2))
    (difference,) = found.properties
    assert difference.reason == "its schema does not say what cannot be updated"


def test_what_cannot_be_read_back_is_marked() -> None:
    found = one(
        of(INSTANCE, MasterUserPassword="a", AllocatedStorage=1),
        of(INSTANCE, MasterUserPassword="b", AllocatedStorage=2),
    )
    marks = {d.path[0]: d.write_only for d in found.properties}
    assert marks == {"MasterUserPassword": True, "AllocatedStorage": False}


def test_an_order_that_means_nothing_to_the_type_is_no_difference() -> None:
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    marked = of(BUCKET, Tags=tags[::-1]) | {"Metadata": {"always": "differs"}}
    assert one(of(BUCKET, Tags=tags), marked).properties == ()


def test_another_order_of_what_cannot_be_updated_may_replace() -> None:
    group = "AWS::ElastiCache::ReplicationGroup"
    zones = ["us-east-1a", "us-east-1b"]
    found = one(
        of(group, PreferredCacheClusterAZs=zones),
        of(group, PreferredCacheClusterAZs=zones[::-1]),
    )
    assert found.properties[0].moved
    assert found.effect is Effect.MAY_REPLACE
