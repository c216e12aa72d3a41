"""Where two evaluators disagree, and why that is so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.resolve.oracles.judges import Failure


@dataclass(frozen=True)
class Disagreement:
    """One value on which an evaluator disagrees; `written` is the whole property."""

    path: str
    written: Any
    ours: Any
    theirs: Any

    @property
    def source(self) -> str:
        """Return the property as it is written."""
        return json.dumps(self.written)

    @property
    def failure(self) -> str:
        """Return what the evaluator raised; empty where it gave a value."""
        return self.theirs.why if isinstance(self.theirs, Failure) else ""

    def __str__(self) -> str:
        return f"{self.path}\n  ours   {self.ours!r}\n  theirs {self.theirs!r}"


@dataclass(frozen=True)
class Reason:
    """Why an evaluator says something else: in words, and how it is recognized."""

    words: str
    explains: Callable[[Disagreement], bool]


def differing(
    path: str, written: Any, ours: Any, theirs: Any
) -> Iterator[Disagreement]:
    """Yield each place at which two values differ."""
    match ours, theirs:
        case dict(), dict():
            for key in dict.fromkeys([*ours, *theirs]):
                inner = f"{path}.{key}"
                yield from differing(inner, written, ours.get(key), theirs.get(key))
        case list(), list() if len(ours) == len(theirs):
            for i, pair in enumerate(zip(ours, theirs, strict=True)):
                yield from differing(f"{path}.{i}", written, *pair)
        case _ if ours != theirs:
            yield Disagreement(path, written, ours, theirs)


def unexplained(
    found: Iterable[Disagreement], reasons: tuple[Reason, ...]
) -> tuple[list[str], list[str]]:
    """Return the disagreements that no reason explains, and the idle reasons."""
    idle = {reason.words for reason in reasons}
    left: list[str] = []
    for disagreement in found:
        why = next((r for r in reasons if r.explains(disagreement)), None)
        if why is None:
            left.append(str(disagreement))
        else:
            idle.discard(why.words)
    return left, sorted(idle)
