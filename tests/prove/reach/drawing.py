"""Random networks made of facts, with unknowns, and packets near their edges."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface, Kind, Subnet, Workload
from cfngen.prove.network.rules import Acl, Entry, Group, Route, Rule, Table, Way
from cfngen.prove.packets import Family, Packet, Span
from cfngen.prove.reach.flow import Reach
from tests.prove.networks import (
    EVERYWHERE,
    acl,
    entry,
    group,
    nat,
    network,
    route,
    rule,
    subnet,
    table,
    workload,
)

PORTS = (
    "tcp/80",
    "tcp/443-445",
    "tcp/1024-65535",
    "udp/53",
    "icmp",
    "icmp/2048",
    "any",
)
RANGES = (
    *("0.0.0.0/0", "10.0.0.0/16", "10.0.1.0/24", "10.0.0.0/23", "203.0.113.0/24"),
    *("::/0", "2001:db8::/56", "2001:db8:0:1::/64"),
)
SUBNETS = {
    "A": ("10.0.0.0/24", "2001:db8::/64"),
    "B": ("10.0.1.0/24", "2001:db8:0:1::/64"),
    "C": ("10.0.2.0/28",),
    "Far": ("10.9.0.0/24", "2001:db8:9::/64"),
}
GROUPS = ("One", "Two", "Three")
ACLS = ("Open", "AclOne", "AclTwo", "Gone")
TABLES = ("Local", "Public", "TableOne", "TableTwo", "Gone")
KNOWN, UNSURE = (), ("Unsure",)
NUMBERS = (0, 1, 52, 53, 79, 80, 443, 446, 1023, 1024, 32768, 49152, 65535)
ADDRESSES = {
    Family.V4: (
        "10.0.0.4",
        "10.0.0.3",
        "10.0.1.9",
        "10.0.2.5",
        "203.0.113.9",
        "8.8.8.8",
    ),
    Family.V6: ("2001:db8::9", "2001:db8:0:1::9", "2600::1"),
}


def drawn(random: Random, unsure: float = 0.15) -> Network:
    """Return a random network; `unsure` is how often a fact is not known."""
    draw = _Drawing(random, unsure)
    return network(
        *(draw.group(name) for name in GROUPS),
        *(draw.acl(name) for name in ACLS[1:3]),
        *(draw.table(name) for name in TABLES[2:4]),
        *(draw.subnet(name) for name in SUBNETS),
        nat("Nat", random.choice(("A", "B"))),
        *(draw.workload(name) for name in ("X", "Y", "Z")),
    )


def packet(
    random: Random, reach: Reach, ends: tuple[Interface | None, Interface | None]
) -> tuple[Family, Packet]:
    """Return a packet between two ends, now and then with a wrong address."""
    family = random.choice(list(Family))
    protocol = random.choice((6, 6, 6, 17, family.icmp, 47))
    source, target = (_address(random, reach, end, family) for end in ends)
    if protocol == family.icmp:
        to = random.choice((2048, 0, 772, 128 << 8, 129 << 8))
        return family, Packet(source, target, protocol, 0, to)
    ports = (random.choice(NUMBERS), random.choice(NUMBERS))
    return family, Packet(source, target, protocol, *ports)


def _address(
    random: Random, reach: Reach, end: Interface | None, family: Family
) -> int:
    spans: tuple[Span, ...] = reach.addresses(end, family)
    if spans and random.random() < 0.9:
        low, high = random.choice(spans)
        return random.choice((low, high, random.randint(low, high)))
    low, high = family.every
    return random.randint(low, high)


class _Drawing:
    """Draws facts, most of them such that packets pass."""

    def __init__(self, random: Random, unsure: float) -> None:
        self.random, self.unsure = random, unsure

    def unknowns(self) -> tuple[str, ...]:
        return UNSURE if self.random.random() < self.unsure else KNOWN

    def rule(self) -> Rule:
        ports = self.random.choice((*PORTS, "any", "tcp/443-445 udp/53"))
        peers = self.random.sample(RANGES, self.random.randint(1, 2))
        if self.random.random() < 0.3:
            peers = [self.random.choice((*GROUPS, "Elsewhere"))]
        return rule(ports, *peers, unknowns=self.unknowns())

    def group(self, name: str) -> Group:
        ingress = [self.rule() for _ in range(self.random.randint(0, 3))]
        egress = [self.rule() for _ in range(self.random.randint(0, 3))]
        carried = self.unknowns()
        return group(name, ingress, self.random.choice((None, egress)), carried)

    def entry(self, number: int) -> Entry:
        allows, ports = self.random.random() < 0.7, self.random.choice(PORTS)
        cidrs = self.random.choice(
            (RANGES[:1], EVERYWHERE, self.random.sample(RANGES, 2))
        )
        unknowns = self.unknowns()
        at = 0 if unknowns and self.random.random() < 0.3 else number
        return entry(at, allows, ports, *cidrs, unknowns=unknowns)

    def acl(self, name: str) -> Acl:
        sides = [[self.entry(10 * n) for n in range(1, 5)] for _ in range(2)]
        for side in sides:
            if self.random.random() < 0.7:
                side.append(entry(900, True, "any"))
        return acl(name, *sides)

    def route(self) -> Route:
        cidrs = self.random.choice(
            (
                "0.0.0.0/0",
                "::/0",
                "0.0.0.0/1",
                "203.0.113.0/24",
                "10.0.1.0/24",
                "2600::/16",
            )
        )
        way = self.random.choice((*Way, Way.NAT, Way.NAT, Way.INTERNET))
        target = self.random.choice(("Nat", "Nat", "NatElsewhere"))
        found = route(cidrs, way, target, unknowns=self.unknowns())
        vague = bool(found.unknowns) and self.random.random() < 0.4
        propagated = way is Way.OUTSIDE and self.random.random() < 0.5
        listed = "List" if self.random.random() < 0.2 else ""
        return replace(found, vague=vague, propagated=propagated, list=listed)

    def table(self, name: str) -> Table:
        routes = [self.route() for _ in range(self.random.randint(1, 4))]
        if self.random.random() < 0.6:
            routes.append(route("0.0.0.0/0", Way.NAT, "Nat"))
        return table(name, *routes)

    def subnet(self, name: str) -> Subnet:
        some = (ACLS, TABLES)
        acl_, table_ = (
            self.random.choice(names if self.random.random() < 0.2 else names[:-1])
            for names in some
        )
        vpc = {"Far": "Other"}.get(name, "Vpc")
        if self.random.random() < 0.1:
            vpc = ""
        unknowns = self.unknowns()
        found = subnet(name, *SUBNETS[name], acl=acl_, table=table_, vpc=vpc)
        return replace(found, unknowns=unknowns)

    def workload(self, name: str) -> Workload:
        places = self.random.sample((*SUBNETS, "Nowhere"), 2)
        groups = tuple(self.random.sample((*GROUPS, "Elsewhere"), 1))
        facts = (True, False, None) if self.unsure else (True, False)
        return workload(
            *(name, places, groups),
            kind=self.random.choice((Kind.SERVICE, Kind.OTHER)),
            public=self.random.choice(facts),
            v6=self.random.choice(facts),
            unguarded=self.random.random() < 0.2,
            unknowns=self.unknowns(),
        )
