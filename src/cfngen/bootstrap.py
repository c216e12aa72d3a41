"""The bootstrap template: what a region needs once, before any system is deployed.

That is the bucket which packaged templates go to. Encrypted by S3's own key and not by
one of KMS: CloudFormation reads a template with the permissions of whoever deploys, who
would then need the key as well, and templates hold no secrets.
"""

from __future__ import annotations

from typing import Any

from awacs import s3 as actions
from awacs.aws import (
    BoolIfExists,
    Condition,
    Deny,
    NumericLessThan,
    Principal,
    Statement,
    StringNotEquals,
)
from troposphere import AccountId, GetAtt, Output, Ref, Tags, s3

from cfngen.layers import bucket
from cfngen.layers.layer import Layer
from cfngen.physical import template_bucket
from cfngen.write import render

STACK = "cfngen-bootstrap"
"""The name of the stack, the same in every account and region."""

BUCKET = "TemplateBucket"
OUTPUT = "TemplateBucketName"
OUTDATED_DAYS = 90
"""Days that a version is kept after another has taken its place."""

MINIMUM_TLS = "1.2"


def template() -> str:
    """Return the bootstrap template as canonical JSON text."""
    layer = Layer("bootstrap", "cfngen: the bucket of packaged templates")
    made = bucket.add(
        layer,
        BUCKET,
        Tags(Name=template_bucket()),
        [_outdated()],
        # Statements that refuse: nothing is granted, so IAM decides within the account.
        grants=[_old_tls(), _other_accounts()],
        BucketName=template_bucket(),
        VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
        DeletionPolicy="Retain",
    )
    described = "The bucket of packaged templates"
    layer.template.add_output(Output(OUTPUT, Description=described, Value=Ref(made)))
    return render(layer.template)


def _outdated() -> s3.LifecycleRule:
    """Return the rule for versions that something has taken the place of.

    What is current never expires: CloudFormation reads the templates of a living stack
    again when it goes back, and a release does so too.
    """
    return s3.LifecycleRule(
        Id="outdated-versions",
        Status="Enabled",
        NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(
            NoncurrentDays=OUTDATED_DAYS
        ),
    )


def _old_tls() -> Statement:
    """Return what refuses requests over a TLS that is too old.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html
    """
    return _refusal("RecentTlsOnly", NumericLessThan({"s3:TlsVersion": MINIMUM_TLS}))


def _other_accounts() -> Statement:
    """Return what refuses every other account, whatever a later statement grants.

    CloudFormation asks in the name of who deploys, so in the name of this account.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    return _refusal(
        "OwnAccountOnly",
        StringNotEquals({"aws:PrincipalAccount": AccountId}),
        BoolIfExists({"aws:PrincipalIsAWSService": "false"}),
    )


def _refusal(sid: str, *conditions: Any) -> Statement:
    return Statement(
        Sid=sid,
        Effect=Deny,
        Principal=Principal("*"),
        Action=[actions.Action("*")],
        Resource=[GetAtt(BUCKET, "Arn"), bucket.objects(BUCKET)],
        Condition=Condition(list(conditions)),
    )
