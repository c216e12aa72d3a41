"""Asking before something is done that cannot be taken back."""

from __future__ import annotations

import sys

import click

from cfngen.errors import NeedsHuman


def agreed(question: str, yes: bool) -> None:
    """Return if the user says yes, here or by --yes; raise NeedsHuman otherwise."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise NeedsHuman(
            "Nobody is there to confirm; nothing was done.", "Say --yes to go on."
        )
    if not click.confirm(question, err=True):
        raise NeedsHuman("Not confirmed; nothing was done.")


def named(name: str, given: str) -> None:
    """Return if the user writes the name, here or by --confirm-name.

    Raises NeedsHuman otherwise.
    """
    hint = f"Say --confirm-name {name} to go on."
    if not given and not sys.stdin.isatty():
        raise NeedsHuman("Nobody is there to confirm; nothing was done.", hint)
    said = given or click.prompt(f"Write {name} to delete it", err=True)
    if said.strip() != name:
        raise NeedsHuman(f"{said!r} is not {name}; nothing was done.", hint)
