"""What the templates make the caller acknowledge."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.deploy.capabilities import needed

PLAIN = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
ROLE = {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {}}}}
NAMED = {
    "Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r"}}}
}
POLICY = {
    "Resources": {"P": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "p"}}}
}
MACRO = {"Transform": "AWS::LanguageExtensions", **PLAIN}


@pytest.mark.parametrize(
    ("templates", "expected"),
    [
        pytest.param([PLAIN], (), id="nothing"),
        pytest.param([PLAIN, ROLE], ("CAPABILITY_IAM",), id="a role in a child"),
        pytest.param([ROLE, NAMED], ("CAPABILITY_NAMED_IAM",), id="a named role"),
        pytest.param([POLICY], ("CAPABILITY_IAM",), id="a policy always has a name"),
        pytest.param(
            [MACRO, ROLE],
            ("CAPABILITY_AUTO_EXPAND", "CAPABILITY_IAM"),
            id="a transform",
        ),
    ],
)
def test_only_what_the_templates_need_is_acknowledged(
    templates: list[dict[str, Any]], expected: tuple[str, ...]
) -> None:
    assert needed(json.dumps(body) for body in templates) == expected
