"""AWS's own engine, cloudformation-validate, in process: its diagnostics as findings.

https://github.com/aws-cloudformation/cloudformation-validate
It reads one template at a time and takes what a parameter is given for its value.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cfngen.findings import Finding, Severity
from cfngen.gate.excluded import EXCLUDED, UNRESOLVED
from cfngen.gate.existing import exists, steps
from cfngen.model import Model, Stack, Value, known, plain

SEVERITIES: Mapping[str, Severity] = {
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARN": Severity.WARNING,
    "INFO": Severity.INFO,
    "DEBUG": Severity.INFO,
}

SECTIONS: Mapping[str, str] = {
    "RESOURCE": "Resources",
    "PARAMETER": "Parameters",
    "OUTPUT": "Outputs",
    "MAPPING": "Mappings",
    "CONDITION": "Conditions",
    "RULE": "Rules",
}
"""The section of a template that holds each kind of thing."""


class Engine:
    """The engine, built once a process and when it is first asked: a quarter second."""

    def findings(self, model: Model, root: Path) -> Iterator[Finding]:
        """Yield what is found in the templates of a model, each with its values.

        `root` is the folder that the files of findings are relative to. What does not
        exist in the model is let be. Secrets are not shown to the engine.
        """
        for stack in model.stacks.values():
            text = (root / stack.template.file).read_bytes()
            for diagnostic in self._diagnostics(text, stack):
                made = stack.opaque and diagnostic.rule_id in UNRESOLVED
                if not made and exists(model, stack, _path(stack, diagnostic)):
                    yield _finding(stack, diagnostic)

    def _diagnostics(self, text: bytes, stack: Stack) -> list[Any]:
        """Return what the engine says of one template with what its stack is given."""
        import cloudformation_validate as engine

        given = {name: _text(value) for name, value in stack.parameters.items()}
        region = stack.region if isinstance(stack.region, str) else None
        config = engine.ValidateConfig(
            exclude=engine.RuleFilterConfig(ids=list(EXCLUDED)),
            parameter_overrides={n: v for n, v in given.items() if v is not None},
            pseudo_parameter_overrides=engine.PseudoParameterOverrides(region=region),
        )
        content = engine.TemplateContent(text, stack.template.file)
        return list(_built().validate_template(content, config).diagnostics)


@cache
def _built() -> Any:
    """Return the engine, which has to go before Python takes its module apart."""
    from cloudformation_validate import CompositeEngine

    atexit.register(_built.cache_clear)
    return CompositeEngine()


def _text(value: Value) -> str | None:
    """Return a parameter's value as it is given; None where it is not known."""
    if not known(value):
        return None
    return ",".join(map(plain, value)) if isinstance(value, list) else plain(value)


def _finding(stack: Stack, diagnostic: Any) -> Finding:
    """Return a diagnostic as a finding, with what the engine advises."""
    mend = diagnostic.suggested_fix or diagnostic.documentation_url or ""
    return Finding(
        stack.template.file,
        "/".join(map(str, _path(stack, diagnostic))),
        diagnostic.rule_id,
        diagnostic.message,
        mend,
        SEVERITIES[diagnostic.severity.name],
        diagnostic.start_line or 0,
        diagnostic.start_column or 0,
    )


def _path(stack: Stack, diagnostic: Any) -> tuple[str | int, ...]:
    """Return the way to a diagnostic's place in its template.

    That of a resource begins at the resource, that of an output at the template.
    """
    entity = diagnostic.entity
    parts = (diagnostic.property_path or "").replace("/", ".").split(".")
    if entity is not None and entity.entity_type.name in SECTIONS:
        owner = (SECTIONS[entity.entity_type.name], entity.logical_id)
        inside = parts[2:] if tuple(parts[:2]) == owner else parts
        parts = [*owner, *inside]
    return steps(stack.template.body, [part for part in parts if part])
