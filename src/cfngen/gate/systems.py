"""Check systems that have changed, or that nobody has checked before."""

from __future__ import annotations

from collections.abc import Mapping

from cfngen.gate import entries
from cfngen.gate.asked import Asked
from cfngen.gate.fingerprint import of_generating
from cfngen.gate.generated import Origin, made, recalled
from cfngen.gate.judging import idle, settled, written
from cfngen.gate.linting import Ground
from cfngen.gate.order import Order, Scope
from cfngen.gate.proof import UNUSABLE
from cfngen.gate.runner import Runner
from cfngen.gate.snapshot import Snapshot, snapshot
from cfngen.gate.system import Committed
from cfngen.gate.validate import Engine
from cfngen.gate.verdict import Found, Verdict
from cfngen.project import Project
from cfngen.spec.causes import Causes, source_of
from cfngen.spec.system import System
from cfngen.suppress import of_spec

Work = list[tuple[Committed, Asked]]


def examine(
    project: Project,
    systems: Mapping[str, System],
    snapshots: Mapping[str, Snapshot],
    order: Order,
) -> dict[str, Verdict]:
    """Return a verdict on each system, and remember what it is made of.

    Nothing is remembered where files change meanwhile. Raises InputError for a policy
    or a region that cfn-lint refuses, and CfngenError where a process dies.
    """
    with Runner(Ground(project, project.root), order) as runner:
        try:
            work = _work(project, systems, snapshots, runner)
            runner.finish()
        finally:
            same = _unchanged(project, snapshots)
            if same:
                runner.remember()
    verdicts = {one.name: _verdict(one, asked, runner) for one, asked in work}
    for name, verdict in verdicts.items() if same else ():
        key = snapshots[name].whole(order.scope)
        order.cache.write(key, entries.of_verdict(verdict))
    return verdicts


def _work(
    project: Project,
    systems: Mapping[str, System],
    snapshots: Mapping[str, Snapshot],
    runner: Runner,
) -> Work:
    """Give all work to the runner, first what needs no models."""
    work: Work = []
    engine, makers, cache = Engine(), of_generating(), runner.order.cache
    for name, system in systems.items():
        causes = Causes(system, source_of(project, name))
        now = snapshots[name]
        then = Origin(makers, name, now.spec, tuple(now.params))
        texts = recalled(cache, then) or made(project, system, cache, then)
        one = Committed(project, causes, texts, snapshots[name], engine)
        asked = Asked(linted=list(one.as_they_stand()))
        runner.add(asked.linted)
        work.append((one, asked))
    for one, asked in work:
        given = list(one.as_given())
        asked.linted += given
        asked.own.append(one.by_rules())
        if runner.order.scope is Scope.CHECK:
            asked.engine += one.by_engine()
            asked.own += [*one.by_checks(), *one.by_proof()]
        runner.add([*given, *asked.engine, *asked.own])
    return work


def _unchanged(project: Project, snapshots: Mapping[str, Snapshot]) -> bool:
    """Return whether all files are still as they were when the work began."""
    return all(
        snapshot(project, name, then.tools) == then for name, then in snapshots.items()
    )


def _verdict(one: Committed, asked: Asked, runner: Runner) -> Verdict:
    """Return what is to be said of a system."""
    models, unresolved = one.resolved
    inside, misread = written(models)
    said = (*of_spec(one.causes.system, one.causes.source), *inside)
    found = (*asked.found(runner, models), *unresolved)
    caused = (Found(one.causes.with_cause(f.finding), f.environment) for f in found)
    kept, silent = settled(caused, said, len(models))
    unfit = (*one.environments.findings, *one.policies())
    whole = not (unresolved or unfit) and runner.order.scope is Scope.CHECK
    return Verdict(
        (
            *(*unfit, *kept, *misread),
            *idle(said, silent, one.project.environments(one.name), whole),
        ),
        silent,
        bool(unfit) or any(finding.id in UNUSABLE for finding in kept),
        len(one.files),
        len(one.environments.fitting),
        len(asked.pieces),
        asked.recalled(runner),
    )
