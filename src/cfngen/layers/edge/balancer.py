"""The load balancer and its attributes.

Rests on https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from troposphere import elasticloadbalancingv2 as elb

from cfngen import ports
from cfngen.layers.edge import settings
from cfngen.layers.layer import Layer
from cfngen.naming import ACCESS_LOG_PREFIX
from cfngen.physical import name_tag
from cfngen.settings import DELETION_PROTECTION
from cfngen.spec.system import System


def load_balancer(layer: Layer, system: System) -> elb.LoadBalancer:
    """Return the load balancer, in every public subnet."""
    return elb.LoadBalancer(
        "LoadBalancer",
        Type="application",
        Scheme="internet-facing",
        IpAddressType="ipv4",
        Subnets=layer.enter(ports.PUBLIC_SUBNET_IDS),
        SecurityGroups=[layer.enter(ports.ALB_SECURITY_GROUP_ID)],
        LoadBalancerAttributes=[
            elb.LoadBalancerAttributes(Key=key, Value=value)
            for key, value in _attributes(layer).items()
        ],
        Tags=name_tag(system.system),
    )


def _attributes(layer: Layer) -> Mapping[str, Any]:
    """Return the attributes; each default is written out where it matters.

    `defensive` lets a malformed but harmless request pass and closes its connection
    behind it; invalid header fields never reach a service.
    """
    return {
        "routing.http2.enabled": "true",
        "routing.http.drop_invalid_header_fields.enabled": "true",
        "routing.http.desync_mitigation_mode": "defensive",
        "idle_timeout.timeout_seconds": layer.setting(settings.IDLE_TIMEOUT),
        "deletion_protection.enabled": layer.setting(DELETION_PROTECTION),
        "access_logs.s3.enabled": layer.setting(settings.ACCESS_LOGS),
        "access_logs.s3.bucket": layer.enter(ports.ACCESS_LOG_BUCKET_NAME),
        "access_logs.s3.prefix": ACCESS_LOG_PREFIX,
    }
