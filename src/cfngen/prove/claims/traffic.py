"""Statements on who reaches whom: works, absence, only, and network ACLs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from cfngen.prove.claims.claim import (
    INTERNET,
    NOBODY,
    Claim,
    DefaultDeny,
    Name,
    Never,
    Only,
    Ports,
    Readers,
    Said,
    Works,
)
from cfngen.prove.claims.cursor import Cursor
from cfngen.prove.claims.names import names
from cfngen.prove.claims.ports import ports
from cfngen.prove.claims.tokens import Token, Unreadable
from cfngen.prove.claims.words import ARROW, KINDS, NEVER, PROTOCOLS, STARTERS
from cfngen.spec.wording import close

FLOW = "Write A -> B : tcp/443, or A -/-> B."
ONLY = "Write only A, B -> C : tcp/443, or only A, B read C."
ENGLISH = ("to", "reaches", "reach", "and", "can", "cannot", "may", "from", "is", "not")


@dataclass(frozen=True)
class Reached:
    """What stands behind the arrow."""

    targets: tuple[Name, ...]
    ports: tuple[Ports, ...]
    only: bool
    by_route: bool


def flow(cursor: Cursor, sets: Collection[str]) -> Claim:
    """Return `A -> B : P [only]` or `A -/-> B [: P] [by route]`; raise Unreadable."""
    first = cursor.next
    sources = names(cursor, sets)
    _no_calls(sources)
    if not cursor.sees(ARROW, NEVER):
        raise _no_arrow(cursor, first)
    never = not cursor.took(ARROW) and cursor.took(NEVER)
    end = _reached(cursor, sets)
    said = _where(cursor)
    cursor.end(_further(cursor))
    _ends(sources, end)
    if never:
        return _never(said, sources, end)
    return _works(cursor, said, sources, end)


def only(cursor: Cursor, sets: Collection[str]) -> Claim:
    """Return `only A, B -> C [: P]`, `only A, B read C` or `only nobody read C`; raise
    Unreadable."""
    cursor.took("only")
    if cursor.sees(ARROW, NEVER):
        mend = "Where nobody may, write * -/-> backend."
        raise cursor.wrong("Nobody is named before the arrow.", mend)
    reads = any(one.text == "read" for one in cursor.statement.tokens)
    sources = names(cursor, sets, outside=reads)
    _no_calls(sources)
    if cursor.took("read"):
        resources = names(cursor, ())
        cursor.end("Write only A, B read C, D.")
        return Readers(cursor.statement.said, _readers(sources), resources)
    if not cursor.took(ARROW):
        got = f"'{cursor.next.text}' stands" if cursor.next else "Nothing stands"
        raise cursor.wrong(f"{got} where -> or read should be.", ONLY)
    if cursor.next is None:
        raise cursor.wrong("Nobody is named behind the arrow.", ONLY)
    end = _reached(cursor, sets)
    said = _where(cursor)
    cursor.end(ONLY)
    _ends(sources, end)
    _no_calls(end.targets)
    if end.by_route or end.only:
        mend = "Remove the last words: the claim begins with only."
        raise Unreadable(said.place, "The claim ends in too many words.", mend)
    return Only(said, sources, end.targets, end.ports)


def _readers(named: tuple[Name, ...]) -> tuple[Name, ...]:
    """Return who may read; raise Unreadable where that is nobody and somebody."""
    nobody = [one for one in named if one.text == NOBODY]
    if nobody and len(named) > 1:
        mend = "Write only nobody read X, or name who may."
        raise Unreadable(nobody[0].place, "'nobody' stands among readers.", mend)
    return () if nobody else named


def nacl(cursor: Cursor, sets: Collection[str]) -> Claim:
    """Return `nacl T, U default-deny`; raise Unreadable."""
    mend = "Write nacl isolated default-deny."
    cursor.took("nacl")
    if cursor.sees("default-deny"):
        raise cursor.wrong("No tier is named.", mend)
    tiers = names(cursor, sets)
    for one in tiers:
        if one.within or one.text[0] == "@":
            raise Unreadable(one.place, f"'{one.text}' has no subnets.", mend)
    if not cursor.took("default-deny"):
        raise cursor.wrong("'default-deny' is missing here.", mend)
    cursor.end(mend)
    return DefaultDeny(cursor.statement.said, tiers)


def _further(cursor: Cursor) -> str:
    """Return how to mend a claim that goes on where it should end."""
    if cursor.sees(ARROW, NEVER):
        return "Write a line for each arrow."
    if cursor.sees("by"):
        return "Write by route."
    before = cursor.statement.tokens[cursor.at - 1].text
    if before in PROTOCOLS and cursor.next and cursor.next.text[0].isdigit():
        return f"Write {before}/{cursor.next.text}."
    return FLOW


def _reached(cursor: Cursor, sets: Collection[str]) -> Reached:
    """Return what stands behind the arrow, up to `where` or the end."""
    targets = names(cursor, sets)
    if cursor.next and cursor.next.word and not cursor.sees("only", "by", "where"):
        raise _run_on(cursor, cursor.next)
    named = ports(cursor) if cursor.took(":") else ()
    return Reached(targets, named, cursor.took("only"), cursor.took("by", "route"))


def _where(cursor: Cursor) -> Said:
    """Return the claim's words with the kinds that `where` asks for."""
    said = cursor.statement.said
    if not cursor.took("where"):
        return said
    asked = [_kind(cursor)]
    while cursor.took(","):
        asked.append(_kind(cursor))
    return replace(said, where=tuple(asked))


def _kind(cursor: Cursor) -> str:
    """Return the kind of workload that comes next."""
    token = cursor.word("A kind of workload", f"Write one of {', '.join(KINDS)}.")
    if token.text not in KINDS:
        mend = close(token.text, KINDS, f"Write one of {', '.join(KINDS)}.")
        raise Unreadable(token.place, f"'{token.text}' is no kind of workload.", mend)
    return token.text


def _works(
    cursor: Cursor, said: Said, sources: tuple[Name, ...], end: Reached
) -> Works:
    """Return the claim that something works; raise Unreadable if parts do not fit."""
    calls = [one for one in end.targets if one.text[0] == "@"]
    if end.by_route:
        mend = "Only -/-> can be proved by route."
        raise Unreadable(said.place, "Routes alone make nothing work.", mend)
    if calls and len(calls) < len(end.targets):
        mend = "Write services of AWS in a line of their own."
        raise Unreadable(calls[0].place, "Workloads and services are mixed.", mend)
    if calls and (end.ports or end.only):
        mend = f"Write {ARROW} {', '.join(one.text for one in calls)}."
        raise Unreadable(calls[0].place, "A call of AWS has no ports.", mend)
    if not calls and not end.ports and not cursor.problems:
        mend = f"Add the ports: {said.text} : tcp/443"
        raise Unreadable(cursor.place, "The claim says no ports.", mend)
    return Works(said, sources, end.targets, end.ports, end.only)


def _never(said: Said, sources: tuple[Name, ...], end: Reached) -> Never:
    """Return the claim that nothing gets through; raise Unreadable as `_works` does."""
    _no_calls(end.targets)
    if end.only:
        mend = "Remove only: nothing at all gets through."
        raise Unreadable(said.place, f"only does not go with {NEVER}.", mend)
    if end.by_route and end.ports:
        mend = "Remove the ports, or by route."
        raise Unreadable(said.place, "A route knows no ports.", mend)
    outside = all(one.text == INTERNET and not one.within for one in end.targets)
    if end.by_route and not outside:
        mend = "Write A -/-> internet by route."
        raise Unreadable(said.place, "Only the internet is proved by route.", mend)
    return Never(said, sources, end.targets, end.ports, end.by_route)


def _ends(sources: tuple[Name, ...], end: Reached) -> None:
    """Raise Unreadable where both ends are the internet."""
    outside = [one for one in sources if one.text == INTERNET]
    if outside and any(one.text == INTERNET for one in end.targets):
        mend = "Name a workload at one end."
        raise Unreadable(outside[0].place, "Both ends are the internet.", mend)


def _no_calls(named: tuple[Name, ...]) -> None:
    """Raise Unreadable where a service of AWS stands where none can."""
    for one in named:
        if one.text[0] == "@":
            message = f"'{one.text}' can only be called."
            raise Unreadable(one.place, message, f"Write backend {ARROW} {one.text}.")


def _no_arrow(cursor: Cursor, first: Token | None) -> Unreadable:
    """Return the error of a line without an arrow, at its first word or further on."""
    token = cursor.next
    if first and token and token.word and cursor.at == 1:
        meant = close(first.text.lower(), STARTERS, "")
        if first.text == "tier":
            meant = "Write group inner = subnets(Database*)."
        if meant:
            return Unreadable(first.place, f"'{first.text}' begins no claim.", meant)
    if token and token.word:
        return _run_on(cursor, token)
    return cursor.wrong("An arrow is missing here.", FLOW)


def _run_on(cursor: Cursor, token: Token) -> Unreadable:
    """Return the error of a second word where a list or an arrow should go on."""
    if token.text in ENGLISH:
        message = f"'{token.text}' is no word of claims."
        return cursor.wrong(message, f"{FLOW} Lists have commas.")
    if (
        token.text.lower() in ("only", "by", "where")
        and token.text.lower() != token.text
    ):
        return cursor.wrong(
            f"'{token.text}' is no name.", f"Write {token.text.lower()}."
        )
    mend = "Write a comma between names, -> before targets and : before ports."
    return cursor.wrong(f"A sign is missing before '{token.text}'.", mend)
