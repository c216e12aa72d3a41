"""Mistakes in tasks, services, scaling, jobs and their logs."""

from __future__ import annotations

from tests.checks.planted.mistake import Mistake

MISTAKES = (
    Mistake(
        "Fargate has no such pair of sizes",
        "nextjs prod",
        "CG540",
        "WebMemoryMiB",
        parameters={"WebCpu": "256", "WebMemoryMiB": "8192"},
    ),
)
