"""Every name that cfngen forms: logical ids, stacks, files and physical names."""

from __future__ import annotations

from troposphere import Ref, Select, Split, Sub, Tags

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


RECOVERY = "recovery"
"""The layer that is a stack of its own, in the system's second region."""


def logical(name: str) -> str:
    """Return a spec name as a logical id: `web-app` becomes `WebApp`."""
    return "".join(part.capitalize() for part in name.split("-"))


def template_file(layer: str) -> str:
    """Return the file of a layer's template, relative to its system's folder."""
    return f"{layer}.json"


def root_stack(system: str, environment: str) -> str:
    """Return the root stack's name: `nextjs-prod`."""
    return f"{system}-{environment}"


def change_set(digest: str) -> str:
    """Return a change set's name, made of its content: `cfngen-0123456789ab`."""
    return f"{CHANGE_SET_PREFIX}{digest[:12]}"


def stack_tags(system: str, environment: str) -> dict[str, str]:
    """Return the root stack's tags, which nested stacks and resources take over."""
    return {"System": system, "Environment": environment, "ManagedBy": "cfngen"}


def physical(system: str, part: str = "") -> Sub:
    """Return `<system>-<environment>[-<part>]`, the environment being a parameter."""
    return Sub("-".join(filter(None, (system, "${EnvironmentName}", part))))


def unique(system: str) -> Sub:
    """Return `<system>-<environment>-<end of the stack's id>`, at most 44 characters.

    For what has to be named and outlives its stack: the next stack of the system would
    find a fixed name taken.
    """
    uuid = Select(2, Split("/", Ref("AWS::StackId")))
    return Sub(f"{system}-${{EnvironmentName}}-${{Id}}", Id=Select(4, Split("-", uuid)))


def log_group(system: str, service: str) -> Sub:
    """Return the log group of a service's containers."""
    return Sub(f"/ecs/{system}-${{EnvironmentName}}-{service}")


def metric_namespace(system: str) -> Sub:
    """Return the CloudWatch namespace of what the system's own code counts."""
    return Sub(f"{system}/${{EnvironmentName}}")


def under_domain(host: str, domain: str, setting: Ref) -> Ref | Sub | str:
    """Return a host name with the spec's domain in it replaced by a setting.

    So `www.example.com`, or the pattern `*.example.com`, follows the environment's
    domain; a host that is not below the domain stays as it is.
    """
    before = host.removesuffix(domain)
    if host == domain:
        return setting
    if before == host or before[-1] not in ".*":
        return host
    return Sub(f"{before}${{{setting.data['Ref']}}}")


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


def is_release(setting: str) -> bool:
    """Return whether a setting belongs to releases and not to the parameter file.

    Which image runs, and behind which target group, changes many times a day, and not
    in the file: a deployment with last month's tag, or with none, would be an outage.
    """
    return setting.endswith((IMAGE_TAG, LIVE_TARGET_GROUP))
