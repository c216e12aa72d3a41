"""Only what the bucket lacks is uploaded, into a bucket that is ours."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.errors import CloudUnreachable, NeedsHuman
from cfngen.package import Package, package
from cfngen.plan.changeset.upload import bucket_name, bucket_of, upload
from cfngen.plan.commands import commands_of
from cfngen.plan.making import make
from cfngen.plan.progress import Uploaded
from tests.fakes.refusal import Refused
from tests.fakes.world import World
from tests.plan.shop import bodies, here, order

BUCKET = "cfngen-123456789012-us-east-1"


def packed(made: dict[str, Any] | None = None) -> Package:
    return package(order(made).files, f"https://s3.amazonaws.com/{BUCKET}")


def uploaded(world: World, what: Package, endpoint: str = "") -> Uploaded:
    at = here(world, endpoint=endpoint)
    return upload(what, BUCKET, at, commands_of(order(), at))


def test_the_bucket_is_the_one_that_templates_name() -> None:
    assert bucket_name("123456789012", "us-east-1") == BUCKET
    assert bucket_of(order(), here(World())) == BUCKET


def test_an_environment_may_name_another() -> None:
    assert bucket_of(order(target={"bucket": "ours"}), here(World())) == "ours"


def test_a_second_upload_writes_nothing() -> None:
    world, what = World(), packed()
    assert uploaded(world, what) == Uploaded(BUCKET, 3, 0)
    assert uploaded(world, what) == Uploaded(BUCKET, 0, 3)
    assert len(world.of("PutObject")) == 3


def refusals(code: str, status: int, times: int) -> list[Refused]:
    return [Refused(code, "A condition did not hold.", status) for _ in range(times)]


def test_what_somebody_has_written_in_between_is_there() -> None:
    world, what = World(), packed()
    world.faults.refused["PutObject"] = refusals("PreconditionFailed", 412, 1)
    assert uploaded(world, what) == Uploaded(BUCKET, 2, 1)
    assert {asked["IfNoneMatch"] for asked in world.of("PutObject")} == {"*"}


def test_a_write_that_another_is_at_is_tried_again() -> None:
    world, what = World(), packed()
    world.faults.refused["PutObject"] = refusals("ConditionalRequestConflict", 409, 4)
    assert uploaded(world, what) == Uploaded(BUCKET, 3, 0)
    assert len(world.clock.slept) == 4
    other = World()
    other.faults.refused["PutObject"] = refusals("ConditionalRequestConflict", 409, 5)
    with pytest.raises(CloudUnreachable, match="PutObject"):
        uploaded(other, what)


def test_a_changed_child_is_uploaded_with_the_root_that_names_it() -> None:
    world, changed = World(), bodies()
    uploaded(world, packed())
    changed["data.json"]["Description"] = "Another"
    assert uploaded(world, packed(changed)).written == 2


def test_every_question_says_whose_bucket_it_must_be() -> None:
    world = World()
    uploaded(world, packed())
    asked = [a for name in ("HeadBucket", "HeadObject") for a in world.of(name)]
    owners = {a["ExpectedBucketOwner"] for a in [*asked, *world.of("PutObject")]}
    assert owners == {"123456789012"}


def test_a_missing_bucket_is_for_bootstrap() -> None:
    with pytest.raises(NeedsHuman, match=f"no bucket {BUCKET}") as raised:
        uploaded(World(bucket=False), packed())
    told = "cfngen bootstrap --region us-east-1 --account 123456789012"
    assert told in raised.value.hint


def test_an_emulators_bucket_is_made_in_passing() -> None:
    world = World(bucket=False)
    assert uploaded(world, packed(), "http://localhost:4566").written == 3
    assert [asked["Bucket"] for asked in world.of("CreateBucket")] == [BUCKET]


@pytest.mark.parametrize(
    ("region", "partition", "base"),
    [
        pytest.param("us-east-1", "aws", "https://s3.amazonaws.com", id="first"),
        pytest.param(
            "eu-west-1", "aws", "https://s3.eu-west-1.amazonaws.com", id="another"
        ),
        pytest.param(
            "cn-north-1",
            "aws-cn",
            "https://s3.cn-north-1.amazonaws.com.cn",
            id="China",
        ),
        pytest.param(
            "us-gov-west-1",
            "aws-us-gov",
            "https://s3.us-gov-west-1.amazonaws.com",
            id="GovCloud",
        ),
    ],
)
def test_the_address_is_right_in_every_partition(
    region: str, partition: str, base: str
) -> None:
    world = World(region=region, partition=partition)
    plan = make(order(target={"region": region}), here(world))
    (asked,) = world.of("CreateChangeSet")
    assert asked["TemplateURL"].startswith(f"{base}/cfngen-123456789012-{region}/")
    assert plan.change_set.startswith(f"arn:{partition}:cloudformation:{region}:")
