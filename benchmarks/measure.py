"""Whole-process time and peak memory of commands, measured in turn."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Sample:
    """One run: seconds by the clock and of processors, and peak memory in MiB.

    Processors count the processes that it started; memory is that of the largest.
    """

    seconds: float
    processors: float
    mebibytes: float


def measure(
    commands: Mapping[str, Sequence[str]], runs: int
) -> dict[str, tuple[Sample, ...]]:
    """Run the commands in turn, `runs` times after one warm-up, and return samples.

    Taking turns spreads whatever else the machine does over all of them.
    """
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            sample = _run(command)
            if turn:
                samples[name].append(sample)
    return {name: tuple(taken) for name, taken in samples.items()}


def _run(command: Sequence[str]) -> Sample:
    """Run a command to its end, byte code cached as on any machine; it must succeed."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=kept
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Sample(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def report(samples: Mapping[str, Sequence[Sample]], floor: str) -> str:
    """Return a table: median, fastest, processors' time, memory, and ratio.

    The ratio is that of the median to the floor's.
    """
    below = median(s.seconds for s in samples[floor])
    heads = f"{'median':>9}{'fastest':>9}{'work':>9}{'memory':>10}{'ratio':>7}"
    wide = max(map(len, samples)) + 1
    lines = [f"{'':<{wide}}{heads}"]
    for name, taken in samples.items():
        middle = median(s.seconds for s in taken)
        fastest = min(s.seconds for s in taken)
        work = median(s.processors for s in taken)
        memory = max(s.mebibytes for s in taken)
        lines.append(
            f"{name:<{wide}}{middle * 1000:>6.0f} ms{fastest * 1000:>6.0f} ms"
            f"{work * 1000:>6.0f} ms{memory:>6.0f} MiB{middle / below:>7.2f}"
        )
    return "\n".join(lines)


PYTHON = sys.executable
