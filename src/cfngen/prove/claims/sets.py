"""Statements that name addresses and workloads: `set` and `group`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from cfngen.findings import Place
from cfngen.prove.claims.claim import Name
from cfngen.prove.claims.cursor import Cursor
from cfngen.prove.claims.names import is_given, names
from cfngen.prove.claims.tokens import Token, Unreadable
from cfngen.prove.claims.words import CLOUDFLARE, KEPT, WORDS
from cfngen.prove.network.rules import Ranges
from cfngen.prove.packets.family import span
from cfngen.prove.packets.packets import merged
from cfngen.spec.wording import close

SET = "Write set office = 203.0.113.0/24, 2001:db8::/32."
GROUP = "Write group tasks = backend, frontend, sync-*."
FILE = "Write file(data/partners.txt), relative to the project."
LINE = "Write a range on each line, such as 203.0.113.0/24."
LONGEST = 1_000_000
"""Bytes that a file of ranges may have: it is not to be read in part."""


@dataclass(frozen=True)
class Around:
    """What stands around claims: the project's folder, and sets that are there.

    Of `unread` sets nobody knows what is in them.
    """

    root: Path | None = None
    sets: Mapping[str, Ranges] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()


def defined(cursor: Cursor) -> Token:
    """Return the name that a set or group is given; raise Unreadable for a kept one."""
    kind = cursor.statement.tokens[0].text
    cursor.at = 1
    mend = SET if kind == "set" else GROUP
    token = cursor.word(f"The name of the {kind}", mend)
    kept = (*WORDS, *KEPT) if kind == "group" else WORDS
    if token.text in kept:
        message = f"'{token.text}' has a meaning of its own."
        raise Unreadable(token.place, message, "Take another name.")
    if not is_given(token.text):
        mend = "Write letters, digits and dashes."
        raise Unreadable(token.place, f"'{token.text}' is no name.", mend)
    if not cursor.took("="):
        raise cursor.wrong("'=' is missing here.", mend)
    if cursor.next is None:
        raise cursor.wrong(f"The {kind} '{token.text}' is empty.", mend)
    return token


def members(cursor: Cursor, sets: Collection[str]) -> tuple[Name, ...]:
    """Return the members of a group; raise Unreadable."""
    listed = names(cursor, sets)
    for one in listed:
        if one.text[0] == "@":
            message = f"'{one.text}' can only be called."
            raise Unreadable(one.place, message, "Remove it from the group.")
    cursor.end("Write a comma between names.")
    return listed


def addresses(cursor: Cursor, known: Mapping[str, Ranges], around: Around) -> Ranges:
    """Return a set's ranges; raise Unreadable where it cannot be read any further."""
    ranges: list[Ranges] = []
    while True:
        token = cursor.word("A range", SET)
        is_file = token.text == "file"
        mend = LINE if is_file else SET
        for entry in _in_file(cursor, around) if is_file else (token,):
            try:
                ranges.append(_range(entry, known, mend))
            except Unreadable as error:
                cursor.problems.append(error.finding)
        if not cursor.took(","):
            break
    cursor.end("Write a comma between ranges.")
    return together(ranges)


def together(ranges: list[Ranges]) -> Ranges:
    """Return the addresses of several sets as one."""
    return Ranges(
        merged(one for each in ranges for one in each.v4),
        merged(one for each in ranges for one in each.v6),
    )


def ranges_of(cidrs: tuple[str, ...]) -> Ranges:
    """Return ranges that are known to be ones, `203.0.113.0/24`, as addresses."""
    return together([_spans(ip_network(cidr)) for cidr in cidrs])


def _range(token: Token, known: Mapping[str, Ranges], mend: str) -> Ranges:
    """Return the range that a word is, or the set that it names."""
    text = token.text
    if text in known:
        return known[text]
    try:
        return _spans(ip_network(text))
    except ValueError:
        pass
    try:
        meant = f"Did you mean {ip_network(text, strict=False)}?"
    except ValueError:
        names = (CLOUDFLARE, *known)
        meant = close(text, names, mend) if text[0].isalpha() else mend
        if text.endswith((".txt", ".json")) or text.startswith("file"):
            meant = f"Write file({text.removeprefix('file')})."
    raise Unreadable(token.place, f"'{text}' is no address range.", meant)


def _spans(network: IPv4Network | IPv6Network) -> Ranges:
    """Return a range as addresses of its family."""
    one = (span(str(network)),)
    return Ranges(v4=one) if network.version == 4 else Ranges(v6=one)


def _in_file(cursor: Cursor, around: Around) -> tuple[Token, ...]:
    """Return the entries of `file(path)`, whose first word has passed.

    A file that cannot be read, or holds none, is noted and has none.
    """
    if not cursor.took("("):
        raise cursor.wrong("A bracket is missing behind 'file'.", FILE)
    token = cursor.word("The path of a file", FILE)
    cursor.demand(")", FILE)
    entries: list[Token] = []
    cursor.judge(token, lambda one: entries.extend(_listed(one, around)))
    return tuple(entries)


def _listed(token: Token, around: Around) -> tuple[Token, ...]:
    """Return the entries of a file; raise Unreadable where it has none."""
    path = _inside(token.text, around.root) if around.root is not None else None
    if path is None:
        message = f"'{token.text}' is not a file of the project."
        raise Unreadable(token.place, message, FILE)
    entries = tuple(_entries(_text(path, token), token.text))
    if not entries:
        raise Unreadable(token.place, f"{token.text} holds no ranges.", LINE)
    return entries


def _inside(text: str, root: Path) -> Path | None:
    """Return a file of a folder; None for one elsewhere, of which a message could tell.

    A link may lead out of the folder as well.
    """
    path = Path(text)
    if path.is_absolute() or ".." in path.parts:
        return None
    try:
        there = (root / path).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link to itself
        return None
    return root / path if there else None


def _text(path: Path, token: Token) -> str:
    """Return the text of a file; raise Unreadable where it has none."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise Unreadable(token.place, f"{token.text} is no file.", FILE)
        with path.open("rb") as file:
            text = file.read(LONGEST + 1)
        if len(text) > LONGEST:
            message = f"{token.text} is longer than a megabyte."
            mend = "Write neighbouring ranges as one, or several sets."
            raise Unreadable(token.place, message, mend)
        return text.decode("utf-8-sig")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        message = f"{token.text} cannot be read: {why}."
        raise Unreadable(token.place, message, FILE) from None
    except UnicodeDecodeError:
        message = f"{token.text} is not UTF-8 text."
        raise Unreadable(token.place, message, "Save it as UTF-8.") from None


def _entries(text: str, file: str) -> Iterator[Token]:
    """Yield the words of a file of ranges, one a line, with their places."""
    for number, line in enumerate(text.splitlines(), start=1):
        word = line.partition("#")[0].strip().rstrip(",")
        if word:
            column = line.index(word) + 1
            yield Token(word, Place(file, "", number, column), word=True)
