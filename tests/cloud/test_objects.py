"""The bucket: whose it is, where it is, what is in it."""

from __future__ import annotations

import re

import pytest

from cfngen.cloud.clients import connect
from cfngen.cloud.failures import Contended
from cfngen.cloud.objects import Objects
from cfngen.errors import NeedsHuman
from tests.cloud.fakes import ACCOUNT, Refusal, Script, scripted

pytestmark = pytest.mark.usefixtures("nobody")

NOT_FOUND = Refusal("404", "Not Found", 404)
EMULATOR = "http://localhost:4566"


def test_on_aws_every_call_to_the_bucket_names_its_owner() -> None:
    cloud, script = scripted({"HeadBucket": {}, "HeadObject": {}, "PutObject": {}})
    assert cloud.objects.has_bucket("b")
    cloud.objects.has("b", "k")
    cloud.objects.put("b", "k", "{}")
    for operation in ("HeadBucket", "HeadObject", "PutObject"):
        assert script.of(operation)[0]["ExpectedBucketOwner"] == ACCOUNT


def test_somebody_elses_bucket_is_a_refusal() -> None:
    cloud, _ = scripted({"HeadBucket": Refusal("403", "Forbidden", 403)})
    with pytest.raises(NeedsHuman, match="belongs to another account"):
        cloud.objects.has_bucket("b")


def test_on_an_emulator_the_bucket_is_made() -> None:
    cloud, script = scripted({"HeadBucket": NOT_FOUND, "CreateBucket": {}}, EMULATOR)
    assert not cloud.objects.has_bucket("b")
    cloud.objects.make_bucket("b")
    assert script.of("CreateBucket") == [{"Bucket": "b"}]
    assert "ExpectedBucketOwner" not in script.of("HeadBucket")[0]


def test_a_bucket_of_another_region_says_where_it_is() -> None:
    script = Script({"CreateBucket": [{}]})
    script.play(clients := connect("sa-east-1", EMULATOR))
    Objects(clients.s3, "sa-east-1").make_bucket("b")
    place = script.of("CreateBucket")[0]["CreateBucketConfiguration"]
    assert place == {"LocationConstraint": "sa-east-1"}


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("sa-east-1", "s3.sa-east-1.amazonaws.com"),
        ("cn-north-1", "s3.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", "s3.us-gov-west-1.amazonaws.com"),
    ],
)
def test_every_partition_has_its_own_addresses(region: str, host: str) -> None:
    objects = Objects(connect(region).s3, region)
    assert objects.url("b") == f"https://{host}/b"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AWS_USE_FIPS_ENDPOINT", "true"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "true"),
        (
            "AWS_ENDPOINT_URL_S3",
            "https://bucket.vpce-1a-2b.s3.us-east-2.vpce.amazonaws.com",
        ),
    ],
    ids=["fips", "dualstack", "vpc"],
)
def test_cloudformation_reads_by_the_plain_address(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    objects = Objects(connect("us-east-2").s3, "us-east-2")
    assert objects.url("b") == "https://s3.us-east-2.amazonaws.com/b"


def test_what_one_client_has_set_is_not_the_next_ones() -> None:
    """botocore writes the way to S3 into the configuration that it is given."""
    with pytest.MonkeyPatch.context() as set:
        set.setenv("AWS_USE_DUALSTACK_ENDPOINT", "true")
        connect("us-east-1")
    plain = connect("us-east-1").s3
    assert plain.meta.endpoint_url == "https://s3.amazonaws.com"


@pytest.mark.parametrize(
    ("endpoint", "url"),
    [
        ("", r"https://s3(\.us-east-1)?\.amazonaws\.com/b"),
        (EMULATOR, "http://localhost:4566/b"),
    ],
    ids=["aws", "emulator"],
)
def test_templates_have_path_style_addresses(endpoint: str, url: str) -> None:
    cloud, _ = scripted({}, endpoint)
    assert re.fullmatch(url, cloud.objects.url("b"))


def test_an_object_is_there_or_not() -> None:
    cloud, _ = scripted({"HeadObject": [NOT_FOUND, {}]}, EMULATOR)
    assert not cloud.objects.has("b", "k")
    assert cloud.objects.has("b", "k")


def test_an_object_is_never_written_over() -> None:
    there = Refusal("PreconditionFailed", "A pre-condition did not hold", 412)
    busy = Refusal("ConditionalRequestConflict", "A conflicting operation", 409)
    cloud, script = scripted({"PutObject": [{}, there, busy]}, EMULATOR)
    assert cloud.objects.put("b", "k", "{}")
    assert not cloud.objects.put("b", "k", "{}"), "what is there is what belongs there"
    with pytest.raises(Contended):
        cloud.objects.put("b", "k", "{}")
    assert {asked["IfNoneMatch"] for asked in script.of("PutObject")} == {"*"}
