"""Small networks for tests, made of facts: no template, no reading.

`network(...)` takes the parts in any order. Without any it is one VPC, `Vpc`, with
10.0.0.0/16 and 2001:db8::/56, the network ACL `Open`, which allows everything, and the
route tables `Local`, which has local routes alone, and `Public`, which leads to an
internet gateway besides.
"""

from __future__ import annotations

from collections.abc import Iterable

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import (
    Forward,
    Interface,
    Kind,
    Subnet,
    Vpc,
    Workload,
)
from cfngen.prove.network.rules import (
    Acl,
    Entry,
    Group,
    Names,
    Origin,
    Ranges,
    Route,
    Rule,
    Table,
    Traffic,
    Way,
)
from cfngen.prove.packets import ANY_PORT, ICMP, TCP, UDP, Family, Span
from cfngen.prove.packets.family import family_of, span

EVERYWHERE = ("0.0.0.0/0", "::/0")
VPC_RANGES = ("10.0.0.0/16", "2001:db8::/56")
PROTOCOLS = {"tcp": TCP, "udp": UDP, "icmp": ICMP[Family.V4], "icmpv6": ICMP[Family.V6]}

Part = Vpc | Subnet | Group | Acl | Table | Workload | Forward


def ranges(*cidrs: str) -> Ranges:
    """Return address ranges of both families."""
    of: dict[Family, tuple[Span, ...]] = {Family.V4: (), Family.V6: ()}
    for cidr in cidrs:
        of[family_of(cidr)] += (span(cidr),)
    return Ranges(of[Family.V4], of[Family.V6])


def traffic(text: str) -> Traffic:
    """Return what `tcp/443`, `udp/1-9`, `tcp`, `icmp`, `47` or `any` says."""
    if text == "any":
        return Traffic()
    protocol, _, ports = text.partition("/")
    number = PROTOCOLS.get(protocol) or int(protocol)
    low, _, high = ports.partition("-")
    to = (int(low), int(high or low)) if ports else ANY_PORT
    return Traffic((number, number), to)


def rule(ports: str, *peers: str, unknowns: Names = (), list_: str = "") -> Rule:
    """Return a rule for some ranges, or for one security group by its path."""
    cidrs = [peer for peer in peers if "/" in peer and peer[-1].isdigit()]
    (group_,) = [peer for peer in peers if peer not in cidrs] or [""]
    origin = Origin("Rule", (), f"{ports} {' '.join(peers)}")
    many = tuple(traffic(one) for one in ports.split())
    return Rule(origin, many, ranges(*cidrs), group_, list_, unknowns)


def group(
    path: str,
    ingress: Iterable[Rule] = (),
    egress: Iterable[Rule] | None = None,
    carried: Names = (),
) -> Group:
    """Return a security group; without egress rules it lets everything out."""
    out = (rule("any", *EVERYWHERE),) if egress is None else tuple(egress)
    return Group(path, "Vpc", tuple(ingress), out, carried)


def entry(
    number: int, allows: bool, ports: str, *cidrs: str, unknowns: Names = ()
) -> Entry:
    """Return an entry of a network ACL; without ranges it is for everybody."""
    many = tuple(traffic(one) for one in ports.split())
    where = ranges(*(cidrs or EVERYWHERE))
    origin = Origin("Acl", (), f"#{number}")
    return Entry(origin, number, allows, where, many, unknowns)


def acl(path: str, inbound: Iterable[Entry], outbound: Iterable[Entry]) -> Acl:
    """Return a network ACL with its entries in order."""
    entries, exits = (
        tuple(sorted(some, key=lambda one: one.number)) for some in (inbound, outbound)
    )
    return Acl(path, entries, exits)


def route(
    cidrs: str,
    way: Way,
    target: str = "",
    *,
    unknowns: Names = (),
    service: str = "",
    list_: str = "",
) -> Route:
    """Return a route for ranges that are parted by blanks."""
    origin = Origin("Route", (), f"{cidrs} to {way.value}")
    where = ranges(*cidrs.split())
    return Route(origin, where, way, target, service, list_, unknowns)


def table(path: str, *routes: Route, local: Iterable[str] = VPC_RANGES) -> Table:
    """Return a route table, the local routes of the VPC among its routes."""
    own = tuple(route(cidr, Way.LOCAL) for cidr in local)
    return Table(path, (*own, *routes))


def subnet(
    path: str,
    *cidrs: str,
    acl: str = "Open",
    table: str = "Local",
    vpc: str = "Vpc",
    unknowns: Names = (),
    names: Names = (),
) -> Subnet:
    """Return a subnet."""
    where = ranges(*cidrs)
    return Subnet(path, vpc, where, acl, table, Origin(path), unknowns, names)


def workload(
    path: str,
    subnets: Iterable[str],
    groups: Names = (),
    *,
    kind: Kind = Kind.SERVICE,
    public: bool | None = False,
    v6: bool | None = False,
    unguarded: bool = False,
    unknowns: Names = (),
    names: Names = (),
    ports: tuple[int, ...] = (),
    service: str = "",
    private_dns: bool | None = False,
) -> Workload:
    """Return a workload with one interface in each subnet; it is named by its path."""
    interfaces = tuple(
        Interface(path, one, groups, public, v6, Origin(path), unguarded, unknowns)
        for one in subnets
    )
    return Workload(
        *(path, kind, names or (path.lower(),), interfaces, ports, service),
        private_dns=private_dns,
    )


def nat(path: str, subnet: str) -> Workload:
    """Return a NAT gateway with a public address."""
    return workload(path, (subnet,), kind=Kind.NAT, public=True, unguarded=True)


def network(*parts: Part) -> Network:
    """Return the network of some parts; those above are there unless parts say else."""
    whole = (
        Vpc("Vpc", ranges(*VPC_RANGES)),
        acl("Open", [entry(100, True, "any")], [entry(100, True, "any")]),
        table("Local"),
        table("Public", route(" ".join(EVERYWHERE), Way.INTERNET, "Gateway")),
        *parts,
    )

    return Network(
        vpcs={part.path: part for part in whole if isinstance(part, Vpc)},
        subnets={part.path: part for part in whole if isinstance(part, Subnet)},
        groups={part.path: part for part in whole if isinstance(part, Group)},
        acls={part.path: part for part in whole if isinstance(part, Acl)},
        tables={part.path: part for part in whole if isinstance(part, Table)},
        workloads={part.path: part for part in whole if isinstance(part, Workload)},
        forwards=tuple(part for part in whole if isinstance(part, Forward)),
    )


def end(of: Network, name: str, at: int = 0) -> Interface:
    """Return one interface of a workload."""
    return of.workloads[name].interfaces[at]


def grown(count: int) -> Network:
    """Return a network of a load balancer and many services, each with a group.

    Each service admits the load balancer and calls the service after it; all reach one
    database. There are three tiers in two zones, with network ACLs of eight entries.
    """
    names = [f"Service{number}" for number in range(count)]
    services = [
        part
        for number, name in enumerate(names)
        for part in _service(name, names[(number + 1) % count], number)
    ]
    admitted = [rule("tcp/5432", f"{name}Group") for name in names]
    return network(
        *_tiers(),
        group("BalancerGroup", [rule("tcp/443 tcp/80", *EVERYWHERE)]),
        group("DatabaseGroup", admitted, ()),
        workload(
            *("Balancer", ("Public0", "Public1"), ("BalancerGroup",)),
            kind=Kind.BALANCER,
            public=True,
        ),
        workload(
            *("Database", ("Isolated0", "Isolated1"), ("DatabaseGroup",)),
            kind=Kind.DATABASE,
        ),
        nat("Nat", "Public0"),
        *services,
    )


def _service(name: str, called: str, number: int) -> tuple[Group, Workload]:
    """Return a service and its group."""
    port = f"tcp/{3000 + number}"
    before = f"Service{number - 1}Group" if number else "BalancerGroup"
    rules = [rule(port, "BalancerGroup"), rule(port, before)]
    out = [
        rule("tcp/5432", "DatabaseGroup"),
        rule("tcp/443", "0.0.0.0/0"),
        rule(f"tcp/{3001 + number}", f"{called}Group"),
    ]
    return (
        group(f"{name}Group", rules, out),
        workload(name, ("Private0", "Private1"), (f"{name}Group",)),
    )


def _tiers() -> list[Part]:
    """Return the subnets of three tiers in two zones, with tables and network ACLs."""
    parts: list[Part] = [table("Nated", route("0.0.0.0/0", Way.NAT, "Nat"))]
    for index, tier in enumerate(("Public", "Private", "Isolated")):
        entries = [
            entry(100 + step, True, ports)
            for step, ports in enumerate(
                ("tcp/443", "tcp/80", "tcp/5432", "tcp/1024-65535", "icmp/772")
            )
        ]
        denied = [entry(10 + step, False, f"tcp/{3389 + step}") for step in range(3)]
        parts.append(acl(f"{tier}Acl", [*denied, *entries], [*denied, *entries]))
        way = {"Public": "Public", "Private": "Nated"}.get(tier, "Local")
        parts += [
            subnet(
                *(f"{tier}{zone}", f"10.0.{index * 16 + zone * 8}.0/21"),
                acl=f"{tier}Acl",
                table=way,
                names=(tier.lower(),),
            )
            for zone in range(2)
        ]
    return parts
