"""The options of how much work the gate may do at a time, and whether anew."""

from __future__ import annotations

import os

import click


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


jobs_option = click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    default=cores,
    show_default="one for each processor",
    help="How many processes may run cfn-lint.",
)
"""Decorator: how many processes; the parameter is `jobs`."""

memory_option = click.option(
    "--cache/--no-cache",
    "cached",
    default=True,
    help="Whether to remember what was found, and not to look again.",
)
"""Decorator: whether to use the cache; the parameter is `cached`."""
