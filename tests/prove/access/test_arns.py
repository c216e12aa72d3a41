"""Every way of writing an ARN is one pattern."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.access.arns import FORMS, arn, pattern
from tests.models import of_template
from tests.prove.access.made import resource

SAME = {
    "a bucket by its name": (
        resource("S3::Bucket"),
        {"Fn::Sub": "arn:aws:s3:::${It}"},
        {"Fn::GetAtt": ["It", "Arn"]},
    ),
    "a bucket with a given name": (
        resource("S3::Bucket", BucketName="files"),
        "arn:aws:s3:::files",
        {"Fn::GetAtt": ["It", "Arn"]},
    ),
    "a queue by its name": (
        resource("SQS::Queue"),
        {"Fn::Sub": "arn:aws:sqs:us-east-1:${AWS::AccountId}:${It.QueueName}"},
        {"Fn::GetAtt": ["It", "Arn"]},
    ),
    "a topic": (
        resource("SNS::Topic"),
        {"Fn::GetAtt": ["It", "TopicArn"]},
        {"Ref": "It"},
    ),
    "a secret": (
        resource("SecretsManager::Secret", Name="db"),
        {
            "Fn::Sub": "arn:aws:secretsmanager:us-east-1:${AWS::AccountId}:secret:"
            "db-??????"
        },
        {"Ref": "It"},
    ),
    "a log group with its streams": (
        resource("Logs::LogGroup", LogGroupName="/ecs/web"),
        {
            "Fn::Sub": "arn:aws:logs:us-east-1:${AWS::AccountId}:log-group:/ecs/web:*",
        },
        {"Fn::GetAtt": ["It", "Arn"]},
    ),
    "a role in a folder": (
        resource("IAM::Role", RoleName="web", Path="/app/"),
        {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/app/web"},
        {"Fn::GetAtt": ["It", "Arn"]},
    ),
    "a key by its id": (
        resource("KMS::Key"),
        {"Fn::Sub": "arn:aws:kms:us-east-1:${AWS::AccountId}:key/${It}"},
        {"Fn::GetAtt": ["It", "Arn"]},
    ),
    "a parameter with a slash": (
        resource("SSM::Parameter", Name="/web/url"),
        {"Fn::Sub": "arn:aws:ssm:us-east-1:${AWS::AccountId}:parameter/web/url"},
        {"Fn::Sub": "arn:aws:ssm:us-east-1:${AWS::AccountId}:parameter${It}"},
    ),
}


def patterns(it: dict[str, Any], *values: Any) -> list[str]:
    held = resource("Test::Holder", Values=list(values))
    body = {"Resources": {"It": it, "Holder": held}}
    model = of_template({**body, "Parameters": {"Open": {"Type": "String"}}})
    return [pattern(model, one).text for one in model["Holder"].get("Values")]


@pytest.mark.parametrize("case", SAME.values(), ids=SAME)
def test_ways_of_writing_one_thing(case: tuple[dict[str, Any], Any, Any]) -> None:
    it, one, other = case
    first, second = patterns(it, one, other)
    assert first == second


def test_an_attribute_that_is_not_its_own_arn_is_something_else() -> None:
    table = resource("DynamoDB::Table")
    stream, own = patterns(
        table,
        {"Fn::GetAtt": ["It", "StreamArn"]},
        {"Fn::GetAtt": ["It", "Arn"]},
    )
    assert stream == "${It.StreamArn}"
    assert own.endswith(":table/${It}")


def test_what_nobody_knows_may_be_anything() -> None:
    body = {
        "Parameters": {"Open": {"Type": "String"}},
        "Resources": {"Holder": resource("Test::Holder", V={"Ref": "Open"})},
    }
    model = of_template(body)
    assert pattern(model, model["Holder"].get("V")).doubts == ("Open",)
    assert not pattern(model, "arn:aws:s3:::x").doubts
    assert pattern(model, "arn:aws:s3:::home/${aws:username}/*").doubts == (
        "aws:username",
    )


def test_a_type_without_a_form_is_one_atom() -> None:
    body = {"Resources": {"It": resource("CloudWatch::Alarm")}}
    model = of_template(body)
    assert arn(model, model["It"]).text == "${It}"
    assert "AWS::CloudWatch::Alarm" not in FORMS
