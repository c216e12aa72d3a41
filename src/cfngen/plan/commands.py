"""The commands of cfngen that messages tell people to run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cfngen.plan.inputs.flags import NO_FLAGS, Flags

if TYPE_CHECKING:
    from cfngen.plan.at import At
    from cfngen.plan.inputs.order import Order


@dataclass(frozen=True)
class Commands:
    """cfngen's commands for one environment, with the flags that lead there.

    `flags` are those that somebody has given: what the spec says goes without saying.
    """

    system: str
    environment: str
    flags: Flags = NO_FLAGS
    endpoint: str = ""

    def run(self, verb: str, more: str = "") -> str:
        """Return `cfngen <verb> <system> <environment>`, flags behind it."""
        words = ("cfngen", verb, self.system, self.environment, more)
        return " ".join((*filter(None, words), *self._leading()))

    def bootstrap(self, region: str) -> str:
        """Return the command that prepares a region."""
        rest = (word for word in self._leading() if not word.startswith("--region"))
        return " ".join(("cfngen bootstrap", f"--region {region}", *rest))

    def _leading(self) -> Iterator[str]:
        """Yield the flags that lead to the stack."""
        said = {
            "--endpoint-url": self.endpoint,
            "--region": self.flags.region,
            "--account": self.flags.account,
            "--profile": self.flags.profile,
        }
        return (f"{flag} {value}" for flag, value in said.items() if value)


def commands_of(order: Order, at: At) -> Commands:
    """Return the commands for what is ordered, where it takes place."""
    return Commands(order.system, order.environment, order.flags, at.cloud.endpoint)
