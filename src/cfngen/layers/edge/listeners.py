"""The listeners, and the certificate that the HTTPS one shows.

Rests on https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html
"""

from __future__ import annotations

from typing import Any

from troposphere import Equals, If, Ref
from troposphere import elasticloadbalancingv2 as elb
from troposphere.certificatemanager import Certificate, DomainValidationOption

from cfngen.layers.edge import settings
from cfngen.layers.layer import Layer
from cfngen.naming import name_tag
from cfngen.spec.system import System

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
"""TLS 1.3 and 1.2, forward secrecy, post-quantum where the client can: what AWS names
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html"""


def certificate(layer: Layer, system: System, domain: Ref) -> If:
    """Add the certificate, unless a setting names one; return the ARN of the one used.

    CloudFormation writes the validation record into the hosted zone by itself.
    """
    given = layer.setting(settings.CERTIFICATE)
    created = layer.condition("IsCertificateCreated", Equals(given, ""))
    issued = layer.add(
        Certificate(
            "Certificate",
            Condition=created,
            DomainName=domain,
            ValidationMethod="DNS",
            DomainValidationOptions=[
                DomainValidationOption(
                    DomainName=domain, HostedZoneId=layer.setting(settings.HOSTED_ZONE)
                )
            ],
            Tags=name_tag(system.system),
        )
    )
    return If(created, Ref(issued), given)


def https_listener(balancer: elb.LoadBalancer, certificate_arn: Any) -> elb.Listener:
    """Return the listener that services add their rules to; unclaimed paths get 404."""
    return elb.Listener(
        "HttpsListener",
        LoadBalancerArn=Ref(balancer),
        Port=443,
        Protocol="HTTPS",
        SslPolicy=TLS_POLICY,
        Certificates=[elb.Certificate(CertificateArn=certificate_arn)],
        DefaultActions=[
            elb.Action(
                Type="fixed-response",
                FixedResponseConfig=elb.FixedResponseConfig(
                    StatusCode="404", ContentType="text/plain", MessageBody="Not found"
                ),
            )
        ],
    )


def http_listener(balancer: elb.LoadBalancer) -> elb.Listener:
    """Return the listener that sends plain HTTP to the same address over HTTPS."""
    return elb.Listener(
        "HttpListener",
        LoadBalancerArn=Ref(balancer),
        Port=80,
        Protocol="HTTP",
        DefaultActions=[
            elb.Action(
                Type="redirect",
                RedirectConfig=elb.RedirectConfig(
                    Protocol="HTTPS", Port="443", StatusCode="HTTP_301"
                ),
            )
        ],
    )
