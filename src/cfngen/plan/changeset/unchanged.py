"""Whether a stack already is what is wanted, told without a change set.

An empty change set costs minutes over nested stacks and leaves failed ones behind in
the children; comparing what the stack was last given costs one call.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cfngen.cloud.values import Stack
from cfngen.naming import template_file
from cfngen.package import Package, nested
from cfngen.plan.changeset.asking import beside
from cfngen.plan.inputs.order import Order
from cfngen.plan.states import GOOD

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud

FETCHED = "AWS::SSM::Parameter::Value"
"""Types of parameters that are given a name, and whose value may have changed since."""


def unchanged(stack: Stack, order: Order, package: Package, cloud: Cloud) -> bool:
    """Say whether all that a change set could change is as it is wanted.

    That is the template tree, parameters, tags, role, topics and alarms. The root names
    its children by their content, so its body speaks for the tree. Of a NoEcho value or
    one that is fetched from SSM, in whatever template, only a change set can tell.
    """
    return (
        stack.status in GOOD
        and not incomparable(order)
        and not any(_fetched(json.loads(text)) for text in order.files.values())
        and stack.parameters == order.parameters
        and not any(beside(order, stack))
        and same_templates(stack, package, cloud)
    )


def same_templates(stack: Stack, package: Package, cloud: Cloud) -> bool:
    """Say whether a stack was last given a package's templates, wherever they were."""
    live = cloud.stacks.template(stack.id)
    return _placeless(live) == _placeless(json.loads(package.root_text))


def incomparable(order: Order) -> frozenset[str]:
    """Return the parameters of which nobody can tell whether they have changed."""
    root = json.loads(order.files[template_file("root")])
    return order.secret | _fetched(root)


def _fetched(body: Mapping[str, Any]) -> frozenset[str]:
    """Return the parameters of a template whose values SSM has."""
    return frozenset(
        name
        for name, declared in body.get("Parameters", {}).items()
        if str(declared.get("Type", "")).startswith(FETCHED)
    )


def _placeless(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a template with its TemplateURLs cut down to their keys."""
    copied = copy.deepcopy(dict(body))
    for _, properties in nested(copied):
        properties["TemplateURL"] = str(properties["TemplateURL"]).rpartition("/")[2]
    return copied
