"""The settings of the edge."""

from __future__ import annotations

from cfngen.settings import Setting, choice, number, switch
from cfngen.spec.edge import Edge
from cfngen.spec.words import DOMAIN

HOSTED_ZONE = Setting(
    "HostedZoneId",
    "Public hosted zone of Route 53 that answers for the domain; it must exist.",
    type="AWS::Route53::HostedZone::Id",
)

CERTIFICATE = Setting(
    "CertificateArn",
    "Certificate of ACM in this region; empty to have one issued for the domain.",
    default="",
    pattern="^(arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+)?$",
    hint="the ARN of a certificate of ACM, or empty",
)

IDLE_TIMEOUT = number(
    "IdleTimeoutSeconds",
    "Seconds that the load balancer keeps a connection open on which nothing moves.",
    default=60,
    minimum=1,
    maximum=4000,
)

ACCESS_LOGS = switch(
    "EnableAccessLogs",
    "Write a line for every request into the access log bucket.",
    default=True,
)

WAF = switch("EnableWaf", "Put a web application firewall before the load balancer.")

WAF_MODE = choice(
    "WafMode",
    "What the firewall does with a request that a rule matches.",
    default="block",
    allowed=("block", "count"),
)

WAF_RATE_LIMIT = number(
    "WafRateLimit",
    "Requests in five minutes from one address, beyond which it is matched.",
    default=2000,
    minimum=10,
    maximum=2_000_000_000,
)


def domain_name(edge: Edge) -> Setting:
    """Return the setting of the domain that users open."""
    where = "" if edge.dns == "external" else "; it lies in the hosted zone"
    return Setting(
        "DomainName",
        f"Domain that users open{where}.",
        default=edge.domain,
        pattern=DOMAIN.pattern,
        hint=DOMAIN.words,
    )
