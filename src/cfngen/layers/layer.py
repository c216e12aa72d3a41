"""A layer under construction: one template, with the guards troposphere lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from troposphere import (
    MAX_OUTPUTS,
    MAX_PARAMETERS,
    MAX_RESOURCES,
    Output,
    Parameter,
    Ref,
    Template,
)

from cfngen.errors import InputError, WiringError
from cfngen.layers.reviewed import review
from cfngen.ports import Port
from cfngen.settings import Setting


class Layer:
    """One nested stack: its name, its template and the ports at its edges.

    Only the `build` function that makes a layer adds to it. Adding anything a second
    time in another form raises WiringError (troposphere would replace conditions and
    outputs without a word).
    """

    def __init__(self, name: str, description: str) -> None:
        self.name = name
        self.template = Template(Description=description)
        self.template.set_version("2010-09-09")
        self.entering: dict[str, Port] = {}
        self.leaving: dict[str, Port] = {}
        self.settings: dict[str, Setting] = {}

    def add(self, resource: Any) -> Any:
        """Add a resource, what was reviewed in it noted, and return it."""
        refuse_full(self.name, "resources", self.template.resources, MAX_RESOURCES)
        return self.template.add_resource(review(resource))

    def enter(self, port: Port) -> Ref:
        """Declare a port as a parameter and return the reference to it."""
        if self._once(self.entering, port.name, port):
            self._parameter(
                Parameter(port.name, Type=port.type, Description=port.description)
            )
        return Ref(port.name)

    def leave(self, port: Port, value: Any) -> None:
        """Declare a port as an output that carries `value` (lists: joined by comma)."""
        if not self._once(self.leaving, port.name, port):
            raise WiringError(f"{self.name}: {port.name} leaves twice.")
        refuse_full(self.name, "outputs", self.template.outputs, MAX_OUTPUTS)
        self.template.add_output(
            Output(port.name, Description=port.description, Value=value)
        )

    def setting(self, setting: Setting) -> Ref:
        """Declare a setting as a parameter and return the reference to it."""
        if self._once(self.settings, setting.name, setting):
            self._parameter(parameter(setting))
        return Ref(setting.name)

    def condition(self, name: str, expression: Any) -> str:
        """Declare a condition and return its name."""
        known = self.template.conditions.get(name)
        if known is not None and known.to_dict() != expression.to_dict():
            raise WiringError(f"{self.name}: condition {name} has two meanings.")
        self.template.conditions[name] = expression
        return name

    def _parameter(self, one: Parameter) -> None:
        """Add a parameter."""
        refuse_full(self.name, "parameters", self.template.parameters, MAX_PARAMETERS)
        self.template.add_parameter(one)

    def _once(self, known: dict[str, Any], name: str, value: Any) -> bool:
        """Record `value`; say whether it is new; refuse another under its name."""
        if name not in known:
            known[name] = value
            return True
        if known[name] != value:
            raise WiringError(f"{self.name}: {name} is declared in two ways.")
        return False


def refuse_full(stack: str, kind: str, there: Mapping[str, Any], most: int) -> None:
    """Raise InputError where a stack has as many of a kind as CloudFormation takes.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    """
    if len(there) >= most:
        raise InputError(
            f"The stack {stack} needs more than {most} {kind}, and CloudFormation "
            "takes no more.",
            "Make two systems of it: each service, job and bucket adds to the stacks.",
        )


def parameter(setting: Setting) -> Parameter:
    """Return a setting as a troposphere parameter, without what it leaves unsaid."""
    optional = {
        "Default": setting.default,
        "AllowedValues": list(setting.allowed) or None,
        "AllowedPattern": setting.pattern or None,
        "MinValue": setting.minimum,
        "MaxValue": setting.maximum,
        "ConstraintDescription": setting.hint or None,
    }
    return Parameter(
        setting.name,
        Type=setting.type,
        Description=setting.description,
        **{key: value for key, value in optional.items() if value is not None},
    )
