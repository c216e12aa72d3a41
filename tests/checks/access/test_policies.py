"""What policies allow, how long they are, what they are called."""

from __future__ import annotations

import pytest

from cfngen.checks.access import CHECKS
from tests.checks.bending import GONE, Case, Fine, read, silent, spoken

RIGHT = read("access")
READ = "Role.Policies.0.PolicyDocument.Statement"
PASS = "Role.Policies.1.PolicyDocument.Statement.0"
TRUST = "Role.AssumeRolePolicyDocument.Statement"
DEPLOY = "Deploy.AssumeRolePolicyDocument.Statement.0"
CLAIMS = f"{DEPLOY}.Condition"
SUB = "token.actions.githubusercontent.com:sub"
OPEN = "QueuePolicy.PolicyDocument.Statement.0"
MANY = [f"s3:Get{'x' * 90}{index}" for index in range(110)]
OTHERS = [f"arn:aws:iam::aws:policy/p{index}" for index in range(11)]
LONG = {"StringEquals": {"aws:PrincipalTag/x": ["x" * 96] * 21}}

CASES = (
    Case(
        "everything",
        *("CG570", {f"{READ}.0.Action": "*", f"{READ}.0.Resource": "*"}),
        *(f"{READ}.0.Action", "'*' on every resource"),
    ),
    Case(
        "all of a service",
        *("CG570", {f"{READ}.0.Action": ["s3:*"], f"{READ}.0.Resource": ["*"]}),
        *(f"{READ}.0.Action", "'s3:*' on every"),
    ),
    Case(
        "everything but",
        "CG570",
        {
            f"{READ}.0": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
        },
        *(f"{READ}.0.NotAction", "all actions but some"),
    ),
    Case(
        "every bucket",
        *("CG571", {f"{READ}.0.Resource": "*"}, f"{READ}.0.Resource"),
        "s3:ListBucket is allowed on every resource",
    ),
    Case(
        "every role",
        "CG572",
        {f"{PASS}.Resource": "*"},
        f"{PASS}.Resource",
        "Every role",
    ),
    Case(
        "to every service",
        *("CG572", {f"{PASS}.Condition": GONE}, f"{PASS}.Action", "to every service"),
    ),
    Case(
        "a role for everybody",
        *("CG573", {f"{TRUST}.0.Principal": {"AWS": "*"}}, f"{TRUST}.0.Principal"),
    ),
    Case(
        "a role for all but one",
        *(
            "CG573",
            {f"{TRUST}.0.NotPrincipal": {"AWS": "1"}},
            f"{TRUST}.0.NotPrincipal",
        ),
    ),
    Case(
        "a queue for everybody",
        *("CG573", {f"{OPEN}.Condition": GONE}, f"{OPEN}.Principal", "everybody"),
    ),
    Case(
        "everybody's tokens",
        *("CG574", {f"{CLAIMS}.StringLike": GONE}, CLAIMS, "everybody's are"),
    ),
    Case(
        "an application's provider without a condition",
        "CG574",
        {
            CLAIMS: GONE,
            f"{DEPLOY}.Principal.Federated": "cognito-identity.amazonaws.com",
        },
        CLAIMS,
        "everybody's are",
    ),
    Case(
        "everybody's tokens, by a provider elsewhere",
        "CG574",
        {
            f"{CLAIMS}.StringLike": GONE,
            f"{DEPLOY}.Principal.Federated": {
                "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"
            },
        },
        CLAIMS,
        "everybody's are",
    ),
    Case(
        "every repository's main branch",
        "CG574",
        {f"{CLAIMS}.StringLike": {SUB: "repo:*:ref:refs/heads/main"}},
        *(CLAIMS, "takes the tokens of every repository"),
    ),
    Case(
        "every repository",
        "CG574",
        {f"{CLAIMS}.StringLike": {SUB: "repo:*"}},
        *(CLAIMS, "'repo:*' takes the tokens of every repository"),
    ),
    Case(
        "a star that matches nothing",
        "CG574",
        {f"{CLAIMS}.StringEquals": {SUB: "repo:owner/name:*"}},
        *(CLAIMS, "StringEquals never matches 'repo:owner/name:*'"),
    ),
    Case(
        "the wrong door",
        *("CG574", {f"{DEPLOY}.Action": "sts:AssumeRole"}, f"{DEPLOY}.Action"),
    ),
    Case(
        "a role of another service",
        *("CG575", {f"{TRUST}.0.Principal.Service": "ec2.amazonaws.com"}),
        *("Task.TaskRoleArn", "ecs-tasks.amazonaws.com may not assume Role"),
    ),
    Case(
        "another action in the trust",
        *("CG575", {f"{TRUST}.0.Action": "sts:TagSession"}, "Task.TaskRoleArn"),
    ),
    Case(
        "inline policies of more than 10,240",
        *("CG577", {f"{READ}.0.Action": MANY}, "Role.Policies", "IAM takes 10240"),
    ),
    Case(
        "inline policies of more than 10,240, one of them apart",
        "CG577",
        {
            f"{READ}.0.Action": MANY[:60],
            "More": (
                "IAM::Policy",
                {
                    "Roles": [{"Ref": "Role"}],
                    "PolicyDocument": {"Statement": {"Action": MANY[60:]}},
                },
            ),
        },
        *("Role.Policies", "IAM takes 10240"),
    ),
    Case(
        "a managed policy of more than 6,144",
        *("CG577", {"Managed.PolicyDocument.Statement.0.Action": MANY[:65]}),
        *("Managed.PolicyDocument", "IAM takes 6144"),
    ),
    Case(
        "a trust policy of more than 8,192",
        "CG577",
        {f"{TRUST}.0.Condition": {"StringEquals": {"k": ["x" * 97] * 83}}},
        *("Role.AssumeRolePolicyDocument", "IAM takes 8192"),
    ),
    Case(
        "a trust policy of more than 2,048",
        *("CG578", {f"{TRUST}.0.Condition": LONG}, "Role.AssumeRolePolicyDocument"),
    ),
    Case(
        "eleven managed policies",
        *("CG578", {"Role.ManagedPolicyArns": OTHERS}, "Role.ManagedPolicyArns", "11"),
    ),
    Case(
        "a Sid twice",
        *("CG579", {f"{READ}.1.Sid": "List"}, f"{READ}.1.Sid", "have the Sid 'List'"),
    ),
    Case(
        "a Sid with a space",
        *("CG579", {f"{READ}.0.Sid": "list it"}, f"{READ}.0.Sid", "other characters"),
    ),
    Case(
        "a queue's Sid twice",
        *(
            "CG579",
            {f"{OPEN}.Sid": "Tls"},
            "QueuePolicy.PolicyDocument.Statement.1.Sid",
        ),
    ),
    Case(
        "a policy's name twice",
        *(
            "CG579",
            {"Role.Policies.1.PolicyName": "read"},
            "Role.Policies.1.PolicyName",
        ),
    ),
    Case(
        "the objects of a bucket",
        *("CG580", {f"{READ}.1.Resource": {"Fn::GetAtt": ["Bucket", "Arn"]}}),
        *(f"{READ}.1.Resource", "'s3:GetObject' is for the object"),
    ),
    Case(
        "the bucket of objects",
        *("CG580", {f"{READ}.0.Resource": {"Fn::Sub": "${Bucket.Arn}/*"}}),
        *(f"{READ}.0.Resource", "'s3:ListBucket' is for the bucket"),
    ),
    Case(
        "the bucket of objects, by its name",
        *("CG580", {f"{READ}.0.Resource": {"Fn::Sub": "arn:aws:s3:::${Bucket}/*"}}),
        *(f"{READ}.0.Resource", "'s3:ListBucket' is for the bucket"),
    ),
    Case(
        "the objects of a bucket, by its name",
        *("CG580", {f"{READ}.1.Resource": {"Fn::Sub": "arn:aws:s3:::${Bucket}"}}),
        *(f"{READ}.1.Resource", "'s3:GetObject' is for the object"),
    ),
    Case(
        "a pipeline by its name",
        "CG580",
        {
            "Line": ("CodePipeline::Pipeline", {}),
            f"{READ}.2.Action": "codepipeline:StartPipelineExecution",
            f"{READ}.2.Resource": {"Ref": "Line"},
        },
        *(f"{READ}.2.Resource", "arn:aws:codepipeline:<region>:<account>:${Line}"),
    ),
    Case(
        "another service's resource",
        *("CG580", {f"{READ}.0.Resource": {"Ref": "Topic"}}),
        *(f"{READ}.0.Resource", "'s3:ListBucket' is for none of the resources"),
    ),
    Case(
        "a name for an ARN",
        *("CG580", {f"{READ}.0.Resource": {"Ref": "Bucket"}}),
        *(f"{READ}.0.Resource", "Ref of Bucket is a name and no ARN"),
    ),
)

FINE = (
    Fine(
        "everything, under a condition",
        "CG570",
        {
            f"{READ}.0.Action": "*",
            f"{READ}.0.Resource": "*",
            f"{READ}.0.Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
        },
    ),
    Fine(
        "what no resource narrows", "CG571", {f"{READ}.2.Action": "ec2:DescribeSubnets"}
    ),
    Fine("an action nobody knows", "CG571", {f"{READ}.2.Action": "new:DoIt"}),
    Fine(
        "denied to everybody",
        "CG573",
        {f"{OPEN}.Effect": "Deny", f"{OPEN}.Condition": GONE},
    ),
    *(
        Fine(
            f"a limit allows nothing: {id}",
            id,
            {
                "Managed.PolicyDocument.Statement.0": {
                    "Effect": "Allow",
                    "Action": ["*", "s3:PutObject"],
                    "Resource": "*",
                },
                "Managed.ManagedPolicyName": "limit",
                "Passed.PermissionsBoundary": {
                    "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:policy/limit"
                },
            },
        )
        for id in ("CG570", "CG571", "CG572")
    ),
    Fine(
        "metrics have no resource",
        "CG571",
        {f"{READ}.2.Action": ["cloudwatch:PutMetricData", "polly:SynthesizeSpeech"]},
    ),
    Fine(
        "everything is told of once",
        "CG572",
        {f"{READ}.0.Action": "*", f"{READ}.0.Resource": "*"},
    ),
    Fine(
        "a provider of one's own",
        "CG574",
        {
            f"{CLAIMS}.StringLike": {SUB: "*"},
            "Provider.Url": "https://api.bitbucket.org/2.0/workspaces/a/identity/oidc",
        },
    ),
    Fine(
        "objects by the name of their bucket",
        "CG580",
        {f"{READ}.1.Resource": {"Fn::Sub": "arn:aws:s3:::${Bucket}/*"}},
    ),
    Fine(
        "an application's audience",
        "CG574",
        {
            f"{CLAIMS}.StringLike": GONE,
            f"{DEPLOY}.Principal.Federated": "cognito-identity.amazonaws.com",
        },
    ),
    Fine(
        "several services",
        "CG575",
        {
            f"{TRUST}.0.Principal.Service": [
                "ec2.amazonaws.com",
                "ecs-tasks.amazonaws.com",
            ]
        },
    ),
    Fine("every principal", "CG575", {f"{TRUST}.0.Principal": "*"}),
    Fine("ten policies", "CG578", {"Role.ManagedPolicyArns": OTHERS[:10]}),
    Fine("spaces do not count", "CG577", {f"{READ}.0.Sid": " " * 20_000}),
    Fine(
        "one of both",
        "CG580",
        {
            f"{READ}.0.Action": ["s3:ListBucket", "s3:GetObject"],
            f"{READ}.0.Resource": [
                {"Fn::GetAtt": ["Bucket", "Arn"]},
                {"Fn::Sub": "${Bucket.Arn}/*"},
            ],
        },
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(RIGHT, CHECKS, case)


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: fine.name)
def test_what_is_right_is_let_be(fine: Fine) -> None:
    assert silent(RIGHT, CHECKS, fine)
