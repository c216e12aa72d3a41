"""Whom `explain` and `readers` ask: one model, its names and its places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfngen.cli.modelling import foreign, refuse_without_template
from cfngen.cli.options import chosen_environment, load_systems
from cfngen.errors import InputError
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.checks import Cause
    from cfngen.model import Model
    from cfngen.prove.claims.claim import Claims
    from cfngen.prove.network.network import Network
    from cfngen.prove.reach.walking import Walk
    from cfngen.render.proof.places import Where


@dataclass(frozen=True)
class Asked:
    """A model, the sets and groups that questions may name, and a title."""

    title: str
    model: Model
    claims: Claims
    cause: Cause

    def walks(self, source: str, target: str, port: str) -> tuple[Walk, ...]:
        """Return what becomes of packets; raises InputError for words of nothing."""
        from cfngen.prove.claims.selecting import Selecting
        from cfngen.prove.explaining import explain
        from cfngen.prove.reach.flow import Reach

        selecting = Selecting(self.claims, self.network)
        return explain(Reach(self.network), selecting, source, target, port)

    @cached_property
    def network(self) -> Network:
        """Return the model's network."""
        from cfngen.prove.network.reading import network_of

        return network_of(self.model)

    @property
    def where(self) -> Where:
        """Return what finds where facts are written."""
        from cfngen.cli.proving import places

        return places(self.model, self.cause)


def asked(
    project: Project,
    words: Sequence[str],
    of: Sequence[str],
    template: Path | None,
    params: Path | None,
    region: str | None,
) -> Asked:
    """Return whom a command asks: SYSTEM ENVIRONMENT come first, without a template.

    `of` are the words that follow. Raises UsageError for too few of them or too many.
    """
    wanted = of if template is not None else ("SYSTEM", "ENVIRONMENT", *of)
    if template is None:
        refuse_without_template(params, region, words)
    if len(words) != len(wanted):
        raise click.UsageError(f"Give {' '.join(wanted)}; {len(words)} are given.")
    if template is None:
        return of_system(project, words[0], words[1])
    return of_template(project, template, params, region)


def of_system(project: Project, system: str, environment: str) -> Asked:
    """Return an environment of ours; its claims give the sets and groups.

    Raises InputError where one of these cannot be read: nobody knows who is meant.
    """
    from cfngen.checks import of_spec
    from cfngen.prove.claims.loading import claims_of
    from cfngen.resolve import committed
    from cfngen.spec.causes import Causes, source_of

    chosen_environment(project, system, environment)
    loaded = load_systems(project, (system,))[system]
    model = committed(project, loaded, environment)
    causes = Causes(loaded, source_of(project, system))
    read = claims_of(project, loaded, causes.source)
    if read.unread.sets or read.unread.groups:
        message = "Sets or groups of the claims cannot be read."
        hint = "docs/prove.md shows how they are written."
        raise InputError(message, hint, read.findings)
    title = f"{system} {environment}"
    return Asked(title, model, read.claims, of_spec(model, causes))


def of_template(
    project: Project, template: Path, params: Path | None, region: str | None
) -> Asked:
    """Return a template that anybody wrote."""
    from cfngen.checks.placing import nowhere
    from cfngen.prove.claims.claim import Claims

    model = foreign(project, template, params, region)
    return Asked(template.name, model, Claims(), nowhere)
