"""What environments give to a template, as far as it is known before AWS is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cfngen.lint.cfn import Values
from cfngen.model import Model, Stack, known, plain


def given(models: Iterable[Model], file: str) -> Iterator[Values]:
    """Yield what each stack that is made of a template is given, in each environment.

    Secrets are no part of it, nor what only AWS knows. A stack that is given nothing
    but its defaults is left out: they are read with the template as it stands.
    """
    for model in models:
        for stack in model.stacks.values():
            if stack.template.file == file:
                values = _values(stack)
                if any(_chosen(stack, name, value) for name, value in values.items()):
                    yield model.given.file, values


def _values(stack: Stack) -> dict[str, Any]:
    """Return the parameters of a stack that are known, lists as lists of text."""
    return {
        name: list(map(plain, value)) if isinstance(value, list) else plain(value)
        for name, value in stack.parameters.items()
        if known(value)
    }


def _chosen(stack: Stack, name: str, value: Any) -> bool:
    """Return whether a value is another than the parameter's default."""
    default = stack.template.section("Parameters", name).get("Default")
    text = ",".join(value) if isinstance(value, list) else value
    return default is None or plain(default) != text
