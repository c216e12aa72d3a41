"""What a claim is, as it has been read. Nothing here knows a network or a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cfngen.findings import Place
from cfngen.prove.network.rules import Ranges
from cfngen.prove.packets import Span

INTERNET, ANYONE, VPC, STRANGER = "internet", "*", "vpc", "stranger"
"""The names that are kept: all public addresses, everybody (strangers, the internet and
every workload), every workload and stranger inside, somebody else inside."""


NOBODY = "nobody"
"""Whom a claim names where there is to be no reader at all: `only nobody read X`."""

WRITTEN = "claims"
"""The key of a spec that claims stand below; in a file of their own it is empty."""


@dataclass(frozen=True)
class Said:
    """A claim's words and where they are written.

    `where` are kinds of workloads: the claim is made of environments that have one of
    each (`backend -> endpoints : tcp/443 where endpoints`).
    """

    text: str
    place: Place
    where: tuple[str, ...] = ()

    @property
    def follows(self) -> bool:
        """Return whether it follows from a value of the spec, which its place names."""
        return self.place.path not in ("", WRITTEN)


@dataclass(frozen=True)
class Name:
    """A name in a claim: a workload, a pattern of them, a group or one that is kept.

    `within` is the name of a set of addresses, with `!` all others are meant:
    `internet[cloudflare]`, `internet[!cloudflare]`.
    """

    text: str
    place: Place
    within: str = ""


@dataclass(frozen=True)
class Ports:
    """Protocol and ports of a claim: `tcp/443`, `tcp/4000-4003`, `icmp`, `any`.

    `text` is as it was written; protocol and ports as in `Traffic`, of `icmp` those of
    IPv4. What `any but tcp/443` leaves are several, with the same text.
    """

    text: str
    protocol: Span
    to: Span


@dataclass(frozen=True)
class Works:
    """`A -> B : P`, each of A reaches each of B and is answered; `only`: nothing else
    from A to B gets through."""

    said: Said
    sources: tuple[Name, ...]
    targets: tuple[Name, ...]
    ports: tuple[Ports, ...]
    only: bool = False


@dataclass(frozen=True)
class Only:
    """`only A, B -> C : P`, nobody else reaches C, in an open world, and they on P.

    Without ports they may reach all of it.
    """

    said: Said
    sources: tuple[Name, ...]
    targets: tuple[Name, ...]
    ports: tuple[Ports, ...] = ()


@dataclass(frozen=True)
class Never:
    """`A -/-> B [: P]`, nothing gets through; `by_route`: no route leads there at all,
    which holds whatever security groups and network ACLs say."""

    said: Said
    sources: tuple[Name, ...]
    targets: tuple[Name, ...]
    ports: tuple[Ports, ...] = ()
    by_route: bool = False


@dataclass(frozen=True)
class DefaultDeny:
    """`nacl T default-deny`, each subnet of T has a network ACL of its own, whose
    entries allow what they name and no entry allows everything from everybody."""

    said: Said
    tiers: tuple[Name, ...]


@dataclass(frozen=True)
class Grant:
    """What a role is meant to do: actions on resources, patterns as IAM writes them.

    A resource is `Database/DatabaseSecret` (its path, its logical id or a name), with
    an ending such as `/*` where it has parts, an ARN with `*`, or `*` alone.
    """

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class RoleOnly:
    """`role R only A on X; B, C on Y`, the role may do no more than that; `nothing`
    where there are no grants."""

    said: Said
    roles: tuple[Name, ...]
    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class NoEscalation:
    """`role R no-escalation`, the role cannot come to more than it has been given."""

    said: Said
    roles: tuple[Name, ...]


@dataclass(frozen=True)
class Trusted:
    """`role R only for P`, nobody but these principals may become the role:
    `ecs-tasks.amazonaws.com`, an account, a role's name, or
    `github:owner/repository[:ref]`."""

    said: Said
    roles: tuple[Name, ...]
    principals: tuple[str, ...]


@dataclass(frozen=True)
class Readers:
    """`only R, S read X`, nobody else can read a secret, a parameter, a bucket's
    objects or what a key encrypts; identity, resource and key policies count.

    Without roles it is `only nobody read X`.
    """

    said: Said
    roles: tuple[Name, ...]
    resources: tuple[Name, ...]


Claim = Works | Only | Never | DefaultDeny | RoleOnly | NoEscalation | Trusted | Readers


def named(claim: Claim) -> tuple[Name, ...]:
    """Return the names in a claim, in their order; a grant's resources are none."""
    match claim:
        case Works() | Only() | Never():
            return (*claim.sources, *claim.targets)
        case DefaultDeny():
            return claim.tiers
        case Readers():
            return (*claim.roles, *claim.resources)
        case _:
            return claim.roles


@dataclass(frozen=True)
class Claims:
    """All claims on a system: `sets` are addresses by name, `groups` names by name.

    `derived` follow from the spec. A group's members are names, patterns, or
    `subnets(Database*)`.
    """

    written: tuple[Claim, ...] = ()
    derived: tuple[Claim, ...] = ()
    sets: Mapping[str, Ranges] = field(default_factory=dict)
    groups: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)

    @property
    def every(self) -> tuple[Claim, ...]:
        """Return all claims, written ones first."""
        return (*self.written, *self.derived)
