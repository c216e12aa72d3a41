"""Where a difference comes from, and what of it may be shown."""

from __future__ import annotations

from functools import cache

import pytest

from cfngen.cloud.values import MASK, Difference, Drifted
from cfngen.model import Model
from cfngen.operate.differing import Origin, Told
from tests.models import model, of_template

TASK = "ServiceWeb/TaskDefinition"
VARIABLE = "/ContainerDefinitions/0/Environment"


@cache
def prod() -> Model:
    """Return nextjs prod."""
    return model("nextjs", "prod")


def told(path: str, pointer: str, expected: str, actual: str) -> Told:
    """Return a difference in nextjs prod."""
    one = Difference(pointer, expected, actual, "NOT_EQUAL")
    drifted = Drifted(path, "id", prod()[path].type, "MODIFIED", differences=(one,))
    (found,) = Origin(prod()).told(path, drifted)
    return found


def test_a_difference_names_the_parameter_that_it_is_made_of() -> None:
    found = told(
        "Database/Database", "/DBInstanceClass", "db.t4g.small", "db.m7g.large"
    )
    assert (found.path, found.setting) == ("DBInstanceClass", "DatabaseInstanceClass")
    assert (found.expected, found.actual) == ("db.t4g.small", "db.m7g.large")


def test_a_resource_names_its_template() -> None:
    origin = Origin(prod())
    assert origin.file("Database/Database") == "templates/nextjs/database.json"
    assert (origin.file("Nothing"), Origin(None).file("Topic")) == ("", "")


def test_without_what_is_committed_a_difference_is_told_all_the_same() -> None:
    one = Difference("/A", "1", "2", "NOT_EQUAL")
    drifted = Drifted("X", "id", "AWS::SNS::Topic", "MODIFIED", differences=(one,))
    assert Origin(None).told("X", drifted) == (Told("A", "NOT_EQUAL", "1", "2"),)


def test_a_password_is_masked_on_both_sides() -> None:
    found = told("Database/Database", "/MasterUserPassword", "old", "new")
    assert (found.expected, found.actual) == (MASK, MASK)


def test_what_a_hidden_parameter_feeds_is_masked_whatever_it_is_called() -> None:
    word = {"Type": "String", "NoEcho": "true"}
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Word"}}}
    body = {"Parameters": {"Word": word}, "Resources": {"Topic": topic}}
    one = Difference("/DisplayName", "hunter2", "hunter3", "NOT_EQUAL")
    drifted = Drifted("Topic", "id", "AWS::SNS::Topic", "MODIFIED", differences=(one,))
    (found,) = Origin(of_template(body, Word="hunter2")).told("Topic", drifted)
    assert (found.expected, found.actual) == (MASK, MASK)


def test_what_a_reference_fetches_is_masked_and_the_reference_is_not() -> None:
    reference = "{{resolve:secretsmanager:x:SecretString:y}}"
    found = told("Database/Database", "/DBName", reference, "hunter2")
    assert (found.expected, found.actual) == (reference, MASK)


@pytest.mark.parametrize(
    ("number", "expected", "shows"),
    [(3, "app", True), (0, "app", False), (99, "app", False)],
    ids=["the same variable", "another order", "no such variable"],
)
def test_a_variable_is_shown_only_when_it_is_sure_which_it_is(
    number: int, expected: str, shows: bool
) -> None:
    found = told(TASK, f"{VARIABLE}/{number}/Value", expected, "other")
    assert (found.actual == "other") is shows


def test_a_secret_by_its_name_that_only_names_one_is_shown() -> None:
    arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:x-AbCdEf"
    one = Difference("/AuthToken", "null", arn, "ADD")
    drifted = Drifted("X", "id", "AWS::X::Y", "MODIFIED", differences=(one,))
    (found,) = Origin(None).told("X", drifted)
    assert (found.expected, found.actual) == ("null", arn)


def test_below_what_a_hidden_parameter_feeds_all_is_masked() -> None:
    word = {"Type": "String", "NoEcho": "true"}
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"Policy": {"Ref": "Word"}}}
    body = {"Parameters": {"Word": word}, "Resources": {"Topic": topic}}
    one = Difference("/Policy/Inner", "hunter2", "hunter3", "NOT_EQUAL")
    drifted = Drifted("Topic", "id", "AWS::SNS::Topic", "MODIFIED", differences=(one,))
    (found,) = Origin(of_template(body, Word="hunter2")).told("Topic", drifted)
    assert (found.expected, found.actual) == (MASK, MASK)
