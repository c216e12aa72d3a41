"""The live tree on a terminal: nested stacks, what is at work in them, what failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from cfngen.deploy.cause import SUMMARY
from cfngen.deploy.progress import Interrupted, Polled, Step
from cfngen.render.running.board import Active, Board, Expected, above, elapsed
from cfngen.render.running.progress import bad, lines
from cfngen.render.running.spoken import spoken

if TYPE_CHECKING:
    from cfngen.plan.waiting import Clock

PER_SECOND = 2
"""How often the picture is drawn; only the elapsed times move without an event."""

WIDEST = 28
"""Columns that names are aligned within; what matters most comes next, since a narrow
terminal cuts the end off."""


class LiveTree:
    """Draws the tree in place; whatever else is reported goes above it.

    The picture stands while somebody is asked something, and is drawn anew with the
    next event.
    """

    def __init__(
        self,
        stream: TextIO,
        colour: bool,
        clock: Clock,
        expected: Expected | None = None,
    ) -> None:
        self._console = Console(
            file=stream, force_terminal=True, no_color=not colour, highlight=False
        )
        self._clock = clock
        self._board = Board(expected)
        self._live: Live | None = None

    def report(self, progress: object) -> None:
        """Take a report."""
        if isinstance(progress, Step):
            self._board.hear(progress)
            self._start()
            return
        if isinstance(progress, Polled):
            return
        if isinstance(progress, Interrupted):
            self.stop()
        for line in lines(progress):
            self._console.print(Text(line), soft_wrap=True)

    def stop(self) -> None:
        """Leave the last picture standing."""
        if self._live:
            self._live.stop()
            self._live = None

    def _start(self) -> None:
        """Draw from now on, if nothing is drawn yet."""
        if self._live is None:
            self._live = Live(
                console=self._console,
                get_renderable=self._picture,
                refresh_per_second=PER_SECOND,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start(refresh=True)

    def _picture(self) -> Group:
        """Return the tree as it is now."""
        return Group(*picture(self._board, self._clock))


def picture(board: Board, clock: Clock) -> Iterator[Text]:
    """Yield the lines of the tree; each stays on one row however narrow it is."""
    if board.root:
        tone = "red" if bad(board.root) else "bold"
        yield _row(
            (f"{board.root.path} {board.root.status}", tone),
            _since(board, clock),
            (_counted(*board.overall()) if board.root.active else "", "dim"),
        )
    for stack in board.stacks:
        if stack and not _untouched(board, stack):
            yield _stack(board, stack)
        for one in board.at_work(stack):
            yield _at_work(one, clock)
        for path, step in board.failures.items():
            if above(path) == stack and not step.nested:
                yield _failed(step)


def _untouched(board: Board, stack: str) -> bool:
    """Say whether nothing has happened in a nested stack, nor in those below it.

    CloudFormation passes through all of them in every update.
    """
    inside = (path for path in board.stacks if path.startswith(f"{stack}/"))
    return not (
        board.done(stack)
        or any(board.at_work(stack))
        or any(above(path) == stack or path == stack for path in board.failures)
        or any(not _untouched(board, path) for path in inside)
    )


def _since(board: Board, clock: Clock) -> tuple[str, str]:
    """Return how long the operation has been going on, until its end."""
    last = board.root.at if board.root and not board.root.active else clock.now()
    return (f"  {elapsed(last - board.begun)}" if board.begun else "", "dim")


def _stack(board: Board, stack: str) -> Text:
    """Return the line of a nested stack: its counts, and its failure if it has one.

    That something in it has failed is said by that line.
    """
    count = board.done(stack)
    busy = board.busy(stack)
    name = f"  {'  ' * stack.count('/')}{stack}"
    failed = board.failures.get(stack)
    if failed:
        reason = "" if SUMMARY.match(failed.reason) else spoken(failed.reason)
        return _row((f"{name} {failed.status}  {reason}".rstrip(), "red"))
    total = board.total(stack) if busy else 0
    counted = _counted(count, total)
    counted = counted or (f"  {count} done" if count or not busy else "")
    return _row((name, "bold" if busy else "green"), (counted, "dim"))


def _counted(done: int, total: int) -> str:
    """Return how many resources are done of how many; empty for nobody knows."""
    return f"  {done} of {total}" if total else ""


def _at_work(one: Active, clock: Clock) -> Text:
    """Return the line of a resource that is at work."""
    indent = "  " * (one.path.count("/") + 1)
    name = f"{indent}{one.path.rpartition('/')[2]}"
    why = "  waiting for its DNS record" if one.awaits else ""
    span = elapsed(clock.now() - one.since)
    told = f"  {span:>7}{why}  {one.status}  {one.type}"
    return _row((f"{name:<{WIDEST}}", ""), (told, "dim"))


def _failed(step: Step) -> Text:
    """Return the line of a failure, which stays."""
    indent = "  " * (step.path.count("/") + 1)
    name = step.path.rpartition("/")[2]
    reason = spoken(step.reason)
    return _row((f"{indent}{name} {step.status}  {reason}", "red"))


def _row(*parts: tuple[str, str]) -> Text:
    """Return a line of parts with their styles."""
    return Text.assemble(*parts, no_wrap=True, overflow="ellipsis")
