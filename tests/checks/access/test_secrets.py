"""Keys of KMS and secrets."""

from __future__ import annotations

import pytest

from cfngen.checks.access import CHECKS
from tests.checks.bending import GONE, Case, Fine, bent, problems, read, silent, spoken

RIGHT = read("access")
POLICY = "Key.KeyPolicy.Statement"
RULES = "Secret.GenerateSecretString"
WEB = "Task.ContainerDefinitions.0"
VALUE = f"{WEB}.Environment.0.Value"
PASSWORD = {"Fn::Sub": "{{resolve:secretsmanager:${Secret}:SecretString:password}}"}
TOKEN = {
    "Store": ("ElastiCache::ReplicationGroup", {"AuthToken": PASSWORD}),
    f"{RULES}.ExcludePunctuation": False,
}

CASES = (
    Case(
        "nobody manages the key",
        "CG581",
        {f"{POLICY}.0.Action": "kms:Decrypt"},
        "Key.KeyPolicy",
        "nobody may change",
    ),
    Case(
        "only a service manages the key",
        "CG581",
        {f"{POLICY}.0.Principal": {"Service": "x.amazonaws.com"}},
        "Key.KeyPolicy",
    ),
    Case(
        "a key that does not rotate",
        "CG582",
        {"Key.EnableKeyRotation": GONE},
        "Key.EnableKeyRotation",
        "does not rotate",
    ),
    Case(
        "a key that cannot rotate",
        "CG583",
        {"Key.KeySpec": "RSA_2048", "Key.KeyUsage": "SIGN_VERIFY"},
        "Key.EnableKeyRotation",
        "a key of RSA_2048",
    ),
    Case(
        "imported material",
        "CG583",
        {"Key.Origin": "EXTERNAL"},
        "Key.EnableKeyRotation",
        "imported material",
    ),
    Case(
        "a usage that the key has not",
        "CG583",
        {"Key.KeySpec": "HMAC_256"},
        "Key.KeyUsage",
        "HMAC_256 is not for ENCRYPT_DECRYPT",
    ),
    Case(
        "a key without logs",
        "CG584",
        {f"{POLICY}.1.Principal.Service": "sns.amazonaws.com"},
        "Log.KmsKeyId",
        "Key does not let CloudWatch Logs",
    ),
    Case(
        "a key of another region",
        "CG584",
        {f"{POLICY}.1.Principal.Service": "logs.eu-west-1.amazonaws.com"},
        "Log.KmsKeyId",
    ),
    Case(
        "a key for other groups",
        "CG584",
        {"Log.LogGroupName": "/app/web"},
        "Log.KmsKeyId",
    ),
    Case(
        "no action for logs",
        "CG584",
        {f"{POLICY}.1.Action": "kms:Decrypt"},
        "Log.KmsKeyId",
    ),
    Case(
        "an alias of AWS",
        "CG576",
        {"Alias.AliasName": "alias/aws/web"},
        "Alias.AliasName",
        "are AWS's",
    ),
    Case(
        "an alias twice",
        "CG576",
        {"More": ("KMS::Alias", {"AliasName": "alias/web"})},
        "More.AliasName",
        "the alias of Alias too",
    ),
    Case(
        "given and generated",
        "CG585",
        {"Secret.SecretString": "x"},
        RULES,
        "generated as well",
    ),
    Case(
        "a template without a key",
        "CG585",
        {f"{RULES}.GenerateStringKey": GONE},
        f"{RULES}.SecretStringTemplate",
        "GenerateStringKey is not",
    ),
    Case(
        "a template that is no object",
        "CG585",
        {f"{RULES}.SecretStringTemplate": "{username: app}"},
        f"{RULES}.SecretStringTemplate",
        "no JSON object",
    ),
    Case(
        "no room",
        "CG585",
        {f"{RULES}.PasswordLength": "2"},
        f"{RULES}.PasswordLength",
        "2 characters have no room for 3 kinds",
    ),
    Case(
        "nothing left",
        "CG585",
        {
            f"{RULES}.Exclude{kind}": True
            for kind in ("Numbers", "Uppercase", "Lowercase")
        },
        RULES,
        "every kind",
    ),
    Case(
        "what RDS does not take",
        "CG586",
        {f"{RULES}.ExcludePunctuation": GONE},
        RULES,
        'the password may hold /"@ and Database',
    ),
    Case(
        "shorter than RDS takes",
        "CG586",
        {f"{RULES}.PasswordLength": 7},
        f"{RULES}.PasswordLength",
        "7 characters",
    ),
    Case(
        "what ElastiCache does not take",
        "CG586",
        {**TOKEN, f"{RULES}.ExcludeCharacters": '/"@'},
        RULES,
        "and Store takes none",
    ),
    Case(
        "a space",
        "CG586",
        {f"{RULES}.IncludeSpace": True},
        RULES,
        "may hold spaces and Database takes none",
    ),
    *(
        Case(
            f"too long for {engine}",
            "CG586",
            {"Database.Engine": engine, f"{RULES}.PasswordLength": length},
            f"{RULES}.PasswordLength",
            f"no password of {length}",
        )
        for engine, length in (("mysql", 42), ("oracle-se2", 31), ("postgres", 129))
    ),
    Case(
        "a field that is not there",
        "CG587",
        {f"{WEB}.Secrets.0.ValueFrom": {"Fn::Sub": "${Secret}:pasword::"}},
        f"{WEB}.Secrets.0.ValueFrom",
        "Secret has no field 'pasword'",
    ),
    Case(
        "a field of plain text",
        "CG587",
        {RULES: {"PasswordLength": 40}, "Attachment": ("S3::Bucket", {})},
        f"{WEB}.Secrets.0.ValueFrom",
        "no field 'password'",
    ),
    Case(
        "a field of a given secret",
        "CG587",
        {f"{WEB}.Secrets.3.ValueFrom": {"Fn::Sub": "${Given}:region::"}},
        f"{WEB}.Secrets.3.ValueFrom",
        "Given has no field 'region'",
    ),
    Case(
        "a field without its colons",
        "CG587",
        {f"{WEB}.Secrets.0.ValueFrom": {"Fn::Sub": "${Secret}:password"}},
        f"{WEB}.Secrets.0.ValueFrom",
        "not field, stage and version",
    ),
    Case(
        "a field that CloudFormation lacks",
        "CG587",
        {
            "Database.MasterUsername": {
                "Fn::Sub": "{{resolve:secretsmanager:${Secret}:SecretString:user}}"
            }
        },
        "Database.MasterUsername",
        "no field 'user'",
    ),
    Case(
        "attached as something else",
        "CG588",
        {"Attachment.TargetType": "AWS::RDS::DBCluster"},
        "Attachment.TargetType",
        "no AWS::RDS::DBCluster",
    ),
    Case(
        "attached twice",
        "CG588",
        {
            "More": (
                "SecretsManager::SecretTargetAttachment",
                {"SecretId": {"Ref": "Secret"}},
            )
        },
        "More.SecretId",
        "attached by Attachment",
    ),
    Case(
        "a password in clear",
        "CG589",
        {f"{WEB}.Environment.0.Name": "DATABASE_PASSWORD"},
        VALUE,
        "DATABASE_PASSWORD is a secret by its name",
    ),
    Case(
        "an API key in clear",
        "CG589",
        {f"{WEB}.Environment.0.Name": "API_KEY"},
        VALUE,
        "API_KEY is a secret",
    ),
    Case(
        "a URL with a password",
        "CG589",
        {VALUE: "postgres://app:hunter2@db/app"},
        VALUE,
        "looks like a URL with a password",
    ),
    Case(
        "a hidden parameter",
        "CG589",
        {VALUE: {"Fn::Sub": "x-${Hidden}"}},
        VALUE,
        "is a NoEcho parameter",
    ),
    Case("fetched into the clear", "CG589", {VALUE: PASSWORD}, VALUE, "is fetched"),
    Case(
        "a secret of a build",
        "CG589",
        {
            "Build": (
                "CodeBuild::Project",
                {
                    "Environment": {
                        "EnvironmentVariables": [{"Name": "NPM_TOKEN", "Value": "abc"}]
                    }
                },
            )
        },
        "Build.Environment.EnvironmentVariables.0.Value",
        "NPM_TOKEN",
    ),
    Case(
        "a secret of a function",
        "CG589",
        {
            "Code": (
                "Lambda::Function",
                {"Environment": {"Variables": {"APP_SECRET": "abc"}}},
            )
        },
        "Code.Environment.Variables.APP_SECRET",
        "APP_SECRET",
    ),
    Case(
        "a secret written down",
        "CG589",
        {"Given.SecretString": "hunter2"},
        "Given.SecretString",
        "written down",
    ),
)

FINE = (
    Fine(
        "without the check of KMS",
        "CG581",
        {
            f"{POLICY}.0.Action": "kms:Decrypt",
            "Key.BypassPolicyLockoutSafetyCheck": True,
        },
    ),
    Fine(
        "a key pair",
        "CG582",
        {"Key.KeySpec": "RSA_2048", "Key.EnableKeyRotation": GONE},
    ),
    Fine(
        "any log group",
        "CG584",
        {f"{POLICY}.1.Condition": GONE, "Log.LogGroupName": "/app/web"},
    ),
    Fine(
        "one alias in each region",
        "CG576",
        {"More": ("KMS::Alias", {"AliasName": "alias/other"})},
    ),
    Fine("a password alone", "CG585", {RULES: {"PasswordLength": 40}}),
    Fine(
        "punctuation that RDS takes",
        "CG586",
        {f"{RULES}.ExcludePunctuation": False, f"{RULES}.ExcludeCharacters": '/"@'},
    ),
    Fine(
        "as long as PostgreSQL on Aurora takes",
        "CG586",
        {
            "Database": (
                "RDS::DBCluster",
                {"Engine": "aurora-postgresql", "MasterUserPassword": PASSWORD},
            ),
            f"{RULES}.PasswordLength": 99,
        },
    ),
    Fine(
        "a secret that waits to be filled",
        "CG587",
        {
            "Given.SecretString": "{}",
            f"{WEB}.Secrets.3.ValueFrom": {"Fn::Sub": "${Given}:region::"},
        },
    ),
    Fine(
        "a secret of a build, by name",
        "CG589",
        {
            "Build": (
                "CodeBuild::Project",
                {
                    "Environment": {
                        "EnvironmentVariables": [
                            {
                                "Name": "NPM_TOKEN",
                                "Type": "SECRETS_MANAGER",
                                "Value": "abc",
                            }
                        ]
                    }
                },
            )
        },
    ),
    Fine(
        "the name of a secret",
        "CG589",
        {f"{WEB}.Environment.0": {"Name": "DB_SECRET", "Value": "prod/database"}},
    ),
    Fine("a secret to be filled in", "CG589", {"Given.SecretString": "change-me"}),
    Fine(
        "a switch by a secret's name",
        "CG589",
        {f"{WEB}.Environment.0": {"Name": "REQUIRE_TOKEN", "Value": "true"}},
    ),
    Fine(
        "a length by a secret's name",
        "CG589",
        {f"{WEB}.Environment.0": {"Name": "MIN_PASSWORD", "Value": "12"}},
    ),
    Fine(
        "public facts as a secret",
        "CG589",
        {"Given.SecretString": '{"region": "us-east-1"}'},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(RIGHT, CHECKS, case)


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: fine.name)
def test_what_is_right_is_let_be(fine: Fine) -> None:
    assert silent(RIGHT, CHECKS, fine)


def test_a_secret_is_not_shown() -> None:
    model = bent(RIGHT, {VALUE: {"Fn::Sub": "x-${Hidden}"}})
    clear = next(one for one in CHECKS if one.id == "CG589")
    assert "hunter2" not in str(problems(model, clear)[0].message)
