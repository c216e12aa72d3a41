"""One system as it is committed, and the work of checking it, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from cfngen.checks import check, of_spec
from cfngen.errors import InputError
from cfngen.findings import Finding, ordered
from cfngen.freshness import compare
from cfngen.gate.given import given
from cfngen.gate.keys import digest
from cfngen.gate.linting import Job
from cfngen.gate.policyfile import read as read_policy
from cfngen.gate.proof import proven
from cfngen.gate.runner import Piece
from cfngen.gate.shapes import shape
from cfngen.gate.snapshot import Snapshot
from cfngen.gate.validate import Engine
from cfngen.gate.verdict import Found
from cfngen.lint.rules import RULES
from cfngen.lint.subject import read
from cfngen.model import Model
from cfngen.naming import RECOVERY, template_file
from cfngen.params import Environments, Parameters, check_all, interface_of
from cfngen.project import Project
from cfngen.prove.claims.loading import claims_of
from cfngen.prove.claims.parsing import Read
from cfngen.resolve import committed_tree, in_trees
from cfngen.spec.causes import Causes
from cfngen.template import Tree

FindIn = Callable[[Model], Iterable[Finding]]

NOTHING = Parameters("", "")
"""The parameter file of a system that has none: its defaults are read."""


@dataclass(frozen=True)
class Committed:
    """One system: its spec, what that makes, and what is committed."""

    project: Project
    causes: Causes
    generated: Mapping[str, str]
    snapshot: Snapshot
    engine: Engine

    @property
    def name(self) -> str:
        """Return the system's name."""
        return self.causes.system.system

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Return the committed templates, sorted."""
        return tuple(sorted(self.project.templates(self.name).glob("*.json")))

    @cached_property
    def environments(self) -> Environments:
        """Return the parameter files: those that fit, and what is wrong with others."""
        interface = interface_of(self.generated[template_file("root")])
        return check_all(self.project, self.name, interface)

    @cached_property
    def resolved(self) -> tuple[tuple[Model, ...], tuple[Found, ...]]:
        """Return a model for each environment that fits, and what cannot be resolved.

        A system without any parameter file has the model of its defaults.
        """
        models: list[Model] = []
        found: list[Found] = []
        anywhere = self.project.environments(self.name)
        for file in self.environments.fitting if anywhere else (NOTHING,):
            try:
                models.append(in_trees(self.causes.system, self._tree, file))
            except InputError as error:
                found += (Found(one, file.environment) for one in error.findings)
        return tuple(models), tuple(found)

    def policies(self) -> tuple[Finding, ...]:
        """Return why stack policies that the spec names cannot be read, each once."""
        source = self.causes.source
        named = self.causes.system.environments.items()
        return ordered(
            finding
            for name, said in named
            if said.stack_policy
            for finding in read_policy(self.project, source, name, said.stack_policy)[1]
        )

    @cached_property
    def _tree(self) -> Tree:
        """Return the committed templates; raises InputError where one is none."""
        return committed_tree(self.project, self.causes.system)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Return the regions that the system is deployed to."""
        return self.causes.system.regions(self.project.environments(self.name))

    def as_they_stand(self) -> Iterator[Piece]:
        """Yield the work of linting each template, for each region that it goes to."""
        for path in self.files:
            apart = self._apart(path)
            for region in (apart,) if apart else self.regions:
                yield self._lint(path, region, ())

    def as_given(self) -> Iterator[Piece]:
        """Yield the work of linting each template with what environments give it."""
        for path in self.files:
            apart, shown = self._apart(path), self.project.shown(path)
            for region in (apart,) if apart else self.regions:
                models = [m for m in self.resolved[0] if apart or m.region == region]
                values = tuple(given(models, shown))
                if values:
                    yield self._lint(path, region, values)

    def _apart(self, path: Path) -> str:
        """Return the region of a template that is not deployed with the others."""
        recovery = self.causes.system.recovery
        apart = path.name == template_file(RECOVERY) and recovery
        return apart.region if apart else ""

    def _lint(
        self, path: Path, region: str, values: tuple[tuple[str, Any], ...]
    ) -> Piece:
        """Return the work of linting a template."""
        shown = self.project.shown(path)
        hangs = ("cfn-lint", region, digest(repr(values)))
        like = shape(path.name, path.read_text("utf-8", "replace"), values)
        name = f"cfn-lint {shown}{' with parameters' if values else ''}"
        return Piece(
            f"{name} in {region}" if len(self.regions) > 1 else name,
            self.snapshot.key(*hangs, shown, self.snapshot.template(path.name)),
            Job(path, region, values),
            self.snapshot.key(*hangs[:2], "shape", like) if like else "",
        )

    def by_rules(self) -> Piece:
        """Return the work of our rules on templates."""
        texts = (digest(name, text) for name, text in self.generated.items())
        return Piece(
            f"rules of cfngen {self.name}",
            self.snapshot.whole(digest("rules", *texts)),
            self._rules,
        )

    def by_engine(self) -> Iterator[Piece]:
        """Yield the work of AWS's engine, for each environment."""
        for model in self.resolved[0]:
            yield self._piece("cloudformation-validate", model, self._engine)

    def by_checks(self) -> Iterator[Piece]:
        """Yield the work of our checks, for each environment."""
        for model in self.resolved[0]:
            yield self._piece("checks of cfngen", model, self._checks)

    def by_proof(self) -> Iterator[Piece]:
        """Yield the work of proving claims and obligations, for each environment."""
        for model in self.resolved[0]:
            yield self._piece("proof", model, self._proof, self.snapshot.claims)

    def _piece(self, name: str, model: Model, find: FindIn, *more: str) -> Piece:
        """Return the work of one engine on one environment; it hangs on `more` too."""
        environment = model.given.environment
        params = self.snapshot.params.get(environment, "")
        hangs = (self.snapshot.spec, self.snapshot.tree(), environment, params, *more)
        return Piece(
            f"{name} {self.name} {environment}".rstrip(),
            self.snapshot.key(name, self.name, *hangs),
            partial(find, model),
            environment=environment,
        )

    def _rules(self) -> Iterable[Finding]:
        """Yield what our rules find."""
        comparisons = compare(self.project.templates(self.name), self.generated)
        subject = read(
            *(self.project, self.name, self.regions[0]),
            *(self.resolved[0], comparisons),
        )
        for rule in RULES:
            yield from rule.check(subject)

    def _checks(self, model: Model) -> Iterable[Finding]:
        """Return what our checks find in an environment."""
        return check(model, cause=of_spec(model, self.causes))

    def _proof(self, model: Model) -> Iterable[Finding]:
        """Yield which claims cannot be read, and what of an environment is not so."""
        yield from self._claims.findings
        proof = proven(model, self._claims.claims, self.name, self.causes)
        yield from proof.findings()

    @cached_property
    def _claims(self) -> Read:
        """Return the claims on the system, those that can be read."""
        return claims_of(self.project, self.causes.system, self.causes.source)

    def _engine(self, model: Model) -> Iterable[Finding]:
        """Return what AWS's engine finds in an environment and the policy lets be."""
        templates = {s.template.file: s.template for s in model.stacks.values()}
        for finding in self.engine.findings(model, self.project.root):
            if self.snapshot.policy.lets(finding, templates[finding.file].body):
                yield finding
