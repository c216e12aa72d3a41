"""The Rules of a template: what it demands of its parameters together.

CloudFormation asks them before it makes anything.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cfngen.model.values import NAMED, Call, Value
from cfngen.resolve.conditions import Function, Truth, decide, every, some
from cfngen.resolve.functions import evaluate
from cfngen.resolve.scope import Path, Scope, Wrong
from cfngen.resolve.text import equal
from cfngen.template import Template

Note = Callable[[Path, str], Value]
"""Takes the path to what is wrong, and why."""

BROKEN = "CG303"
"""The id of an assertion that fails."""


def broken(template: Template, scope: Scope, wrong: Note) -> Iterator[tuple[Path, str]]:
    """Yield each assertion that surely fails, by its path, and what it says.

    A rule that is not written as one goes to `wrong`.
    """
    for name, rule in template.section("Rules").items():
        path: Path = ("Rules", name)
        if not isinstance(rule, dict) or not isinstance(rule.get("Assertions"), list):
            wrong(path, "A rule has a list of Assertions")
            continue
        asks = Asking(template, scope, wrong)
        if "RuleCondition" in rule:
            here = (*path, "RuleCondition")
            if asks(rule["RuleCondition"], here) is not True:
                continue
        for i, assertion in enumerate(rule["Assertions"]):
            here = (*path, "Assertions", i)
            stated = assertion if isinstance(assertion, dict) else {}
            if asks(stated.get("Assert"), (*here, "Assert")) is False:
                why = stated.get("AssertDescription", "an assertion fails")
                yield here, f"Rule {name}: {why}"


class Asking:
    """Asks whether what a rule says is true."""

    def __init__(self, template: Template, scope: Scope, wrong: Note) -> None:
        self.parameters = template.section("Parameters")
        self.scope = scope
        self.wrong = wrong

    def __call__(self, stated: Any, path: Path) -> Truth:
        """Return whether it is true; None where that is unknown, or it is wrong."""
        try:
            return decide(self.written_out(stated), self.scope, path, FUNCTIONS)
        except Wrong as error:
            self.wrong(path, str(error))
            return None

    def written_out(self, stated: Any) -> Any:
        """Return what a rule says without the functions that only rules have.

        What an attribute of a parameter is, the name of a VPC or a tag, AWS knows.
        """
        match stated:
            case {"Fn::RefAll": str(kind), **rest} if not rest:
                return self.values_of(kind)
            case {"Fn::ValueOf": [str(name), str()] as argument}:
                if name not in self.parameters:
                    raise Wrong(f"Fn::ValueOf: there is no parameter {name}")
                return Call("Fn::ValueOf", argument)
            case {"Fn::ValueOfAll": [str(), str()] as argument}:
                return Call("Fn::ValueOfAll", argument)
            case dict():
                return {key: self.written_out(item) for key, item in stated.items()}
            case list():
                return [self.written_out(item) for item in stated]
            case _:
                return stated

    def values_of(self, kind: str) -> Value:
        """Return every parameter of a type; whether lists count is not documented."""
        types = {
            name: declared.get("Type")
            for name, declared in self.parameters.items()
            if isinstance(declared, dict)
        }
        if f"List<{kind}>" in types.values():
            return Call("Fn::RefAll", kind)
        return [{"Ref": name} for name, of in types.items() if of == kind]


def _contains(argument: Any, scope: Scope, path: Path) -> Truth:
    items, text = _two(argument, scope, path)
    if isinstance(text, list | dict):
        raise Wrong("Fn::Contains takes a list of texts, and a text")
    return _each(items, text, some)


def _each_member_equals(argument: Any, scope: Scope, path: Path) -> Truth:
    return _each(*_two(argument, scope, path), every)


def _each_member_in(argument: Any, scope: Scope, path: Path) -> Truth:
    items, among = _two(argument, scope, path)
    if isinstance(items, NAMED):
        return None
    return every(_each(among, item, some) for item in items)


def _each(
    items: Value, text: Value, quantify: Callable[[Iterator[Truth]], Truth]
) -> Truth:
    """Return whether items are equal to a text: some, or every one of them."""
    if isinstance(items, NAMED):
        return None
    if not isinstance(items, list):
        raise Wrong("a list of texts is missing")
    return quantify(equal(item, text) for item in items)


def _two(argument: Any, scope: Scope, path: Path) -> tuple[Value, Value]:
    """Return the arguments of a function that takes a list and something else."""
    if not isinstance(argument, list) or len(argument) != 2:  # noqa: PLR2004
        raise Wrong(f"{path[-1]} takes a list of texts, and what they are compared to")
    first, second = (evaluate(a, scope, (*path, i)) for i, a in enumerate(argument))
    if not isinstance(first, (list, *NAMED)):
        raise Wrong(f"{path[-1]} takes a list of texts first")
    return first, second


def _condition(argument: Any, scope: Scope, path: Path) -> Truth:
    raise Wrong("a rule cannot name a condition of the template")


FUNCTIONS: Mapping[str, Function] = {
    "Condition": _condition,
    "Fn::Contains": _contains,
    "Fn::EachMemberEquals": _each_member_equals,
    "Fn::EachMemberIn": _each_member_in,
}
"""What is true or false in rules only."""
