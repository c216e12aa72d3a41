"""From the project to an order: what was reviewed, and parameters that fit it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cfngen import naming, params
from cfngen.errors import CfngenError, InputError
from cfngen.findings import Finding
from cfngen.freshness import State, compare
from cfngen.generate import generate
from cfngen.params import Parameters, Value
from cfngen.plan.inputs.flags import NO_FLAGS, Flags
from cfngen.plan.inputs.order import Order, Override
from cfngen.plan.inputs.target import examine, unfit
from cfngen.project import Project
from cfngen.spec.load import load
from cfngen.spec.system import System

COMMAND_LINE = "--set"
"""Where an overridden value stands, as findings name it."""


def prepare(
    project: Project,
    name: str,
    environment: str,
    overrides: Mapping[str, str],
    flags: Flags = NO_FLAGS,
) -> Order:
    """Return the order for one system in one environment; asks no cloud.

    What is deployed are the committed templates, which people have reviewed. Raises
    CfngenError when they are not what the spec generates now, and InputError with
    every finding when the spec, the parameters or the flags do not fit.
    """
    system = load(project, name)
    files = reviewed(project, name, system)
    file = project.params(name, environment)
    written = params.load(file, project.shown(file))
    interface = params.interface_of(files[naming.template_file("root")])
    given = _overridden(written, overrides)
    misfits = tuple(_located(params.check(given, interface), overrides))
    target, wrong = examine(project, system, environment, written, flags)
    _refuse(misfits, wrong, unfit(name, environment))
    return Order(
        system=name,
        environment=environment,
        stack=naming.root_stack(name, environment),
        target=target,
        folder=project.shown(project.templates(name)),
        files=files,
        parameters=given.texts(),
        secret=hidden(interface),
        overrides=_shown(written, overrides),
        released=_released(given, interface),
        flags=flags,
    )


def reviewed(project: Project, name: str, system: System) -> dict[str, str]:
    """Return the committed templates, which must be what the spec generates.

    Raises CfngenError with each that is missing, or is another.
    """
    generated = generate(system)
    stale = [
        f"{project.shown(comparison.path)} is {comparison.state}."
        for comparison in compare(project.templates(name), generated)
        if comparison.state is not State.FRESH
    ]
    if stale:
        raise CfngenError(
            "\n".join(stale),
            f"Run: cfngen generate {name}\nThen review and commit what has changed.",
        )
    return generated


def _overridden(written: Parameters, overrides: Mapping[str, str]) -> Parameters:
    """Return the parameters with those of the command line in place."""
    values = {name: Value(text) for name, text in overrides.items()}
    return replace(written, values={**written.values, **values})


def _located(
    found: Iterable[Finding], overrides: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield what does not fit, each thing at the place it comes from."""
    for finding in found:
        here = replace(finding, file=COMMAND_LINE, line=0, column=0)
        yield here if finding.path in overrides else finding


def _refuse(misfits: Sequence[Finding], wrong: Sequence[Finding], why: str) -> None:
    """Raise InputError with what does not fit the templates, and what is wrong else."""
    said = []
    if misfits:
        files = " and ".join(dict.fromkeys(finding.file for finding in misfits))
        verb = "do" if " and " in files else "does"
        said.append(f"{files} {verb} not fit the templates.")
    if wrong:
        said.append(why)
    if said:
        raise InputError("\n".join(said), findings=(*misfits, *wrong))


def hidden(interface: Mapping[str, Mapping[str, object]]) -> frozenset[str]:
    """Return the parameters whose values nobody may see (NoEcho)."""
    return frozenset(
        name
        for name, declared in interface.items()
        if str(declared.get("NoEcho", "")).lower() == "true"
    )


def _released(
    given: Parameters, interface: Mapping[str, Mapping[str, object]]
) -> dict[str, str]:
    """Return the image tags that neither file nor command line gives, by default."""
    return {
        name: str(declared["Default"])
        for name, declared in interface.items()
        if naming.is_release(name) and name not in given.values
    }


def _shown(written: Parameters, overrides: Mapping[str, str]) -> tuple[Override, ...]:
    """Return each override with the value that it replaces."""
    return tuple(
        Override(name, text, written.texts().get(name), written.file)
        for name, text in overrides.items()
    )
