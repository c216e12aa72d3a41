"""`cfngen generate`: write the templates, or check that they are fresh."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from cfngen.cli.options import chosen, coloured, load_systems, systems_argument
from cfngen.cli.working import memory_option
from cfngen.errors import Exit
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.freshness import Comparison

COLOURS = {"-": "red", "+": "green", "@": "cyan"}
"""The colour of a line of a diff, by its first character."""


@click.command()
@systems_argument
@click.option(
    "--check", is_flag=True, help="Write nothing; show what is not fresh and exit 1."
)
@memory_option
@click.pass_obj
def command(
    project: Project, systems: tuple[str, ...], check: bool, cached: bool
) -> Exit:
    """Write the templates of every SYSTEM, or of all.

    \b
    Nothing is written while any spec has an error, and only what has changed.
    Example: cfngen generate nextjs --check
    """
    from cfngen.freshness import compare

    compared = {
        name: compare(project.templates(name), texts)
        for name, texts in _generated(project, systems, cached).items()
    }
    return _check(project, compared) if check else _write(project, compared)


def _generated(
    project: Project, systems: tuple[str, ...], cached: bool
) -> dict[str, Mapping[str, str]]:
    """Return what each spec makes, by system; reads no spec that it has read before.

    Raises InputError with the findings of all specs that cannot be used.
    """
    from cfngen.gate.cache import of_user
    from cfngen.gate.fingerprint import of_generating
    from cfngen.gate.generated import made, origin, recalled

    cache, makers = of_user(cached), of_generating()
    then = {name: origin(project, name, makers) for name in chosen(project, systems)}
    known = {name: recalled(cache, one) for name, one in then.items()}
    new = tuple(name for name, texts in known.items() if texts is None)
    fresh = {
        name: made(project, system, cache, then[name])
        for name, system in (load_systems(project, new) if new else {}).items()
    }
    return {name: texts or fresh[name] for name, texts in known.items()}


def _write(project: Project, compared: Mapping[str, Sequence[Comparison]]) -> Exit:
    """Bring the files up to date and say what was done, a line a system."""
    from cfngen.freshness import State, bring_up_to_date

    for system, comparisons in compared.items():
        bring_up_to_date(comparisons)
        counts = Counter(comparison.state for comparison in comparisons)
        written = counts[State.STALE] + counts[State.MISSING]
        click.echo(f"{system}: {written} written, {counts[State.FRESH]} unchanged")
        for comparison in comparisons:
            if comparison.state is State.SUPERFLUOUS:
                shown = project.shown(comparison.path)
                click.echo(f"{system}: removed {shown}, which no layer makes any more")
    return Exit.OK


def _check(project: Project, compared: Mapping[str, Sequence[Comparison]]) -> Exit:
    """Show how the files differ from what would be written."""
    from cfngen.freshness import State, difference

    stale = [
        (comparison, project.shown(comparison.path))
        for comparisons in compared.values()
        for comparison in comparisons
        if comparison.state is not State.FRESH
    ]
    for comparison, shown in stale:
        for line in difference(comparison, shown):
            click.echo(_painted(line))
    for comparison, shown in stale:
        click.echo(f"{shown} is {comparison.state}")
    click.echo("run: cfngen generate" if stale else "All templates are fresh.")
    return Exit.FAILED if stale else Exit.OK


def _painted(line: str) -> str:
    """Return a line of a diff in its colour, where colours are wanted."""
    colour = COLOURS.get(line[:1])
    return click.style(line, fg=colour) if colour and coloured(sys.stdout) else line
