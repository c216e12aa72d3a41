"""Compose layers into the root: wire ports, hoist settings, refuse what cannot fit.

Each parameter of a layer is fed by the port of its name that left an earlier layer, by
the root itself, or else it becomes a parameter of the root: a setting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from troposphere import (
    AWS_STACK_NAME,
    MAX_OUTPUTS,
    MAX_PARAMETERS,
    GetAtt,
    Join,
    Output,
    Ref,
    Template,
)
from troposphere.cloudformation import Stack

from cfngen import ports
from cfngen.errors import WiringError
from cfngen.layers.layer import Layer, parameter, refuse_full
from cfngen.naming import logical, template_file
from cfngen.ports import Port
from cfngen.settings import Setting

FROM_ROOT: Mapping[Port, Any] = {ports.ROOT_STACK_NAME: Ref(AWS_STACK_NAME)}
"""Ports that the root feeds by itself."""


def compose(description: str, layers: Sequence[Layer]) -> Template:
    """Return the root template: one nested stack per layer, in order.

    Raises WiringError, naming both layers, when a name leaves two layers, a setting is
    declared in two ways, a port is used before it is produced (which is how a cycle
    shows), has another type than its producer gives it, or has no producer at all.
    Raises InputError when the root would be larger than CloudFormation takes.
    """
    _refuse(layers)
    root = Template(Description=description)
    root.set_version("2010-09-09")
    sources = {port.name: value for port, value in FROM_ROOT.items()}
    for layer in layers:
        stack = root.add_resource(_stack(root, layer, sources))
        sources |= {name: GetAtt(stack, f"Outputs.{name}") for name in layer.leaving}
        _show(root, layer, sources)
    return root


def _stack(root: Template, layer: Layer, sources: Mapping[str, Any]) -> Stack:
    """Return the nested stack of a layer, all of its parameters fed."""
    fed = {name: sources[name] for name in layer.entering}
    for setting in layer.settings.values():
        if setting.name not in root.parameters:
            refuse_full("root", "parameters", root.parameters, MAX_PARAMETERS)
            root.add_parameter(parameter(setting))
        fed[setting.name] = _as_string(setting)
    optional = {"Parameters": fed} if fed else {}
    return Stack(
        logical(layer.name),
        # The stack goes with the root; what it holds says itself what is kept.
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        TemplateURL=template_file(layer.name),
        **optional,
    )


def _as_string(setting: Setting) -> Any:
    """Return a root parameter as a nested stack takes it: lists joined by comma."""
    listed = setting.type == "CommaDelimitedList" or setting.type.startswith("List<")
    return Join(",", Ref(setting.name)) if listed else Ref(setting.name)


def _show(root: Template, layer: Layer, sources: Mapping[str, Any]) -> None:
    """Repeat the layer's shown ports as outputs of the root."""
    for port in layer.leaving.values():
        if port.shown:
            refuse_full("root", "outputs", root.outputs, MAX_OUTPUTS)
            root.add_output(
                Output(
                    port.name, Description=port.description, Value=sources[port.name]
                )
            )


def _refuse(layers: Sequence[Layer]) -> None:
    """Raise WiringError for every way in which the layers do not fit, all at once."""
    problems = [*_ports_that_clash(layers), *_settings_that_clash(layers)]
    if problems:
        raise WiringError("\n".join(problems), "This is a bug in a layer's module.")


def _ports_that_clash(layers: Sequence[Layer]) -> list[str]:
    """Return what is wrong between the ends of the ports."""
    last = {n: layer.name for layer in layers for n in layer.leaving}
    made: dict[str, tuple[str, Port]] = {p.name: ("root", p) for p in FROM_ROOT}
    problems = []
    for layer in layers:
        for name, port in layer.entering.items():
            problems += _entry_problems(layer.name, port, made.get(name), last)
        for name, port in layer.leaving.items():
            if name in made:
                problems.append(f"{name} leaves both {made[name][0]} and {layer.name}.")
            made[name] = (layer.name, port)
    return problems


def _entry_problems(
    layer: str, port: Port, source: tuple[str, Port] | None, last: Mapping[str, str]
) -> list[str]:
    """Return what is wrong with one port's entry into one layer."""
    if source is None and port.name in last:
        return [f"{layer} uses {port.name} before {last[port.name]} produces it."]
    if source is None:
        return [f"{layer} uses {port.name}, which no layer produces."]
    producer, produced = source
    if produced.type != port.type:
        return [
            f"{port.name} leaves {producer} as {produced.type} "
            f"and enters {layer} as {port.type}."
        ]
    return []


def _settings_that_clash(layers: Sequence[Layer]) -> list[str]:
    """Return settings that differ between layers or bear the name of a port."""
    known: dict[str, tuple[str, Setting]] = {}
    leaving = {name: layer.name for layer in layers for name in layer.leaving}
    problems = []
    for layer in layers:
        for name, setting in layer.settings.items():
            first, same = known.setdefault(name, (layer.name, setting))
            if same != setting:
                problems.append(f"{first} and {layer.name} declare {name} in two ways.")
            if name in leaving:
                problems.append(
                    f"{name} is a setting of {layer.name} and leaves {leaving[name]}."
                )
    return problems
