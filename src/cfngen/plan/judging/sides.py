"""A stack as it is and as it is ordered: templates, and what they resolve to."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cfngen.cloud.values import MASK, Stack
from cfngen.errors import InputError
from cfngen.model import Model
from cfngen.naming import template_file
from cfngen.package import nested
from cfngen.params.model import Parameters, Value
from cfngen.plan.inputs.order import Order
from cfngen.plan.judging.masking import Masks, texts_of
from cfngen.plan.tree.placed import Tree, below, deployed, ordered
from cfngen.resolve import Root, resolve
from cfngen.template import Template
from cfngen.template import Tree as Templates

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud


@dataclass(frozen=True)
class Sides:
    """What is deployed and what is ordered; `live` is empty where nothing is there."""

    order: Order
    stack: Stack | None
    new: Tree
    live: Tree = field(default_factory=dict)

    @cached_property
    def masks(self) -> Masks:
        """Return what nobody may see of either side's values."""
        order = self.order
        hidden = texts_of(order.parameters, order.secret)
        return Masks((self.new, self.live), order.secret, hidden)

    @cached_property
    def before(self) -> Model | None:
        """Return the model of what is deployed.

        None where it is none of ours: it cannot be resolved, or is not JSON.
        """
        given = {} if self.stack is None else self.stack.parameters
        if not self.live or any(not placed.body for placed in self.live.values()):
            return None if self.live or self.stack else self._model({}, {})
        return self._model(_bodies(self.live), given)

    @cached_property
    def after(self) -> Model | None:
        """Return the model of what is ordered."""
        return self._model(_bodies(self.new), self.order.parameters)

    def file(self, stack: str) -> str:
        """Return the template of a stack, as messages name it; empty for a gone one."""
        placed = self.new.get(stack)
        return f"{self.order.folder}/{placed.file}" if placed else ""

    def _model(
        self, bodies: Mapping[str, Any], parameters: Mapping[str, str]
    ) -> Model | None:
        """Return what templates resolve to; NoEcho values stay unknown in it."""
        shown = {
            name: Value(text)
            for name, text in parameters.items()
            if name not in self.order.secret and text != MASK
        }
        root = template_file("root")
        made = {name: Template(name, body) for name, body in bodies.items()}
        templates = Templates(root, made or {root: Template(root)})
        order = self.order
        account = order.target.account
        here = Root(templates, order.stack, order.region, account)
        try:
            return resolve((here,), Parameters("", order.environment, shown))
        except InputError:
            return None


def sides(order: Order, stack: Stack | None, cloud: Cloud) -> Sides:
    """Return both sides; asks for the templates of all that is deployed."""
    live = deployed(stack, cloud) if stack else {}
    return Sides(order, stack, ordered(order.files), live)


def _bodies(tree: Tree) -> dict[str, Any]:
    """Return a tree's templates by made-up files, each nested by that name.

    What is deployed is nested by addresses, what is ordered by files that may be nested
    twice: both are told apart by their paths.
    """
    return {_name(path): _local(tree, path) for path in tree}


def _local(tree: Tree, path: str) -> Any:
    """Return a template that nests the others by their made-up files."""
    body = copy.deepcopy(dict(tree[path].body))
    for name, properties in nested(body):
        child = below(path, name)
        if child in tree:
            properties["TemplateURL"] = _name(child)
    return body


def _name(path: str) -> str:
    """Return the made-up file of a stack."""
    return template_file(path.replace("/", ".") if path else "root")
