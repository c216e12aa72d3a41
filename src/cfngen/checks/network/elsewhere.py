"""What somebody outside of the templates at hand may add to a resource."""

from __future__ import annotations

from cfngen.model import Model, Resource, mentions, opaque


def reached(model: Model, resource: Resource) -> bool:
    """Return whether stacks that are not at hand can name a resource.

    It is exported by name, or given to a nested stack without its template or to a
    custom resource: rules, routes and listeners may come from there.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
    """
    return given(model, resource) or any(
        output.export is not None and mentions(output.value, resource.path)
        for stack in model.stacks.values()
        for output in stack.outputs.values()
    )


def given(model: Model, resource: Resource) -> bool:
    """Return whether a resource is given to what cannot be looked into."""
    return any(
        opaque(other)
        and other.path not in model.stacks
        and mentions(dict(other.properties), resource.path)
        for other in model.resources.values()
    )
