"""The connection to GitHub: made here, or given by an environment that has one."""

from __future__ import annotations

from typing import Any

from troposphere import Equals, GetAtt, If, codeconnections

from cfngen import ports
from cfngen.layers.delivery.pipeline import settings
from cfngen.layers.delivery.pipeline.ground import Ground
from cfngen.physical import name_tag, physical


def connection(ground: Ground) -> Any:
    """Add the connection unless there is one, and return its ARN.

    Its name is required. A new one is pending until somebody accepts it at GitHub:
    https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-update.html
    """
    layer, system = ground.layer, ground.system.system
    given = layer.setting(settings.CONNECTION)
    made = layer.add(
        codeconnections.Connection(
            "GitHubConnection",
            Condition=layer.condition("MakesGitHubConnection", Equals(given, "")),
            ConnectionName=physical(system),
            ProviderType="GitHub",
            Tags=name_tag(system),
        )
    )
    used = If(made.Condition, GetAtt(made, "ConnectionArn"), given)
    layer.leave(ports.CONNECTION_ARN, used)
    return used
