"""How the names lead to the load balancer: records, or what to write elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from troposphere import GetAtt, Join, route53
from troposphere.elasticloadbalancingv2 import LoadBalancer

from cfngen import ports
from cfngen.layers.edge import settings
from cfngen.layers.edge.names import Host
from cfngen.layers.layer import Layer
from cfngen.spec.edge import Edge


def lead(
    layer: Layer, edge: Edge, every: Sequence[Host], balancer: LoadBalancer
) -> None:
    """Add a record for each name, or leave the records that somebody has to write."""
    if edge.dns == "external":
        layer.leave(ports.DNS_RECORDS, _to_write(every, balancer))
        return
    for host in every:
        layer.add(_record(layer, host, balancer))


def _to_write(every: Sequence[Host], balancer: LoadBalancer) -> Join:
    """Return the records as text: `NAME CNAME TARGET`, separated by commas."""
    target = GetAtt(balancer, "DNSName")
    return Join(", ", [Join(" CNAME ", [host.value, target]) for host in every])


def _record(layer: Layer, host: Host, balancer: LoadBalancer) -> route53.RecordSetType:
    """Return the record that leads a name to the load balancer."""
    return route53.RecordSetType(
        f"{host.title}Record",
        AliasTarget=route53.AliasTarget(
            DNSName=GetAtt(balancer, "DNSName"),
            HostedZoneId=GetAtt(balancer, "CanonicalHostedZoneID"),
        ),
        HostedZoneId=layer.setting(settings.HOSTED_ZONE),
        Name=host.value,
        Type="A",
    )
