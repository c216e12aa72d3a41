"""The commands of cfngen that messages tell people to run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from cfngen.plan.inputs.flags import NO_FLAGS, Flags

if TYPE_CHECKING:
    from cfngen.plan.at import At
    from cfngen.plan.inputs.order import Order


ROLED = frozenset({"plan", "deploy", "recover", "delete"})
"""The verbs for which CloudFormation takes on a role."""


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
        role = self.flags.role if verb in ROLED else ""
        last = ("--role", quote(role)) if role else ()
        return " ".join((*filter(None, words), *self._leading(), *last))

    def bootstrap(self, region: str, account: str) -> str:
        """Return the command that prepares a region of an account, and of no other.

        It knows no spec, so that other credentials would lead to another account.
        """
        said = ("--region", "--account")
        rest = (word for word in self._leading() if not word.startswith(said))
        named = (f"--region {region}", f"--account {account}")
        return " ".join(("cfngen bootstrap", *named, *rest))

    def aws(self, command: str, region: str) -> str:
        """Return a command of the AWS CLI, with flags that lead to the stack."""
        said = {
            "--region": region,
            "--endpoint-url": self.endpoint,
            "--profile": self.flags.profile,
        }
        flags = (f"{flag} {quote(value)}" for flag, value in said.items() if value)
        return " ".join((command, *flags))

    def _leading(self) -> Iterator[str]:
        """Yield the flags that lead to the stack."""
        said = {
            "--endpoint-url": self.endpoint,
            "--region": self.flags.region,
            "--account": self.flags.account,
            "--profile": self.flags.profile,
        }
        return (f"{flag} {quote(value)}" for flag, value in said.items() if value)


def commands_of(order: Order, at: At) -> Commands:
    """Return the commands for what is ordered, where it takes place."""
    return Commands(order.system, order.environment, order.flags, at.cloud.endpoint)


def again(verb: str, order: Order, at: At) -> str:
    """Return the command that plans or deploys the same again, with all that was said.

    What --set gives a NoEcho parameter is for whoever knows it to put in.
    """
    from cfngen.cloud.values import MASK

    flags = order.flags
    given = (
        f"{one.name}={MASK if one.name in order.secret else one.value}"
        for one in order.overrides
    )
    switch = {True: ["--protect"], False: ["--no-protect"], None: []}[flags.protect]
    words = [
        *(f"--set {quote(text)}" for text in given),
        *(f"--tag {quote(f'{key}={value}')}" for key, value in flags.tags.items()),
        *switch,
        *([f"--bucket {quote(flags.bucket)}"] if flags.bucket else []),
    ]
    return commands_of(order, at).run(verb, " ".join(words))
