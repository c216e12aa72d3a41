"""Who may do what in a system: identity, resource, key and trust policies together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property

from cfngen.model import Model, Resource
from cfngen.prove.access.actions import wild
from cfngen.prove.access.arns import FORMS, arn
from cfngen.prove.access.asking import answered
from cfngen.prove.access.given import endowed
from cfngen.prove.access.guards import Guard, guards
from cfngen.prove.access.holders import Holder, holders
from cfngen.prove.access.naming import own_names
from cfngen.prove.access.step import Step
from cfngen.prove.access.tokens import EVERYTHING, MANY, Atom, Pattern, plain
from cfngen.prove.access.trusts import Trust, trusts

ENDS = "/:"
"""What a part of a resource begins with: `/*` of a bucket, `:*` of a log group."""

LOG = "AWS::Logs::LogGroup"
FAMILIES = ("AWS::ECS::TaskDefinition", "AWS::Batch::JobDefinition")
"""Types that have revisions, each with a number behind the name."""


@dataclass(frozen=True)
class Rights:
    """Roles, users and groups by path, and the policies of resources and of trust.

    `steps` are what roles can work as at once, as far as that has been found out.
    """

    model: Model
    holders: Mapping[str, Holder]
    guards: Mapping[str, Guard]
    trusts: Mapping[str, Trust]
    steps: dict[str, tuple[Step, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name of a role, a user or a group."""
        return tuple(sorted(self._held))

    def named(self, name: str) -> tuple[Holder, ...]:
        """Return the roles, users and groups that a name or a pattern stands for."""
        if not wild(name):
            return self._held.get(name, ())
        return tuple(
            one
            for one in self.holders.values()
            if any(fnmatchcase(own, name) for own in one.names)
        )

    def resources(self, name: str) -> tuple[Resource, ...]:
        """Return the resources that a name or a pattern stands for; no nested stack."""
        exact = self.model.resources.get(name)
        if exact is not None and name not in self.model.stacks:
            return (exact,)
        if not wild(name):
            return self._called.get(name, ())
        found = [
            one
            for own, called in self._called.items()
            if fnmatchcase(own, name)
            for one in called
        ]
        return tuple({one.path: one for one in found}.values())

    @cached_property
    def _held(self) -> Mapping[str, tuple[Holder, ...]]:
        """Return the roles, users and groups by each of their names."""
        found: dict[str, list[Holder]] = {}
        for one in self.holders.values():
            for name in one.names:
                found.setdefault(name, []).append(one)
        return {name: tuple(held) for name, held in found.items()}

    @cached_property
    def _called(self) -> Mapping[str, tuple[Resource, ...]]:
        """Return the resources by each of their names."""
        found: dict[str, list[Resource]] = {}
        for path, one in self.model.resources.items():
            holder = self.holders.get(path)
            names = own_names(one) | (holder.names if holder else frozenset())
            for name in names if path not in self.model.stacks else ():
                found.setdefault(name, []).append(one)
        return {name: tuple(called) for name, called in found.items()}

    @cached_property
    def arns(self) -> Mapping[str, str]:
        """Return the ARNs of resources by path, where their form is known."""
        every = self.model.resources.items()
        return {
            path: arn(self.model, one).text for path, one in every if one.type in FORMS
        }

    def patterns(self, said: str) -> tuple[Pattern, ...]:
        """Return what a claim's resource stands for; empty where that is nothing.

        `Storage/FilesBucket/*` is a part of a resource, `arn:aws:s3:::x*` an ARN, `*`
        everything. The `*` of an ARN stands for any text, colons too.
        """
        if said == "*":
            return (EVERYTHING,)
        if said.startswith("arn:"):
            return (plain(said),)
        return tuple(dict.fromkeys(self._parts(said)))

    def may(
        self,
        role: str,
        action: str,
        resource: str,
        context: Mapping[str, str] | None = None,
    ) -> bool | None:
        """Return whether a role may do something for sure; None where it may perhaps.

        `role` is a path or another name of one role, `resource` as in a claim.
        `context` are values of condition keys, `kms:ViaService`; a statement whose
        conditions they do not decide is no sure answer. False means that nothing at all
        allows it.
        """
        answers = {
            answered(holder, self._guards(resource), action, word, context or {})
            for holder in self.named(role)
            for word in self._words(resource)
        }
        if answers == {True}:
            return True
        return None if answers - {False} else False

    def _guards(self, said: str) -> tuple[Guard, ...]:
        """Return the policies of what a name stands for, or part of."""
        if said == "*" or said.startswith("arn:"):
            return (Guard(),)
        exact = said in self.model.resources
        names = (said,) if exact else tuple(first for first, _ in _splits(said))
        for name in names:
            found = self.resources(name)
            if found:
                return tuple(self.guards.get(one.path, Guard()) for one in found)
        return (Guard(),)

    def _parts(self, said: str) -> Iterator[Pattern]:
        """Yield the patterns of a name with or without an ending."""
        for name, ending in _splits(said):
            found = self.resources(name)
            for one in found:
                if ending:
                    yield arn(self.model, one).then(ending)
                else:
                    yield from whole(self.model, one)
            if found:
                return

    def _words(self, said: str) -> tuple[Pattern, ...]:
        """Return the resource that a request names: of a log group, its streams."""
        found = self.resources(said)
        if not found:
            return self.patterns(said) or (plain(said),)
        return tuple(
            arn(self.model, one).then(":*" if one.type == LOG else "") for one in found
        )


def rights_of(model: Model) -> Rights:
    """Return who may do what in a model."""
    held = holders(model)
    said, trusted = guards(model, held), trusts(model, held)
    return Rights(model, endowed(model, held, said, trusted), said, trusted)


def whole(model: Model, resource: Resource) -> Iterator[Pattern]:
    """Yield what a resource's name stands for: also a log group's streams, and all
    revisions of a definition, with or without a number."""
    own = arn(model, resource)
    yield own
    if resource.type == LOG:
        yield own.then(":*")
    *family, last = own.pieces
    if resource.type in FAMILIES and isinstance(last, Atom) and family:
        yield Pattern((*family, MANY))
        first, end = tuple(family[:-1]), family[-1]
        yield Pattern((*first, end.removesuffix(":") if isinstance(end, str) else end))


def _splits(said: str) -> Iterator[tuple[str, str]]:
    """Yield a text as name and ending, the longest name first."""
    yield said, ""
    for at in range(len(said) - 1, 0, -1):
        if said[at] in ENDS:
            yield said[:at], said[at:]
