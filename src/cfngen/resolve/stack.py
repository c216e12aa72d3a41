"""One stack while it is resolved: what its names stand for.

What another stack gives is asked for when it is needed, so the order of nested stacks
follows from their references.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cfngen.findings import Finding
from cfngen.model.values import Call, Reference, Unknown, Value
from cfngen.package import STACK
from cfngen.resolve.functions import FOR_EACH, evaluate
from cfngen.resolve.masking import masked
from cfngen.resolve.parameters import parameter
from cfngen.resolve.scope import Path, Scope, Wrong
from cfngen.resolve.truths import Truths
from cfngen.template import Template, Tree

OUTPUTS = "Outputs."


@dataclass
class Resolving:
    """A stack while it is resolved; what has been found out is kept.

    `given` are the values of its parameters, `pseudo` the pseudo parameters,
    `ancestors` the files of the stacks that it is nested in. Everything that is wrong
    goes to `problems`.
    """

    tree: Tree
    file: str
    path: str
    given: Mapping[str, Value]
    pseudo: Mapping[str, Value]
    problems: list[Finding]
    ancestors: tuple[str, ...] = ()
    children: dict[str, Resolving | None] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    @property
    def template(self) -> Template:
        """Return the stack's template."""
        return self.tree.templates[self.file]

    @cached_property
    def parameters(self) -> dict[str, Value]:
        """Return every declared parameter's value."""
        given, declared = self.given, self.template.section
        return {
            name: masked(parameter(name, declared("Parameters", name), given.get(name)))
            for name in declared("Parameters")
        }

    @cached_property
    def truths(self) -> Truths:
        """Return the stack's conditions."""
        return Truths(self.template.section("Conditions"), self._scope, self.wrong)

    @cached_property
    def scope(self) -> Scope:
        """Return where the names of the template get their values."""
        return self._scope

    @property
    def _scope(self) -> Scope:
        return Scope(
            names={**self.pseudo, **self.parameters},
            mappings=self.template.section("Mappings"),
            truth=lambda name: self.truths(name),
            ref=self._ref,
            attribute=self._attribute,
            imported=lambda name: Call("Fn::ImportValue", name),
            zones=lambda region: Call("Fn::GetAZs", region),
            wrong=self.wrong,
        )

    def evaluate(self, value: Any, path: Path) -> Value:
        """Return a value of the template; `path` is where it stands."""
        return masked(evaluate(value, self.scope, path))

    def wrong(self, path: Path, message: str) -> Value:
        """Note a problem where it stands; the value stays unknown."""
        where = f" (stack {self.path})" if self.path else ""
        sentence = message[:1].upper() + message[1:]
        found = self.template.finding(path, "CG302", f"{sentence}{where}.")
        if found not in self.problems:
            self.problems.append(found)
        return Unknown("/".join(map(str, path)))

    def below(self, name: str) -> str:
        """Return the path of a resource of this stack."""
        return f"{self.path}/{name}" if self.path else name

    def exists(self, name: str) -> bool | None:
        """Return whether a resource will exist; None where that is unknown."""
        condition = self.template.section("Resources", name).get("Condition")
        return True if condition is None else self.truths(str(condition))

    def _resource(self, name: str) -> str:
        """Return the path of a resource that is referred to, or raise Wrong."""
        declared = self.template.section("Resources")
        if name not in declared:
            if any(other.startswith(FOR_EACH) for other in declared):
                return self.below(name)
            raise Wrong(f"Unresolved resource dependency {name}")
        if self.exists(name) is False:
            raise Wrong(
                f"Unresolved resource dependency {name}: its condition is false here"
            )
        return self.below(name)

    def _ref(self, name: str) -> Value:
        return Reference(self._resource(name))

    def _attribute(self, name: str, attribute: str) -> Value:
        path = self._resource(name)
        child = self.child(name) if attribute.startswith(OUTPUTS) else None
        if child is None:
            return Reference(path, attribute)
        return child.output(attribute.removeprefix(OUTPUTS))

    def output(self, name: str) -> Value:
        """Return the value of one output, or raise Wrong."""
        declared = self.template.section("Outputs", name)
        if "Value" not in declared:
            raise Wrong(f"the stack {self.path} has no output {name}")
        condition = declared.get("Condition")
        if condition is not None and self.truths(str(condition)) is False:
            raise Wrong(f"the output {name} of {self.path} is absent: {condition}")
        return self.evaluate(declared["Value"], ("Outputs", name, "Value"))

    def child(self, name: str) -> Resolving | None:
        """Return a nested stack; None where the template is not at hand."""
        if name not in self.children:
            if name in self.asked:
                raise Wrong(f"Circular dependency between nested stacks: {name}")
            self.asked.add(name)
            self.children[name] = self._child(name)
            self.asked.discard(name)
        return self.children[name]

    def _child(self, name: str) -> Resolving | None:
        """Return a nested stack that has not been asked for yet."""
        path: Path = ("Resources", name, "Properties")
        properties = self.template.section("Resources", name, "Properties")
        url = self.evaluate(properties.get("TemplateURL"), (*path, "TemplateURL"))
        nested = self.template.section("Resources", name).get("Type") == STACK
        file = self.tree.child(self.file, url) if nested else None
        if file is None:
            return None
        if file in (*self.ancestors, self.file):
            raise Wrong(f"{name} nests {file} inside itself")
        given = self.evaluate(properties.get("Parameters", {}), (*path, "Parameters"))
        self._fits((*path, "Parameters"), file, given)
        return Resolving(
            *(self.tree, file, self.below(name), given),
            {**self.pseudo, **_own(self.below(name))},
            self.problems,
            (*self.ancestors, self.file),
        )

    def _fits(self, path: Path, file: str, given: Mapping[str, Value]) -> None:
        """Note what a nested stack is given in vain, and what it lacks."""
        declared = self.tree.templates[file].section
        for extra in sorted(given.keys() - declared("Parameters").keys()):
            self.wrong((*path, extra), f"{file} has no parameter {extra}")
        for missing in sorted(declared("Parameters").keys() - given.keys()):
            if "Default" not in declared("Parameters", missing):
                self.wrong(path, f"{file} needs the parameter {missing}")


def _own(path: str) -> dict[str, Value]:
    """Return the pseudo parameters that each nested stack has for itself."""
    name = Unknown(f"{path}/AWS::StackName")
    return {"AWS::StackId": Reference(path), "AWS::StackName": name}
