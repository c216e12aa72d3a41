"""Why a resource would change: the Details of a ResourceChange."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.language import UNKNOWN, as_text
from tests.fakes.recreation import Recreation
from tests.fakes.references import references

ATTRIBUTES = (
    *("Metadata", "CreationPolicy", "UpdatePolicy"),
    *("DeletionPolicy", "UpdateReplacePolicy"),
)


@dataclass
class Causes:
    """What has changed so far in a stack: parameters, and resources gone before."""

    parameters: dict[str, str] = field(default_factory=dict)
    modified: set[str] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)

    def of(
        self, written: Any, rewritten: bool, late: bool = False
    ) -> Iterator[tuple[str, str, str]]:
        """Yield Evaluation, ChangeSource and CausingEntity of a changed property.

        What is rewritten with a value that comes late is Dynamic, as the echo of a
        parameter is: CloudFormation tells the two apart by nothing.
        """
        if rewritten:
            yield "Dynamic" if late else "Static", "DirectModification", ""
        for name in dict.fromkeys(references(written)):
            owner = name.split(".")[0]
            if name in self.parameters:
                dynamic = UNKNOWN in self.parameters[name]
                evaluation = "Dynamic" if dynamic else "Static"
                yield evaluation, "ParameterReference", name
                yield "Dynamic", "DirectModification", ""
            elif name in self.replaced:
                yield "Dynamic", "ResourceReference", name
            elif "." in name and owner in self.modified:
                yield "Dynamic", "ResourceAttribute", name


class Details:
    """The details of one resource's change."""

    def __init__(self, kind: str, recreation: Recreation) -> None:
        self.kind = kind
        self.recreation = recreation
        self.all: list[dict[str, Any]] = []

    def __bool__(self) -> bool:
        return bool(self.all)

    def properties(
        self,
        before: tuple[Mapping[str, Any], Mapping[str, Any]],
        after: tuple[Mapping[str, Any], Mapping[str, Any]],
        causes: Causes,
    ) -> None:
        """Compare properties; each side is as written and what that comes to."""
        for name in sorted({*before[1], *after[1]}):
            old, new = before[1].get(name), after[1].get(name)
            if old == new:
                continue
            written = after[0].get(name)
            target = self._target("Properties", name, old, new)
            rewritten = before[0].get(name) != written
            found = list(causes.of(written, rewritten, UNKNOWN in json.dumps(new)))
            for cause in found or [("Static", "DirectModification", "")]:
                self._add(target, *cause)

    def attributes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Compare what stands beside the properties."""
        for name in ATTRIBUTES:
            old, new = before.get(name), after.get(name)
            if old != new:
                target = self._target(name, "", old, new)
                self._add(target, "Static", "DirectModification", "")

    def tags(self) -> None:
        """Note that the stack's own tags change."""
        target = {"Attribute": "Tags", "RequiresRecreation": "Never"}
        self._add(target, "Static", "DirectModification", "")

    def automatic(self) -> None:
        """Note what CloudFormation says of every nested stack."""
        target = {"Attribute": "Properties", "RequiresRecreation": "Never"}
        self._add(target, "Dynamic", "Automatic", "")

    def scope(self) -> list[str]:
        """Return the attributes that change."""
        return sorted({detail["Target"]["Attribute"] for detail in self.all})

    def replacement(self, certain: bool) -> str:
        """Return True, False or Conditional.

        `certain` is how the service answers for what only the execution tells:
        https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2113
        """
        kinds = {
            (detail["Target"]["RequiresRecreation"], detail["Evaluation"])
            for detail in self.all
        }
        if ("Always", "Static") in kinds or (
            certain and ("Always", "Dynamic") in kinds
        ):
            return "True"
        maybe = {"Always", "Conditionally"} & {recreation for recreation, _ in kinds}
        return "Conditional" if maybe else "False"

    def _target(self, attribute: str, name: str, old: Any, new: Any) -> dict[str, Any]:
        recreated = self.recreation.of(self.kind, name) if name else "Never"
        target = {"Attribute": attribute, "RequiresRecreation": recreated}
        target |= {"Name": name} if name else {}
        target["Path"] = f"/{attribute}/{name}" if name else f"/{attribute}"
        target |= {} if old is None else {"BeforeValue": as_text(old)}
        target |= {} if new is None else {"AfterValue": as_text(new)}
        change = "Add" if old is None else "Remove" if new is None else "Modify"
        return {**target, "AttributeChangeType": change}

    def _add(
        self, target: dict[str, Any], evaluation: str, source: str, entity: str
    ) -> None:
        detail = {"Target": target, "Evaluation": evaluation, "ChangeSource": source}
        self.all.append(detail | ({"CausingEntity": entity} if entity else {}))


def secrets(
    template: Mapping[str, Any], parameters: Mapping[str, str]
) -> Collection[str]:
    """Return the values of NoEcho parameters."""
    declared = template.get("Parameters", {})
    hidden = [n for n, p in declared.items() if str(p.get("NoEcho")).lower() == "true"]
    return [parameters[name] for name in hidden if parameters.get(name)]
