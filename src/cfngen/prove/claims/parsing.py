"""Read claims: every statement as a value, or everything that is wrong, at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cfngen.findings import Finding, Place, ordered
from cfngen.prove.claims import grants, traffic
from cfngen.prove.claims.claim import Claim, Claims, Name
from cfngen.prove.claims.cursor import Cursor
from cfngen.prove.claims.sets import Around, addresses, defined, members
from cfngen.prove.claims.statements import Part, Statement, Unsaid, statements
from cfngen.prove.claims.tokens import Token, Unreadable, found
from cfngen.prove.claims.unread import Unread, without
from cfngen.prove.claims.words import CLOUDFLARE
from cfngen.prove.network.rules import Ranges

DEFINING = ("set", "group")
"""How statements begin that give names, in the order in which they are read."""


@dataclass(frozen=True)
class Read:
    """Claims that have been read, and what is wrong with the others.

    `unread` are the sets and groups among these; no claim hangs on them.
    """

    claims: Claims
    findings: tuple[Finding, ...] = ()
    unread: Unread = Unread()


def parsed(
    text: str, file: str, line: int = 1, column: int = 1, around: Around | None = None
) -> Read:
    """Return the claims of a text that starts at a line and column of a file.

    Where the text is indented, the column is that of its first character.
    """
    return read((Part(text, Place(file, "", line, column)),), around or Around())


def read(parts: Iterable[Part], around: Around) -> Read:
    """Return the claims of several texts, which share their sets and groups."""
    reading = Reading(around)
    every = [one for part in parts for one in statements(part)]
    for one in every:
        if isinstance(one, Unsaid):
            reading.miss(one)
    said = [one for one in every if isinstance(one, Statement)]
    for kind in DEFINING:
        for one in said:
            if one.tokens[0].text == kind:
                reading.define(one)
    for one in said:
        if one.tokens[0].text not in DEFINING:
            reading.claim(one)
    reading.close()
    claims = Claims(tuple(reading.claims), (), reading.sets, reading.groups)
    unread = Unread(*(frozenset(reading.unread[kind]) for kind in DEFINING))
    return Read(without(claims, unread), ordered(reading.findings), unread)


class Reading:
    """What one reading collects on its way."""

    def __init__(self, around: Around) -> None:
        self.around = around
        self.sets: dict[str, Ranges] = dict(around.sets)
        self.groups: dict[str, tuple[Name, ...]] = {}
        self.claims: list[Claim] = []
        self.findings: list[Finding] = []
        self.first: dict[str, Place] = {}
        self.unread = {"set": set(around.unread), "group": set[str]()}

    def miss(self, unsaid: Unsaid) -> None:
        """Note lines that make no statement, and a name that they would have given."""
        self.findings.append(unsaid.finding)
        match unsaid.words:
            case (("set" | "group") as kind, name):
                self._given(kind, name)
                self.unread[kind].add(name)

    def define(self, statement: Statement) -> None:
        """Read a set or a group; one with mistakes is there, so that none follow."""
        cursor = Cursor(statement)
        kind, *words = (token.text for token in statement.tokens)
        try:
            token = defined(cursor)
            if not self._is_new(token, kind, statement):
                return
            self._given(kind, token.text)
            if kind == "set":
                known = self._known(token)
                self.sets[token.text] = addresses(cursor, known, self.around)
            else:
                self.groups[token.text] = members(cursor, self.sets)
        except Unreadable as error:
            cursor.problems.append(error.finding)
        if cursor.problems or self.unread["set"].intersection(words[2:]):
            self.unread[kind].update(words[:1])
        self.findings += cursor.problems

    def _given(self, kind: str, name: str) -> None:
        """Note that a name is given, so that nobody says that there is none."""
        if kind == "set":
            self.sets.setdefault(name, Ranges())
        else:
            self.groups.setdefault(name, ())

    def close(self) -> None:
        """Note the groups that contain themselves."""
        for group, one in _circles(self.groups):
            self.findings.append(one)
            self.unread["group"].add(group)

    def claim(self, statement: Statement) -> None:
        """Read a claim that has not been made before."""
        place = statement.tokens[0].place
        before = self.first.setdefault(statement.said.text, place)
        if before is not place:
            message = f"The claim is here again; {_there(before, place)}."
            self.findings.append(found(place, message, "Keep one of the two."))
            return
        cursor = Cursor(statement)
        try:
            claim = claimed(cursor, self.sets)
            if not cursor.problems:
                self.claims.append(claim)
        except Unreadable as error:
            self.findings.append(error.finding)
        self.findings += cursor.problems

    def _is_new(self, token: Token, kind: str, statement: Statement) -> bool:
        """Return whether a name is not given yet; say so where it is."""
        name, place = token.text, token.place
        if kind == "set" and name in self.around.sets:
            said = [one.text for one in statement.tokens[3:]]
            if (name, said) != (CLOUDFLARE, [CLOUDFLARE]):
                message = f"The set '{name}' is there already."
                if name == CLOUDFLARE:
                    message = "'cloudflare' is there: the ranges that templates have."
                self.findings.append(found(place, message, "Give yours another name."))
            return False
        before = self.first.setdefault(f"{kind} {name} =", place)
        if before is not place:
            message = f"The {kind} '{name}' is here again; {_there(before, place)}."
            self.findings.append(found(place, message, "Keep one of the two."))
        return before is place

    def _known(self, token: Token) -> dict[str, Ranges]:
        """Return the sets that a set may be made of: those before it."""
        return {name: one for name, one in self.sets.items() if name != token.text}


def claimed(cursor: Cursor, sets: Mapping[str, Ranges]) -> Claim:
    """Return the claim that a statement makes; raise Unreadable.

    What is wrong with words in it, apart from that, the cursor has collected.
    """
    match cursor.statement.tokens[0].text:
        case "only":
            return traffic.only(cursor, sets)
        case "nacl":
            return traffic.nacl(cursor, sets)
        case "role":
            return grants.role(cursor)
        case _:
            return traffic.flow(cursor, sets)


def _there(first: Place, again: Place) -> str:
    """Return where something stands that is here again."""
    where = f"it is on line {first.line}"
    return where if first.file == again.file else f"{where} of {first.file}"


def _circles(groups: dict[str, tuple[Name, ...]]) -> Iterator[tuple[str, Finding]]:
    """Yield the groups that contain themselves, each with the finding that says so."""
    for group, listed in groups.items():
        reached: dict[str, Name] = {}
        todo = list(listed)
        while todo:
            one = todo.pop()
            if one.text not in reached:
                reached[one.text] = one
                todo += groups.get(one.text, ())
        if group in reached:
            place = reached[group].place
            message = f"The group '{group}' contains itself."
            mend = "Name workloads in one of the groups."
            yield group, found(place, message, mend)
