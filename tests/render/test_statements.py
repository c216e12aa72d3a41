"""Policies and rules as sentences."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.render.statements import sentences, wide

ALLOW = {"Effect": "Allow", "Action": "sqs:SendMessage"}


@pytest.mark.parametrize(
    ("statement", "sentence", "is_wide"),
    [
        pytest.param(
            ALLOW | {"Resource": "arn:q", "Principal": {"Service": "s3.amazonaws.com"}},
            "allow sqs:SendMessage on arn:q to Service s3.amazonaws.com",
            False,
            id="a service",
        ),
        pytest.param(
            ALLOW | {"Sid": "Send", "Principal": "*"},
            "Send: allow sqs:SendMessage to anyone",
            True,
            id="anyone",
        ),
        pytest.param(
            ALLOW
            | {
                "Principal": {"AWS": "*"},
                "Condition": {"StringEquals": {"aws:SourceAccount": "1"}},
            },
            "allow sqs:SendMessage to anyone if aws:SourceAccount StringEquals 1",
            False,
            id="anyone under a condition",
        ),
        pytest.param(
            {"Effect": "Deny", "Action": "*", "Principal": "*", "Resource": ["*"]},
            "deny every action on everything to anyone",
            False,
            id="a denial opens nothing",
        ),
        pytest.param(
            {"Effect": "Allow", "NotAction": ["iam:*", "sts:*"], "Resource": "*"},
            "allow every action but iam:*, sts:* on everything",
            True,
            id="all but some",
        ),
        pytest.param(
            {"Effect": "Allow", "Action": "a:b", "NotResource": "x"},
            "allow a:b on everything but x",
            False,
            id="all resources but one",
        ),
        pytest.param(
            ALLOW | {"NotPrincipal": {"AWS": ["1", "2"]}},
            "allow sqs:SendMessage to everybody but AWS 1, 2",
            False,
            id="all but somebody",
        ),
    ],
)
def test_statements(statement: dict[str, Any], sentence: str, is_wide: bool) -> None:
    assert sentences({"Statement": [statement]}) == {"Statement": [sentence]}
    assert sentences({"Statement": statement}) == {"Statement": [sentence]}
    assert wide(sentence) is is_wide


@pytest.mark.parametrize(
    ("rule", "sentence", "is_wide"),
    [
        pytest.param(
            {
                "IpProtocol": "tcp",
                "FromPort": 443,
                "ToPort": 443,
                "CidrIp": "1.2.3.4/32",
            },
            "tcp 443, 1.2.3.4/32",
            False,
            id="a port",
        ),
        pytest.param(
            {
                "IpProtocol": "udp",
                "FromPort": "1",
                "ToPort": "9",
                "SourceSecurityGroupId": "sg-1",
                "Description": "to anyone",
            },
            'udp 1-9, sg-1; "to anyone"',
            False,
            id="ports of a group",
        ),
        pytest.param(
            {"IpProtocol": -1, "CidrIpv6": "::/0", "Description": "out"},
            'all traffic, anyone (::/0); "out"',
            True,
            id="the world",
        ),
        pytest.param({"IpProtocol": "icmp"}, "icmp, nobody", False, id="no peer"),
    ],
)
def test_rules(rule: dict[str, Any], sentence: str, is_wide: bool) -> None:
    assert sentences([rule]) == [sentence]
    assert wide(sentence) is is_wide


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"Effect": "Allow"}, id="no action"),
        pytest.param(ALLOW | {"More": 1}, id="a statement with a key of its own"),
        pytest.param({"IpProtocol": "tcp", "GroupId": "sg-1"}, id="a rule's resource"),
        pytest.param({"Statement": "x"}, id="no statement"),
        pytest.param([1, "a", None, True], id="scalars"),
    ],
)
def test_anything_else_stays(value: object) -> None:
    assert sentences(value) == value
