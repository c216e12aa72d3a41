"""A template that anybody wrote, with all that it nests by local path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from cfngen.checks import check
from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.gate.asked import Asked
from cfngen.gate.given import given
from cfngen.gate.judging import idle, settled, written
from cfngen.gate.keys import digest
from cfngen.gate.linting import Ground, Job, folder_of
from cfngen.gate.order import Order
from cfngen.gate.proof import unmet
from cfngen.gate.runner import Find, Piece, Runner
from cfngen.gate.snapshot import day_of
from cfngen.gate.validate import Engine
from cfngen.gate.verdict import Verdict
from cfngen.lint.policy import Policy, policy_of
from cfngen.model import Model
from cfngen.params import Parameters, load
from cfngen.params import check as misfits
from cfngen.project import Project
from cfngen.resolve import Root, resolve
from cfngen.template import Template, Tree, load_tree

REGION = "us-east-1"
"""Where cfn-lint takes a template to go that is not given a region."""

UNKNOWN, MISSING, MISNAMED = "CG410", "CG411", "CG417"


@dataclass(frozen=True)
class Foreign:
    """A template's file, its parameter file if there is one, its region if given.

    Both paths are absolute.
    """

    project: Project
    template: Path
    params: Path | None = None
    region: str = ""

    @cached_property
    def read(self) -> tuple[Tree, tuple[Finding, ...]]:
        """Return the templates, and why they cannot be read."""
        shown = self.project.shown(self.template)
        try:
            return load_tree(self.template, shown), ()
        except InputError as error:
            name = self.template.name
            return Tree(name, {name: Template(shown)}), error.findings

    @cached_property
    def values(self) -> tuple[Parameters, tuple[Finding, ...]]:
        """Return what the template is given, and what of it does not fit."""
        if self.params is None:
            return Parameters("", ""), ()
        try:
            given = load(self.params, self.project.shown(self.params))
        except InputError as error:
            return Parameters("", ""), error.findings
        return given, tuple(self._misfits(given))

    @cached_property
    def resolved(self) -> tuple[tuple[Model, ...], tuple[Finding, ...]]:
        """Return the template's model, and why there is none."""
        tree, unread = self.read
        if unread:
            return (), unread
        try:
            root = Root(tree, region=self.region)
            return (resolve((root,), self.values[0]),), ()
        except InputError as error:
            return (), error.findings

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Return the templates' files, absolute."""
        inside = (self.template.parent / name for name in self.read[0].templates)
        return tuple(path.resolve() for path in inside)

    @cached_property
    def policy(self) -> Policy:
        """Return the project's lint policy."""
        return policy_of(self.project.root)

    def key(self, tools: str) -> str:
        """Return a digest of all that an answer hangs on; empty if it is not known."""
        params = (self.params,) if self.params is not None else ()
        texts = [path.read_bytes() for path in (*self.files, *params)]
        names = [self.project.shown(path) for path in (*self.files, *params)]
        policy = self.policy.text if self.policy.text is not None else b"none"
        own = digest(
            *(tools, day_of(texts), self.region),
            *names,
            policy,
            *texts,
        )
        return own if self.policy.closed else ""

    def asked(self, key: str) -> Asked:
        """Return the work; every answer hangs on the key."""
        asked = Asked(list(self._linted(key)))
        for model in self.resolved[0]:
            engine, own = partial(self._engine, model), partial(check, model)
            asked.engine.append(self._piece("cloudformation-validate", key, engine))
            asked.own.append(self._piece("checks of cfngen", key, own))
            asked.own.append(self._piece("proof", key, partial(unmet, model)))
        return asked

    def _linted(self, key: str) -> Iterator[Piece]:
        """Yield the work of cfn-lint: each template, also with what it is given."""
        region = self.region or REGION
        for path in self.files:
            shown = self.project.shown(path)
            values = tuple(given(self.resolved[0], shown))
            yield self._piece(f"cfn-lint {shown}", key, Job(path, region))
            if values:
                name = f"cfn-lint {shown} with parameters"
                yield self._piece(name, key, Job(path, region, values))

    def _piece(self, name: str, key: str, work: Job | Find) -> Piece:
        """Return a piece of the work; its own key is made of the key and its name."""
        return Piece(name, key and digest(key, name), work)

    def _engine(self, model: Model) -> Iterator[Finding]:
        """Yield what AWS's engine finds and the policy lets be."""
        templates = {s.template.file: s.template for s in model.stacks.values()}
        for finding in Engine().findings(model, self.project.root):
            if self.policy.lets(finding, templates[finding.file].body):
                yield finding

    def _misfits(self, given: Parameters) -> Iterator[Finding]:
        """Yield what does not fit, as far as it stops CloudFormation.

        Others leave out what has a default, and name their files as they like.
        """
        tree = self.read[0]
        declared = tree.templates[tree.root].section
        interface = {
            name: declared("Parameters", name) for name in declared("Parameters")
        }
        try:
            found = misfits(given, interface)
        except (TypeError, ValueError, re.error):
            return  # the definitions are none, which cfn-lint says
        for finding in found:
            optional = "Default" in interface.get(finding.path, {})
            if finding.id == UNKNOWN and not finding.mend.startswith("Did"):
                yield replace(finding, mend="Remove it.")
            elif finding.id != MISNAMED and not (finding.id == MISSING and optional):
                yield finding


def examine(foreign: Foreign, tools: str, order: Order) -> Verdict:
    """Return a verdict on a template; `tools` is the fingerprint of what answers.

    What stops one way of looking at it is a finding, and the others still look. Raises
    InputError for a policy or a region that cfn-lint refuses.
    """
    key = foreign.key(tools)
    ground = Ground(foreign.project, folder_of(foreign.files))
    asked = foreign.asked(key)
    with Runner(ground, order) as runner:
        try:
            runner.add(asked.pieces)
            runner.finish()
        finally:
            if foreign.key(tools) == key:
                runner.remember()
    models, unresolved = foreign.resolved
    said, misread = written(models)
    kept, silent = settled(asked.found(runner, models), said)
    unfit = foreign.values[1]
    return Verdict(
        (
            *(*unfit, *unresolved, *kept, *misread),
            *idle(said, silent, (), bool(models)),
        ),
        silent,
        bool(unfit),
        len(foreign.files),
        int(foreign.params is not None),
        len(asked.pieces),
        asked.recalled(runner),
        bool(models),
    )
