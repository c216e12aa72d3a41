"""What a task's containers need, and of whom."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.obligations.containers import needed
from cfngen.prove.obligations.needs import Need
from tests.models import of_template
from tests.prove.obligations.parts import made, role, task

AROUND = {
    "Role": role(),
    "Repository": made("ECR::Repository"),
    "Group": made("Logs::LogGroup", LogGroupName="/shop"),
    "Key": made("KMS::Key"),
    "Alias": made("KMS::Alias", AliasName="alias/a", TargetKeyId={"Ref": "Key"}),
    "Plain": made("SecretsManager::Secret"),
    "Locked": made("SecretsManager::Secret", KmsKeyId={"Fn::GetAtt": ["Key", "Arn"]}),
    "ByAlias": made("SecretsManager::Secret", KmsKeyId={"Ref": "Alias"}),
    "ById": made("SecretsManager::Secret", KmsKeyId="1234abcd"),
    "ByName": made("SecretsManager::Secret", KmsKeyId="alias/shop"),
    "OfAws": made("SecretsManager::Secret", KmsKeyId="alias/aws/secretsmanager"),
    "Bound": made("SecretsManager::SecretTargetAttachment", SecretId={"Ref": "Plain"}),
    "Setting": made("SSM::Parameter", Name="/shop/setting", Type="String", Value="1"),
    "Database": made("RDS::DBInstance", ManageMasterUserPassword=True),
}
PARTS = {"Fn::GetAtt": ["Repository", "Arn"]}
PULL = (("ecr.api", "ecr.dkr", "s3"),)
INTERNET, SECRETS, PARAMETERS = (("internet",),), (("secretsmanager",),), (("ssm",),)
LAYERS = [
    "ecr:GetAuthorizationToken",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
]
TOKEN, READ, PARAMETER = (
    LAYERS[:1],
    ["secretsmanager:GetSecretValue"],
    ["ssm:GetParameters"],
)
ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbCdEf"


def _needs(**container: Any) -> list[Need]:
    parameters = {"Given": {"Type": "String"}}
    body = {
        "Parameters": parameters,
        "Resources": {**AROUND, "Task": task(**container)},
    }
    found = of_template(body)
    return list(needed(found, found["Task"]))


IMAGES: dict[str, tuple[Any, Any, list[str]]] = {
    "a repository of ours": (
        {"Fn::Sub": "${Repository.RepositoryUri}:v1"},
        *(PULL, LAYERS),
    ),
    "a repository of ours by its name": (
        {
            "Fn::Sub": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/"
            "${Repository}:v1"
        },
        *(PULL, LAYERS),
    ),
    "a repository of ours as the CDK writes it": (
        {
            "Fn::Join": [
                "",
                [
                    {"Fn::Select": [4, {"Fn::Split": [":", PARTS]}]},
                    ".dkr.ecr.us-east-1.amazonaws.com/",
                    {"Ref": "Repository"},
                ],
            ]
        },
        *(PULL, LAYERS),
    ),
    "a repository elsewhere": (
        "111122223333.dkr.ecr.us-east-1.amazonaws.com/shop:1",
        *(PULL, TOKEN),
    ),
    "a repository by name": (
        {"Fn::Sub": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/shop"},
        *(PULL, TOKEN),
    ),
    "a public registry": ("nginx:1.27", INTERNET, []),
    "the public registry of AWS": ("public.ecr.aws/nginx/nginx:1", INTERNET, []),
    "whatever is given": ({"Ref": "Given"}, (*PULL, *INTERNET), []),
}


@pytest.mark.parametrize(("image", "ways", "actions"), IMAGES.values(), ids=IMAGES)
def test_an_image_is_pulled(image: Any, ways: Any, actions: list[str]) -> None:
    (need,) = _needs(Image=image)
    assert need.path == ("ContainerDefinitions", 0, "Image")
    assert (need.ways, [one.action for one in need.grants]) == (ways, actions)
    assert bool(need.unknown) == (len(ways) > 1)


HELD: dict[str, tuple[Any, Any, list[str]]] = {
    "a secret": ({"Ref": "Plain"}, SECRETS, READ),
    "a key of a secret": ({"Fn::Sub": "${Plain}:password::"}, SECRETS, READ),
    "a secret with a key": ({"Ref": "Locked"}, SECRETS, [*READ, "kms:Decrypt"]),
    "a key by its alias": ({"Ref": "ByAlias"}, SECRETS, [*READ, "kms:Decrypt"]),
    "a key elsewhere": ({"Ref": "ById"}, SECRETS, [*READ, "kms:Decrypt"]),
    "an alias elsewhere": ({"Ref": "ByName"}, SECRETS, [*READ, "kms:Decrypt"]),
    "the key of AWS": ({"Ref": "OfAws"}, SECRETS, READ),
    "an attachment": ({"Ref": "Bound"}, SECRETS, READ),
    "a secret elsewhere": (f"{ARN}:password::", SECRETS, READ),
    "a database's own": (
        {"Fn::GetAtt": ["Database", "MasterUserSecret.SecretArn"]},
        *(SECRETS, READ),
    ),
    "a parameter": ({"Ref": "Setting"}, PARAMETERS, PARAMETER),
    "a parameter by name": ("/shop/setting", PARAMETERS, PARAMETER),
    "a parameter in an ARN": (
        {"Fn::Sub": "arn:aws:ssm:us-east-1:${AWS::AccountId}:parameter${Setting}"},
        *(PARAMETERS, PARAMETER),
    ),
    "a parameter elsewhere": ("/other", PARAMETERS, PARAMETER),
    "whatever is given": ({"Ref": "Given"}, (*SECRETS, *PARAMETERS), []),
}


@pytest.mark.parametrize(("value", "ways", "actions"), HELD.values(), ids=HELD)
def test_a_secret_is_read(value: Any, ways: Any, actions: list[str]) -> None:
    (need,) = _needs(Secrets=[{"Name": "A", "ValueFrom": value}])
    assert need.path == ("ContainerDefinitions", 0, "Secrets", 0, "ValueFrom")
    assert (need.ways, [one.action for one in need.grants]) == (ways, actions)


def test_a_policy_names_a_secret_without_its_key() -> None:
    (need,) = _needs(Secrets=[{"Name": "A", "ValueFrom": f"{ARN}:password::"}])
    assert need.grants[0].about == ARN


def test_keys_are_called_by_secrets_manager() -> None:
    (need,) = _needs(Secrets=[{"Name": "A", "ValueFrom": {"Ref": "Locked"}}])
    assert [one.by for one in need.grants] == ["", "secretsmanager"]


@pytest.mark.parametrize(
    ("options", "shown", "actions"),
    [
        ({"awslogs-group": {"Ref": "Group"}}, "Group", 2),
        ({"awslogs-group": "/shop"}, "Group", 2),
        ({"awslogs-group": "/other", "awslogs-create-group": "true"}, "/other", 3),
        ({}, "write its log", 0),
    ],
    ids=["by reference", "by name", "made by the task", "nobody knows where"],
)
def test_a_log_is_written(options: Any, shown: str, actions: int) -> None:
    (need,) = _needs(LogConfiguration={"LogDriver": "awslogs", "Options": options})
    assert need.ways == (("logs",),)
    assert need.what.endswith(shown)
    assert len(need.grants) == actions


def test_other_drivers_are_let_be() -> None:
    assert _needs(LogConfiguration={"LogDriver": "awsfirelens"}) == []


def test_secrets_of_registries_and_drivers_are_read() -> None:
    found = _needs(
        RepositoryCredentials={"CredentialsParameter": {"Ref": "Plain"}},
        LogConfiguration={
            "LogDriver": "splunk",
            "SecretOptions": [{"Name": "a", "ValueFrom": {"Ref": "Setting"}}],
        },
        EnvironmentFiles=[{"Type": "s3", "Value": "arn:aws:s3:::files/a.env"}],
    )
    assert [one.ways for one in found] == [PARAMETERS, SECRETS, (("s3",),)]


def test_what_two_containers_need_is_told_once() -> None:
    secrets = [{"Name": name, "ValueFrom": {"Ref": "Plain"}} for name in "ab"]
    assert len(_needs(Image="nginx", Secrets=secrets)) == 2
