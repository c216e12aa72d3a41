"""The AWS CLI's way, as messages print it."""

from __future__ import annotations

from cfngen.deploy.byhand import commands
from tests.deploy.small import order


def test_two_commands_deploy_the_same_templates_with_the_same_parameters() -> None:
    packaging, deploying = commands(order(), "params/small/dev.json")
    assert packaging == (
        "aws cloudformation package --template-file templates/small/root.json "
        "--s3-bucket YOUR-BUCKET --use-json --output-template-file packaged.json "
        "--region us-east-1"
    )
    assert deploying == (
        "aws cloudformation deploy --template-file packaged.json "
        "--stack-name small-dev "
        "--parameter-overrides file://params/small/dev.json "
        "--capabilities CAPABILITY_IAM "
        "--tags System=small Environment=dev ManagedBy=cfngen "
        "--s3-bucket YOUR-BUCKET --region us-east-1"
    )


def test_without_iam_there_is_nothing_to_acknowledge() -> None:
    topic = '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}'
    _, deploying = commands(order(files={"root.json": topic}), "p.json")
    assert "--capabilities" not in deploying
