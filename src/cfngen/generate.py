"""Generate: a system in, the text of its templates out."""

from __future__ import annotations

from cfngen.compose import compose
from cfngen.layers import build_apart, build_layers
from cfngen.naming import template_file
from cfngen.spec.system import System
from cfngen.write import render


def generate(system: System) -> dict[str, str]:
    """Return the text of each template by file name, the root first.

    Last come templates that the root does not nest, each a stack of its own.
    Nothing but the system decides the bytes: no clock, environment or file is read.
    Raises WiringError when the layers do not fit together, and InputError when a stack
    would be larger than AWS takes.
    """
    layers = build_layers(system)
    root = compose(system.description, layers)
    return {template_file("root"): render(root)} | {
        template_file(layer.name): render(layer.template)
        for layer in (*layers, *build_apart(system))
    }


def generate_root(system: System) -> str:
    """Return the text of the root template alone, for what asks for its parameters.

    Raises as `generate` does, but for what is too large in a stack of its own.
    """
    return render(compose(system.description, build_layers(system)))
