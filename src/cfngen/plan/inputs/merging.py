"""An environment of the spec with what parameter file and command line say on top."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cfngen.findings import Finding
from cfngen.naming import stack_tags
from cfngen.params import Parameters
from cfngen.plan.inputs.flags import Flags
from cfngen.spec import checks, tags
from cfngen.spec.accounts import ACCOUNT, BUCKET, PROFILE, ROLE
from cfngen.spec.environment import Environment
from cfngen.spec.form import Form
from cfngen.spec.source import Problem, Source
from cfngen.spec.system import System
from cfngen.spec.words import REGION

FORMS: Mapping[str, Form] = {
    "region": REGION,
    "account": ACCOUNT,
    "profile": PROFILE,
    "role": ROLE,
    "bucket": BUCKET,
}
"""The form of each flag that is one word; the key of the spec has the same name."""

FORM = "CG420"


@dataclass(frozen=True)
class Merged:
    """An environment as a deployment takes it, and where its parts come from.

    `wrong` is what has no form, and is no part of it.
    """

    system: System
    name: str
    environment: Environment
    written: Parameters
    flags: Flags
    wrong: tuple[Finding, ...]

    def findings(self, source: Source) -> Iterator[Finding]:
        """Yield what is wrong with it, each thing where it comes from."""
        yield from self.wrong
        place = ("environments", self.name)
        kind = checks.MANY[place[0]]
        named = {**self.system.environments, self.name: self.environment}
        system = self.system.model_copy(update={"environments": named})
        for id, problem in (
            *checks.of_part(self.environment, kind, place),
            *checks.of_system(system),
        ):
            yield self._located(source, id, problem)

    def _located(self, source: Source, id: str, problem: Problem) -> Finding:
        """Return a problem as a finding of a flag, the parameter file or the spec."""
        found = source.finding(id, problem)
        match problem.place:
            case ("environments", self.name, "tags", str(key)):
                return self._of_tag(found, key)
            case ("environments", self.name, str(key)) if getattr(self.flags, key, ""):
                return _of_flag("tag" if key == "tags" else key, found)
        return found

    def _of_tag(self, found: Finding, key: str) -> Finding:
        """Return what is found of a tag where it is said last."""
        if key in self.flags.tags:
            return replace(_of_flag("tag", found), path=key)
        if key in self.written.tags:
            path = f"Tags.{key}"
            return replace(found, file=self.written.file, path=path, line=0, column=0)
        return found


def merge(
    system: System, environment: str, written: Parameters, flags: Flags
) -> Merged:
    """Return an environment with what the flags, or else the file, say of it."""
    good = {key: text for key, text in _words(flags).items() if _fits(key, text)}
    ours = stack_tags(system.system, environment).items()
    given = dict(written.tags.items() - ours)
    both = ((written.file, given), ("--tag", flags.tags))
    fit = {
        key: value
        for _, said in both
        for key, value in said.items()
        if not any(tags.malformed(key, value))
    }
    here = system.at(environment)
    update: dict[str, object] = {**good, "tags": {**here.tags, **fit}}
    if flags.protect is not None:
        update["protect"] = flags.protect
    wrong = (*_formless(flags), *(f for file, said in both for f in _tags(file, said)))
    merged = here.model_copy(update=update)
    return Merged(system, environment, merged, written, flags, wrong)


def _words(flags: Flags) -> dict[str, str]:
    """Return the flags that are one word and are given."""
    return {key: getattr(flags, key) for key in FORMS if getattr(flags, key)}


def _fits(key: str, text: str) -> bool:
    """Return whether a flag has its form."""
    return bool(re.fullmatch(FORMS[key].pattern, text))


def _formless(flags: Flags) -> Iterator[Finding]:
    """Yield the flags that have no form."""
    for key, text in _words(flags).items():
        if not _fits(key, text):
            form = FORMS[key]
            message, mend = f"{text!r} is not {form.noun}.", f"Write {form.words}."
            yield Finding(f"--{key}", "", FORM, message, mend)


def _tags(file: str, given: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with the form of tags."""
    for key, value in given.items():
        path = key if file.startswith("--") else f"Tags.{key}"
        for message, mend in tags.malformed(key, value):
            yield Finding(file, path, FORM, message, mend)


def _of_flag(name: str, found: Finding) -> Finding:
    """Return what is found in the spec as of the flag that stands in its place."""
    return replace(found, file=f"--{name}", path="", line=0, column=0)
