"""Compare generated templates with the committed ones, and bring these up to date."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum
from pathlib import Path

from cfngen import atomic
from cfngen.errors import CfngenError


class State(StrEnum):
    """How a file of a system's folder stands to what is generated."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"
    SUPERFLUOUS = "superfluous"


@dataclass(frozen=True)
class Comparison:
    """One template as it is committed and as it should be; None where there is none."""

    path: Path
    committed: str | None
    generated: str | None

    @property
    def state(self) -> State:
        """Return how the two stand to each other."""
        if self.generated is None:
            return State.SUPERFLUOUS
        if self.committed is None:
            return State.MISSING
        return State.FRESH if self.committed == self.generated else State.STALE


def compare(folder: Path, generated: Mapping[str, str]) -> tuple[Comparison, ...]:
    """Return how each template stands, generated ones first; reads, never writes.

    A file that no layer makes counts as superfluous if cfngen could have written it;
    any other file is none of our business.
    """
    known = tuple(
        Comparison(folder / name, _read(folder / name), text)
        for name, text in generated.items()
    )
    others = sorted(p for p in folder.glob("*.json") if p.name not in generated)
    return known + tuple(
        Comparison(path, text, None)
        for path, text in ((path, _read(path)) for path in others)
        if _looks_generated(text)
    )


def bring_up_to_date(comparisons: Iterable[Comparison]) -> None:
    """Write what is stale or missing and remove what is superfluous, nothing else.

    A template is replaced in one step, so that no reader ever finds half of one.
    Raises CfngenError, naming the file, when the file system refuses.
    """
    for comparison in comparisons:
        with _explained(comparison.path):
            _bring_up_to_date(comparison)


def difference(comparison: Comparison, shown: str) -> Iterator[str]:
    """Yield the lines of a unified diff from committed to generated, as git writes it.

    `shown` is the path as the diff names it.
    """
    old, new = comparison.committed, comparison.generated
    for line in unified_diff(
        _lines(old),
        _lines(new),
        "/dev/null" if old is None else f"a/{shown}",
        "/dev/null" if new is None else f"b/{shown}",
    ):
        text, newline, _ = line.partition("\n")
        yield text
        if not newline:
            yield "\\ No newline at end of file"


def _lines(text: str | None) -> list[str]:
    """Return the lines with their ends; only a line feed ends a line."""
    *whole, last = (text or "").split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])


def _read(path: Path) -> str | None:
    """Return a file's text with its line ends as they are, None without a file."""
    if not path.is_file():
        return None
    with _explained(path):
        return path.read_bytes().decode("utf-8", errors="replace")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the file system says about a file into an error for people."""
    try:
        yield
    except OSError as error:
        raise CfngenError(
            f"{path}: {error.strerror}.",
            "Mend that and run the command again; it does what is left to do.",
        ) from error


def _looks_generated(text: str | None) -> bool:
    """Return whether cfngen could have written this text: a template, canonical."""
    try:
        body = json.loads(text or "")
    except ValueError:
        return False
    canonical = json.dumps(body, indent=2, ensure_ascii=False) + "\n"
    template = isinstance(body, dict) and "AWSTemplateFormatVersion" in body
    return template and canonical == text


def _bring_up_to_date(comparison: Comparison) -> None:
    """Write or remove one file; a fresh one keeps its time of change."""
    path, text = comparison.path, comparison.generated
    if text is None:
        path.unlink()
    elif comparison.state is not State.FRESH:
        atomic.replace(path, text.encode())
