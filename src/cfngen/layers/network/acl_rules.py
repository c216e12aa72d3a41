"""Which packets each tier's network ACL lets pass, derived from the flows.

Network ACLs know no connections: what is asked in one direction must be let back in the
other, to a port of the asker's choice.
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cfngen.layers.flows import (
    ALB,
    INTERNET,
    TESTERS,
    Flow,
    flows,
    task_tiers,
    tier_of,
    workloads,
)
from cfngen.spec.network import Tier
from cfngen.spec.system import System

Peer = Tier | Literal["anywhere", "testers"]
OUTSIDE = ("anywhere", "testers")
Span = tuple[int, int]

ANY_CLIENT: Span = (1024, 65535)
"""Where browsers, load balancers and NAT gateways expect answers."""
TASK: Span = (32768, 65535)
"""Where a Fargate task expects answers: the range of its Linux kernel."""


@dataclass(frozen=True)
class Rule:
    """TCP to a span of ports is let in from a peer, or out to it.

    A rule `with_nat` stands only while there is a NAT gateway, one of testers only
    while there are any.
    """

    inbound: bool
    peer: Peer
    span: Span
    with_nat: bool = False

    def covers(self, other: Rule) -> bool:
        """Return whether everything that `other` lets pass passes here."""
        return (
            self.inbound == other.inbound
            and self.peer in ("anywhere", other.peer)
            and self.span[0] <= other.span[0]
            and other.span[1] <= self.span[1]
            and self.with_nat <= other.with_nat
        )


def rules(system: System, tier: Tier) -> tuple[Rule, ...]:
    """Return the rules of a tier's network ACL, none covered by another."""
    every = tuple(dict.fromkeys(_rules(system, tier)))
    return tuple(
        rule
        for rule in every
        if not any(wide.covers(rule) for wide in every if wide != rule)
    )


def _rules(system: System, tier: Tier) -> Iterator[Rule]:
    """Yield what a tier's ACL must let pass, flow by flow."""
    for flow in flows(system):
        yield from _ends(system, flow, tier)
        if tier == "public" and _through_nat(system, flow):
            yield from _asked("private", flow.port, TASK, with_nat=True)
            yield from _asks("anywhere", flow.port, ANY_CLIENT, with_nat=True)
    if tier in task_tiers(system):
        # The S3 endpoint has S3's public addresses, and ACLs cannot name a prefix list.
        yield from _asks("anywhere", 443, TASK)


def _ends(system: System, flow: Flow, tier: Tier) -> Iterator[Rule]:
    """Yield what lets a flow leave the tier where it starts and enter where it ends."""
    source, destination = (_peer(system, w) for w in (flow.source, flow.destination))
    answers = ANY_CLIENT if source in OUTSIDE or flow.source == ALB else TASK
    if source == tier:
        yield from _asks(destination, flow.port, answers)
    if destination == tier:
        yield from _asked(source, flow.port, answers)


def _asks(
    peer: Peer, port: int, answers: Span, with_nat: bool = False
) -> Iterator[Rule]:
    """Yield what a tier needs to open connections to a peer."""
    yield Rule(False, peer, (port, port), with_nat)
    yield Rule(True, peer, answers, with_nat)


def _asked(
    peer: Peer, port: int, answers: Span, with_nat: bool = False
) -> Iterator[Rule]:
    """Yield what a tier needs to take connections from a peer."""
    yield Rule(True, peer, (port, port), with_nat)
    yield Rule(False, peer, answers, with_nat)


def _peer(system: System, workload: str) -> Peer:
    """Return where a workload is, as an ACL can name it.

    Cloudflare's ranges would fill an ACL, which cannot name a prefix list.
    """
    if workload in workloads(system):
        return tier_of(system, workload)
    return "testers" if workload == TESTERS else "anywhere"


def _through_nat(system: System, flow: Flow) -> bool:
    """Return whether a flow leaves the VPC by a NAT gateway in the public tier."""
    return flow.destination == INTERNET and tier_of(system, flow.source) == "private"
