"""The names that cfngen forms as text: logical ids, stacks, files, settings.

Those that AWS completes are in cfngen.physical.
"""

from __future__ import annotations

import re
from hashlib import sha256

PHYSICAL_NAME_LIMIT = 32
"""Characters of `<system>-<environment>-<service>`: the shortest limit among the
services that show it (a target group or load balancer name)."""

ENVIRONMENT_LIMIT = 10
"""Characters of an environment's name: what system and service leave over."""

IMAGE_TAG = "ImageTag"
"""How the settings end that say what runs; see is_release."""

LIVE_TARGET_GROUP = "LiveTargetGroup"
"""How the settings end that say where it runs; see is_release."""

CHANGE_SET_PREFIX = "cfngen-"
"""How the change sets that cfngen makes begin, so that it clears up only its own."""

ACCESS_LOG_PREFIX = "alb"
"""Folder of the access log bucket that the load balancer writes to."""

TEMPLATE_BUCKET = "cfngen-${AWS::AccountId}-${AWS::Region}"
"""The bucket that `cfngen deploy` packages templates to, one per region."""

RECOVERY = "recovery"
"""The layer that is a stack of its own, in the system's second region."""


def logical(name: str) -> str:
    """Return a spec name as a logical id: `web-app` becomes `WebApp`."""
    return "".join(part.capitalize() for part in name.split("-"))


def snake(name: str) -> str:
    """Return a logical id as scripts write it: `AlbDnsName` becomes `alb_dns_name`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def template_file(layer: str) -> str:
    """Return the file of a layer's template, relative to its system's folder."""
    return f"{layer}.json"


def root_stack(system: str, environment: str) -> str:
    """Return the root stack's name: `nextjs-prod`."""
    return f"{system}-{environment}"


def token(text: str) -> str:
    """Return what makes a repeated request harmless: the same for the same text."""
    return f"{CHANGE_SET_PREFIX}{sha256(text.encode()).hexdigest()[:32]}"


def change_set(digest: str) -> str:
    """Return a change set's name, made of its content: `cfngen-0123456789ab`."""
    return f"{CHANGE_SET_PREFIX}{digest[:12]}"


def stack_tags(system: str, environment: str) -> dict[str, str]:
    """Return the root stack's tags, which nested stacks and resources take over."""
    return {"System": system, "Environment": environment, "ManagedBy": "cfngen"}


def is_release(setting: str) -> bool:
    """Return whether a setting belongs to releases and not to the parameter file.

    Which image runs, and behind which target group, changes many times a day, and not
    in the file: a deployment with last month's tag, or with none, would be an outage.
    """
    return setting.endswith((IMAGE_TAG, LIVE_TARGET_GROUP))
