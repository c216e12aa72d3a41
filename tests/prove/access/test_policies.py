"""Policies of resources, wherever they stand: what they let roles do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.prove.access.places import HELD
from cfngen.prove.access.policies import ABOUT
from tests.prove.access.made import (
    UNKNOWN,
    Json,
    allow,
    arn,
    deny,
    document,
    places,
    resource,
    rights,
    role,
    verdict,
)

R = {"AWS": arn("R")}
MAYBE = {"Fn::If": ["Maybe", {"Ref": "B"}, {"Ref": "C"}]}
INVOKE, URL = "lambda:InvokeFunction", "lambda:InvokeFunctionUrl"


def permission(function: Any, principal: Any = None, /, **more: Any) -> Json:
    written = {"Action": INVOKE, "Principal": principal or arn("R"), **more}
    return resource("Lambda::Permission", FunctionName=function, **written)


def policy(action: str, on: Any = "*") -> Json:
    return document([allow(action, on, Principal=R)])


FUNCTION = resource("Lambda::Function", FunctionName="f")
ALIAS = resource("Lambda::Alias", FunctionName={"Ref": "F"}, Name="live")
STREAM = resource("Kinesis::Stream", Name="s")
BUS = resource("Events::EventBus", Name="b")
PUT = {"Effect": "Allow", "Principal": R, "Action": "events:PutEvents"}

GIVEN: dict[str, tuple[dict[str, Json], str, str]] = {
    "a function": ({"F": FUNCTION, "P": permission({"Ref": "F"})}, INVOKE, "F"),
    "a function by its ARN": ({"F": FUNCTION, "P": permission(arn("F"))}, INVOKE, "F"),
    "a function by its name": ({"F": FUNCTION, "P": permission("f")}, INVOKE, "F"),
    "a function by its alias": (
        {"F": FUNCTION, "A": ALIAS, "P": permission({"Ref": "A"})},
        INVOKE,
        "F:live",
    ),
    "a function by a part of its ARN": (
        {"F": FUNCTION, "P": permission("function:f")},
        INVOKE,
        "F",
    ),
    "a function by its name and alias": (
        {"F": FUNCTION, "P": permission("f:live")},
        INVOKE,
        "F:live",
    ),
    "a function by its ARN and alias in this account": (
        {
            "F": FUNCTION,
            "P": permission(
                {
                    "Fn::Sub": "arn:aws:lambda:us-east-1:${AWS::AccountId}"
                    ":function:f:live"
                }
            ),
        },
        INVOKE,
        "F:live",
    ),
    "a function of elsewhere": (
        {"P": permission("arn:aws:lambda:us-east-1:123456789012:function:g")},
        INVOKE,
        "P",
    ),
    "a function for everybody": (
        {"F": FUNCTION, "P": permission("f", "*", Action=URL)},
        URL,
        "F",
    ),
    "a function by a document": (
        {
            "F": FUNCTION,
            "P": resource(
                "Lambda::ResourcePolicy",
                ResourceArn=arn("F"),
                PolicyDocument=policy(INVOKE),
            ),
        },
        INVOKE,
        "F",
    ),
    "a stream": (
        {
            "S": STREAM,
            "P": resource(
                "Kinesis::ResourcePolicy",
                ResourceArn=arn("S"),
                ResourcePolicy=policy("kinesis:GetRecords"),
            ),
        },
        "kinesis:GetRecords",
        "S",
    ),
    "an event bus": (
        {
            "B": BUS,
            "P": resource(
                "Events::EventBusPolicy", EventBusName={"Ref": "B"}, Statement=PUT
            ),
        },
        "events:PutEvents",
        "B",
    ),
    "an event bus, property by property": (
        {
            "B": BUS,
            "P": resource(
                "Events::EventBusPolicy",
                EventBusName="b",
                Action="events:PutEvents",
                Principal="*",
                Condition={
                    "Type": "StringEquals",
                    "Key": "aws:PrincipalOrgID",
                    "Value": "o-1",
                },
            ),
        },
        "events:PutEvents",
        "B",
    ),
    "a bus that has its policy itself": (
        {"B": resource("Events::EventBus", Name="b", Policy=policy("events:Put*"))},
        "events:Put*",
        "B",
    ),
    "an API": (
        {
            "A": resource(
                "ApiGateway::RestApi",
                Policy=policy("execute-api:Invoke", "execute-api:/*"),
            )
        },
        "execute-api:Invoke",
        "A/*",
    ),
    "the registry": (
        {"P": resource("ECR::RegistryPolicy", PolicyText=policy("ecr:BatchGetImage"))},
        "ecr:BatchGetImage",
        "P",
    ),
    "packages": (
        {
            "C": resource(
                "CodeArtifact::Repository",
                PermissionsPolicyDocument=policy("codeartifact:Read*"),
            )
        },
        "codeartifact:Read*",
        "C",
    ),
    "a domain of packages": (
        {
            "C": resource(
                "CodeArtifact::Domain",
                PermissionsPolicyDocument=policy("codeartifact:GetAuthorizationToken"),
            )
        },
        "codeartifact:GetAuthorizationToken",
        "C",
    ),
    "a bucket of elsewhere": (
        {
            "P": resource(
                "S3::BucketPolicy",
                Bucket="elsewhere",
                PolicyDocument=policy("s3:GetObject", "arn:aws:s3:::elsewhere/*"),
            )
        },
        "s3:GetObject",
        "arn:aws:s3:::elsewhere/*",
    ),
}


@pytest.mark.parametrize("case", GIVEN.values(), ids=GIVEN)
def test_what_a_policy_gives_counts_as_what_a_role_may_do(
    case: tuple[dict[str, Json], str, str],
) -> None:
    resources, action, named = case
    found = rights(R=role(), **resources)
    assert verdict(found, f"role R only {action} on {named}").truth == "proved"
    broken = verdict(found, "role R only nothing")
    assert broken.truth == "refuted"
    assert places(broken)[0].partition(".")[0] in resources


def test_a_permission_for_services_gives_roles_nothing() -> None:
    for principal in ("s3.amazonaws.com", {"Fn::Sub": "logs.${AWS::Region}.x.com"}):
        found = rights(R=role(), F=FUNCTION, P=permission("f", principal))
        assert verdict(found, "role R only nothing").truth == "proved"
    sent = permission("f", "*", SourceArn="arn:aws:s3:::b")
    assert (
        verdict(rights(R=role(), F=FUNCTION, P=sent), "role R only nothing").truth
        == "proved"
    )


def test_a_permission_of_a_version_is_none_of_the_function() -> None:
    found = rights(R=role(), F=FUNCTION, P=permission("f:live"))
    assert verdict(found, f"role R only {INVOKE} on F").truth == "refuted"


def test_a_permission_of_an_alias_or_the_function_may_be_of_either() -> None:
    def truth(one: str, other: str, on: str) -> str:
        named = {"Fn::If": ["Maybe", {"Ref": one}, {"Ref": other}]}
        found = rights(R=role(), F=FUNCTION, A=ALIAS, P=permission(named))
        return verdict(found, f"role R only {INVOKE} on {on}").truth

    assert truth("A", "A", "F:live") == "proved"
    assert truth("A", "A", "F") == "refuted"
    assert truth("A", "F", "F, F:live") == "proved"
    assert truth("A", "F", "F") == "undecided"
    assert truth("F", "A", "F:live") == "undecided"


def test_a_permission_to_change_code_leads_to_the_role_of_the_function() -> None:
    function = resource("Lambda::Function", FunctionName="f", Role=arn("Q"))
    found = {"F": function, "Q": role(allow("s3:*")), "R": role()}
    change = permission("f", Action="lambda:UpdateFunctionCode")
    assert verdict(rights(**found), "role R no-escalation").truth == "proved"
    said = verdict(rights(**found, P=change), "role R no-escalation")
    assert (said.truth, said.broken[0].at.resource) == ("refuted", "P")


def test_an_event_bus_statement_in_text_is_read() -> None:
    body = '{"Effect":"Allow","Principal":"*","Action":"events:PutEvents"}'
    said = {
        text: verdict(
            rights(R=role(), P=resource("Events::EventBusPolicy", Statement=text)),
            "role R only nothing",
        ).truth
        for text in (body, "no JSON", "[]")
    }
    assert list(said.values()) == ["refuted", "undecided", "undecided"]


UNREAD: dict[str, dict[str, Json]] = {
    "a policy": {"P": resource("S3::BucketPolicy", Bucket="b", PolicyDocument=UNKNOWN)},
    "a statement": {
        "P": resource(
            "S3::BucketPolicy", Bucket="b", PolicyDocument=document([UNKNOWN])
        )
    },
    "a whole property": {"T": resource("DynamoDB::Table", ResourcePolicy=UNKNOWN)},
    "whom a permission names": {"F": FUNCTION, "P": permission("f", UNKNOWN)},
    "a trust policy": {"Q": role(AssumeRolePolicyDocument=UNKNOWN)},
}


@pytest.mark.parametrize("resources", UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_may_give_more(resources: dict[str, Json]) -> None:
    said = verdict(rights(R=role(), **resources), "role R only nothing")
    assert said.truth == "undecided"
    assert said.unknowns


def test_a_denial_of_one_bucket_or_another_denies_neither() -> None:
    body = document([deny("s3:*", Principal="*")])
    found = rights(
        R=role(allow("s3:GetObject")),
        B=resource("S3::Bucket"),
        C=resource("S3::Bucket"),
        P=resource("S3::BucketPolicy", Bucket=MAYBE, PolicyDocument=body),
    )
    for bucket in ("B", "C"):
        assert verdict(found, f"only nobody read {bucket}").truth != "proved"


def test_every_policy_that_names_what_it_is_of_is_read() -> None:
    assert ABOUT.keys() <= HELD.keys()


IN_DEEP: dict[str, Json] = {
    "a replica of a table": resource(
        "DynamoDB::GlobalTable",
        Replicas=[
            {"Region": "us-west-2"},
            {"ResourcePolicy": {"PolicyDocument": policy("dynamodb:GetItem")}},
        ],
    ),
    "the stream of a table": resource(
        "DynamoDB::Table",
        StreamSpecification={
            "ResourcePolicy": {"PolicyDocument": policy("dynamodb:GetRecords")}
        },
    ),
    "a pipeline of logs": resource(
        "OSIS::Pipeline", ResourcePolicy={"Policy": policy("osis:Ingest")}
    ),
}


@pytest.mark.parametrize("holding", IN_DEEP.values(), ids=IN_DEEP)
def test_a_policy_deep_in_a_resource_is_read(holding: Json) -> None:
    assert (
        verdict(rights(R=role(), T=holding), "role R only nothing").truth == "refuted"
    )


def test_replicas_that_nobody_knows_may_have_policies() -> None:
    for replicas in (UNKNOWN, [UNKNOWN], [{"ResourcePolicy": UNKNOWN}]):
        table = resource("DynamoDB::GlobalTable", Replicas=replicas)
        said = verdict(rights(R=role(), T=table), "role R only nothing")
        assert said.truth == "undecided"
    plain = resource("DynamoDB::GlobalTable", Replicas=[{"Region": "us-east-1"}])
    assert verdict(rights(R=role(), T=plain), "role R only nothing").truth == "proved"


def logs(account: str, principal: str) -> Json:
    """Return a policy of logs, which is a text."""
    of = f"arn:aws:logs:us-east-1:{account}:log-group:/x"
    body = document([allow("logs:PutLogEvents", of, Principal=json.loads(principal))])
    text = {"Fn::Sub": json.dumps(body)}
    return resource("Logs::ResourcePolicy", PolicyDocument=text)


def test_a_policy_that_is_a_text_with_names_of_aws_is_read() -> None:
    said = {
        (account, principal): verdict(
            rights(R=role(), P=logs(account, principal)), "role R only nothing"
        ).truth
        for account in ("${AWS::AccountId}", "${Unknown}")
        for principal in ('{"Service": "es.amazonaws.com"}', '{"AWS": "${R.Arn}"}')
    }
    # A parameter may have quotation marks in it, and say anything.
    assert list(said.values()) == ["proved", "refuted", "undecided", "undecided"]


def test_what_is_wider_than_its_resource_gives_nothing_of_others() -> None:
    wide = policy("s3:GetObject", "arn:aws:s3:::*")
    bucket = resource("S3::Bucket")
    found = rights(
        R=role(),
        B=bucket,
        P=resource("S3::BucketPolicy", Bucket={"Ref": "B"}, PolicyDocument=wide),
    )
    assert verdict(found, "role R only s3:GetObject on B, B/*").truth == "proved"
    assert verdict(found, "role R only s3:GetObject on B/a").truth == "refuted"
