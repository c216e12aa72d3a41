"""Which ports clients send from: what a claim that something works assumes.

https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html
"""

from __future__ import annotations

from collections.abc import Mapping

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface, Kind
from cfngen.prove.packets import Span

EPHEMERAL: Span = (1024, 65_535)
"""Ports of clients on the internet, NAT gateways, load balancers and functions, and of
everybody of whom nothing better is known."""

LINUX: Span = (32_768, 60_999)
"""Ports of Linux kernels (net.ipv4.ip_local_port_range), tasks on Fargate among them.

AWS's page says 61000, which kernels before 4.2 took as well."""

PORTS: Mapping[Kind, Span] = {Kind.SERVICE: LINUX, Kind.JOB: LINUX}

TYPICAL = 49_152
"""A port that every kind of client uses, for examples."""


def client_ports(network: Network, end: Interface | None) -> Span:
    """Return the ports that an end sends from; the internet is None."""
    workload = None if end is None else network.workloads.get(end.workload)
    return EPHEMERAL if workload is None else PORTS.get(workload.kind, EPHEMERAL)
