"""Settings: the parameters that an environment's parameter file fills.

A setting is declared by the layers that read it and hoisted to the root by `compose`.
Its default comes from the spec. Settings that several layers share are named here.
"""

from __future__ import annotations

from dataclasses import dataclass

from cfngen.naming import ENVIRONMENT_LIMIT

LOG_RETENTION_DAYS = (
    *("1", "3", "5", "7", "14", "30", "60", "90", "120", "150", "180", "365"),
    *("400", "545", "731", "1096", "1827", "2192", "2557", "2922", "3288", "3653"),
)
"""What CloudWatch Logs accepts:
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""


@dataclass(frozen=True)
class Setting:
    """One parameter of a layer that the root asks the environment for.

    Without a default, every parameter file must give a value. `minimum` and `maximum`
    bound a Number; `hint` is what CloudFormation says when a value is refused.
    """

    name: str
    description: str
    default: str | int | None = None
    type: str = "String"
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    minimum: int | None = None
    maximum: int | None = None
    hint: str = ""


def switch(name: str, description: str, default: bool = False) -> Setting:
    """Return a setting that is 'true' or 'false'."""
    return Setting(
        name, description, default=str(default).lower(), allowed=("true", "false")
    )


def number(
    name: str, description: str, default: int, minimum: int, maximum: int
) -> Setting:
    """Return a whole-number setting with bounds; the name carries the unit."""
    return Setting(
        name,
        description,
        default=default,
        type="Number",
        minimum=minimum,
        maximum=maximum,
    )


def choice(
    name: str, description: str, default: str | int, allowed: tuple[str, ...]
) -> Setting:
    """Return a setting that is one of a few words."""
    return Setting(name, description, default=default, allowed=allowed)


ENVIRONMENT_NAME = Setting(
    "EnvironmentName",
    "Name of the environment; part of names and tags.",
    pattern=f"^[a-z][a-z0-9]{{0,{ENVIRONMENT_LIMIT - 1}}}$",
    hint=f"lower-case letters and digits, at most {ENVIRONMENT_LIMIT}",
)

LOG_RETENTION = Setting(
    "LogRetentionDays",
    "Days that logs are kept.",
    default="30",
    type="Number",
    allowed=LOG_RETENTION_DAYS,
)

DELETION_PROTECTION = switch(
    "EnableDeletionProtection",
    "Refuse to delete the database and the load balancer.",
    default=True,
)
