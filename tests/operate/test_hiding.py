"""What of a value may be shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.cloud.values import MASK
from cfngen.operate.hiding import hidden, pointed, safe

FETCHED = "{{resolve:secretsmanager:arn:SecretString:password}}"


def test_a_pointer_is_read_step_by_step() -> None:
    assert pointed("/A/0/x~1y~0z") == ("A", "0", "x/y~z")
    assert pointed("") == ()


@pytest.mark.parametrize(
    ("steps", "beside", "hides"),
    [
        (("MasterUserPassword",), None, True),
        (("AuthToken", "0"), None, True),
        (("SecretArn",), None, False),
        (("ContainerDefinitions", "0", "Environment", "3", "Value"), None, True),
        (("Environment", "3", "Value"), {"Name": "API_KEY_TOKEN"}, True),
        (("Environment", "3", "Value"), {"Name": "PORT"}, False),
        (("Tags", "0", "Value"), None, False),
        (("Tags", "0", "Value"), {"Key": "Password"}, True),
    ],
    ids=["name", "above", "arn", "variable", "named", "harmless", "tag", "odd tag"],
)
def test_a_secret_is_known_by_its_name(
    steps: tuple[str, ...], beside: Any, hides: bool
) -> None:
    assert hidden(steps, beside) is hides


@pytest.mark.parametrize(
    "name",
    [
        *("SECRET_KEY_BASE", "API_KEY", "AWS_SECRET_ACCESS_KEY", "RAILS_MASTER_KEY"),
        *("STRIPE_KEY", "MAIL_PASS", "JWT_SECRETS", "db-password-2", "SENTRY_DSN"),
    ],
)
def test_a_variable_is_a_secret_by_the_words_of_its_name(name: str) -> None:
    variable = json.dumps({"Name": name, "Value": "hunter2"})
    assert "hunter2" not in safe(variable)
    assert hidden(("Environment", "0", "Value"), {"Name": name})


@pytest.mark.parametrize(
    "name", ["DATABASE_SECRET_ARN", "SECRET_NAME", "MONKEY", "KEYBOARD", "PORT"]
)
def test_a_variable_that_names_a_secret_is_shown(name: str) -> None:
    variable = {"Name": name, "Value": "x"}
    assert json.loads(safe(json.dumps(variable))) == variable


def test_variables_of_a_function_are_known_by_their_names() -> None:
    assert hidden(("Environment", "Variables", "SECRET_KEY_BASE"))
    assert not hidden(("Policies", "PasswordPolicy", "MinimumLength"))
    told = {"Variables": {"SECRET_KEY_BASE": "hunter2"}}
    assert "hunter2" not in safe(json.dumps(told))


def test_what_is_hidden_keeps_only_references() -> None:
    assert safe("hunter2", hide=True) == MASK
    assert safe(f"user:{FETCHED}", hide=True) == FETCHED
    assert safe("true", hide=True) == "true"


def test_a_telltale_value_is_hidden_whatever_it_is_called() -> None:
    assert safe("postgres://u:hunter2@host/db") == MASK
    assert safe("AKIAABCDEFGHIJKLMNOP") == MASK
    assert safe("plain") == "plain"


def test_json_is_looked_into() -> None:
    told = {
        "Environment": [
            {"Name": "DB_PASSWORD", "Value": "hunter2"},
            {"Name": "PORT", "Value": "80"},
            {"Value": "hunter3"},
        ],
        "AuthToken": "hunter4",
        "Url": "a://u:hunter5@h",
        "Count": 3,
    }
    shown = safe(json.dumps(told))
    assert "hunter" not in shown
    assert json.loads(shown)["Environment"][1] == {"Name": "PORT", "Value": "80"}
    assert json.loads(shown)["Count"] == 3
