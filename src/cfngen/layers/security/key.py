"""The KMS key that encrypts what the system stores, and who may use it."""

from __future__ import annotations

from typing import Any

from awacs import kms
from awacs.aws import Allow, ArnLike, Condition, Principal, Statement, StringEquals
from troposphere import AWS_ACCOUNT_ID, Ref, Sub
from troposphere.kms import Key

from cfngen.physical import name_tag
from cfngen.policies import arn, document
from cfngen.spec.system import System


def build(system: System) -> Key:
    """Return the key that encrypts what the system stores."""
    statements = [_logs(system.system)]
    if system.monitoring:
        statements.append(_alarms())
        if system.jobs or system.pipelined:
            statements.append(_events())
    return kept(system, "what the system stores", *statements)


def kept(system: System, purpose: str, *services: Statement) -> Key:
    """Return a key that its account may use, and AWS services as the statements say.

    It outlives the stack: snapshots, secrets, logs and files that do so too need it to
    be read.
    """
    return Key(
        "Key",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Description=Sub(f"{system.system}-${{EnvironmentName}}: {purpose}"),
        EnableKeyRotation=True,
        PendingWindowInDays=30,
        KeyPolicy=document(_account(), *services),
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


def _events() -> Statement:
    """Return what lets rules of EventBridge publish to this account's topics.

    They tell of jobs and releases that failed. AWS takes neither account nor rule as a
    condition here; which topic it is for is what SNS itself says to KMS.
    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    return _allow(
        "Events",
        Principal("Service", ["events.amazonaws.com"]),
        [kms.Decrypt, kms.GenerateDataKey],
        ArnLike({"kms:EncryptionContext:aws:sns:topicArn": [arn("sns", "*")]}),
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
