"""What a boundary of permissions keeps from a role that another one may do.

A boundary allows nothing; a role may do what its policies and its boundary allow both:
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cfngen.checks.access.documents import Statement, document
from cfngen.model import Value, listed, target
from cfngen.prove.access import managed
from cfngen.prove.access.containing import Outside, as_meant, outside, personal
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.terms import Term, term

BOUNDARY = "PermissionsBoundary"


def bounded(rights: Rights, holder: Holder, other: Holder) -> Iterator[Outside]:
    """Yield what another role may do and a role's boundary does not allow it.

    A boundary that denies, or cannot be read, and one of the other role's own are
    doubts: how much they leave is not asked.
    """
    bound, others = holder.resource.get(BOUNDARY), other.resource.get(BOUNDARY)
    if bound is None:
        return
    said = _said(rights, holder, bound)
    if bound == others and not any(map(personal, said or ())):
        return
    clear = said is not None and others is None and all(one.allows for one in said)
    meant = [
        as_meant(one)
        for one in said or ()
        if one.allows and not (one.doubts or personal(one))
    ]
    doubts = () if clear else (f"the boundary of {holder.path}",)
    for one in outside(other, meant if clear or others is not None else ()):
        yield replace(one, doubts=(*one.doubts, *doubts))


def _said(rights: Rights, holder: Holder, bound: Value) -> tuple[Term, ...] | None:
    """Return the statements of a boundary; None for one that cannot be read."""
    policy = target(rights.model, bound)
    if policy is not None:
        read = next(document(policy, "PolicyDocument"), None)
        if read is None or not read.whole:
            return None
        return tuple(term(rights.model, one) for one in read.statements())
    body = managed.document(bound)
    if body is None:
        return None
    said = (
        Statement(holder.resource, (BOUNDARY,), s) for s in listed(body["Statement"])
    )
    return tuple(term(rights.model, one) for one in said)
