"""The pieces of work on one thing, by who does them, and what they have found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from cfngen.gate.judging import located, without_doubles
from cfngen.gate.runner import Piece, Runner
from cfngen.gate.verdict import Found
from cfngen.model import Model


@dataclass
class Asked:
    """Work for cfn-lint, for AWS's engine, and for what is our own."""

    linted: list[Piece] = field(default_factory=list)
    engine: list[Piece] = field(default_factory=list)
    own: list[Piece] = field(default_factory=list)

    @property
    def pieces(self) -> list[Piece]:
        """Return all of the work."""
        return [*self.linted, *self.engine, *self.own]

    def found(self, runner: Runner, models: Iterable[Model]) -> Iterator[Found]:
        """Yield what a runner has found, each thing by one engine only."""
        linted = list(_answers(self.linted, runner))
        engine = _answers(self.engine, runner)
        only = without_doubles(engine, (one.finding for one in linted))
        yield from located(chain(linted, only), models)
        yield from _answers(self.own, runner)

    def recalled(self, runner: Runner) -> int:
        """Return how many of the pieces had been done before."""
        return sum(piece not in runner.fresh for piece in self.pieces)


def _answers(pieces: Iterable[Piece], runner: Runner) -> Iterator[Found]:
    """Yield what pieces of work have found."""
    for piece in pieces:
        for finding in runner.answers[piece]:
            yield Found(finding, piece.environment)
