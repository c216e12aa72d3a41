"""Buckets and objects."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.fakes.world import World


def test_a_bucket_answers_its_owner_only() -> None:
    world = World()
    world.objects.add("theirs", owner="210987654321")
    s3 = world.clients().s3
    s3.head_bucket(Bucket=world.bucket, ExpectedBucketOwner="123456789012")
    for bucket, owner, status in (
        (world.bucket, "210987654321", 403),
        ("theirs", "123456789012", 403),
        ("nowhere", "123456789012", 404),
    ):
        with pytest.raises(ClientError) as error:
            s3.head_bucket(Bucket=bucket, ExpectedBucketOwner=owner)
        assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_an_object_is_written_once_where_that_is_asked() -> None:
    world = World()
    s3: Any = world.clients().s3
    place = {"Bucket": world.bucket, "Key": "a.json"}
    with pytest.raises(ClientError, match="Not Found"):
        s3.head_object(**place)
    s3.put_object(**place, Body=b"{}", IfNoneMatch="*")
    assert s3.head_object(**place)["ContentLength"] == 2
    assert s3.get_object(**place)["Body"].read() == b"{}"
    with pytest.raises(ClientError, match="PreconditionFailed"):
        s3.put_object(**place, Body=b"[]", IfNoneMatch="*")


def test_a_bucket_is_made_once() -> None:
    world = World(bucket=False)
    s3 = world.clients().s3
    s3.create_bucket(Bucket=world.bucket)
    with pytest.raises(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=world.bucket)
