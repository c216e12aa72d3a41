"""The pages of the documentation, and what is in them for a shell to run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))

FENCE = re.compile(r"^( *)```(\w*) ?(.*)\n((?:(?! *```).*\n)*)^ *```$", re.M)
SPAN = re.compile(r"`([^`]+)`")
WORD = r"[a-z][a-z0-9-]*(?!\S)"
COMMAND = re.compile(rf"\baws ({WORD}(?: {WORD})+)([^|;&\n]*)")
OUTSIDE = re.compile(r"\\.|'[^']*'|(?<!\S)#[^\n]*|\$?\(|.", re.S)
QUOTED = re.compile(r"\\.|\$\(|.", re.S)


@dataclass(frozen=True)
class Block:
    """One fenced block of a page: its language, the words behind it, its text."""

    line: int
    language: str
    words: dict[str, str]
    text: str


@dataclass(frozen=True)
class Command:
    """One command of the AWS CLI: what comes before its options, and these."""

    words: tuple[str, ...]
    options: frozenset[str]

    def __str__(self) -> str:
        return " ".join(("aws", *self.words))


def shown(page: Path) -> str:
    """Return a page's name as tests show it: `docs/runbook.md`."""
    return page.relative_to(ROOT).as_posix()


def text(name: str) -> str:
    """Return the text of a page of docs/."""
    return (ROOT / "docs" / name).read_text("utf-8")


def section(page: str, title: str) -> str:
    """Return what stands under a heading, up to the next that is not below it."""
    heading = re.search(rf"^(##+) {re.escape(title)}$", page, re.M)
    assert heading, title
    rest = page[heading.end() :]
    return re.split(rf"^#{{2,{len(heading[1])}}} ", rest, maxsplit=1, flags=re.M)[0]


def blocks(page: str) -> Iterator[Block]:
    """Yield the blocks of a page in order, without the indent of their fence."""
    for found in FENCE.finditer(page):
        pairs = (word.partition("=") for word in found[3].split())
        words = {name: value for name, _, value in pairs}
        line = page.count("\n", 0, found.start()) + 1
        inner = re.sub(rf"^{found[1]}", "", found[4], flags=re.M)
        yield Block(line, found[2], words, inner)


def spans(page: str) -> Iterator[str]:
    """Yield what stands between single backticks, each in one line."""
    for found in SPAN.finditer(FENCE.sub("", page)):
        yield " ".join(found[1].split())


def scripts(page: str) -> Iterator[str]:
    """Yield what a shell is to run: the blocks of it, and the steps of a workflow."""
    for block in blocks(page):
        if block.language in ("bash", "console", "sh"):
            yield block.text
        elif block.language == "yaml" and "steps:" in block.text:
            for job in yaml.safe_load(block.text)["jobs"].values():
                yield from (step["run"] for step in job["steps"] if "run" in step)


def commands(script: str) -> Iterator[Command]:
    """Yield each command of the AWS CLI, those inside others before them."""
    for line in _flat(script.replace("\\\n", " ")):
        for found in COMMAND.finditer(line):
            options = re.findall(r"(?<= )--[a-z0-9-]+", found[2])
            yield Command(tuple(found[1].split()), frozenset(options))


def _flat(script: str) -> Iterator[str]:
    """Yield what a script and the commands inside it say outside of quotes."""
    open_: list[tuple[str, list[str]]] = [("", [])]
    at = 0
    while at < len(script):
        mark, said = open_[-1]
        token = (QUOTED if mark == '"' else OUTSIDE).match(script, at)
        assert token
        at = token.end()
        if token[0] == {'"': '"', "": ""}.get(mark, ")"):
            open_.pop()
            yield "".join(said)
        elif token[0] == "$(" or (mark != '"' and token[0] in '"('):
            open_.append((token[0], []))
        elif mark != '"' and token[0][0] not in "'#":
            said.append(token[0])
    yield "".join(open_[0][1])
