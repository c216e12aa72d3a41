"""What several commands share: their arguments, and how findings leave them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from cfngen.errors import InputError
from cfngen.findings import Finding, ordered
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.spec.system import System
    from cfngen.suppress import Suppressed

Command = TypeVar("Command", bound=Callable[..., Any])

STYLE = "cfngen.style"
"""Where the context keeps the chosen format, for findings that stop a command."""


def _remember(context: click.Context, option: click.Parameter, style: str) -> str:
    """Keep the chosen format where Verbs.invoke finds it."""
    context.meta[STYLE] = "text" if style == "markdown" else style
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


def styles(*more: str, help: str) -> Callable[[Command], Command]:
    """Return the decorator of an option --format: text, or what else there is.

    The parameter is `style`.
    """
    return click.option(
        "--format",
        "style",
        type=click.Choice(("text", *more)),
        default="text",
        show_default=True,
        callback=_remember,
        help=help,
    )


def show(
    project: Project,
    findings: Iterable[Finding],
    style: str,
    suppressed: Iterable[Suppressed] = (),
) -> None:
    """Print findings on stdout in a style of `format_option`.

    Those that are suppressed are counted or listed beside them, as the style has it.
    """
    found = ordered(_seen_from_here(project, finding) for finding in findings)
    silent = [_silent_from_here(project, one) for one in suppressed]
    click.echo(_rendered(found, silent, style), nl=False)


def _rendered(
    found: Sequence[Finding], silent: Sequence[Suppressed], style: str
) -> str:
    """Return findings as text; only the form that is asked for is imported."""
    match style:
        case "json":
            from cfngen.render.findings import json

            return json.render(found, silent)
        case "sarif":
            from cfngen.render.findings import sarif

            return sarif.render(found, silent)
        case "github":
            from cfngen.render.findings import github

            return github.render(found)
        case _:
            from cfngen.render.findings import text

            return text.render(found, silent, coloured(sys.stdout))


def _seen_from_here(project: Project, finding: Finding) -> Finding:
    """Return the finding with its files relative to the current folder if below it.

    Editors, GitHub and whoever clicks on a path read them from there.
    """
    cause = finding.cause
    return replace(
        finding,
        file=_from_here(project, finding.file),
        cause=cause and replace(cause, file=_from_here(project, cause.file)),
    )


def _silent_from_here(project: Project, one: Suppressed) -> Suppressed:
    """Return a suppressed finding with its files relative to the current folder."""
    place = one.suppression.place
    place = replace(place, file=_from_here(project, place.file))
    return replace(
        one,
        finding=_seen_from_here(project, one.finding),
        suppression=replace(one.suppression, place=place),
    )


def _from_here(project: Project, file: str) -> str:
    """Return a file of the project relative to the current folder, if below it."""
    here, path = Path.cwd(), project.root / file
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else file


def coloured(stream: TextIO) -> bool:
    """Return whether colours may be written to a stream: https://no-color.org."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain


def columns(stream: TextIO, otherwise: int) -> int:
    """Return the columns of a terminal, at least 60; another number for no terminal."""
    if not stream.isatty():
        return otherwise
    said = os.environ.get("COLUMNS", "")
    try:
        width = (
            int(said) if said.isdigit() else os.get_terminal_size(stream.fileno())[0]
        )
    except OSError:  # a terminal that does not know how wide it is
        return otherwise
    return max(60, width)


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


def load_systems(
    project: Project, systems: Sequence[str], *, unfinished: bool = False
) -> dict[str, System]:
    """Load the chosen systems by name; `unfinished` as in `spec.load`.

    Raises InputError with the findings of all of them when any cannot be used.
    """
    names = chosen(project, systems)
    from cfngen.spec.load import load

    loaded: dict[str, System] = {}
    errors: list[InputError] = []
    for name in names:
        try:
            loaded[name] = load(project, name, unfinished=unfinished)
        except InputError as error:
            errors.append(error)
    if errors:
        raise together(errors)
    return loaded


def together(errors: Sequence[InputError]) -> InputError:
    """Return one error that says what all of them say."""
    return InputError(
        "\n".join(dict.fromkeys(error.message for error in errors)),
        "\n".join(dict.fromkeys(error.hint for error in errors if error.hint)),
        list(dict.fromkeys(found for error in errors for found in error.findings)),
    )
