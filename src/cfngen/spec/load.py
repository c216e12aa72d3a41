"""Load a system: its spec as a model, or everything that is wrong with it at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cfngen.errors import InputError
from cfngen.findings import Finding, ordered
from cfngen.project import Project
from cfngen.spec import checks, wording
from cfngen.spec.ranges import in_force
from cfngen.spec.reader import read
from cfngen.spec.source import Problem, Source
from cfngen.spec.system import System

Model = TypeVar("Model", bound=BaseModel)


def load(project: Project, name: str, *, unfinished: bool = False) -> System:
    """Return the system that systems/<name>.yaml describes.

    Raises InputError with every finding, each with its line: what is no YAML, what does
    not have the form of a spec, and what AWS or the templates could not live with. An
    `unfinished` one may name environments whose parameter files are still to come.
    """
    path = project.spec(name)
    source, found = read(path, project.shown(path))
    wrong = [*found, *_misnamed(source, name)]
    if not unfinished:
        wrong += _without_parameters(source, name, project.environments(name))
    try:
        system = validated(System, source.data)
        if not source.empty:
            wrong += _said(source, checks.of_system(system))
        if system.from_cloudflare:
            system = system.with_cloudflare(in_force(project))
    except ValidationError as error:
        wrong += wording.findings(source, error.errors(include_url=False))
    except InputError as error:  # the file of the ranges does not fit
        wrong += error.findings
    wrong += _said(source, _in_parts(source))
    if wrong:
        raise _error(wrong)
    return system


def validated(model: type[Model], data: Any) -> Model:
    """Return data as a model; raises ValidationError.

    JSON is the mode in which lists are tuples and everything else stays strict.
    """
    return model.model_validate_json(json.dumps(data), by_alias=True, by_name=False)


def _misnamed(source: Source, name: str) -> Iterator[Finding]:
    """Yield the finding that the file and the system have different names."""
    system = source.data.get("system")
    if isinstance(system, str) and system != name:
        message = f"The system is '{system}' and its file {name}.yaml."
        mend = f"Write system: {name}, or rename the file."
        yield source.finding("CG010", Problem(("system",), message, mend))


def _without_parameters(
    source: Source, name: str, known: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield the environments that have no parameter file, where others have theirs.

    What guards `prod` would guard nothing under a name that is mistyped. A system that
    has no files at all has only just begun.
    """
    named = source.data.get("environments")
    for environment in named if known and isinstance(named, dict) else ():
        if environment not in known:
            message = f"params/{name}/{environment}.json is not there."
            sync = f"Run: cfngen params sync {name} --env {environment}"
            mend = wording.close(environment, known, sync)
            place = ("environments", environment)
            yield source.finding("CG039", Problem(place, message, mend, on_key=True))


def _in_parts(source: Source) -> Iterator[checks.Found]:
    """Yield what is wrong within the parts that are well formed.

    A part with a key that waits for its value is none: without the key it would mean
    something else.
    """
    for place, data, kind in checks.kinds(source.data):
        if any(empty[: len(place)] == place for empty in source.empty):
            continue
        try:
            part = validated(kind.model, data)
        except ValidationError:
            continue
        yield from checks.of_part(part, kind, place)


def _said(source: Source, found: Iterator[checks.Found]) -> Iterator[Finding]:
    """Yield what checks found, with its place in the file."""
    for id, problem in found:
        yield source.finding(id, problem)


def _error(wrong: list[Finding]) -> InputError:
    """Return the error that holds all findings, counted by file."""
    findings = ordered(wrong)
    counts = Counter(finding.file for finding in findings)
    said = (f"{f}: {n} {'error' if n == 1 else 'errors'}." for f, n in counts.items())
    return InputError("\n".join(said), findings=findings)
