"""Carry out pieces of work: none that was done before, cfn-lint's side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from types import TracebackType

from cfngen.findings import Finding
from cfngen.gate import entries
from cfngen.gate.linting import Ground, Job, lint
from cfngen.gate.order import Order
from cfngen.gate.workers import Workers
from cfngen.lint.cfn import CfnLint

WORTHWHILE = 80_000
"""Bytes of templates that each process should have to lint: about a second's work, as
much as building cfn-lint's rules is."""

Answer = tuple[Finding, ...]
Find = Callable[[], Iterable[Finding]]


@dataclass(frozen=True, eq=False)
class Piece:
    """One piece of work and the key of its answer; without a key it is always done.

    Pieces of one `shape` have the same answer where that is that nothing was found.
    """

    name: str
    key: str
    work: Job | Find
    shape: str = ""
    environment: str = ""


@dataclass
class Runner:
    """Takes pieces as they become known, and has answers for all of them in the end.

    Where one process is ordered, cfn-lint runs in this one. `alike` are pieces that
    wait for the first of their shape, `clean` the shapes in which nothing was found.
    """

    ground: Ground
    order: Order
    todo: int = 0
    answers: dict[Piece, Answer] = field(default_factory=dict)
    fresh: dict[Piece, None] = field(default_factory=dict)
    own: list[tuple[Piece, Find]] = field(default_factory=list)
    waiting: list[tuple[Piece, Job]] = field(default_factory=list)
    alike: dict[str, list[tuple[Piece, Job]]] = field(default_factory=dict)
    clean: set[str] = field(default_factory=set)
    submitted: dict[int, Piece] = field(default_factory=dict)
    workers: Workers | None = None
    ending: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Runner:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End whatever processes there are."""
        self.ending.__exit__(kind, error, trace)

    def add(self, pieces: Iterable[Piece]) -> None:
        """Take pieces: those whose answers are known, and the rest as work to do."""
        for piece in pieces:
            known = entries.findings(self.order.cache.read(piece.key))
            if known is not None:
                self.answers[piece] = known
                continue
            self.todo += 1
            if not isinstance(piece.work, Job):
                self.own.append((piece, piece.work))
            else:
                self._take(piece, piece.work)
        self._start()

    def finish(self) -> None:
        """Do all that is left; what cfn-lint does in other processes comes last."""
        while self.own:
            piece, find = self.own.pop(0)
            self.order.tell(piece.name, self.todo)
            self._answer(piece, tuple(find()))
        while self.waiting:
            piece, job = self.waiting.pop(0)
            self.order.tell(piece.name, self.todo)
            self._answer(piece, lint(self._linter, job))
        for number, found in self.workers.finished() if self.workers else ():
            piece = self.submitted.pop(number)
            self.order.tell(piece.name, self.todo)
            self._answer(piece, found)

    def remember(self) -> None:
        """Write down what is newly known."""
        for piece in self.fresh:
            self.order.cache.write(piece.key, entries.of_findings(self.answers[piece]))
        if self.fresh:
            self.order.cache.prune()

    @cached_property
    def _linter(self) -> CfnLint:
        """Return the cfn-lint of this process."""
        return self.ground.linter()

    def _take(self, piece: Piece, job: Job) -> None:
        """Take a piece of cfn-lint's; one of a shape waits for the first of it."""
        if piece.shape in self.clean:
            self._answer(piece, ())
        elif piece.shape in self.alike:
            self.alike[piece.shape].append((piece, job))
        else:
            if piece.shape:
                self.alike[piece.shape] = []
            self.waiting.append((piece, job))

    def _answer(self, piece: Piece, found: Answer) -> None:
        """Keep an answer; nothing is the answer of the whole shape."""
        self.answers[piece] = found
        self.fresh[piece] = None
        alike = self.alike.pop(piece.shape, [])
        if found:
            self.waiting += alike
            self._submit()
            return
        if piece.shape:
            self.clean.add(piece.shape)
        for other, _ in alike:
            self._answer(other, ())

    def _start(self) -> None:
        """Begin with cfn-lint's work where there is enough of it for processes."""
        todo = sum(job.size for _, job in self.waiting)
        count = min(self.order.jobs, len(self.waiting), todo // WORTHWHILE)
        if self.workers is None and count > 1:
            self.workers = self.ending.enter_context(Workers(self.ground, count))
        self._submit()

    def _submit(self) -> None:
        """Give the processes, if there are any, what is waiting."""
        while self.workers is not None and self.waiting:
            piece, job = self.waiting.pop(0)
            self.submitted[self.workers.submit(job)] = piece
