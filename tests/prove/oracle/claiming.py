"""Random claims, and what packets of a network must do where one is proved.

The meaning of each claim is told here once more, packet by packet and without sets; it
shares nothing with `cfngen.prove.judging`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from random import Random

from tests.prove.oracle.naive import Plain, Wire
from tests.prove.oracle.written import Place, named

SETS = {
    "office": ("203.0.113.0/24", "2a00:1450::/29"),
    "half": ("0.0.0.0/1", "2000::/4"),
    "four": ("0.0.0.0/0",),
    "six": ("::/0",),
}
TEXT = "".join(f"set {name} = {', '.join(given)}\n" for name, given in SETS.items())

STRANGER = "stranger"
TASKS, OTHERS = (32_768, 60_999), (1024, 65_535)
PORTS = ("tcp/443", "tcp/5432", "tcp/1-1023", "tcp", "udp", "udp/80", "icmp", "any")

End = Place | None
Member = Callable[[End, Wire], bool]


def unguarded(plain: Plain) -> tuple[Place, ...]:
    """Return somebody else in every subnet, and NAT gateways: no group guards them."""
    others = tuple(
        Place(STRANGER, name, (), True, any(r.version == 6 for r in ranges), False)
        for name, ranges in plain.written.ranges.items()
    )
    gateways = tuple(
        Place(
            *(name, named(p["SubnetId"]), ()),
            p.get("ConnectivityType", "public") == "public",
            v6=False,
            guarded=False,
        )
        for name, p in plain.written.of("NatGateway")
    )
    return (*others, *gateways)


@dataclass(frozen=True)
class Asked:
    """A claim that was drawn: its text, its kind and its parts."""

    kind: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    ports: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the claim as it is written."""
        who, whom = ", ".join(self.sources), ", ".join(self.targets)
        on = f" : {', '.join(self.ports)}" if self.ports else ""
        return {
            "works": f"{who} -> {whom}{on}",
            "works only": f"{who} -> {whom}{on} only",
            "only": f"only {who} -> {whom}{on}",
            "never": f"{who} -/-> {whom}{on}",
            "by route": f"{who} -/-> internet by route",
            "nacl": f"nacl {who} default-deny",
        }[self.kind]


@dataclass(frozen=True)
class Meaning:
    """What claims say of the packets of one network."""

    plain: Plain

    def breaks(self, asked: Asked, source: End, target: End, w: Wire) -> bool:
        """Return whether a packet that arrives is one that a claim forbids."""
        ours = self.among(asked.sources, source, w, w.src)
        theirs = self.among(asked.targets, target, w, w.dst)
        named = not asked.ports or any(carries(one, w) for one in asked.ports)
        match asked.kind:
            case "never":
                return ours and theirs and named
            case "works only":
                return ours and theirs and not named
            case "only":
                if target is None and (source is None or source.name == STRANGER):
                    return False
                return theirs and not (ours and named)
            case _:
                return False

    def needs(self, asked: Asked, source: End, target: End, w: Wire) -> bool:
        """Return whether a claim that something works is about a packet."""
        if asked.kind not in ("works", "works only") or not w.asks:
            return False
        if not self.plain.is_at(source, w.src) or not self.plain.is_at(target, w.dst):
            return False
        if w.src.version == 6 and not all(map(self._surely_six, (source, target))):
            return False
        if not self.among(asked.sources, source, w, w.src):
            return False
        if not self.among(asked.targets, target, w, w.dst):
            return False
        if w.proto not in (1, 6, 17, 58):
            return False
        low, high = TASKS if self.is_task(source) else OTHERS
        usual = w.proto in (1, 58) or low <= w.sport <= high
        return usual and any(carries(one, w) for one in asked.ports)

    def among(self, names: tuple[str, ...], end: End, w: Wire, address: object) -> bool:
        """Return whether an end, at an address, is one that names stand for."""
        return any(self._is(name, end, address) for name in names)

    def subnets(self, names: tuple[str, ...]) -> Iterator[str]:
        """Yield the subnets that names stand for."""
        places = (*self.plain.places, *unguarded(self.plain))
        for one in self.plain.written.ranges:
            here = [place for place in places if place.subnet == one]
            if any(self._is(name, place, None) for name in names for place in here):
                yield one

    def is_task(self, end: End) -> bool:
        return end is not None and end.name.startswith("Task")

    def _surely_six(self, end: End) -> bool:
        return end is None or (end.v6 and end.name.startswith("Front"))

    def _is(self, name: str, end: End, address: object) -> bool:
        if name == "*":
            return True
        if end is None:
            if not name.startswith("internet"):
                return False
            _, _, within = name.removesuffix("]").partition("[")
            given = [ip_network(c) for c in SETS.get(within.removeprefix("!"), ())]
            inside = any(address in one for one in given)
            return not within or inside is not within.startswith("!")
        if name.startswith("subnets("):
            return end.subnet == name.removeprefix("subnets(").removesuffix(")")
        if end.name == STRANGER:
            return name in ("vpc", STRANGER)
        return name in ("vpc", end.name, self._kind(end.name))

    def _kind(self, name: str) -> str:
        body = self.plain.written.resources[name]
        if body["Type"].endswith("LoadBalancer"):
            network = body["Properties"].get("Type") == "network"
            return "nlb" if network else "alb"
        if body["Type"].endswith("NatGateway"):
            return "nats"
        return "database" if body["Type"].endswith("DBInstance") else "services"


def carries(port: str, w: Wire) -> bool:
    """Return whether ports of a claim name a packet's protocol and port."""
    word, _, numbers = port.partition("/")
    if word == "any":
        return True
    icmp = 1 if w.src.version == 4 else 58
    protocol = {"tcp": 6, "udp": 17, "icmp": icmp}[word]
    low, _, high = numbers.partition("-")
    fits = not numbers or int(low) <= w.dport <= int(high or low)
    return w.proto == protocol and fits


def drawn(random: Random, plain: Plain) -> Asked:
    """Return a random claim on a network."""
    kind = random.choice(
        ("works", "works only", *("only",) * 3, *("never",) * 3, "by route", "nacl")
    )
    if kind in ("by route", "nacl"):
        chosen = random.sample(sorted(plain.written.ranges), 1)
        return Asked(kind, tuple(f"subnets({one})" for one in chosen), ())
    sources = _ends(random, plain, 1 + (random.random() < 0.4))
    targets = _ends(random, plain, 1 + (random.random() < 0.2))
    while _outside(sources) and _outside(targets):
        targets = _ends(random, plain, 1)
    count = (
        random.choice((1, 1, 2))
        if kind.startswith("works")
        else random.choice((0, 0, 1, 2))
    )
    ports = tuple(random.sample(PORTS, count))
    return Asked(kind, sources, targets, ports)


def _outside(names: tuple[str, ...]) -> bool:
    return any(one.startswith("internet") for one in names)


def _ends(random: Random, plain: Plain, count: int) -> tuple[str, ...]:
    own = sorted({place.name for place in plain.places})
    whole = [f"subnets({one})" for one in sorted(plain.written.ranges)]
    pool = (
        *own * 3,
        *("internet", "internet[office]", "internet[!office]", "internet[half]"),
        *(*whole, "services", "vpc", STRANGER, "*"),
    )
    return tuple(dict.fromkeys(random.choice(pool) for _ in range(count)))
