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
from cfngen.resolve.functions import evaluate, expands
from cfngen.resolve.macros import adds, rewrites
from cfngen.resolve.masking import masked
from cfngen.resolve.parameters import parameter
from cfngen.resolve.scope import Path, Scope, Wrong
from cfngen.resolve.text import OUTPUTS
from cfngen.resolve.truths import Truths
from cfngen.template import Template, Tree

UNRESOLVED = "CG302"
"""The id of what cannot be resolved."""


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
    outputs: dict[str, Value] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    @cached_property
    def template(self) -> Template:
        """Return the stack's template."""
        return self.tree.templates[self.file]

    @cached_property
    def declared(self) -> Mapping[str, Any]:
        """Return the resources as they are written."""
        return self.template.section("Resources")

    @cached_property
    def parameters(self) -> dict[str, Value]:
        """Return every declared parameter's value."""
        given, section = self.given, self.template.section
        return {
            name: masked(parameter(name, section("Parameters", name), given.get(name)))
            for name in section("Parameters")
            if not expands(name)
        }

    @cached_property
    def truths(self) -> Truths:
        """Return the stack's conditions."""
        declared = self.template.section("Conditions")
        more = adds(self.template, "Conditions")
        return Truths(declared, self._scope, self.wrong, more)

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
        """Note what cannot be resolved where it stands; the value stays unknown.

        Where a macro of somebody's own may write anything, nothing is wrong for sure.
        """
        if not rewrites(self.template):
            self.note(path, UNRESOLVED, message)
        return Unknown("/".join(map(str, path)))

    def note(self, path: Path, id: str, message: str) -> None:
        """Note a problem once."""
        where = f" (stack {self.path})" if self.path else ""
        sentence = message[:1].upper() + message[1:]
        found = self.template.finding(path, id, f"{sentence.rstrip('.')}{where}.")
        if found not in self.problems:
            self.problems.append(found)

    def below(self, name: str) -> str:
        """Return the path of a resource of this stack."""
        return f"{self.path}/{name}" if self.path else name

    def exists(self, name: str) -> bool | None:
        """Return whether a resource will exist; None where that is unknown."""
        declared = self.declared[name]
        return self.holds(declared) if isinstance(declared, dict) else True

    def holds(self, declared: Mapping[str, Any]) -> bool | None:
        """Return whether the condition of a resource or an output holds, if it has one.

        Raises Wrong for what is no condition.
        """
        name = declared.get("Condition")
        if name is None:
            return True
        if not isinstance(name, str):
            raise Wrong("Condition takes the name of a condition")
        return self.truths(name)

    def _resource(self, name: str) -> str:
        """Return the path of a resource that is referred to, or raise Wrong."""
        if name not in self.declared:
            if adds(self.template, "Parameters", "Resources"):
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
        if name not in self.outputs:
            self.outputs[name] = self._output(name)
        return self.outputs[name]

    def _output(self, name: str) -> Value:
        """Return the value of an output that has not been asked for yet."""
        declared = self.template.section("Outputs", name)
        if "Value" not in declared:
            if adds(self.template, "Outputs"):
                return Reference(self.path, f"{OUTPUTS}{name}")
            raise Wrong(f"the stack {self.path} has no output {name}")
        if self.holds(declared) is False:
            condition = declared["Condition"]
            raise Wrong(f"the output {name} of {self.path} is absent: {condition}")
        return self.evaluate(declared["Value"], ("Outputs", name, "Value"))

    def child(self, name: str) -> Resolving | None:
        """Return a nested stack; None where the template is not at hand."""
        if name not in self.children:
            if name in self.asked:
                raise Wrong(f"Circular dependency between nested stacks: {name}")
            self.asked.add(name)
            try:
                self.children[name] = self._child(name)
            finally:
                self.asked.discard(name)
        return self.children[name]

    def _child(self, name: str) -> Resolving | None:
        """Return a nested stack that has not been asked for yet."""
        path: Path = ("Resources", name, "Properties")
        section = self.template.section("Resources", name)
        if section.get("Type") != STACK:
            return None
        properties = self.template.section("Resources", name, "Properties")
        url = self.evaluate(properties.get("TemplateURL"), (*path, "TemplateURL"))
        file = self.tree.child(self.file, url)
        if file is None:
            return None
        if file in (*self.ancestors, self.file):
            raise Wrong(f"the stack {name} nests {file} inside itself")
        given = self.evaluate(properties.get("Parameters", {}), (*path, "Parameters"))
        if not isinstance(given, dict):
            self.wrong((*path, "Parameters"), "Parameters is an object")
            given = {}
        self._fits((*path, "Parameters"), file, given)
        return Resolving(
            *(self.tree, file, self.below(name), given),
            {**self.pseudo, **_own(self.below(name))},
            self.problems,
            (*self.ancestors, self.file),
        )

    def _fits(self, path: Path, file: str, given: Mapping[str, Value]) -> None:
        """Note what a nested stack is given in vain, and what it lacks."""
        child = self.tree.templates[file]
        declared = child.section("Parameters")
        if adds(child, "Parameters") or any(map(expands, given)):
            return
        for extra in sorted(given.keys() - declared.keys()):
            self.wrong((*path, extra), f"the template {file} has no parameter {extra}")
        for missing in sorted(declared.keys() - given.keys()):
            if "Default" not in child.section("Parameters", missing):
                self.wrong(path, f"the template {file} needs the parameter {missing}")


def _own(path: str) -> dict[str, Value]:
    """Return the pseudo parameters that each nested stack has for itself."""
    name = Unknown(f"{path}/AWS::StackName")
    return {"AWS::StackId": Reference(path), "AWS::StackName": name}
