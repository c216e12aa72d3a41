"""A small system to judge claims on: a load balancer, a backend, a job, a database."""

from __future__ import annotations

from dataclasses import replace

from cfngen.prove.claims.parsing import parsed
from cfngen.prove.claims.selecting import Selecting
from cfngen.prove.judging.network import judged
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Kind
from cfngen.prove.network.rules import Way
from cfngen.prove.reach.flow import Reach
from cfngen.prove.verdict import Verdict
from tests.prove.networks import (
    Part,
    acl,
    entry,
    group,
    network,
    route,
    rule,
    subnet,
    table,
    workload,
)

INSIDE = "10.0.0.0/16"

PUBLIC = acl(
    "PublicAcl",
    [
        entry(100, True, "tcp/443 tcp/80", "0.0.0.0/0"),
        entry(110, True, "tcp/1024-65535", "0.0.0.0/0"),
    ],
    [
        entry(100, True, "tcp/443", "0.0.0.0/0"),
        entry(110, True, "tcp/1024-65535", "0.0.0.0/0"),
    ],
)
ISOLATED = acl(
    "IsolatedAcl",
    [entry(100, True, "tcp/5432", INSIDE)],
    [entry(100, True, "tcp/32768-65535", INSIDE)],
)


def world(*parts: Part) -> Network:
    """Return the network; parts of the same path stand in the place of its own."""
    return network(
        *(PUBLIC, ISOLATED),
        table("Nowhere"),
        table("Out", route("0.0.0.0/0", Way.INTERNET, "Gateway")),
        subnet(
            "PublicA", "10.0.0.0/24", table="Out", acl="PublicAcl", names=("public",)
        ),
        subnet(
            "PublicB", "10.0.1.0/24", table="Out", acl="PublicAcl", names=("public",)
        ),
        *(_isolated("IsolatedA", 20), _isolated("IsolatedB", 21)),
        group(
            "AlbGroup",
            [rule("tcp/443", "104.16.0.0/13")],
            [rule("tcp/3001", "BackendGroup")],
        ),
        group(
            "BackendGroup",
            [rule("tcp/3001", "AlbGroup")],
            [rule("tcp/5432", "DatabaseGroup"), rule("tcp/443", "0.0.0.0/0")],
        ),
        group("JobGroup", [], [rule("tcp/5432", "DatabaseGroup")]),
        group(
            "DatabaseGroup",
            [rule("tcp/5432", "BackendGroup"), rule("tcp/5432", "JobGroup")],
            [],
        ),
        workload("Alb", PUBLICS, ("AlbGroup",), kind=Kind.BALANCER, public=True),
        workload("Backend", PUBLICS, ("BackendGroup",), public=True),
        workload("Job", PUBLICS, ("JobGroup",), kind=Kind.JOB, public=True),
        workload(
            *("Database", ("IsolatedA", "IsolatedB"), ("DatabaseGroup",)),
            kind=Kind.DATABASE,
            ports=(5432,),
        ),
        *parts,
    )


PUBLICS = ("PublicA", "PublicB")


def verdict(net: Network, text: str) -> Verdict:
    """Return the verdict on the last claim of a text; all of it has to be readable."""
    read = parsed(text, "t.claims")
    assert not read.findings, read.findings
    claim = read.claims.written[-1]
    return judged(claim, Selecting(read.claims, net), Reach(net))  # type: ignore[arg-type]


def at_rule(words: str, net: Network) -> object:
    """Return the origin of the rule with some words."""
    origins = (
        one.origin
        for holder in net.groups.values()
        for one in (*holder.ingress, *holder.egress)
    )
    return next(one for one in origins if one.words == words)


def without(net: Network, *groups: str) -> Network:
    """Return a network in which some security groups are not at hand."""
    kept = {path: one for path, one in net.groups.items() if path not in groups}
    return replace(net, groups=kept)


def _isolated(path: str, third: int) -> Part:
    """Return an isolated subnet."""
    cidr = f"10.0.{third}.0/24"
    return subnet(path, cidr, table="Nowhere", acl="IsolatedAcl", names=("isolated",))
