"""Two models, resource by resource: what differs and what a deployment makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cfngen.diff import corrections
from cfngen.diff.change import Change, Difference
from cfngen.diff.effect import Effect, Fate
from cfngen.diff.judging import judged
from cfngen.diff.naming import clash
from cfngen.diff.policies import removed, replaced
from cfngen.diff.refusing import refused
from cfngen.diff.renaming import renamed
from cfngen.diff.schemas import schema_of, unordered
from cfngen.diff.spreading import spread, worst
from cfngen.diff.values import differences
from cfngen.model import Model, Resource
from cfngen.stateful import Stateful, stateful

OTHER_TYPE = (
    "the type changes from {} to {} under one logical id; CloudFormation refuses that. "
    "Give the new one another logical id"
)

SAME_NAME = (
    "it cannot be replaced while it keeps its own name ({}): the new one has to exist "
    "before the old one goes. Give it another name, or none"
)

MOVES = "its stack is made anew in {}; what is in {} stays there, unmanaged"


def compare(before: Model, after: Model) -> tuple[Change, ...]:
    """Return every resource that differs and what deploying `after` does to it.

    What loses data comes first, then what AWS refuses, then the worst effect. It rests
    on the templates alone; what changed behind CloudFormation's back is not known.
    """
    found = [*_gone(before, after), *_come(before, after), *_both(before, after)]
    paired = list(renamed(found, before, after))
    return tuple(sorted(refused(paired, before, after), key=_rank))


def _rank(change: Change) -> tuple[int, bool, int, bool, str]:
    """Return what changes are sorted by.

    Lost data comes first, lost identities, what AWS refuses, then the worst effects;
    below each, what differs by itself stands before what only follows it.
    """
    kinds = ("data", "identity", "")
    kind = kinds.index(change.stateful.kind if change.stateful else "")
    return kind, not change.refusals, -change.effect, not change.own, change.path


def _gone(before: Model, after: Model) -> Iterator[Change]:
    """Yield the resources that the next templates lack."""
    for path, resource in before.resources.items():
        if path not in after.resources:
            fate = removed(before, resource)
            effect = Effect.ORPHAN if fate is Fate.KEPT else Effect.DESTROY
            yield Change(
                *(path, resource.type, effect),
                certain=not resource.when,
                fate=fate,
                stateful=stateful(resource.type, resource.properties),
            )


def _come(before: Model, after: Model) -> Iterator[Change]:
    """Yield the resources that the present templates lack."""
    for path, resource in after.resources.items():
        if path not in before.resources:
            sure = not resource.when
            yield Change(path, resource.type, Effect.CREATE, certain=sure)


def _both(before: Model, after: Model) -> Iterator[Change]:
    """Yield the resources of both models that differ."""
    common = [path for path in before.resources if path in after.resources]
    staying = [path for path in common if not _move(before, after, path)]
    own = {path: _own(before, after, path) for path in staying}
    other = {p: Effect.REPLACE for p in staying if before[p].type != after[p].type}
    found = spread(after, own, other)
    for path in common:
        move = _move(before, after, path)
        if move:
            note = MOVES.format(*move)
            yield Change(path, after[path].type, Effect.CREATE, notes=(note,))
        else:
            first = other.get(path, Effect.NO_CHANGE)
            yield from _changed(before, after, path, found[path], first)


def _move(before: Model, after: Model, path: str) -> tuple[str, str] | None:
    """Return the regions, new and old, where a resource's stack changes its region."""
    old = before.stack_of(before[path]).region
    new = after.stack_of(after[path]).region
    known = isinstance(old, str) and isinstance(new, str)
    return (new, old) if known and old != new else None


def _own(before: Model, after: Model, path: str) -> tuple[Difference, ...]:
    """Return how the properties of a resource differ, each with its effect."""
    schema = schema_of(after, after[path])
    old, new = before[path].properties, after[path].properties
    nested = path in before.stacks and path in after.stacks
    return tuple(
        judged(schema, difference)
        for difference in differences(old, new, lambda at: unordered(schema, at))
        if not (nested and difference.path[0] in ("Parameters", "TemplateURL"))
    )


def _changed(
    before: Model,
    after: Model,
    path: str,
    found: tuple[Difference, ...],
    first: Effect,
) -> Iterator[Change]:
    """Yield a resource of both models if it differs."""
    old, new = before[path], after[path]
    attributes = tuple(_attributes(old, new))
    if not (found or attributes or first or old.when != new.when):
        return
    effect = max(worst(found), first)
    change = Change(path, new.type, effect, found, attributes)
    yield from _existing(before, after, _fated(before, after, change))


def _fated(before: Model, after: Model, change: Change) -> Change:
    """Return a change with what it costs, and what stands against it."""
    old, new = before[change.path], after[change.path]
    found = change.properties
    holding = stateful(old.type, old.properties)
    refusals = tuple(corrections.refusals(new.type, found))
    notes = tuple(corrections.notes(new.type, found))
    fate = Fate.NONE
    if change.effect >= Effect.MAY_REPLACE:
        fate, unsure = replaced(old, new)
        notes += (unsure,) if unsure else ()
        refusals += tuple(_standing_against(after, old, new, change))
    elif not corrections.regenerated(new.type, found):
        holding = None
    return replace(change, fate=fate, stateful=holding, refusals=refusals, notes=notes)


def _standing_against(
    after: Model, old: Resource, new: Resource, change: Change
) -> Iterator[str]:
    """Yield why CloudFormation cannot replace a resource."""
    if old.type != new.type:
        yield OTHER_TYPE.format(old.type, new.type)
    elif change.effect is Effect.REPLACE:
        follow = {d.path[0] for d in change.properties if d.follows}
        names = clash(schema_of(after, new), old, new, follow)
        if names:
            yield SAME_NAME.format(", ".join(names))


def _existing(before: Model, after: Model, change: Change) -> Iterator[Change]:
    """Yield a change as far as conditions let the resource exist on either side."""
    old, new = before[change.path], after[change.path]
    if old.when == new.when:
        yield replace(change, certain=not old.when)
    elif new.when:
        fate = removed(before, old)
        holding: Stateful | None = stateful(old.type, old.properties)
        effect = max(change.effect, Effect.DESTROY)
        if fate is Fate.KEPT:
            effect = max(change.effect, Effect.ORPHAN)
        notes = (*change.notes, f"it goes unless the condition {new.when} holds")
        yield replace(
            *(change,),
            effect=effect,
            certain=False,
            fate=fate,
            stateful=holding,
            notes=notes,
        )
    else:
        effect = max(change.effect, Effect.CREATE)
        note = f"it is there already if the condition {old.when} held"
        yield replace(change, effect=effect, certain=False, notes=(*change.notes, note))


def _attributes(old: Resource, new: Resource) -> Iterator[Difference]:
    """Yield what differs beside the properties, without effect on the resource."""
    waits: Mapping[str, object] = {"DependsOn": sorted(old.depends_on)}
    before = {**old.attributes, **waits}
    after = {**new.attributes, "DependsOn": sorted(new.depends_on)}
    for difference in differences(before, after, lambda _: True):
        yield replace(difference, effect=Effect.NO_CHANGE)
