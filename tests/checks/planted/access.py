"""Mistakes in roles, policies, keys and secrets."""

from __future__ import annotations

from typing import Any

from tests.checks.planted.mistake import Mistake, drop, put

WEB, DELIVERY, SECURITY = "service-web.json", "delivery.json", "security.json"
ALLOWED = ("Policies", 0, "PolicyDocument", "Statement")
TRUST = ("AssumeRolePolicyDocument", "Statement", 0)
KEY = ("KeyPolicy", "Statement")
GENERATED = "GenerateSecretString"
VARIABLE = ("ContainerDefinitions", 0, "Environment", 0)


def _document(action: str) -> dict[str, Any]:
    """Return a policy that allows one action on a bucket's objects."""
    resource = {"Fn::Sub": "${FilesBucketArn}/*"}
    statement = {"Effect": "Allow", "Action": [action], "Resource": [resource]}
    return {"Version": "2012-10-17", "Statement": [statement]}


MISTAKES = (
    Mistake(
        "a task that may do everything in S3",
        "rails prod",
        "CG570",
        "'s3:*' on every resource",
        change=put(
            *(WEB, "TaskRole", *ALLOWED, 0),
            value={"Effect": "Allow", "Action": ["s3:*"], "Resource": ["*"]},
        ),
    ),
    Mistake(
        "every secret of the account",
        "nextjs prod",
        "CG571",
        "secretsmanager:GetSecretValue is allowed on every resource",
        change=put(WEB, "ExecutionRole", *ALLOWED, 3, "Resource", value=["*"]),
    ),
    Mistake(
        "a release hands on every role",
        "nextjs prod",
        "CG572",
        "Every role may be passed",
        change=put(
            *(DELIVERY, "PassRolesPolicy", "PolicyDocument", "Statement", 0),
            "Resource",
            value=["*"],
        ),
    ),
    Mistake(
        "a role for everybody",
        "platform dev",
        "CG573",
        "everybody is let in",
        change=put(
            *("service-api.json", "TaskRole", *TRUST),
            value={"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"},
        ),
    ),
    Mistake(
        "a release for every repository of GitHub",
        "nextjs prod",
        "CG574",
        "everybody's are",
        change=drop(
            *(DELIVERY, "DeployRole", "Properties", *TRUST, "Condition"),
            *("StringEquals", "token.actions.githubusercontent.com:sub"),
        ),
    ),
    Mistake(
        "a role that another service may assume",
        "revendiste prod",
        "CG575",
        "scheduler.amazonaws.com may not assume",
        change=put(
            *("jobs.json", "CheckPayoutScheduleRole", *TRUST, "Principal", "Service"),
            value=["events.amazonaws.com"],
        ),
    ),
    Mistake(
        "two inline policies of a role with one name",
        "rails prod",
        "CG579",
        "called 'run'",
        change=put(
            *(WEB, "TaskRole", "Policies"),
            value=[
                {"PolicyName": "run", "PolicyDocument": _document("s3:GetObject")},
                {"PolicyName": "run", "PolicyDocument": _document("s3:PutObject")},
            ],
        ),
    ),
    Mistake(
        "the objects of a bucket without their slash",
        "rails prod",
        "CG580",
        "'s3:AbortMultipartUpload' is for the object",
        change=put(
            *(WEB, "TaskRole", *ALLOWED, 1, "Resource"),
            value=[{"Ref": "FilesBucketArn"}],
        ),
    ),
    Mistake(
        "a key that nobody manages",
        "revendiste prod",
        "CG581",
        "nobody may change",
        change=put(SECURITY, "Key", *KEY, 0, "Action", value=["kms:Decrypt"]),
    ),
    Mistake(
        "a key that does not rotate",
        "revendiste dev",
        "CG582",
        "does not rotate",
        change=drop(SECURITY, "Key", "Properties", "EnableKeyRotation"),
    ),
    Mistake(
        "a log group that the key does not know",
        "nextjs prod",
        "CG584",
        "does not let CloudWatch Logs",
        change=put(
            *(WEB, "LogGroup", "LogGroupName"), value={"Fn::Sub": "/ecs/frontend"}
        ),
    ),
    Mistake(
        "a template without the key that is added to it",
        "platform prod",
        "CG585",
        "GenerateStringKey is not",
        change=drop(
            *("database.json", "DatabaseSecret", "Properties", GENERATED),
            "GenerateStringKey",
        ),
    ),
    Mistake(
        "a password that the database may refuse",
        "platform prod",
        "CG586",
        'may hold /"@',
        change=drop(
            *("database.json", "DatabaseSecret", "Properties", GENERATED),
            "ExcludePunctuation",
        ),
    ),
    Mistake(
        "a field that the secret does not have",
        "nextjs prod",
        "CG587",
        "no field 'pasword'",
        change=put(
            *(WEB, "TaskDefinition", "ContainerDefinitions", 0, "Secrets", 1),
            "ValueFrom",
            value={"Fn::Sub": "${DatabaseSecretArn}:pasword::"},
        ),
    ),
    Mistake(
        "a secret attached as a cluster's",
        "nextjs prod",
        "CG588",
        "no AWS::RDS::DBCluster",
        change=put(
            *("database.json", "DatabaseSecretAttachment", "TargetType"),
            value="AWS::RDS::DBCluster",
        ),
    ),
    Mistake(
        "a token among the variables",
        "nextjs prod",
        "CG589",
        "STRIPE_TOKEN",
        change=put(
            *(WEB, "TaskDefinition", *VARIABLE),
            value={"Name": "STRIPE_TOKEN", "Value": "tok-4f1e"},
        ),
    ),
)
