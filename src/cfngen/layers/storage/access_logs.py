"""The bucket of the load balancer's access logs."""

from __future__ import annotations

from awacs import s3 as actions
from awacs.aws import Allow, Principal, Statement
from troposphere import Ref, s3

from cfngen import ports
from cfngen.layers import bucket
from cfngen.layers.layer import Layer
from cfngen.naming import ACCESS_LOG_PREFIX
from cfngen.physical import name_tag
from cfngen.settings import number
from cfngen.spec.system import System

TITLE = "AccessLogBucket"
RETENTION = number(
    "AccessLogRetentionDays", "Days that access logs are kept.", 90, 1, 3650
)


def add(layer: Layer, system: System) -> None:
    """Add the bucket: private, emptied by age, never deleted with data.

    Load balancers can write to buckets with S3's own keys only. Versions are not kept:
    each object is written once, and nobody is granted to overwrite or delete it.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    """
    expire = s3.LifecycleRule(
        Id="expire", Status="Enabled", ExpirationInDays=layer.setting(RETENTION)
    )
    tags = name_tag(system.system, "access-logs")
    made = bucket.add(
        layer,
        TITLE,
        tags,
        [expire],
        grants=[_delivery()],
        # Even on a first create that fails: the load balancer's test file is in it by
        # then, and a bucket with a file cannot be deleted.
        DeletionPolicy="Retain",
    )
    layer.leave(ports.ACCESS_LOG_BUCKET_NAME, Ref(made))


def _delivery() -> Statement:
    """Return what lets this account's load balancers write their logs.

    The service principal works in every commercial region; the account per region that
    older regions used before is no longer needed. The account in the path is what AWS
    tells others apart by, so no condition is added that it may not fill in.
    """
    path = f"{ACCESS_LOG_PREFIX}/AWSLogs/${{AWS::AccountId}}/*"
    return Statement(
        Sid="LogDelivery",
        Effect=Allow,
        Principal=Principal(
            "Service", ["logdelivery.elasticloadbalancing.amazonaws.com"]
        ),
        Action=[actions.PutObject],
        Resource=[bucket.objects(TITLE, path)],
    )
