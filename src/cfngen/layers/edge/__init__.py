"""The edge layer: the load balancer that serves HTTPS for the system's domain."""

from __future__ import annotations

from troposphere import GetAtt, Ref, Sub, route53
from troposphere.elasticloadbalancingv2 import LoadBalancer

from cfngen import ports
from cfngen.errors import WiringError
from cfngen.layers.edge import settings
from cfngen.layers.edge.balancer import load_balancer
from cfngen.layers.edge.firewall import add_firewall
from cfngen.layers.edge.listeners import certificate, http_listener, https_listener
from cfngen.layers.layer import Layer
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.system import System


def build(system: System) -> Layer:
    """Build the edge layer.

    Raises WiringError when the spec has no edge.
    """
    if system.edge is None:
        raise WiringError(f"{system.system} has no edge to build a layer for.")
    layer = Layer("edge", f"{system.system}: load balancer, certificate and DNS")
    layer.setting(ENVIRONMENT_NAME)
    domain = layer.setting(settings.domain_name(system.edge))
    balancer = layer.add(load_balancer(layer, system))
    issued = certificate(layer, system, domain)
    https = layer.add(https_listener(balancer, issued))
    layer.add(http_listener(balancer))
    layer.add(_record(layer, balancer, domain))
    add_firewall(layer, system, balancer)
    layer.leave(ports.HTTPS_LISTENER_ARN, Ref(https))
    layer.leave(ports.ALB_FULL_NAME, GetAtt(balancer, "LoadBalancerFullName"))
    layer.leave(ports.ALB_DNS_NAME, GetAtt(balancer, "DNSName"))
    layer.leave(ports.SITE_URL, Sub("https://${Domain}", Domain=domain))
    return layer


def _record(layer: Layer, balancer: LoadBalancer, domain: Ref) -> route53.RecordSetType:
    """Return the record that leads the domain to the load balancer."""
    return route53.RecordSetType(
        "SiteRecord",
        AliasTarget=route53.AliasTarget(
            DNSName=GetAtt(balancer, "DNSName"),
            HostedZoneId=GetAtt(balancer, "CanonicalHostedZoneID"),
        ),
        HostedZoneId=layer.setting(settings.HOSTED_ZONE),
        Name=domain,
        Type="A",
    )
