"""What a task's containers need, and of whom."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.model import worded
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
READ, PARAMETER = ["secretsmanager:GetSecretValue"], ["ssm:GetParameters"]
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
        *(PULL, LAYERS),
    ),
    "a repository by name": (
        {"Fn::Sub": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/shop"},
        *(PULL, LAYERS),
    ),
    "the addresses of FIPS, which no endpoint has": (
        "111122223333.dkr.ecr-fips.us-east-1.amazonaws.com/shop:1",
        *(INTERNET, LAYERS),
    ),
    "the addresses of both families, which no endpoint has": (
        "111122223333.dkr-ecr.us-east-1.on.aws/shop:1",
        *(INTERNET, LAYERS),
    ),
    "a public registry": ("nginx:1.27", INTERNET, []),
    "the public registry of AWS": ("public.ecr.aws/nginx/nginx:1", INTERNET, []),
    "whatever is given": ({"Ref": "Given"}, (*PULL, *INTERNET), []),
    "whatever AWS looks up": ("{{resolve:ssm:/image}}", (*PULL, *INTERNET), []),
}


@pytest.mark.parametrize(("image", "ways", "actions"), IMAGES.values(), ids=IMAGES)
def test_an_image_is_pulled(image: Any, ways: Any, actions: list[str]) -> None:
    (need,) = _needs(Image=image)
    assert need.path == ("ContainerDefinitions", 0, "Image")
    assert (need.ways, [one.action for one in need.grants]) == (ways, actions)
    assert bool(need.unknown) == (len(ways) > 1)


OF_ACCOUNT = "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com"
ELSEWHERE: dict[str, tuple[Any, str]] = {
    "with a tag": (
        "111122223333.dkr.ecr.us-east-1.amazonaws.com/team/shop:1",
        "arn:aws:ecr:us-east-1:111122223333:repository/team/shop",
    ),
    "by a digest, in China": (
        "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/shop@sha256:0f",
        "arn:aws-cn:ecr:cn-north-1:111122223333:repository/shop",
    ),
    "in this account": (
        {"Fn::Sub": f"{OF_ACCOUNT}/shop:${{Given}}"},
        "arn:aws:ecr:us-east-1:${AWS::AccountId}:repository/shop",
    ),
    "of both families": (
        "111122223333.dkr-ecr.us-east-1.on.aws/team/shop:1",
        "arn:aws:ecr:us-east-1:111122223333:repository/team/shop",
    ),
    "in a region that is given": (
        {"Fn::Sub": "111122223333.dkr.ecr.${Given}.amazonaws.com/shop"},
        "arn:aws:ecr:${Given}:111122223333:repository/shop",
    ),
    "by a name that is given": (
        {"Fn::Sub": f"{OF_ACCOUNT}/team/${{Given}}:1"},
        "arn:aws:ecr:us-east-1:${AWS::AccountId}:repository/team/${Given}",
    ),
}


@pytest.mark.parametrize(("image", "arn"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_repository_elsewhere_is_asked_for(image: Any, arn: str) -> None:
    (need,) = _needs(Image=image)
    assert {worded(one.about) for one in need.grants} == {"*", arn}


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
    "a secret of another region": (
        ARN.replace("us-east-1", "eu-west-1"),
        *(INTERNET, READ),
    ),
    "a parameter of another region": (
        "arn:aws:ssm:eu-west-1:111122223333:parameter/a",
        *(INTERNET, PARAMETER),
    ),
    "whatever is given": ({"Ref": "Given"}, (*SECRETS, *PARAMETERS), []),
    "whatever AWS looks up": (
        "{{resolve:ssm:/shop/arn}}",
        *((*SECRETS, *PARAMETERS), []),
    ),
}


@pytest.mark.parametrize(("value", "ways", "actions"), HELD.values(), ids=HELD)
def test_a_secret_is_read(value: Any, ways: Any, actions: list[str]) -> None:
    (need,) = _needs(Secrets=[{"Name": "A", "ValueFrom": value}])
    assert need.path == ("ContainerDefinitions", 0, "Secrets", 0, "ValueFrom")
    assert (need.ways, [one.action for one in need.grants]) == (ways, actions)


GIVEN = "arn:aws:secretsmanager:us-east-1:${AWS::AccountId}:secret:"
ASKED_FOR: dict[str, tuple[Any, str]] = {
    "without its key": (f"{ARN}:password::", ARN),
    "by its name": (ARN.removesuffix("-AbCdEf"), ARN.replace("AbCdEf", "??????")),
    "by a name that is given in part": (
        {"Fn::Sub": f"{GIVEN}${{Given}}/db:password::"},
        f"{GIVEN}${{Given}}/db-??????",
    ),
    "by a name that is given": (
        {"Fn::Sub": f"{GIVEN}${{Given}}:password::"},
        f"{GIVEN}${{Given}}",
    ),
}


@pytest.mark.parametrize(("value", "arn"), ASKED_FOR.values(), ids=ASKED_FOR)
def test_policies_are_asked_for_the_whole_secret(value: Any, arn: str) -> None:
    (need,) = _needs(Secrets=[{"Name": "A", "ValueFrom": value}])
    assert worded(need.grants[0].about) == arn


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


PLAIN = {"awslogs-group": "/other"}
REGIONS: dict[str, tuple[Any, Any]] = {
    "its own": ({"Ref": "AWS::Region"}, (("logs",),)),
    "another one": ("eu-west-1", INTERNET),
    "one that is given": ({"Ref": "Given"}, (("logs",), *INTERNET)),
}


@pytest.mark.parametrize(("region", "ways"), REGIONS.values(), ids=REGIONS)
def test_the_region_of_a_log_decides(region: Any, ways: Any) -> None:
    options = {"awslogs-group": {"Ref": "Group"}, "awslogs-region": region}
    (need,) = _needs(LogConfiguration={"LogDriver": "awslogs", "Options": options})
    assert need.ways == ways
    assert bool(need.unknown) == (len(ways) > 1)


@pytest.mark.parametrize(
    ("value", "bucket"),
    [
        ("arn:aws:s3:::files/a/b.env", "arn:aws:s3:::files"),
        ({"Fn::Sub": "arn:aws:s3:::${Given}/b.env"}, "arn:aws:s3:::${Given}"),
    ],
    ids=["by name", "by a name that is given"],
)
def test_a_bucket_of_files_is_asked_where_it_is(value: Any, bucket: str) -> None:
    (need,) = _needs(EnvironmentFiles=[{"Type": "s3", "Value": value}])
    assert [(one.action, worded(one.about)) for one in need.grants][1] == (
        *("s3:GetBucketLocation", bucket),
    )


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


def test_a_group_that_one_container_makes_takes_its_permission() -> None:
    options = {"awslogs-group": "/other", "awslogs-create-group": "true"}
    logs = [{"LogDriver": "awslogs", "Options": o} for o in (PLAIN, options)]
    whole = task()["Properties"]
    bodies = [{"Name": f"c{i}", "LogConfiguration": o} for i, o in enumerate(logs)]
    made_of = {**task(), "Properties": {**whole, "ContainerDefinitions": bodies}}
    found = of_template({"Resources": {**AROUND, "Task": made_of}})
    (need,) = needed(found, found["Task"])
    assert [one.action for one in need.grants][-1] == "logs:CreateLogGroup"
