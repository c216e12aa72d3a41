"""Evaluators that others wrote, each asked for one value of one stack at a time."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cfngen.model import Model, Stack
from tests.resolve.oracles.settled import (
    ACCOUNT,
    attribute,
    given,
    reference,
    settled,
    token,
)

Evaluate = Callable[[Any], Any]
"""Takes a value as it is written and returns what it comes to."""


@dataclass(frozen=True)
class Failure:
    """What an evaluator raised instead of a value."""

    why: str


@dataclass(frozen=True)
class Judge:
    """An evaluator: its name, and how it is set up for a stack."""

    name: str
    start: Callable[[Model, Stack], Evaluate]

    def says(self, model: Model, stack: Stack) -> Evaluate:
        """Return what evaluates the values of a stack; failures are values."""
        try:
            evaluate = self.start(model, stack)
        except Exception as error:
            why = Failure(f"{type(error).__name__}: {error}")
            return lambda _: why

        def asked(written: Any) -> Any:
            try:
                return evaluate(copy.deepcopy(written))
            except Exception as error:
                return Failure(f"{type(error).__name__}: {error}")

        return asked


def moto(model: Model, stack: Stack) -> Evaluate:
    """Set up moto's parser; resources answer with tokens instead of being made."""
    from moto.cloudformation.parsing import ResourceMap, clean_json

    @dataclass(frozen=True)
    class Answering:
        name: str

        @property
        def physical_resource_id(self) -> str:
            return reference(model, stack, self.name)

        def get_cfn_attribute(self, path: str) -> Any:
            return attribute(model, stack, self.name, path)

    body = copy.deepcopy(dict(stack.template.body))
    for declared in body.get("Parameters", {}).values():
        if declared["Type"] == "Number":
            # Moto makes numbers of them and finds that 0 is not equal to "0".
            declared["Type"] = "String"
    names = ResourceMap(
        stack_id=token("AWS::StackId"),
        stack_name=stack_name(model, stack),
        parameters=given(model, stack),
        tags={},
        region_name=str(stack.region),
        account_id=ACCOUNT,
        template=body,
        cross_stack_resources=Exported(),
    )
    if stack.path:
        names._parsed_resources["AWS::StackId"] = token(stack.path)
    names._parsed_resources |= {name: Answering(name) for name in body["Resources"]}
    names.load_mapping()
    names.load_parameters()
    names.load_conditions()
    return lambda written: clean_json(written, names)


class Exported(dict[str, Any]):
    """Exports of whatever name, each a token."""

    def values(self) -> Any:
        return Everything()


class Everything:
    """One export that has the name that is asked for."""

    def __iter__(self) -> Iterator[Any]:
        return iter([Named()])


class Named:
    """An export whose name is any; its value is a token of that name."""

    asked = ""

    @property
    def name(self) -> Any:
        return self

    def __eq__(self, other: object) -> bool:
        self.asked = str(other)
        return True

    def __hash__(self) -> int:
        return 0

    @property
    def value(self) -> str:
        return token(self.asked)


def stack_name(model: Model, stack: Stack) -> str:
    """Return the name of a stack; nested ones get theirs from CloudFormation."""
    name = model.name if not stack.path else token(f"{stack.path}/AWS::StackName")
    return (
        name if stack.path in ("", *model.resources) else f"{model.name}-{stack.path}"
    )


def pycfmodel(model: Model, stack: Stack) -> Evaluate:
    """Set up pycfmodel's resolver with tokens for what resources are called.

    It has no Fn::GetAtt, so the tokens of attributes are in place before it reads.
    """
    from pycfmodel.model.cf_model import CFModel
    from pycfmodel.resolver import _extended_bool, resolve

    body = copy.deepcopy(dict(stack.template.body))
    for declared in body.get("Parameters", {}).values():
        if declared["Type"].startswith("List<"):
            # Lists of the types of AWS would stay text.
            declared["Type"] = "CommaDelimitedList"
        # Words of its own would stand for secrets.
        declared.pop("NoEcho", None)
    passed = given(model, stack)
    parameters = CFModel(Parameters=body.get("Parameters", {})).Parameters or {}
    values = {n: p.get_ref_value(passed.get(n)) for n, p in parameters.items()}
    known = {name: value for name, value in values.items() if value is not None}
    names = Attributed(model, stack).and_more(
        {
            **CFModel.PSEUDO_PARAMETERS,
            "AWS::AccountId": ACCOUNT,
            "AWS::Region": stack.region,
            "AWS::StackId": token(stack.path or "AWS::StackId"),
            "AWS::StackName": stack_name(model, stack),
            **{name: reference(model, stack, name) for name in body["Resources"]},
            **known,
        }
    )
    mappings = body.get("Mappings", {})
    truths: dict[str, bool] = {}
    for name, written in body.get("Conditions", {}).items():
        truths[name] = _extended_bool(resolve(written, names, mappings, truths))

    def evaluate(written: Any) -> Any:
        return resolve(answered(written), names.and_more({}), mappings, truths)

    def answered(written: Any) -> Any:
        match written:
            case {"Fn::GetAtt": argument}:
                pieces = argument if isinstance(argument, list) else [argument]
                return names[".".join(pieces)]
            case dict():
                return {key: answered(item) for key, item in written.items()}
            case list():
                return [answered(item) for item in written]
            case _:
                return written

    return evaluate


class Attributed(dict[str, Any]):
    """Names, and every attribute of every resource as `Name.Attribute`."""

    def __init__(self, model: Model, stack: Stack) -> None:
        super().__init__()
        self.of = (model, stack)

    def and_more(self, other: dict[str, Any]) -> Attributed:
        """Return a copy with more names."""
        both = Attributed(*self.of)
        both.update(self)
        both.update(other)
        return both

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or "." in str(name)

    def __missing__(self, name: str) -> Any:
        return attribute(*self.of, *name.split(".", 1))


def cloud_radar(model: Model, stack: Stack) -> Evaluate:
    """Set up cloud-radar's template with tokens for what resources are called."""
    from cloud_radar.cf.unit import Template
    from cloud_radar.cf.unit._template import add_metadata

    body = json.loads(json.dumps(dict(stack.template.body)))
    attributes = {
        name: Attributes(model, stack, name) for name in body.get("Resources", {})
    }
    template = Template(body, imports=Imported({"": ""}))
    template.template = body
    template.Region = str(stack.region)
    for name, value in {
        "AccountId": ACCOUNT,
        "StackId": token(stack.path or "AWS::StackId"),
        "StackName": stack_name(model, stack),
    }.items():
        setattr(template, name, value)
    passed = given(model, stack)
    for name, declared in body.get("Parameters", {}).items():
        declared["Value"] = passed.get(name, declared.get("Default"))
    add_metadata(body, template.Region)
    body["Conditions"] = template.resolve_values(body.get("Conditions", {}))
    for name, resource in body["Resources"].items():
        resource["Metadata"] = {
            "Cloud-Radar": {
                "ref": reference(model, stack, name),
                "attribute-values": attributes[name],
            }
        }

    def evaluate(written: Any) -> Any:
        if "Fn::GetAZs" in json.dumps(written):
            raise ConnectionError("zones are fetched from the internet")
        return template.resolve_values(written)

    return evaluate


class Imported(dict[str, str]):
    """Imports of whatever name, each a token."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> str:
        return token(name)


class Attributes(dict[str, Any]):
    """The attributes of a resource, each a token or a nested stack's output."""

    def __init__(self, model: Model, stack: Stack, name: str) -> None:
        super().__init__()
        self.of = (model, stack, name)

    def get(self, path: str, default: Any = None) -> Any:
        return attribute(*self.of, path)


def ours(model: Model, stack: Stack) -> Iterator[tuple[str, Any, Any]]:
    """Yield the path of each value of a stack, as it is written and as we have it.

    Conditions are asked for by an Fn::If each.
    """
    body = stack.template.section
    for name, truth in stack.conditions.items():
        asks = {"Fn::If": [name, "true", "false"]}
        yield f"{stack.path}?{name}", asks, settled(truth)
    for resource in model.resources.values():
        if resource.stack == stack.path:
            written = body("Resources", resource.name, "Properties")
            for name in written:
                value = settled(resource.properties.get(name))
                yield f"{resource.path}.{name}", written[name], value
    for name, output in stack.outputs.items():
        yield (
            f"{stack.path}:{name}",
            body("Outputs", name)["Value"],
            settled(output.value),
        )


MOTO = Judge("moto", moto)
PYCFMODEL = Judge("pycfmodel", pycfmodel)
CLOUD_RADAR = Judge("cloud-radar", cloud_radar)
