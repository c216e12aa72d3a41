"""What differs between two models: data with reasons, to be shown or judged."""

from __future__ import annotations

from dataclasses import dataclass

from cfngen.diff.effect import Effect, Fate
from cfngen.model import Value
from cfngen.stateful import Stateful

Path = tuple[str, ...]
"""The way to a value: keys, and items of lists in brackets: `[web]`, `[0]`, `[]`."""


@dataclass(frozen=True)
class Difference:
    """One value that differs; None is a value that is not there.

    `moved` says that `before` and `after` are the names of the same items in another
    order. `follows` is the path of a resource that the value refers to and that is
    replaced: then `before` and `after` are the same text, and come to another value.
    """

    path: Path
    before: Value
    after: Value
    moved: bool = False
    effect: Effect = Effect.UPDATE
    reason: str = ""
    follows: str = ""
    write_only: bool = False


@dataclass(frozen=True)
class Change:
    """One resource that differs, and what a deployment does to it.

    `certain` is false where a condition that is not known decides. `attributes` are
    what CloudFormation reads and the resource does not: DeletionPolicy, DependsOn.
    `fate` is that of the resource as it was, `stateful` what it takes with it.
    `refusals` are reasons for which AWS refuses the update as a whole; `notes` is what
    else is to be known. `renamed` is a new resource's path where this one seems to go
    on under another logical id, and the old one's where this is the new one.
    """

    path: str
    type: str
    effect: Effect
    properties: tuple[Difference, ...] = ()
    attributes: tuple[Difference, ...] = ()
    certain: bool = True
    fate: Fate = Fate.NONE
    stateful: Stateful | None = None
    refusals: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    renamed: str = ""

    @property
    def loses(self) -> bool:
        """Return whether something that cannot be made again goes, or is let go."""
        return self.stateful is not None

    @property
    def own(self) -> bool:
        """Return whether a resource differs by itself, and not by what it refers to."""
        if self.attributes or not self.properties:
            return True
        both = self.effect in (Effect.DESTROY, Effect.ORPHAN, Effect.CREATE)
        return both or any(not difference.follows for difference in self.properties)


@dataclass(frozen=True)
class Setting:
    """A parameter of the root that differs, and whether a change is made of it."""

    name: str
    before: Value
    after: Value
    read: bool


@dataclass(frozen=True)
class Diff:
    """All that differs: resources, settings, outputs of the roots.

    The path of an output is its root's and its name.
    """

    changes: tuple[Change, ...] = ()
    settings: tuple[Setting, ...] = ()
    outputs: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything differs."""
        return bool(self.changes or self.settings or self.outputs)
