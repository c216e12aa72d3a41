"""Every name that cfngen forms: logical ids, stacks, files and physical names."""

from __future__ import annotations

from troposphere import Ref, Sub, Tags

PHYSICAL_NAME_LIMIT = 32
"""Characters of `<system>-<environment>-<service>`: the shortest limit among the
services that show it (a target group or load balancer name)."""

ENVIRONMENT_LIMIT = 10
"""Characters of an environment's name: what system and service leave over."""


def logical(name: str) -> str:
    """Return a spec name as a logical id: `web-app` becomes `WebApp`."""
    return "".join(part.capitalize() for part in name.split("-"))


def template_file(layer: str) -> str:
    """Return the file of a layer's template, relative to its system's folder."""
    return f"{layer}.json"


def root_stack(system: str, environment: str) -> str:
    """Return the root stack's name: `nextjs-prod`."""
    return f"{system}-{environment}"


def physical(system: str, part: str = "") -> Sub:
    """Return `<system>-<environment>[-<part>]`, the environment being a parameter."""
    return Sub("-".join(filter(None, (system, "${EnvironmentName}", part))))


def name_tag(system: str, part: str = "") -> Tags:
    """Return the Name tag that people look for in the console."""
    return Tags(Name=physical(system, part))


def template_bucket() -> Sub:
    """Return the bucket that `cfngen deploy` packages templates to, one per region."""
    return Sub("cfngen-${AWS::AccountId}-${AWS::Region}")


def root_stack_id(name: Ref) -> Sub:
    """Return the ARN pattern of a root stack, whose unique suffix is unknown."""
    return Sub(
        "arn:${AWS::Partition}:cloudformation:${AWS::Region}:${AWS::AccountId}"
        ":stack/${Name}/*",
        Name=name,
    )
