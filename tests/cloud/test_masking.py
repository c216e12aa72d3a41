"""Secrets in what AWS and containers write."""

from __future__ import annotations

import pytest

from cfngen.cloud.masking import masked
from tests.cloud.fakes import ROOT, START, scripted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cannot reach postgres://u:hunter2@db/x now", "postgres://****@db/x now"),
        ("redis://:hunter2@cache:6379", "redis://****@cache:6379"),
        ("key AKIAABCDEFGHIJKLMNOP is old", "key **** is old"),
        ("-----BEGIN RSA PRIVATE KEY-----\nhunter2\nhunter3", "****"),
        ("https://docs.aws.amazon.com:443/a@b", "https://docs.aws.amazon.com:443/a@b"),
        ("Rate exceeded (Service: Ecs; Status: 400)", "Rate exceeded (Service: Ecs; "),
    ],
    ids=["address", "no user", "key id", "private key", "no secret", "words"],
)
def test_only_the_secret_is_masked(text: str, shown: str) -> None:
    assert shown in masked(text)
    assert "hunter" not in masked(text)


def test_no_event_tells_a_password() -> None:
    raw = {"StackId": ROOT, "StackName": "x", "EventId": "1", "Timestamp": START}
    reason = "Refused: amqp://u:hunter2@mq"
    event = {**raw, "ResourceStatusReason": reason}
    cloud, _ = scripted({"DescribeStackEvents": {"StackEvents": [event]}})
    (found,) = cloud.history.recent(ROOT, 5)
    assert found.reason == "Refused: amqp://****@mq"
