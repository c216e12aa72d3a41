"""What an auditor finds in our templates and we leave as it is, each with its reason.

`Layer.add` writes the reasons into the resource, where checkov and a reader find them:
https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any


@dataclass(frozen=True)
class Review:
    """A check that does not count for resources of a type, and why.

    `names` is a pattern for their logical ids.
    """

    check: str
    type: str
    reason: str
    names: str = "*"


PASSWORD = (
    "The application logs in with a generated password from Secrets Manager, over TLS "
    "that the database enforces."
)

REVIEWS = (
    Review(
        "CKV_AWS_18",
        "AWS::S3::Bucket",
        "S3 delivers access logs as well as it can; where every access has to be "
        "proven, CloudTrail's data events do that, without another bucket.",
    ),
    Review(
        "CKV_AWS_21",
        "AWS::S3::Bucket",
        "Logs are written once, under names that do not come again.",
        "AccessLogBucket",
    ),
    Review(
        "CKV_AWS_21",
        "AWS::S3::Bucket",
        "Each run of the pipeline writes its own artifacts, and runs again if they go.",
        "ArtifactBucket",
    ),
    Review(
        "CKV_AWS_27",
        "AWS::SQS::Queue",
        "SQS encrypts with a key of its own; what failed to start is no secret, and "
        "nobody but this account reads it.",
        "DeadLetterQueue",
    ),
    Review(
        "CKV_AWS_118",
        "AWS::RDS::DBInstance",
        "Performance Insights says what the database waits for and CloudWatch how full "
        "it is; the host itself is AWS's to watch.",
    ),
    Review(
        "CKV_AWS_136",
        "AWS::ECR::Repository",
        "Images hold code and no data; ECR encrypts them with a key of its own, and "
        "another key could never be given to a repository that exists.",
    ),
    Review(
        "CKV_AWS_158",
        "AWS::Logs::LogGroup",
        "The network is there before the system's key; flow logs hold addresses and "
        "ports, and CloudWatch encrypts them with a key of its own.",
        "FlowLogGroup",
    ),
    Review("CKV_AWS_161", "AWS::RDS::DBInstance", PASSWORD),
    Review("CKV_AWS_162", "AWS::RDS::DBCluster", PASSWORD),
    Review(
        "CKV_AWS_260",
        "AWS::EC2::SecurityGroupIngress",
        "The load balancer answers port 80 with a redirect to HTTPS and nothing else.",
        "AlbIngress*80",
    ),
)
"""By check and type, in the order of the checks' numbers."""


def review(resource: Any) -> Any:
    """Return the resource with the reasons for what is found in it in its metadata."""
    skips = list(_skips(resource.resource_type, resource.title))
    if skips:
        told = getattr(resource, "Metadata", {})
        resource.Metadata = {**told, "checkov": {"skip": skips}}
    return resource


def _skips(type: str, name: str) -> Iterator[dict[str, str]]:
    """Yield what checkov reads."""
    for known in REVIEWS:
        if known.type == type and fnmatchcase(name, known.names):
            yield {"id": known.check, "comment": known.reason}


def markdown() -> str:
    """Return a table of all reviews."""
    rows = (f"| {r.check} | `{r.type}` | `{r.names}` | {r.reason} |" for r in REVIEWS)
    head = ("| check | type | logical ids | reason |", "| --- | --- | --- | --- |")
    return "\n".join((*head, *rows, ""))
