"""Whether a stack already is what is wanted, told without a change set.

An empty change set costs minutes over nested stacks and leaves failed ones behind in
the children; comparing what the stack was last given costs one call.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

from cfngen.cloud import Cloud
from cfngen.cloud.values import Stack
from cfngen.deploy.order import Order
from cfngen.deploy.states import GOOD
from cfngen.package import Package, nested


def unchanged(stack: Stack, order: Order, package: Package, cloud: Cloud) -> bool:
    """Say whether template tree, parameters and tags are those of the stack.

    The root names its children by their content, so its body speaks for the tree. A
    NoEcho value cannot be read back: with one, only a change set can tell.
    """
    return (
        stack.status in GOOD
        and not order.secret
        and stack.parameters == order.parameters
        and stack.tags == order.tags
        and _placeless(cloud.template(stack.id))
        == _placeless(json.loads(package.root_text))
    )


def _placeless(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a template with its TemplateURLs cut down to their keys."""
    copied = copy.deepcopy(dict(body))
    for _, properties in nested(copied):
        properties["TemplateURL"] = str(properties["TemplateURL"]).rpartition("/")[2]
    return copied
