"""Mistakes planted in our own systems, each with the check that must catch it."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from tests.checks.planted.mistake import Mistake


def every() -> tuple[Mistake, ...]:
    """Return the mistakes of every topic; the documentation takes its examples here."""
    return tuple(
        mistake
        for module in iter_modules(__path__)
        if module.name != "mistake"
        for mistake in import_module(f"{__name__}.{module.name}").MISTAKES
    )
