"""Where a resource was declared: template, line, layer, and the line of our spec."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from cfngen import naming
from cfngen.cloud.values import StoppedTask
from cfngen.deploy.hints import Hint, hint
from cfngen.deploy.outcome import Explained
from cfngen.deploy.progress import Step
from cfngen.errors import InputError
from cfngen.findings import Place
from cfngen.model import Model
from cfngen.package import STACK
from cfngen.params import Parameters, Value
from cfngen.plan.inputs.order import Order
from cfngen.resolve import Root, resolve
from cfngen.resolve.origin import settings
from cfngen.spec.causes import Causes, Made
from cfngen.template import Template, Tree, tree_of

POINTER = re.compile(r"#((?:/\w+)+)")
"""How a handler names the property that it refuses: `#/Ports/0`."""

ANYWHERE = "SYSTEM ENVIRONMENT"
"""What the commands of hints are about."""

PARAMETER = re.compile(r"[Pp]arameters?:? (?:name )?[\['\"]?(?P<name>[A-Z]\w+)")
"""How CloudFormation names a parameter of a template that it refuses."""


class Origins:
    """What an order's templates and spec say of the resources in them."""

    def __init__(self, order: Order, causes: Causes | None) -> None:
        self._order = order
        self._causes = causes
        root = naming.template_file("root")
        self._tree = tree_of(order.files, root, order.folder)

    def explained(self, step: Step, tasks: Sequence[StoppedTask] = ()) -> Explained:
        """Return a failure with its place and with what it means."""
        template, name = self._declared(step)
        layer = PurePosixPath(template.file).stem if template else ""
        path = ("Resources", name) if name else ()
        return Explained(
            step,
            file=template.file if template else "",
            line=template.node(path).line if template and name else 0,
            layer=layer,
            spec=self._spec(step, layer, name) if template else None,
            hint=self._hint(step, tasks),
            tasks=tuple(tasks),
        )

    def _declared(self, step: Step) -> tuple[Template | None, str]:
        """Return the template that declares a resource, and its logical id there.

        The root is declared by nobody: its own template, and no id.
        """
        file: str | None = self._tree.root
        if step.root:
            return self._tree.templates[self._tree.root], ""
        *above, name = step.path.split("/")
        for stack in above:
            file = self._below(file, stack)
            if file is None:
                return None, ""
        return self._tree.templates[file or self._tree.root], name

    def _below(self, file: str | None, stack: str) -> str | None:
        """Return the file of a nested stack of a template, None where it has none."""
        nested = self._tree.templates[file or self._tree.root].resources(STACK)
        urls = {name: properties.get("TemplateURL") for name, properties in nested}
        return self._tree.child(file or self._tree.root, urls.get(stack))

    def _spec(self, step: Step, layer: str, name: str) -> Place | None:
        """Return the line of the spec that a resource, or what is refused, is from."""
        if self._causes is None:
            return None
        found = POINTER.search(step.reason)
        path = tuple(map(_step, found[1].split("/")[1:])) if found else ()
        if step.root or step.nested:
            named = PARAMETER.search(step.reason)
            given = (named["name"],) if named else ()
            return self._causes.of(Made(layer, name, settings=given))
        return self._causes.of(Made(layer, name, path, self._settings(step, path)))

    def _hint(self, step: Step, tasks: Sequence[StoppedTask]) -> Hint | None:
        """Return what a failure means, its commands about this very environment."""
        found = _hint(step, tasks)
        here = f"{self._order.system} {self._order.environment}"
        return found and replace(found, do=found.do.replace(ANYWHERE, here))

    def _settings(self, step: Step, path: tuple[str | int, ...]) -> tuple[str, ...]:
        """Return the settings that a refused property is made of."""
        model = _model(self._tree, self._order) if path else None
        resource = model.resources.get(step.path) if model else None
        return settings(model, resource, path) if model and resource else ()


def _model(tree: Tree, order: Order) -> Model | None:
    """Return what the templates come to with the order's parameters, if anything."""
    values = {name: Value(text) for name, text in order.parameters.items()}
    root = Root(tree, order.stack, order.region, order.target.account)
    try:
        return resolve((root,), Parameters("", order.environment, values))
    except InputError:
        return None


def _hint(step: Step, tasks: Sequence[StoppedTask]) -> Hint | None:
    """Return what a failure means: why tasks stopped says more than the service."""
    told = (
        text
        for task in tasks
        for text in (task.reason, *task.containers.values())
        if text
    )
    found = (hint(text, step.type) for text in (*told, step.reason))
    return next((one for one in found if one), None)


def _step(text: str) -> str | int:
    """Return a step of a path; a number is a position in a list."""
    return int(text) if text.isdecimal() else text
