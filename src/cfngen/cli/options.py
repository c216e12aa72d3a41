"""What several commands share: their arguments, and how findings leave them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from cfngen.errors import InputError
from cfngen.findings import Finding, ordered
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.spec.system import System

STYLE = "cfngen.style"
"""Where the context keeps the chosen format, for findings that stop a command."""


def _remember(context: click.Context, option: click.Parameter, style: str) -> str:
    """Keep the chosen format where Verbs.invoke finds it."""
    context.meta[STYLE] = style
    return style


systems_argument = click.argument("systems", nargs=-1, metavar="[SYSTEM]...")
"""Decorator: names of systems, none meaning all; the parameter is `systems`."""

format_option = click.option(
    "--format",
    "style",
    type=click.Choice(("text", "json", "sarif", "github")),
    default="text",
    show_default=True,
    callback=_remember,
    help="How findings are written to stdout.",
)
"""Decorator: the form of findings; the parameter is `style`."""


def show(project: Project, findings: Iterable[Finding], style: str) -> None:
    """Print findings on stdout in a style of `format_option`."""
    from cfngen.render import github, json, sarif, text

    found = ordered(_seen_from_here(project, finding) for finding in findings)
    match style:
        case "json":
            click.echo(json.render(found), nl=False)
        case "sarif":
            click.echo(sarif.render(found), nl=False)
        case "github":
            click.echo(github.render(found), nl=False)
        case _:
            click.echo(text.render(found, colour=coloured(sys.stdout)), nl=False)


def _seen_from_here(project: Project, finding: Finding) -> Finding:
    """Return the finding with its file relative to the current folder if below it.

    Editors, GitHub and whoever clicks on a path read it from there.
    """
    here, file = Path.cwd(), project.root / finding.file
    if not file.is_relative_to(here):
        return finding
    return replace(finding, file=file.relative_to(here).as_posix())


def coloured(stream: TextIO) -> bool:
    """Return whether colours may be written to a stream: https://no-color.org."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain


def chosen(project: Project, systems: Sequence[str]) -> tuple[str, ...]:
    """Return the systems that a command works on: those named once, or all.

    Raises InputError where the project has no such system, or none at all.
    """
    known = project.systems()
    if not known:
        raise InputError(
            f"{project.root / 'systems'}: no *.yaml file is there, so no system.",
            "Go to a folder with systems/<system>.yaml or name it: --project DIR.",
        )
    unknown = [name for name in systems if name not in known]
    if unknown:
        raise InputError(*_unknown("systems/", unknown, "system", known))
    return tuple(dict.fromkeys(systems)) or known


def chosen_environment(project: Project, system: str, environment: str) -> Path:
    """Return the parameter file of a system's environment.

    Raises InputError where the project has no such system or environment.
    """
    chosen(project, (system,))
    known = project.environments(system)
    if environment not in known:
        folder = project.shown(project.params_folder(system)) + "/"
        raise InputError(*_unknown(folder, [environment], "environment", known))
    return project.params(system, environment)


def _unknown(
    folder: str, names: Sequence[str], kind: str, known: Sequence[str]
) -> tuple[str, str]:
    """Return the message and the hint for names that are not there."""
    from difflib import get_close_matches

    close = [match for name in names for match in get_close_matches(name, known, 1)]
    message = "\n".join(f"{folder}: there is no {kind} {name!r}." for name in names)
    guess = f"Did you mean {' or '.join(dict.fromkeys(close))}? " if close else ""
    return message, f"{guess}There is: {', '.join(known) or 'none'}."


def load_systems(project: Project, systems: Sequence[str]) -> dict[str, System]:
    """Load the chosen systems by name.

    Raises InputError with the findings of all of them when any cannot be used.
    """
    names = chosen(project, systems)
    from cfngen.spec.load import load

    loaded: dict[str, System] = {}
    errors: list[InputError] = []
    for name in names:
        try:
            loaded[name] = load(project, name)
        except InputError as error:
            errors.append(error)
    if errors:
        raise _together(errors)
    return loaded


def _together(errors: Sequence[InputError]) -> InputError:
    """Return one error that says what all of them say."""
    return InputError(
        "\n".join(error.message for error in errors),
        "\n".join(dict.fromkeys(error.hint for error in errors if error.hint)),
        [finding for error in errors for finding in error.findings],
    )
