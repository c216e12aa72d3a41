"""Quotas: which one, and by what code it is raised.

Codes: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
"""

from __future__ import annotations

from cfngen.deploy.hints.row import Row

ROWS: tuple[Row, ...] = (
    Row(
        r"maximum number of VPCs has been reached",
        "The account has as many VPCs in this region as it may have.",
        "Delete one that nobody uses.",
        quota=("vpc", "L-F678F1CE"),
    ),
    Row(
        r"maximum number of internet gateways has been reached",
        "The account has as many internet gateways in this region as it may have.",
        "Delete one that nobody uses; this quota follows that of VPCs.",
        quota=("vpc", "L-F678F1CE"),
    ),
    Row(
        r"maximum number of addresses has been reached",
        "The account has as many Elastic IP addresses in this region as it may have; "
        "each NAT gateway needs one.",
        "Release one that nobody uses.",
        quota=("ec2", "L-0263D0A3"),
    ),
    Row(
        r"would exceed the limit of (?P<limit>\d+) NAT gateways",
        "There are {limit} NAT gateways in the Availability Zone, which is the quota.",
        "Delete one that nobody uses.",
        quota=("vpc", "L-FE5A380F"),
    ),
    Row(
        r"maximum number of rules per security group has been reached",
        "A security group has as many rules as it may have.",
        "Fewer sources or ports need fewer rules.",
        quota=("vpc", "L-0EA8095F"),
    ),
    Row(
        r"limit on the number of vCPUs you can run concurrently",
        "Fargate runs as many vCPUs of this account as it may; a deployment needs the "
        "old and the new tasks at once.",
        "Stop what is not needed.",
        quota=("fargate", "L-3032A538"),
    ),
    Row(
        r"Cannot exceed quota for (?P<what>\w+)(?:: (?P<limit>\d+))?",
        "IAM's quota {what} is used up: {limit}. | IAM's quota {what} is used up.",
        "Look at IAM in Service Quotas; some of its quotas cannot be raised.",
    ),
    Row(
        r"maximum number of (?P<what>[\w ]+?) has been reached",
        "The account has as many {what} in this region as it may have.",
        "Free some, or raise the quota in Service Quotas.",
    ),
)

GENERAL: tuple[Row, ...] = (
    Row(
        r"Rate exceeded|Throttling",
        "The service was asked more often than it allows, by everybody in the account.",
        "Deploy again; nothing is wrong with the templates.",
    ),
    Row(
        r"HandlerErrorCode: ServiceLimitExceeded",
        "A quota of the account is used up.",
        "Free some, or raise the quota in Service Quotas.",
    ),
    Row(
        r"HandlerErrorCode: (?:ServiceInternalError|InternalFailure|NetworkFailure)",
        "The service failed by itself.",
        "Deploy again; if it stays, AWS Health shows whether the service is troubled.",
    ),
)
