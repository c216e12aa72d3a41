"""What `check` and `lint` share: their options, the work, and what they say of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cfngen.cli.options import chosen, load_systems, show
from cfngen.errors import Exit
from cfngen.gate.cache import of_user
from cfngen.gate.fingerprint import fingerprint
from cfngen.gate.order import Order, Scope, Tell
from cfngen.gate.recall import recall
from cfngen.gate.verdict import Verdict, together
from cfngen.project import Project

ENGINES = {
    Scope.LINT: "cfn-lint and the rules of cfngen",
    Scope.CHECK: (
        "cfn-lint, cloudformation-validate, the checks and the proofs of cfngen"
    ),
}
"""What runs, by the command."""

ALONE = "cfn-lint alone, as what cannot be resolved has no values"
"""What runs on a template that cannot be resolved."""


def on_systems(
    project: Project,
    systems: tuple[str, ...],
    scope: Scope,
    style: str,
    jobs: int,
    cached: bool,
) -> Exit:
    """Check systems, show what is found and return the exit code."""
    names = chosen(project, systems)
    for name in names:
        if not project.environments(name):
            click.echo(f"{name}: no parameter files; its defaults are read", err=True)
    cache, tools = of_user(cached), fingerprint(os.environ)
    known = recall(project, names, scope, cache, tools)
    verdicts = dict(known.verdicts)
    if known.changed:
        loaded = load_systems(project, tuple(known.changed))
        from cfngen.gate.systems import examine

        with watching("check") as tell:
            order = Order(scope, cache, jobs, tell)
            verdicts |= examine(project, loaded, known.changed, order)
    verdict = together(verdicts[name] for name in names)
    return _shown(project, verdict, ENGINES[scope], style)


def on_template(
    project: Project,
    template: Path,
    params: Path | None,
    region: str,
    style: str,
    jobs: int,
    cached: bool,
) -> Exit:
    """Check a template that anybody wrote, as `on_systems` does systems."""
    from cfngen.gate.foreign import Foreign, examine

    given = params.resolve() if params is not None else None
    asked = Foreign(project, template.resolve(), given, region)
    with watching("check") as tell:
        order = Order(Scope.CHECK, of_user(cached), jobs, tell)
        verdict = examine(asked, fingerprint(os.environ), order)
    return _shown(project, verdict, ENGINES[Scope.CHECK], style)


def _shown(project: Project, verdict: Verdict, engines: str, style: str) -> Exit:
    """Show a verdict, and on stderr what it took; return the exit code."""
    show(project, verdict.findings, style, verdict.silent)
    where = ""
    if verdict.environments:
        where = f" in {_counted(verdict.environments, 'environment')}"
    click.echo(
        f"{_counted(verdict.templates, 'template')}{where}: "
        f"{engines if verdict.resolved else ALONE}; "
        f"{verdict.cached} of {_counted(verdict.pieces, 'answer')} from the cache.",
        err=True,
    )
    if verdict.unfit:
        return Exit.USAGE
    return Exit.FAILED if verdict.findings else Exit.OK


def _counted(count: int, noun: str) -> str:
    """Return a count with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


@contextmanager
def watching(verb: str) -> Iterator[Tell]:
    """Yield what tells on stderr what is being done: a bar on a terminal, or lines."""
    if not sys.stderr.isatty():
        yield lambda name, _: click.echo(name, err=True)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(verb, total=None)
        done = -1

        def tell(name: str, total: int) -> None:
            nonlocal done
            done += 1
            # Drawn at once: a short piece is over before the next tick of the clock.
            progress.update(
                task, description=name, total=total, completed=done, refresh=True
            )

        yield tell
