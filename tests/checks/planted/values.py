"""Mistakes in values, by what their schemas say."""

from __future__ import annotations

from tests.checks.planted.mistake import Mistake

MISTAKES = (
    Mistake(
        "one and a half tasks",
        *("nextjs prod", "CG661", "MinCapacity is '1.5'"),
        parameters={"WebMinTasks": "1.5", "WebImageTag": "v1"},
    ),
)
