"""What is said of packets, verdicts and their numbers: the same in every form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cfngen.prove.network.places import Interface
from cfngen.prove.packets import ICMP, TCP, UDP, Family
from cfngen.prove.packets.family import span
from cfngen.prove.packets.wording import named
from cfngen.prove.reach.internet import RESERVED
from cfngen.prove.reach.walking import Walk
from cfngen.prove.reach.wording import INTERNET
from cfngen.prove.verdict import Proof, Truth, Verdict
from cfngen.render.proof.marks import Marks

SOMEBODY = "somebody"
"""Whose private addresses are that nobody at hand has."""

FAILING = (Truth.REFUTED, Truth.UNDECIDED, Truth.VACUOUS)

HEADS = {
    Truth.PROVED: "PROVED",
    Truth.REFUTED: "REFUTED",
    Truth.UNDECIDED: "UNDECIDED",
    Truth.VACUOUS: "VACUOUS",
}
DUTIES = {**HEADS, Truth.PROVED: "MET", Truth.REFUTED: "NOT MET"}
"""The word that a claim's and an obligation's verdict begin with."""


def end(interface: Interface | None, family: Family, number: int) -> str:
    """Return one end of a way: a workload and its subnet, or who else is there."""
    if interface is None:
        return outsider(family, number)
    subnet = f"@{interface.subnet}" if interface.subnet else ""
    return f"{interface.workload}{subnet}"


def outsider(family: Family, number: int) -> str:
    """Return whose an address is that nobody at hand has."""
    private = any(low <= number <= high for low, high in map(span, RESERVED[family]))
    return SOMEBODY if private else INTERNET


def address(family: Family, number: int, port: int, protocol: int) -> str:
    """Return an address with its port: `10.0.0.5:443`, `[2001:db8::5]:443`."""
    shown = family.shown(number)
    if protocol not in (TCP, UDP):
        return shown
    return f"[{shown}]:{port}" if family is Family.V6 else f"{shown}:{port}"


def packet(walk: Walk, marks: Marks) -> str:
    """Return a walk's packet in a line: from where, to where, of which protocol."""
    one, family = walk.packet, walk.family
    source = address(family, one.source, one.from_port, one.protocol)
    target = address(family, one.target, one.to_port, one.protocol)
    return (
        f"{end(walk.source, family, one.source)} {source} {marks.to} "
        f"{end(walk.target, family, one.target)} {target} "
        f"{kind(one.protocol, one.to_port)}"
    )


def kind(protocol: int, to_port: int) -> str:
    """Return the protocol of a packet, of ICMP with its type."""
    name = named(protocol)
    return f"{name} type {to_port // 256}" if protocol in ICMP.values() else name


def summary(proof: Proof) -> str:
    """Return how much of a proof holds, in a line."""
    parts = [_claims(proof.verdicts)]
    if proof.obligations:
        parts.append(_obligations(proof.obligations))
    return "; ".join(parts)


def together(proofs: Sequence[Proof]) -> str:
    """Return how much of several proofs holds, in a line."""
    every = Proof(
        *("", ""),
        tuple(one for proof in proofs for one in proof.verdicts),
        tuple(one for proof in proofs for one in proof.obligations),
    )
    return f"{len(proofs)} environments: {summary(every)}"


def counted(verdicts: Iterable[Verdict]) -> Counter[Truth]:
    """Return how many verdicts there are of each kind."""
    return Counter(verdict.truth for verdict in verdicts)


def _claims(verdicts: Sequence[Verdict]) -> str:
    """Return how many claims are proved: `17 of 18 claims proved, 1 refuted`."""
    counts = counted(verdicts)
    if not verdicts:
        return "no claims"
    wrong = [f"{counts[t]} {t.value}" for t in FAILING if counts[t]]
    proved = f"{counts[Truth.PROVED]} of {plural(len(verdicts), 'claim')} proved"
    return ", ".join((proved, *wrong))


def _obligations(verdicts: Sequence[Verdict]) -> str:
    """Return how many obligations are met."""
    counts = counted(verdicts)
    met = f"{counts[Truth.PROVED]} of {plural(len(verdicts), 'obligation')} met"
    undecided = counts[Truth.UNDECIDED]
    return f"{met}, {undecided} undecided" if undecided else met


def plural(count: int, noun: str) -> str:
    """Return a number of things."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
