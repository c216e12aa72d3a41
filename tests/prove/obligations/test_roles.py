"""Roles may do what starting a task takes, and where they may not, who forbids it."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.verdict import Truth
from tests.models import of_resources
from tests.prove.obligations.parts import (
    Resources,
    allow,
    made,
    role,
    said,
    task,
    trusting,
)
from tests.prove.obligations.proving import proved
from tests.prove.obligations.shop import ref, shop, verdict

PROVED, REFUTED, UNDECIDED = Truth.PROVED, Truth.REFUTED, Truth.UNDECIDED
READ, DECRYPT = "secretsmanager:GetSecretValue", "kms:Decrypt"
SECRET = {"Fn::Sub": "${Secret}"}
HERE = "secretsmanager.us-east-1.amazonaws.com"
OTHER = "s3.us-east-1.amazonaws.com"
ACCOUNT = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}


def via(service: str) -> dict[str, Any]:
    """Return the condition that a service asks."""
    return {"Condition": {"StringEquals": {"kms:ViaService": service}}}


def key(*statements: Any) -> Any:
    """Return a key with a policy."""
    return made("KMS::Key", KeyPolicy={"Statement": list(statements)})


OF_ACCOUNT = key(allow("kms:*", Principal={"AWS": ACCOUNT}))
OF_ROLE = key(
    allow("kms:*", Principal={"AWS": "arn:aws:iam::111122223333:role/other"}),
    allow(DECRYPT, Principal={"AWS": {"Fn::GetAtt": ["Role", "Arn"]}}),
)
CLOSED = key(allow("kms:Put*", Principal={"AWS": ACCOUNT}))

CASES: dict[str, tuple[Resources, Truth, str]] = {
    "both": (
        {"Role": role(allow(READ, on=SECRET), allow(DECRYPT))},
        *(Truth.PROVED, ""),
    ),
    "with the service as condition": (
        {"Role": role(allow(READ), allow(DECRYPT, **via(HERE)))},
        *(Truth.PROVED, ""),
    ),
    "another service": (
        {
            "Role": role(
                allow(READ), allow(DECRYPT, **via("s3.us-east-1.amazonaws.com"))
            )
        },
        *(Truth.REFUTED, "Role"),
    ),
    "another region": (
        {
            "Role": role(
                allow(READ),
                allow(DECRYPT, **via("secretsmanager.eu-west-1.amazonaws.com")),
            )
        },
        *(Truth.REFUTED, "Role"),
    ),
    "not the secret": ({"Role": role(allow(DECRYPT))}, Truth.REFUTED, "Role"),
    "not the key": ({"Role": role(allow(READ))}, Truth.REFUTED, "Role"),
    "the key's policy is enough": (
        {"Role": role(allow(READ)), "Key": OF_ROLE},
        *(Truth.PROVED, ""),
    ),
    "the key's policy forbids": (
        {"Role": role(allow(READ, DECRYPT)), "Key": CLOSED},
        *(Truth.REFUTED, "Key"),
    ),
    "a denial": (
        {"Role": role(allow("*"), {**allow(READ), "Effect": "Deny"})},
        *(Truth.REFUTED, "Role"),
    ),
    "a policy by itself": (
        {
            "Role": role(allow(READ)),
            "More": made(
                *("IAM::Policy",),
                PolicyName="more",
                PolicyDocument={"Statement": [allow(DECRYPT)]},
                Roles=[ref("Role")],
            ),
        },
        *(Truth.PROVED, ""),
    ),
    "a condition that nobody knows": (
        {
            "Role": role(
                allow(DECRYPT),
                allow(READ, Condition={"StringEquals": {"aws:ResourceTag/a": "b"}}),
            )
        },
        *(Truth.UNDECIDED, ""),
    ),
    "a policy of others": (
        {"Role": role(ManagedPolicyArns=["arn:aws:iam::111122223333:policy/start"])},
        *(Truth.UNDECIDED, ""),
    ),
}


@pytest.mark.parametrize(("changed", "truth", "at"), CASES.values(), ids=CASES)
def test_a_secret_with_a_key(changed: Resources, truth: Truth, at: str) -> None:
    secret = made("SecretsManager::Secret", KmsKeyId={"Fn::GetAtt": ["Key", "Arn"]})
    told = task(Image="nginx", Secrets=[{"Name": "A", "ValueFrom": ref("Secret")}])
    around: Resources = {"Key": OF_ACCOUNT, "Secret": secret, "Task": told}
    found = verdict(shop(**{**around, **changed}), "may read Secret")
    assert found.truth is truth
    assert [one.at.resource for one in found.broken] == ([at] if at else [])


def _logs(group: Any, *statements: Any, **changed: Any) -> Truth:
    options = {"awslogs-group": group}
    logged = {"LogDriver": "awslogs", "Options": options}
    whole = task(Image="nginx", LogConfiguration=logged)
    carried = {**whole, "Properties": {**whole["Properties"], **changed}}
    found = shop(("Given",), Task=carried, Role=role(*statements))
    return verdict(found, "may write its log").truth


KEY = {"Fn::Sub": "arn:aws:kms:us-east-1:${AWS::AccountId}:key/1234abcd"}

ELSEWHERE: dict[str, tuple[str, Any, Truth]] = {
    "by id": ("1234abcd", KEY, Truth.PROVED),
    "another id": ("5678abcd", KEY, Truth.REFUTED),
    "by alias, any key": ("alias/shop", "*", Truth.PROVED),
    "by alias, one key": ("alias/shop", KEY, Truth.UNDECIDED),
}


@pytest.mark.parametrize(("id", "on", "truth"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_key_that_is_elsewhere(id: str, on: Any, truth: Truth) -> None:
    secret = made("SecretsManager::Secret", KmsKeyId=id)
    told = task(Image="nginx", Secrets=[{"Name": "A", "ValueFrom": ref("Secret")}])
    carried = role(allow(READ), allow(DECRYPT, on=on))
    found = verdict(shop(Secret=secret, Task=told, Role=carried), "may read Secret")
    assert found.truth is truth


OF_KEYS = "arn:aws:kms:us-east-1:${AWS::AccountId}"
OWN_KEY = {"Fn::GetAtt": ["Key", "Arn"]}

ALIASES: dict[str, tuple[Any, Any, Truth]] = {
    "of AWS, by its ARN": (
        {"Fn::Sub": f"{OF_KEYS}:alias/aws/secretsmanager"},
        *("arn:aws:kms:*:*:key/none", PROVED),
    ),
    "of ours, by its name": ("alias/shop", OWN_KEY, PROVED),
    "of ours, by its ARN": ({"Fn::Sub": f"{OF_KEYS}:alias/shop"}, OWN_KEY, PROVED),
    "that policies cannot name": (
        "alias/shop",
        {"Fn::Sub": f"{OF_KEYS}:alias/shop"},
        REFUTED,
    ),
    "of others, by its ARN": ({"Fn::Sub": f"{OF_KEYS}:alias/x"}, KEY, UNDECIDED),
}


BARE = "1234abcd-12ab-34cd-56ef-1234567890ab"


@pytest.mark.parametrize("id", [ref("Alias"), "alias/shop"], ids=["itself", "its name"])
@pytest.mark.parametrize(
    ("key", "truth"), [(BARE, PROVED), ("other", REFUTED)], ids=["its key", "another"]
)
def test_an_alias_may_have_its_key_by_the_id(id: Any, key: str, truth: Truth) -> None:
    on = {"Fn::Sub": f"{OF_KEYS}:key/{key}"}
    around: Resources = {
        "Alias": made("KMS::Alias", AliasName="alias/shop", TargetKeyId=BARE),
        "Secret": made("SecretsManager::Secret", KmsKeyId=id),
        "Task": task(Secrets=[{"Name": "A", "ValueFrom": ref("Secret")}]),
        "Role": role(allow(READ), allow(DECRYPT, on=on)),
    }
    assert verdict(shop(**around), "may read Secret").truth is truth


@pytest.mark.parametrize(("id", "on", "truth"), ALIASES.values(), ids=ALIASES)
def test_an_alias_is_as_good_as_its_key(id: Any, on: Any, truth: Truth) -> None:
    around: Resources = {
        "Key": OF_ACCOUNT,
        "Alias": made("KMS::Alias", AliasName="alias/shop", TargetKeyId=ref("Key")),
        "Secret": made("SecretsManager::Secret", KmsKeyId=id),
        "Task": task(Secrets=[{"Name": "A", "ValueFrom": ref("Secret")}]),
        "Role": role(allow(READ), allow(DECRYPT, on=on)),
    }
    assert verdict(shop(**around), "may read Secret").truth is truth


SOURCE = "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*"
START = "ecr:${AWS::Region}:${AWS::AccountId}:repository"
SOMEWHERE: dict[str, tuple[str, Truth]] = {
    "in a partition": (f"arn:aws:{START}/shop", PROVED),
    "in whichever partition": (f"arn:${{AWS::Partition}}:{START}/shop", PROVED),
    "another repository": (f"arn:${{AWS::Partition}}:{START}/bank", REFUTED),
}


@pytest.mark.parametrize(("on", "truth"), SOMEWHERE.values(), ids=SOMEWHERE)
def test_a_region_need_not_be_known(on: str, truth: Truth) -> None:
    image = "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/shop"
    trusted = {"ArnLike": {"aws:SourceArn": {"Fn::Sub": SOURCE}}}
    let_in = trusting({**said(Service="ecs-tasks.amazonaws.com"), "Condition": trusted})
    own = role(allow("ecr:Get*"), allow("ecr:*", on={"Fn::Sub": on}), **let_in)
    found = of_resources("", Role=own, Task=task(Image={"Fn::Sub": image}))
    assert verdict(found, "may pull its image").truth is truth


STREAMS = "arn:aws:logs:us-east-1:${AWS::AccountId}:log-group:/shop:*"
WRITE = "logs:*"

LOGGED: dict[str, tuple[tuple[Any, ...], Truth]] = {
    "everything": ((allow(WRITE),), Truth.PROVED),
    "any log": ((allow(WRITE, on="arn:aws:logs:*:*:*"),), Truth.PROVED),
    "its streams": ((allow(WRITE, on={"Fn::Sub": STREAMS}),), Truth.PROVED),
    "streams of another": (
        (allow(WRITE, on={"Fn::Sub": STREAMS.replace("shop", "bank")}),),
        Truth.REFUTED,
    ),
    "half of it": ((allow("logs:PutLogEvents"),), Truth.REFUTED),
    "nothing": ((), Truth.REFUTED),
}


@pytest.mark.parametrize(("statements", "truth"), LOGGED.values(), ids=LOGGED)
def test_a_log_that_is_written_by_name(statements: Any, truth: Truth) -> None:
    assert _logs("/shop", *statements) is truth


def test_a_role_that_is_given_is_not_known() -> None:
    given = {"ExecutionRoleArn": ref("Given")}
    assert _logs("/shop", **given) is Truth.UNDECIDED


def test_a_role_that_is_missing_may_nothing() -> None:
    missing = {"ExecutionRoleArn": ref("AWS::NoValue")}
    assert _logs("/shop", allow(WRITE), **missing) is Truth.REFUTED


FOR_ALL, FOR_ONE = allow("ecr:*"), allow("ecr:*", on="arn:aws:ecr:*:*:repository/x")


def trust(service: str) -> dict[str, Any]:
    """Return the trust policy of a role for a service."""
    return trusting(said(Service=service))


def over_tls(value: str) -> dict[str, Any]:
    """Return the statement that denies what is sent over TLS, or what is not."""
    condition = {"Bool": {"aws:SecureTransport": value}}
    return {**allow("*"), "Effect": "Deny", "Condition": condition}


BOUND = {"PermissionsBoundary": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}
UNBOUND = {"PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess"}
NAMESAKE = {
    "PermissionsBoundary": "arn:aws:iam::111122223333:policy/AdministratorAccess"
}

CARRIED: dict[str, tuple[Any, Truth]] = {
    "a role for tasks": (role(FOR_ALL, **trust("ecs-tasks.amazonaws.com")), PROVED),
    "a role for instances": (role(FOR_ALL, **trust("ec2.amazonaws.com")), REFUTED),
    "a token is of no repository": (role(FOR_ONE), REFUTED),
    "not as plain text": (role(FOR_ALL, over_tls("false")), PROVED),
    "as plain text alone": (role(FOR_ALL, over_tls("true")), REFUTED),
    "a boundary": (role(FOR_ALL, **BOUND), UNDECIDED),
    "a boundary for nothing": (role(FOR_ALL, **UNBOUND), PROVED),
    "a boundary of that name": (role(FOR_ALL, **NAMESAKE), UNDECIDED),
    "a boundary and no right": (role(**BOUND), REFUTED),
}


@pytest.mark.parametrize(("carried", "truth"), CARRIED.values(), ids=CARRIED)
def test_an_image_is_pulled_by_whoever_may(carried: Any, truth: Truth) -> None:
    told = task(Image="111122223333.dkr.ecr.us-east-1.amazonaws.com/x")
    found = verdict(shop(Task=told, Role=carried), "may pull its image")
    assert found.truth is truth


def test_a_key_that_is_switched_off_decrypts_nothing() -> None:
    off = {**OF_ACCOUNT, "Properties": {**OF_ACCOUNT["Properties"], "Enabled": False}}
    secret = made("SecretsManager::Secret", KmsKeyId={"Fn::GetAtt": ["Key", "Arn"]})
    told = task(Image="nginx", Secrets=[{"Name": "A", "ValueFrom": ref("Secret")}])
    carried = role(allow(READ), allow(DECRYPT))
    model = shop(Key=off, Secret=secret, Task=told, Role=carried)
    found = verdict(model, "may read Secret")
    assert [one.at.resource for one in found.broken] == ["Key"]


def test_a_log_of_another_region_is_another_log() -> None:
    options = {"awslogs-group": ref("Log"), "awslogs-region": "eu-west-1"}
    logged = {"LogDriver": "awslogs", "Options": options}
    group = made("Logs::LogGroup")
    whole = {"Fn::GetAtt": ["Log", "Arn"]}
    told = task(Image="nginx", LogConfiguration=logged)
    found = shop(Log=group, Task=told, Role=role(allow(WRITE, on=whole)))
    assert verdict(found, "role of Task may write its log").truth is not PROVED


def test_a_log_of_another_region_may_have_to_be_made() -> None:
    options = {"awslogs-group": "/x", "awslogs-region": "eu-west-1"}
    created = {**options, "awslogs-create-group": "true"}
    logged = {"LogDriver": "awslogs", "Options": created}
    told = task(Image="nginx", LogConfiguration=logged)
    writes = allow("logs:CreateLogStream", "logs:PutLogEvents")
    found = shop(Task=told, Role=role(writes))
    (broken,) = verdict(found, "role of Task may write its log").broken
    assert "may not logs:CreateLogGroup" in broken.what


def test_on_an_instance_the_instance_asks() -> None:
    whole = task(Image="111122223333.dkr.ecr.us-east-1.amazonaws.com/shop")
    machines = {**whole["Properties"], "RequiresCompatibilities": ["EC2"]}
    found = proved(shop(Task={**whole, "Properties": machines}))
    assert not [one for one in found if "role of" in one.said.text]


OF_CALLERS = key(
    allow(
        *("kms:*",),
        Principal={"AWS": "*"},
        Condition={
            "StringEquals": {
                "kms:CallerAccount": ref("AWS::AccountId"),
                "kms:ViaService": HERE,
            }
        },
    )
)


def test_the_account_that_calls_a_key_is_its_own() -> None:
    secret = made("SecretsManager::Secret", KmsKeyId={"Fn::GetAtt": ["Key", "Arn"]})
    told = task(Image="nginx", Secrets=[{"Name": "A", "ValueFrom": ref("Secret")}])
    model = shop(Key=OF_CALLERS, Secret=secret, Task=told, Role=role(allow(READ)))
    assert verdict(model, "may read Secret").truth is PROVED


def test_a_secret_may_deny_itself() -> None:
    named = {"AWS": {"Fn::GetAtt": ["Role", "Arn"]}}
    own = {**allow(READ), "Effect": "Deny", "Principal": named}
    told = task(Image="nginx", Secrets=[{"Name": "A", "ValueFrom": ref("Secret")}])
    model = shop(
        Secret=made("SecretsManager::Secret"),
        Policy=made(
            *("SecretsManager::ResourcePolicy",),
            SecretId=ref("Secret"),
            ResourcePolicy={"Statement": [own]},
        ),
        Task=told,
        Role=role(allow(READ)),
    )
    (broken,) = verdict(model, "may read Secret").broken
    assert broken.at.resource == "Policy"
    assert broken.at.path == ("ResourcePolicy", "Statement", 0)


@pytest.mark.parametrize(
    ("service", "truth"),
    [("ecs-tasks.amazonaws.com", PROVED), ("ec2.amazonaws.com", REFUTED)],
    ids=["tasks", "instances"],
)
def test_the_code_of_a_task_works_as_its_role(service: str, truth: Truth) -> None:
    whole = task(Image="nginx")
    own = {"TaskRoleArn": {"Fn::GetAtt": ["Own", "Arn"]}}
    told = {**whole, "Properties": {**whole["Properties"], **own}}
    model = shop(Task=told, Own=role(**trust(service)))
    assert verdict(model, "Task can work as its task role").truth is truth
