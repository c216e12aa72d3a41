"""What is to be deployed, as a value: nothing below this asks the project again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cfngen.plan.inputs.flags import NO_FLAGS, Flags
from cfngen.plan.inputs.target import Target


@dataclass(frozen=True)
class Override:
    """A parameter that the command line gives in place of the parameter file.

    `replaced` is what the file says; None where it leaves the parameter to releases.
    """

    name: str
    value: str
    replaced: str | None
    file: str


@dataclass(frozen=True)
class Order:
    """One system in one environment.

    `files` are template texts by file name, `parameters` every value that is given for
    the root; `released` are the image tags that nobody gives, by default. `secret`
    names the parameters that are NoEcho. `folder` is where the templates are, as
    messages name it; `flags` is what the command line says of the target.
    """

    system: str
    environment: str
    stack: str
    target: Target
    folder: str
    files: Mapping[str, str]
    parameters: Mapping[str, str]
    secret: frozenset[str]
    overrides: tuple[Override, ...] = ()
    released: Mapping[str, str] = field(default_factory=dict)
    flags: Flags = NO_FLAGS

    @property
    def region(self) -> str:
        """Return the region of the stack."""
        return self.target.region

    @property
    def tags(self) -> Mapping[str, str]:
        """Return the tags of the stack, cfngen's own among them."""
        return self.target.tags


def settled(order: Order, live: Mapping[str, str]) -> Order:
    """Return the order with a value for every parameter of the root.

    An image tag that nobody gives stays what the stack has: `live`, its parameters.
    """
    kept = {name: live.get(name, tag) for name, tag in order.released.items()}
    return replace(order, parameters={**kept, **order.parameters}, released={})
