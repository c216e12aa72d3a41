"""Parameters and outputs of the roots that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cfngen.diff.change import Change, Diff, Difference, Setting
from cfngen.diff.comparing import compare
from cfngen.diff.effect import Effect
from cfngen.diff.values import differences, same
from cfngen.model import Model, Value, references
from cfngen.resolve.origin import deciding, of_output, settings


def difference(before: Model, after: Model) -> Diff:
    """Return all that differs between two models."""
    changes = compare(before, after)
    outputs = tuple(_outputs(before, after, changes))
    read = set(_read(before, after, changes, outputs))
    return Diff(changes, tuple(_settings(before, after, read)), outputs)


def _settings(before: Model, after: Model, read: set[str]) -> Iterator[Setting]:
    """Yield the parameters whose values differ."""
    old, new = _parameters(before), _parameters(after)
    for name in dict.fromkeys((*old, *new)):
        if not same(old.get(name), new.get(name)):
            yield Setting(name, old.get(name), new.get(name), name in read)


def _parameters(model: Model) -> Mapping[str, Value]:
    """Return the values of every root's parameters."""
    found: dict[str, Value] = {}
    for root in _roots(model):
        found = {**model.stacks[root].parameters, **found}
    return found


def _roots(model: Model) -> Iterable[str]:
    """Return the paths of the stacks that no other nests."""
    return [path for path in model.stacks if path not in model.resources]


def _outputs(
    before: Model, after: Model, changes: Iterable[Change]
) -> Iterator[Difference]:
    """Yield the outputs of roots that come to another value."""
    renewed = {
        c.path for c in changes if c.effect in (Effect.MAY_REPLACE, Effect.REPLACE)
    }
    old, new = _values(before), _values(after)
    yield from differences(old, new, lambda _: True)
    for name, value in new.items():
        targets = sorted({r.path for r in references(value)} & renewed)
        if targets and name in old and same(old[name], value):
            yield Difference((name,), value, value, follows=targets[0])


def _values(model: Model) -> Mapping[str, Value]:
    """Return the outputs of every root, by the root's path and the output's name."""
    return {
        f"{root}/{name}" if root else name: output.value
        for root in _roots(model)
        for name, output in model.stacks[root].outputs.items()
    }


def _read(
    before: Model,
    after: Model,
    changes: Iterable[Change],
    outputs: Iterable[Difference],
) -> Iterator[str]:
    """Yield the parameters that the changes are made of.

    What is in one of the models only is made of all that its properties say.
    """
    for model, other in ((before, after), (after, before)):
        for change in changes:
            if change.path not in model.resources:
                continue
            resource = model[change.path]
            yield from deciding(model, resource)
            names = {difference.path[:1] for difference in change.properties}
            for path in names if change.path in other.resources else {()}:
                yield from settings(model, resource, path)
        for output in outputs:
            root, _, name = output.path[0].rpartition("/")
            if root in model.stacks:
                yield from of_output(model, root, name)
