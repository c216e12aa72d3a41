"""The KMS key that encrypts what the system stores, and who may use it."""

from __future__ import annotations

from typing import Any

from awacs import kms
from awacs.aws import Allow, ArnLike, Condition, Principal, Statement, StringEquals
from troposphere import AWS_ACCOUNT_ID, Ref, Sub
from troposphere.kms import Key

from cfngen.naming import name_tag
from cfngen.policies import arn, document
from cfngen.spec.system import System


def build(system: System) -> Key:
    """Return the key that encrypts the system's data; it outlives the stack.

    Snapshots, secrets and logs that outlive the stack too need it to be read.
    """
    statements = [_account(), _logs(system.system)]
    if system.monitoring:
        statements.append(_alarms())
    return Key(
        "Key",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Description=Sub(
            f"{system.system}-${{EnvironmentName}}: what the system stores"
        ),
        EnableKeyRotation=True,
        PendingWindowInDays=30,
        KeyPolicy=document(*statements),
        Tags=name_tag(system.system),
    )


def _account() -> Statement:
    """Return what lets the account's own IAM policies speak about the key.

    It grants nothing by itself to any user or role, and without it nobody could ever
    mend the policy. RDS, ElastiCache and Secrets Manager act for whoever calls them,
    so they need no statement of their own.
    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    root = Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")
    return _allow("Account", Principal("AWS", [root]), [kms.Action("*")])


def _logs(system: str) -> Statement:
    """Return what lets CloudWatch Logs encrypt this environment's log groups.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    name = f"log-group:/*/{system}-${{EnvironmentName}}"
    return _allow(
        "Logs",
        Principal("Service", [Sub("logs.${AWS::Region}.amazonaws.com")]),
        [
            kms.Decrypt,
            kms.DescribeKey,
            kms.Encrypt,
            kms.GenerateDataKey,
            kms.GenerateDataKeyWithoutPlaintext,
            kms.ReEncryptFrom,
            kms.ReEncryptTo,
        ],
        ArnLike(
            {
                "kms:EncryptionContext:aws:logs:arn": [
                    arn("logs", name),
                    arn("logs", f"{name}-*"),
                ]
            }
        ),
    )


def _alarms() -> Statement:
    """Return what lets this account's alarms publish to the encrypted topic.

    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    """
    return _allow(
        "Alarms",
        Principal("Service", ["cloudwatch.amazonaws.com"]),
        [kms.Decrypt, kms.GenerateDataKey],
        StringEquals({"aws:SourceAccount": Ref(AWS_ACCOUNT_ID)}),
    )


def _allow(
    sid: str, principal: Principal, actions: list[Any], *conditions: Any
) -> Statement:
    """Return a key policy statement; its resource `*` means this key and no other."""
    optional = {"Condition": Condition(list(conditions))} if conditions else {}
    return Statement(
        Sid=sid,
        Effect=Allow,
        Principal=principal,
        Action=actions,
        Resource=["*"],
        **optional,
    )
