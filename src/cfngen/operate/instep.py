"""Whether what is committed is what a stack was last given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cfngen.package import package
from cfngen.plan.changeset.unchanged import same_templates
from cfngen.plan.inputs.order import Order, settled

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud
    from cfngen.cloud.values import Stack


@dataclass(frozen=True)
class InStep:
    """What differs between the committed files and the stack.

    `templates` says whether any of the tree does; `parameters` names those that have
    another value, those of NoEcho left out, which cannot be read back. `unknown` is why
    nothing could be compared, empty where it was.
    """

    templates: bool = False
    parameters: tuple[str, ...] = ()
    unknown: str = ""

    @property
    def same(self) -> bool:
        """Say whether nothing differs."""
        return not (self.templates or self.parameters or self.unknown)


def in_step(order: Order, stack: Stack, cloud: Cloud) -> InStep:
    """Compare what is committed with what a stack was last given.

    A tree is compared by its root, which names every template below it by its content.
    """
    wanted = settled(order, stack.parameters).parameters
    return InStep(
        not same_templates(stack, package(order.files, ""), cloud),
        _differing(wanted, stack.parameters, order.secret),
    )


def _differing(
    wanted: Mapping[str, str], live: Mapping[str, str], secret: frozenset[str]
) -> tuple[str, ...]:
    """Return the names of the parameters that differ, of either side."""
    names = sorted({*wanted, *live} - secret)
    return tuple(name for name in names if wanted.get(name) != live.get(name))
