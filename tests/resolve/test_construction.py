"""Random expressions whose values are known, since both are built together.

The value of each is calculated in the plainest way while the expression is made; what
`resolve` finds must be the same, names as tokens.
"""

from __future__ import annotations

import base64
import ipaddress
import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfngen.params import Parameters
from cfngen.resolve import Root, resolve
from cfngen.template import tree_of
from tests.resolve.oracles.settled import settled, texts, token

NO_VALUE = {"Ref": "AWS::NoValue"}
WORDS = st.text("abc.${}!é", max_size=4).filter(lambda word: "${" not in word)
ITEMS = st.lists(st.text("abxé", min_size=1, max_size=3), min_size=1, max_size=3)
DELIMITERS = st.sampled_from([",", "|", "-", "", "::", "b"])
PSEUDO = {
    "AWS::Region": "sa-east-1",
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "stack",
}
OPEN = {"Other": token("Other"), "AWS::AccountId": "123456789012"}


T = TypeVar("T")


class Made(NamedTuple):
    """An expression and its value; `open` where a part is known by name only."""

    written: Any
    value: Any
    open: bool = False


@dataclass
class Maker:
    """Makes expressions, and the sections of the template that they ask for."""

    data: st.DataObject
    parameters: dict[str, Any] = field(default_factory=dict)
    mappings: dict[str, Any] = field(default_factory=dict)
    conditions: dict[str, Any] = field(default_factory=dict)
    down: dict[str, Any] = field(default_factory=dict)
    child: dict[str, Any] = field(
        default_factory=lambda: {"Parameters": {}, "Resources": {}, "Outputs": {}}
    )

    def one_of(self, *choices: T) -> T:
        return self.data.draw(st.sampled_from(choices))

    def text(self, depth: int) -> Made:
        leaves = (self.literal, self.parameter, self.pseudo, self.mapped, self.open)
        inner = (
            *(self.sub, self.joined, self.selected, self.chosen, self.encoded),
            *(self.as_json, self.counted, self.crossed),
        )
        if depth < 1:
            return self.one_of(*leaves)()
        return self.one_of(*inner)(depth - 1)

    def items(self, depth: int) -> Made:
        if depth < 1:
            return self.one_of(self.listed, self.mapped_list, self.blocks)()
        makers = (self.row, self.split, self.chosen_list, self.crossed_list)
        return self.one_of(*makers)(depth - 1)

    def truth(self, depth: int) -> Made:
        if depth < 1:
            return self.equal(0)
        return self.one_of(self.equal, self.negated, self.all, self.any)(depth - 1)

    def literal(self) -> Made:
        word = self.data.draw(WORDS)
        return Made(word, word)

    def parameter(self) -> Made:
        name, word = f"P{len(self.parameters)}", self.data.draw(WORDS)
        self.parameters[name] = {"Type": "String", "Default": word}
        return Made({"Ref": name}, word)

    def pseudo(self) -> Made:
        name = self.one_of(*PSEUDO)
        return Made({"Ref": name}, PSEUDO[name])

    def open(self) -> Made:
        name = self.one_of(*OPEN)
        return Made({"Ref": name}, OPEN[name], True)

    def mapped(self) -> Made:
        return self._mapped(self.data.draw(WORDS))

    def mapped_list(self) -> Made:
        return self._mapped(self.data.draw(ITEMS))

    def _mapped(self, value: Any) -> Made:
        name, key = f"M{len(self.mappings)}", self.parameter()
        self.mappings[name] = {key.value: {"v": value}}
        return Made({"Fn::FindInMap": [name, key.written, "v"]}, value)

    def sub(self, depth: int) -> Made:
        parts = [self.text(depth) for _ in range(self.data.draw(st.integers(0, 3)))]
        given = {f"V{i}": part.written for i, part in enumerate(parts)}
        region = self.data.draw(st.booleans())
        text = "!".join(f"${{V{i}}}" for i in range(len(parts))) + "${!a}"
        value = "!".join(part.value for part in parts) + "${a}"
        if region:
            text, value = text + "${AWS::Region}", value + PSEUDO["AWS::Region"]
        written = {"Fn::Sub": [text, given] if given else text}
        return Made(written, value, any(part.open for part in parts))

    def joined(self, depth: int) -> Made:
        delimiter, row = self.data.draw(DELIMITERS), self.items(depth)
        written = {"Fn::Join": [delimiter, row.written]}
        return Made(written, delimiter.join(row.value), row.open)

    def selected(self, depth: int) -> Made:
        row = self.items(depth)
        if not row.value:
            return self.literal()
        at = self.data.draw(st.integers(0, len(row.value) - 1))
        index = self.data.draw(st.sampled_from([at, str(at)]))
        return Made({"Fn::Select": [index, row.written]}, row.value[at], row.open)

    def encoded(self, depth: int) -> Made:
        text = self.text(depth)
        value = base64.b64encode(text.value.encode()).decode()
        return Made({"Fn::Base64": text.written}, value, text.open)

    def as_json(self, depth: int) -> Made:
        text, row = self.text(depth), self.items(depth)
        value = {"a": text.value, "b": row.value, "c": 1}
        told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        written = {"a": text.written, "b": row.written, "c": 1}
        return Made({"Fn::ToJsonString": written}, told, text.open or row.open)

    def counted(self, depth: int) -> Made:
        row = self.items(depth)
        count = {"Fn::Length": row.written}
        return Made({"Fn::Sub": ["${N}", {"N": count}]}, str(len(row.value)))

    def chosen(self, depth: int) -> Made:
        return self._chosen(depth, self.text(depth), self.text(depth))

    def chosen_list(self, depth: int) -> Made:
        return self._chosen(depth, self.items(depth), self.items(depth))

    def _chosen(self, depth: int, yes: Made, no: Made) -> Made:
        name, taken = self.condition(depth)
        written = {"Fn::If": [name, yes.written, no.written]}
        return Made(written, *((yes if taken else no)[1:]))

    def condition(self, depth: int) -> tuple[str, bool]:
        made = self.truth(depth)
        name = f"C{len(self.conditions)}"
        self.conditions[name] = made.written
        return name, made.value

    def equal(self, depth: int) -> Made:
        left = self.parameter()
        right = self.one_of(self.parameter, lambda: left, self.mapped)()
        return Made(
            {"Fn::Equals": [left.written, right.written]}, left.value == right.value
        )

    def negated(self, depth: int) -> Made:
        inner = self.truth(depth)
        return Made({"Fn::Not": [inner.written]}, not inner.value)

    def all(self, depth: int) -> Made:
        name, taken = self.condition(depth)
        inner = self.truth(depth)
        written = {"Fn::And": [{"Condition": name}, inner.written]}
        return Made(written, taken and inner.value)

    def any(self, depth: int) -> Made:
        inner = [self.truth(depth) for _ in range(3)]
        written = {"Fn::Or": [one.written for one in inner]}
        return Made(written, any(one.value for one in inner))

    def listed(self) -> Made:
        name, row = f"P{len(self.parameters)}", self.data.draw(ITEMS)
        default = self.one_of(",", ", ", " ,").join(row)
        self.parameters[name] = {"Type": "CommaDelimitedList", "Default": default}
        return Made({"Ref": name}, row)

    def blocks(self) -> Made:
        bits = self.data.draw(st.integers(4, 8))
        count = self.data.draw(st.integers(1, 3))
        start = int(ipaddress.ip_address("10.7.0.0"))
        value = [
            f"{ipaddress.ip_address(start + i * 2**bits)}/{32 - bits}"
            for i in range(count)
        ]
        return Made({"Fn::Cidr": ["10.7.0.0/16", count, bits]}, value)

    def row(self, depth: int) -> Made:
        inner = [self.text(depth) for _ in range(self.data.draw(st.integers(0, 3)))]
        written: list[Any] = [one.written for one in inner]
        value = [one.value for one in inner]
        name, taken = self.condition(depth)
        written.insert(0, {"Fn::If": [name, "kept", NO_VALUE]})
        written.append(NO_VALUE)
        is_open = any(one.open for one in inner)
        return Made(written, ["kept", *value] if taken else value, is_open)

    def split(self, depth: int) -> Made:
        text = self.text(depth)
        delimiter = self.data.draw(DELIMITERS.filter(bool))
        if text.open:
            return self.listed()
        written = {"Fn::Split": [delimiter, text.written]}
        return Made(written, text.value.split(delimiter))

    def crossed(self, depth: int) -> Made:
        text = self.text(depth)
        output = self._crossed(text.written, "String", lambda ref: ref)
        return Made(output, text.value, text.open)

    def crossed_list(self, depth: int) -> Made:
        row = self.items(depth)
        if row.open or not row.value or any("," in item for item in row.value):
            return self.listed()
        joined = {"Fn::Join": [",", row.written]}
        output = self._crossed(
            joined, "CommaDelimitedList", lambda ref: {"Fn::Join": ["\t", ref]}
        )
        return Made({"Fn::Split": ["\t", output]}, [i.strip() for i in row.value])

    def _crossed(self, written: Any, kind: str, back: Any) -> Any:
        name = f"X{len(self.down)}"
        self.down[name] = written
        self.child["Parameters"][name] = {"Type": kind}
        self.child["Outputs"][name] = {"Value": back({"Ref": name})}
        return {"Fn::GetAtt": [f"S{name}", f"Outputs.{name}"]}

    def stacks(self) -> dict[str, Any]:
        """Return a nested stack for each value that crosses."""
        return {
            f"S{name}": {
                "Type": "AWS::CloudFormation::Stack",
                "Properties": {
                    "TemplateURL": f"{name}.json",
                    "Parameters": {name: written},
                },
            }
            for name, written in self.down.items()
        }

    def templates(self, made: Made) -> dict[str, str]:
        """Return the root and what it nests."""
        root = {
            "Parameters": self.parameters,
            "Mappings": self.mappings,
            "Conditions": self.conditions,
            "Resources": {
                "Other": {"Type": "A::B::C"},
                "It": {"Type": "A::B::C", "Properties": {"P": made.written}},
                **self.stacks(),
            },
        }
        children = {
            f"{name}.json": {
                "Parameters": {name: self.child["Parameters"][name]},
                "Outputs": {name: self.child["Outputs"][name]},
            }
            for name in self.down
        }
        bodies = {"root.json": root, **children}
        return {name: json.dumps(body) for name, body in bodies.items()}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.booleans(), st.integers(0, 4))
def test_an_expression_is_worth_what_it_was_made_of(
    data: st.DataObject, listed: bool, depth: int
) -> None:
    maker = Maker(data)
    made = maker.items(depth) if listed else maker.text(depth)
    tree = tree_of(maker.templates(made), "root.json", "t")
    model = resolve((Root(tree, "stack", "sa-east-1"),), Parameters("p", "dev"))
    assert texts(settled(model["It"].get("P"))) == made.value
    assert all(type(t) is bool for t in model.stacks[""].conditions.values())
