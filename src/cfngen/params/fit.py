"""Whether a parameter file fits the root template: every misfit at once.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from cfngen.findings import Finding, ordered
from cfngen.naming import is_release
from cfngen.params.constraints import Problem, problems
from cfngen.params.model import ENVIRONMENT_NAME, Parameters, Value
from cfngen.params.place import on_one_line
from cfngen.params.secret import secret, telltale

Interface = Mapping[str, Mapping[str, Any]]
"""The `Parameters` section of the root template; `interface_of` adds to one of ours."""

SYNC = "Run: cfngen params sync"
PRUNE = "Remove it, or run: cfngen params sync --prune"
NO_SECRETS = "Keep it in Secrets Manager; if it was ever committed, change it."


def check(parameters: Parameters, interface: Interface) -> tuple[Finding, ...]:
    """Return every misfit between a parameter file and the root's parameters.

    The file has to name every setting, also those with a default: a reviewer sees the
    whole of an environment in one place. Only settings of releases may be left out.
    Values taken for secrets are not repeated.
    """
    found = (
        *_given(parameters, interface),
        *_missing(parameters, interface),
        *_secret_tags(parameters),
    )
    return ordered(on_one_line(found))


def _given(parameters: Parameters, interface: Interface) -> Iterator[Finding]:
    """Yield what is wrong with the values that the file gives."""
    for name, value in parameters.values.items():
        if name not in interface:
            yield _unknown(parameters, name, value, interface)
        for problem in _problems(parameters, name, value, interface.get(name)):
            yield Finding(
                parameters.file,
                name,
                problem.id,
                problem.message,
                problem.mend,
                line=value.line,
                column=value.column,
            )


def _problems(
    parameters: Parameters,
    name: str,
    value: Value,
    definition: Mapping[str, Any] | None,
) -> Iterator[Problem]:
    """Yield what is wrong with one value; nothing repeats a secret."""
    why = secret(name, value.text, definition or {})
    if why:
        yield Problem("CG418", f"The value of {name} {why}.", NO_SECRETS)
        return
    broken = list(problems(name, value.text, definition or {}))
    if str((definition or {}).get("NoEcho", "")).lower() == "true":
        message = f"The value of {name}, which NoEcho hides, does not fit."
        broken = [problem._replace(message=message) for problem in broken]
    if name == ENVIRONMENT_NAME and value.text != parameters.environment and not broken:
        message = f"{name} is another than the file's name says."
        mend = f'Write "{parameters.environment}", or rename the file.'
        yield Problem("CG417", message, mend)
    yield from broken


def _unknown(
    parameters: Parameters, name: str, value: Value, interface: Interface
) -> Finding:
    """Return the finding of a key that the root does not have.

    A key of the file is not mistaken for one that the file has as well. A value without
    a line is of the command line, which may name any.
    """
    there = parameters.values if value.key_line else ()
    close = get_close_matches(name, [key for key in interface if key not in there], 1)
    otherwise = PRUNE if value.key_line else "Remove it."
    return Finding(
        parameters.file,
        name,
        "CG410",
        f"{name or 'The empty name'} is no parameter of the root template.",
        f"Did you mean {close[0]}?" if close else otherwise,
        line=value.key_line,
    )


def _missing(parameters: Parameters, interface: Interface) -> Iterator[Finding]:
    """Yield the parameters that the file does not name."""
    for name, definition in interface.items():
        if name in parameters.values or is_release(name):
            continue
        if "Default" in definition or name == ENVIRONMENT_NAME:
            message = f"{name} is missing; a parameter file names every setting."
            mend = SYNC
        else:
            message = f"{name} is missing, and has no default."
            mend = f"Add it: {definition.get('Description', 'a value of your own')}"
        yield Finding(parameters.file, name, "CG411", message, mend, line=1)


def _secret_tags(parameters: Parameters) -> Iterator[Finding]:
    """Yield the tags whose value gives a secret away."""
    for name, text in parameters.tags.items():
        words = telltale(text)
        if words:
            message = f"The value of the tag {name} looks like {words}."
            yield Finding(parameters.file, f"Tags.{name}", "CG418", message, NO_SECRETS)
