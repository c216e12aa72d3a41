"""The task sizes that Fargate has.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
"""

from __future__ import annotations

from collections.abc import Mapping

SMALLEST = (512, 1024, 2048)
"""MiB of memory with 256 CPU units, the only size without a regular step."""

STEPS: Mapping[int, tuple[int, int, int]] = {
    512: (1024, 4096, 1024),
    1024: (2048, 8192, 1024),
    2048: (4096, 16384, 1024),
    4096: (8192, 30720, 1024),
    8192: (16384, 61440, 4096),
    16384: (32768, 122880, 8192),
}
"""Least, most and step of the memory in MiB, by CPU units."""

CPU_UNITS = (256, *STEPS)
"""The CPU units that a task may have."""


def memory_of(cpu: int) -> tuple[int, ...]:
    """Return the MiB of memory that a task of some CPU units may have."""
    if cpu == CPU_UNITS[0]:
        return SMALLEST
    least, most, step = STEPS[cpu]
    return tuple(range(least, most + step, step))
