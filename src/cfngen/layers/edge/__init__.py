"""The edge layer: the load balancer that serves HTTPS for the system's domain."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, Ref, Sub
from troposphere.elasticloadbalancingv2 import LoadBalancer

from cfngen import ports
from cfngen.errors import WiringError
from cfngen.layers.edge import dns, secret, settings
from cfngen.layers.edge.balancer import load_balancer
from cfngen.layers.edge.certificate import certificate
from cfngen.layers.edge.firewall import add_firewall
from cfngen.layers.edge.listeners import http_listener, https_listener
from cfngen.layers.edge.names import hosts
from cfngen.layers.flows import HTTPS, TEST_PORT, tries_out
from cfngen.layers.layer import Layer
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.system import System


def build(system: System) -> Layer:
    """Build the edge layer.

    Raises WiringError when the spec has no edge.
    """
    edge = system.edge
    if edge is None:
        raise WiringError(f"{system.system} has no edge to build a layer for.")
    layer = Layer("edge", f"{system.system}: load balancer, certificate and DNS")
    layer.setting(ENVIRONMENT_NAME)
    balancer = layer.add(load_balancer(layer, system))
    every = hosts(layer, edge)
    shown = certificate(layer, system, edge, every)
    _add_listeners(layer, system, balancer, shown)
    dns.lead(layer, edge, every, balancer)
    add_firewall(layer, system, balancer)
    domain = layer.setting(settings.domain_name(edge))
    if edge.as_secret:
        secret.add(layer, system, balancer, domain)
    layer.leave(ports.CERTIFICATE_ARN, shown)
    layer.leave(ports.ALB_FULL_NAME, GetAtt(balancer, "LoadBalancerFullName"))
    layer.leave(ports.ALB_DNS_NAME, GetAtt(balancer, "DNSName"))
    layer.leave(ports.SITE_URL, Sub("https://${Domain}", Domain=domain))
    return layer


def _add_listeners(
    layer: Layer, system: System, balancer: LoadBalancer, certificate_arn: Any
) -> None:
    """Add the listeners, and leave those that services add their rules to.

    Where CodeDeploy releases a service, one more shows the new tasks to testers first.
    """
    https = layer.add(https_listener("HttpsListener", HTTPS, balancer, certificate_arn))
    layer.leave(ports.HTTPS_LISTENER_ARN, Ref(https))
    layer.add(http_listener(balancer))
    if tries_out(system):
        test = https_listener("TestListener", TEST_PORT, balancer, certificate_arn)
        layer.leave(ports.TEST_LISTENER_ARN, Ref(layer.add(test)))
