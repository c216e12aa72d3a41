"""The listeners of the load balancer.

Rests on https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
"""

from __future__ import annotations

from typing import Any

from troposphere import Ref
from troposphere import elasticloadbalancingv2 as elb

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
"""TLS 1.3 and 1.2, forward secrecy, post-quantum where the client can: what AWS names
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html"""


def https_listener(
    title: str, port: int, balancer: elb.LoadBalancer, certificate_arn: Any
) -> elb.Listener:
    """Return a listener that services add their rules to; unclaimed paths get 404."""
    return elb.Listener(
        title,
        LoadBalancerArn=Ref(balancer),
        Port=port,
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
