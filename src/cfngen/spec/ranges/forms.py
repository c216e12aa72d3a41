"""The forms in which ranges come: a project's file, and what Cloudflare publishes.

Cloudflare has one JSON answer, and one plain list for each family:
https://developers.cloudflare.com/api/resources/ips/methods/list/
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.spec.ranges.entry import Entry
from cfngen.spec.reader import parse
from cfngen.spec.source import Source, dotted

KEYS = ("ipv4", "ipv6", "ipv4_cidrs", "ipv6_cidrs")
"""What lists of ranges are called: in our file, and by Cloudflare."""

DOWNLOAD = (
    "Download https://api.cloudflare.com/client/v4/ips, or both "
    "https://www.cloudflare.com/ips-v4 and https://www.cloudflare.com/ips-v6."
)

READABLE = "It has to be a file that you may read."

LONGEST = 10_000
"""Bytes of a file that are read; Cloudflare's answer has less than a thousand."""


@dataclass(frozen=True)
class Listed:
    """What a file lists, the date that it says of itself, and what is wrong with it."""

    entries: tuple[Entry, ...] = ()
    as_of: Entry | None = None
    findings: tuple[Finding, ...] = ()


def listed(path: Path, shown: str) -> Listed:
    """Return what a file lists, in whichever form; `shown` is its name in findings."""
    whole = Entry("", shown)
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST + 1)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return _nothing(whole, f"The file cannot be read: {why}.", READABLE)
    wrong = _no_list(content)
    if wrong:
        return _nothing(whole, wrong, DOWNLOAD)
    text = content.decode("utf-8").lstrip("\ufeff")
    if text.lstrip().startswith("{"):
        return _document(text, shown)
    return Listed(tuple(_lines(text, shown)))


def _no_list(content: bytes) -> str:
    """Return why a file cannot be a list of ranges, whatever it holds; or nothing."""
    if content.removeprefix(BOM_UTF8).lstrip().startswith(b"<"):
        return "This is a page, no list of ranges."
    if len(content) > LONGEST:
        return f"The file has more than {LONGEST} bytes, far more than the lists."
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "The file is not UTF-8 text."
    return ""


def _nothing(whole: Entry, message: str, mend: str) -> Listed:
    """Return what a file lists that is of no use."""
    return Listed(findings=(whole.finding(message, mend),))


def _lines(text: str, shown: str) -> Iterator[Entry]:
    """Yield the ranges of a plain list: one a line."""
    for number, line in enumerate(text.splitlines(), start=1):
        word = line.strip()
        if word and not word.startswith("#"):
            yield Entry(word, shown, line=number, column=1)


def _document(text: str, shown: str) -> Listed:
    """Return what a JSON file lists; YAML's reader reads it, and knows the lines."""
    try:
        source, found = parse(text, shown)
    except InputError as error:
        return Listed(findings=error.findings)
    if source.data.get("success") is False:
        whole = Entry("", shown)
        return _nothing(whole, "Cloudflare answered with an error.", DOWNLOAD)
    as_of = source.data.get("as_of")
    date = None if as_of is None else _entry(source, ("as_of",), as_of)
    return Listed(tuple(_members(source)), date, found)


def _members(source: Source) -> Iterator[Entry]:
    """Yield the ranges of a JSON file, which an answer keeps in its `result`."""
    result = source.data.get("result")
    before = ("result",) if isinstance(result, dict) else ()
    holder = result if isinstance(result, dict) else source.data
    for key in KEYS:
        value = holder.get(key, [])
        if not isinstance(value, list):
            yield _entry(source, (*before, key), value)
            continue
        for number, item in enumerate(value):
            yield _entry(source, (*before, key, number), item)


def _entry(source: Source, place: tuple[str | int, ...], value: Any) -> Entry:
    """Return a value of a JSON file as an entry, whatever it is."""
    mark = source.spots[place].value
    text = value if isinstance(value, str) else str(value)
    return Entry(text, source.file, dotted(place), mark.line, mark.column)
