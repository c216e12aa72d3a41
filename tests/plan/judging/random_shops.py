"""Shops of three stacks that hand values on in every way, made by chance."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

from cfngen.package import STACK
from tests.plan.shop import nested

Made = dict[str, Any]
ATTRIBUTES = {
    "AWS::EC2::VPC": "DefaultSecurityGroup",
    "AWS::KMS::Key": "Arn",
    "AWS::RDS::DBInstance": "Endpoint.Address",
    "AWS::DynamoDB::Table": "Arn",
}
NAMED = {
    "AWS::EC2::VPC": "CidrBlock",
    "AWS::KMS::Key": "Description",
    "AWS::RDS::DBInstance": "KmsKeyId",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::SSM::Parameter": "Value",
}
SWITCHED = {
    "AWS::EC2::VPC": "EnableDnsHostnames",
    "AWS::RDS::DBInstance": "DeletionProtection",
}
OUTPUTS = ("S0.Outputs.O0", "S0.Outputs.O1", "S1.Outputs.O0", "S1.Outputs.O1")


def written(chance: Random, names: list[str], depth: int = 0) -> Any:
    """Return a value that a template may write, of some of the names."""

    def again() -> Any:
        return written(chance, names, depth + 1)

    name = chance.choice(names)
    plain = {"Fn::GetAtt": name.split(".", 1)} if "." in name else {"Ref": name}
    if depth > 1:
        return plain
    made = (
        plain,
        plain,
        chance.choice("xy"),
        {"Fn::Sub": f"s-${{{name}}}"},
        {"Fn::Sub": ["v-${Own}", {"Own": plain}]},
        {"Fn::FindInMap": ["M", "k", "v"]},
        lambda: {"Fn::Join": ["-", [again(), again()]]},
        lambda: {"Fn::Select": [chance.choice("01"), [again(), again()]]},
        lambda: {"Fn::If": ["C", again(), again()]},
    )
    found = chance.choice(made)
    return found() if callable(found) else found


def template(chance: Random) -> Made:
    """Return a nested template: resources of each other, outputs of them."""
    names, resources = ["A", "B"], {}
    for number, type in enumerate(chance.choices(sorted(NAMED), k=3)):
        given = {NAMED[type]: written(chance, names)}
        given |= {SWITCHED[type]: "true"} if type in SWITCHED else {}
        resources[f"R{number}"] = {"Type": type, "Properties": given}
        names.append(f"R{number}")
        if type in ATTRIBUTES:
            names.append(f"R{number}.{ATTRIBUTES[type]}")
    return {
        **around(chance, "A", "B"),
        "Resources": resources,
        "Outputs": {f"O{n}": {"Value": written(chance, names)} for n in range(2)},
    }


def around(chance: Random, *names: str) -> Made:
    """Return parameters, a condition on one of them, and a mapping."""
    return {
        "Parameters": {n: {"Type": "String", "Default": "x"} for n in names},
        "Conditions": {"C": {"Fn::Equals": [{"Ref": chance.choice(names)}, "x"]}},
        "Mappings": {"M": {"k": {"v": chance.choice("xy")}}},
    }


def shop(chance: Random) -> Made:
    """Return the templates of a shop."""
    root = {**around(chance, "P", "Q"), "Resources": {}, "Outputs": {}}
    made = {"root.json": root}
    names = ["P", "Q"]
    for number in range(3):
        given = {n: written(chance, names) for n in "AB" if chance.random() < 0.85}
        made[f"s{number}.json"] = template(chance)
        root["Resources"][f"S{number}"] = nested(f"s{number}.json", **given)
        names += [one for one in OUTPUTS if one.startswith(f"S{number}.")]
    note = {"Type": "String", "Value": written(chance, names)}
    type = "AWS::SSM::Parameter"
    root["Resources"]["Note"] = {"Type": type, "Properties": note}
    return made


def changed(chance: Random, before: Made) -> Made:
    """Return a shop with two changes."""
    made = copy.deepcopy(before)
    edits = (_switch, _rewrite, _rewrite, _output, _given, _mapping, _default)
    for edit in chance.choices(edits, k=2):
        edit(chance, made, made[chance.choice(sorted(made))])
    return made


def _own(body: Made) -> list[Made]:
    """Return the resources of a template that are no stacks."""
    return [one for one in body["Resources"].values() if one["Type"] != STACK]


def _switch(chance: Random, made: Made, body: Made) -> None:
    one = chance.choice(_own(body))
    if one["Type"] in SWITCHED:
        one["Properties"][SWITCHED[one["Type"]]] = "false"


def _rewrite(chance: Random, made: Made, body: Made) -> None:
    one = chance.choice(_own(body))
    names = list(body["Parameters"])
    one["Properties"][NAMED[one["Type"]]] = written(chance, names)


def _output(chance: Random, made: Made, body: Made) -> None:
    if body["Outputs"]:
        body["Outputs"]["O0"] = {"Value": written(chance, ["A", "B", "R0"])}


def _given(chance: Random, made: Made, body: Made) -> None:
    stack = made["root.json"]["Resources"][chance.choice(["S1", "S2"])]
    given = stack["Properties"]["Parameters"]
    given[chance.choice("AB")] = written(chance, ["P", "Q", *OUTPUTS[:2]])


def _mapping(chance: Random, made: Made, body: Made) -> None:
    body["Mappings"]["M"]["k"]["v"] = chance.choice("xy")


def _default(chance: Random, made: Made, body: Made) -> None:
    body["Parameters"][chance.choice(sorted(body["Parameters"]))]["Default"] = "y"
