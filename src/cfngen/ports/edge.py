"""Ports of the load balancer: its listeners, names and certificate."""

from __future__ import annotations

from cfngen.ports.port import Port

HTTPS_LISTENER_ARN = Port(
    "HttpsListenerArn", "String", "Listener that the services add their rules to."
)
ALB_FULL_NAME = Port(
    "AlbFullName", "String", "The load balancer as CloudWatch names it."
)
ALB_DNS_NAME = Port(
    "AlbDnsName", "String", "DNS name of the load balancer.", shown=True
)
TEST_LISTENER_ARN = Port(
    "TestListenerArn", "String", "Listener by which a release is tried out."
)
CERTIFICATE_ARN = Port(
    "CertificateArnInUse", "String", "Certificate that the site shows.", shown=True
)
DNS_RECORDS = Port(
    "DnsRecords",
    "String",
    "Records to create where the domain is answered.",
    shown=True,
)
ALB_SECRET_ARN = Port(
    "AlbSecretArn",
    "String",
    "Secret that holds the load balancer's address.",
    shown=True,
)
SITE_URL = Port("SiteUrl", "String", "Address that users open.", shown=True)
