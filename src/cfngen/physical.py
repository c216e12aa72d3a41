"""Names that AWS completes as it deploys: with the environment, an account, an id."""

from __future__ import annotations

from troposphere import Ref, Select, Split, Sub, Tags

from cfngen.naming import TEMPLATE_BUCKET


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
    return Sub(TEMPLATE_BUCKET)


def root_stack_id(name: Ref) -> Sub:
    """Return the ARN pattern of a root stack, whose unique suffix is unknown."""
    return Sub(
        "arn:${AWS::Partition}:cloudformation:${AWS::Region}:${AWS::AccountId}"
        ":stack/${Name}/*",
        Name=name,
    )
