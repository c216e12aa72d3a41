"""Resources that exist only when a setting asks for so many of them."""

from __future__ import annotations

from troposphere import Equals, Not, Or

from cfngen.layers.layer import Layer
from cfngen.settings import Setting


def at_least(layer: Layer, name: str, setting: Setting, number: int) -> str:
    """Declare the condition that a whole-number setting is `number` or more.

    CloudFormation compares for equality only, so all that is less is ruled out.
    Raises ValueError where nothing is less or the setting has no minimum.
    """
    if setting.minimum is None or number <= setting.minimum:
        raise ValueError(f"{setting.name} is never less than {number}.")
    count = layer.setting(setting)
    less = [Equals(count, str(n)) for n in range(setting.minimum, number)]
    return layer.condition(name, Not(Or(*less) if len(less) > 1 else less[0]))


def most(setting: Setting) -> int:
    """Return the most that a setting may ask for.

    Raises ValueError where it has no maximum.
    """
    if setting.maximum is None:
        raise ValueError(f"{setting.name} has no maximum.")
    return setting.maximum
