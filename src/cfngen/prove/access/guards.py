"""Resources' own policies: of secrets, buckets, keys, queues, functions and more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cfngen.checks.access.documents import Statement
from cfngen.model import Model, Resource
from cfngen.prove.access.arns import arn
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.permitting import permitted, written
from cfngen.prove.access.places import POINT, held
from cfngen.prove.access.policies import About, abouts
from cfngen.prove.access.principals import Principal, Who, principals, spared
from cfngen.prove.access.terms import Term, term
from cfngen.prove.access.tokens import EVERYTHING
from cfngen.resolve.scope import Path

PATHS = "execute-api:/"
"""How an API's own policy writes its paths:
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html"""

NOT_SURE = frozenset((Who.ANYONE, Who.OWN_ACCOUNT, Who.ACCOUNT, Who.UNKNOWN))
"""Whom a denial spares without saying which roles those are."""


@dataclass(frozen=True)
class Guarding:
    """One statement about a resource, and of whom it speaks.

    Of a denial, `spared` are whom its NotPrincipal leaves out.
    """

    term: Term
    principals: tuple[Principal, ...]
    spared: tuple[Principal, ...] = ()

    def speaks_of(self, holder: Holder) -> bool | None:
        """Return whether it names a holder itself, or everybody; None where it may.

        A denial of all but some is of those who are not among them for sure:
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
        """
        found = {one.who for one in self.principals}
        if self.spared and not self.term.allows:
            unsure = {one.who for one in self.spared if not one.apart} & NOT_SURE
            return None if unsure else not _naming(holder, self.spared)
        named = _naming(holder, self.principals)
        if Who.ANYONE in found or any(not one.doubt for one in named):
            return True
        return None if named or Who.UNKNOWN in found else False

    def delegates(self) -> bool | None:
        """Return whether it leaves the account's identities to their own policies."""
        found = {one.who for one in self.principals if not one.apart}
        if found & {Who.OWN_ACCOUNT, Who.ANYONE}:
            return True
        return None if found & {Who.UNKNOWN, Who.ACCOUNT} else False


@dataclass(frozen=True)
class Guard:
    """All that is said about one resource; `doubts` name what cannot be read.

    Without statements and doubts it has no policy of its own.
    """

    statements: tuple[Guarding, ...] = ()
    doubts: tuple[str, ...] = ()


def _naming(holder: Holder, principals: Iterable[Principal]) -> list[Principal]:
    """Return the principals that are a holder, or may be."""
    return [
        one for one in principals if (one.who, one.name) == (Who.HOLDER, holder.path)
    ]


def guards(model: Model, holders: Mapping[str, Holder]) -> Mapping[str, Guard]:
    """Return the policy of every resource that has one, by its path."""
    found: dict[str, Guard] = {}
    for one, path in held(model):
        read = _guard(model, holders, one, path)
        for about in abouts(model, one):
            known = found.get(about.path, Guard())
            more = _narrowed(model, read, about)
            found[about.path] = Guard(
                (*known.statements, *more.statements), (*known.doubts, *more.doubts)
            )
    return found


def _narrowed(model: Model, guard: Guard, about: About) -> Guard:
    """Return a policy as one of what it is of, or perhaps of that."""
    terms = [one.term for one in guard.statements]
    if about.doubt:
        terms = [replace(one, doubts=(*one.doubts, about.doubt)) for one in terms]
    if about.qualifier:
        whole = arn(model, model.resources[about.path]).then(about.qualifier)
        terms = [replace(one, resources=(whole,)) for one in terms]
    said = zip(guard.statements, terms, strict=True)
    return Guard(tuple(replace(one, term=t) for one, t in said), guard.doubts)


def _guard(
    model: Model, holders: Mapping[str, Holder], resource: Resource, path: Path
) -> Guard:
    """Return what one policy says; without a path the resource is a statement."""
    if path:
        read = written(model, resource, path)
        known = read is not None and read.whole
        statements = list(read.statements()) if read else []
    else:
        said = permitted(resource)
        known, statements = said is not None, [said] if said else []
    place = f"statements of {resource.path}" if statements else resource.path
    if path and not statements:
        place = f"{resource.path}.{'.'.join(map(str, path))}"
    return Guard(
        tuple(_guarding(model, holders, one) for one in statements),
        () if known else (place,),
    )


def _guarding(
    model: Model, holders: Mapping[str, Holder], statement: Statement
) -> Guarding:
    """Return one statement; what an access point's is about counts as its bucket. But
    what it denies is denied only to who comes by it. API Gateway fills in whose paths
    `execute-api:/` are."""
    found = term(model, statement)
    if any(one.text.startswith(PATHS) for one in found.resources):
        found = replace(found, resources=(EVERYTHING,))
    if statement.resource.type == POINT:
        doubts = (
            () if found.allows else (f"whether one comes by {found.origin.resource}",)
        )
        found = replace(found, resources=(EVERYTHING,), doubts=(*found.doubts, *doubts))
    named = tuple(principals(model, holders, statement))
    return Guarding(found, named, spared(model, holders, statement))
