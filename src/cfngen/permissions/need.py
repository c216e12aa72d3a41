"""One thing that has to be allowed: what, on what, when, and for which reason."""

from __future__ import annotations

from dataclasses import dataclass

Condition = tuple[str, str, tuple[str, ...]]
"""An operator, a key and its values."""

REGION = "aws:RequestedRegion"
"""The key of the region that a call goes to."""

VIA_CLOUDFORMATION: Condition = (
    "ForAnyValue:StringEquals",
    "aws:CalledVia",
    ("cloudformation.amazonaws.com",),
)
"""What CloudFormation does on somebody's behalf, and nothing that they do themselves:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/fas-requests-and-permission-evaluation.html"""


@dataclass(frozen=True)
class Place:
    """Where an environment is deployed; what is not known is empty.

    `role` is the ARN of the role that CloudFormation works as, `bucket` the bucket of
    the templates.
    """

    account: str = ""
    bucket: str = ""
    role: str = ""


@dataclass(frozen=True)
class Need:
    """An action that has to be allowed; `paths` are the resources that ask for it."""

    action: str
    resources: tuple[str, ...]
    why: str
    paths: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def service(self) -> str:
        """Return the service that the action is of."""
        return self.action.partition(":")[0]


@dataclass(frozen=True)
class LeftOut:
    """An action that a type's schema lists and this environment does not need."""

    action: str
    type: str
    why: str
