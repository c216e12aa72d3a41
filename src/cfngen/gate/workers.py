"""Processes that run cfn-lint, as many as are wanted, ended whatever happens."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from types import TracebackType

from cfngen.errors import CfngenError
from cfngen.findings import Finding
from cfngen.garbage import seldom
from cfngen.gate.linting import Ground, Job, lint_apart


class Workers:
    """A pool of processes, each a fresh interpreter.

    A fork would take over the locks of the thread that draws progress.
    """

    def __init__(self, ground: Ground, count: int) -> None:
        self.ground = ground
        self.others = set(active_children())
        self.pool = ProcessPoolExecutor(count, get_context("spawn"), seldom)
        self.jobs: dict[Future[tuple[Finding, ...]], int] = {}
        self.count = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes: at once where something went wrong."""
        if kind is not None:
            for process in set(active_children()) - self.others:
                process.terminate()
        self.pool.shutdown(cancel_futures=True)

    def submit(self, job: Job) -> int:
        """Have a job done and return its number; a process is started if none is free.

        Raises CfngenError where a process has died.
        """
        self.count += 1
        with _explained(), _deaf():
            future = self.pool.submit(lint_apart, self.ground, job)
        self.jobs[future] = self.count
        return self.count

    def finished(self) -> Iterator[tuple[int, tuple[Finding, ...]]]:
        """Yield the numbers of jobs as they end; more may be submitted meanwhile.

        Raises InputError for what cfn-lint refuses, and CfngenError where a process
        has died.
        """
        while self.jobs:
            for future in as_completed(tuple(self.jobs)):
                with _explained():
                    found = future.result()
                yield self.jobs.pop(future), found


@contextmanager
def _deaf() -> Iterator[None]:
    """Keep Ctrl-C from a process that is started here, from its first moment on.

    This one hears it as soon as the other is there.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _explained() -> Iterator[None]:
    """Say what it means that a process has died."""
    try:
        yield
    except BrokenProcessPool:
        raise CfngenError(
            "A process that ran cfn-lint ended before its work was done.",
            "Perhaps memory ran out: each takes about 200 MB. Try --jobs 1.",
        ) from None
