"""Whether a role is allowed something, and where it is not, which policy lacks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cfngen.checks.network.ground import IDS
from cfngen.model import (
    Model,
    Reference,
    Resource,
    Value,
    switched,
    target,
    text,
    worded,
)
from cfngen.prove.access.arns import arn, pattern
from cfngen.prove.access.asking import answered
from cfngen.prove.access.guards import Guard
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.tokens import Atom, Pattern
from cfngen.prove.claims.claim import Said
from cfngen.prove.network.rules import Origin
from cfngen.prove.obligations.needs import ANY, PARTITION, USUAL, Grant
from cfngen.prove.obligations.verdicts import refuted, undecided
from cfngen.prove.verdict import Broken, Truth, Verdict
from cfngen.regions import partition

LOGS, STREAM = "logs:", Atom("the stream of a task")
"""ECS names streams after tasks."""

WHOLE = Pattern(("no resource in particular",))
"""What actions without a resource ask for: a statement has to say `*`.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

BOUNDARY, UNBOUND = "PermissionsBoundary", ":aws:policy/AdministratorAccess"

KEY, ON = "AWS::KMS::Key", "Enabled"
REGION = "${AWS::Region}"
"""A region that nobody has named, as policies write it."""


@dataclass(frozen=True)
class Asked:
    """Asks what one role may do, for one obligation."""

    rights: Rights
    role: Resource
    said: Said

    def granted(self, grant: Grant) -> Verdict:
        """Return whether the role is allowed something for sure."""
        held = _held(self.rights.model, grant.about)
        guard = self.rights.guards.get(held.path, Guard()) if held else Guard()
        answer = self._answer(grant, guard)
        if answer:
            return self._beside(held)
        about = held.path if held is not None else worded(grant.about)
        shown = grant.action if about == ANY else f"{grant.action} on {about}"
        if answer is None:
            reasons = self._unknowns(grant, guard)
            words = f"whether {self.role.path} may {shown}"
            return undecided(self.said, *(reasons or (words,)))
        what = f"{self.role.path} may not {shown}"
        at, repair = Origin(self.role.path), f"allow {shown} in {self.role.name}"
        if held is not None and self._answer(grant, Guard()):
            at = _decides(guard, grant.action)
            repair = (
                f"allow {grant.action} to {self.role.path} in the policy of {about}"
            )
        return refuted(self.said, Broken(at, what, repair=repair))

    def _beside(self, held: Resource | None) -> Verdict:
        """Return what is so of a grant that policies give: keys may be switched off,
        and a boundary, which is not read, may take it away."""
        if held is not None and held.type == KEY and switched(held.get(ON)) is False:
            broken = Broken(
                *(Origin(held.path, (ON,)), f"{held.path} is switched off"),
                repair=f"{ON}: true",
            )
            return refuted(self.said, broken)
        bound = self.role.get(BOUNDARY)
        if bound is not None and not (text(bound) or "").endswith(UNBOUND):
            return undecided(self.said, f"the {BOUNDARY} of {self.role.path}")
        return Verdict(self.said, Truth.PROVED)

    def _answer(self, grant: Grant, guard: Guard) -> bool | None:
        """Return whether the role is allowed something; None where it may be."""
        holder = self.rights.holders[self.role.path]
        context, word = self._context(grant), word_of(self.rights.model, grant)
        found = answered(holder, (guard,), grant.action, word, context)
        if found is None and text(self.rights.model.stack_of(self.role).region) is None:
            return answered(holder, (guard,), grant.action, _abroad(word), context)
        return found

    def _unknowns(self, grant: Grant, guard: Guard) -> tuple[str, ...]:
        """Return what decides where nobody knows whether the role is allowed something:
        a part of the resource's name, of a statement, or a condition."""
        holder = self.rights.holders[self.role.path]
        own = [one for one in holder.terms if one.acts(grant.action)]
        given = [o.term for o in guard.statements if o.term.acts(grant.action)]
        names = [*word_of(self.rights.model, grant).doubts]
        for term in (*own, *given):
            names += [doubt for one in term.resources for doubt in one.doubts]
            names += [
                *term.doubts,
                *(f"the condition {c.key}" for c in term.conditions),
            ]
        return tuple(dict.fromkeys((*names, *holder.doubts, *guard.doubts)))

    def _context(self, grant: Grant) -> Mapping[str, str]:
        """Return what is known of the request: from which account it comes, that it is
        over tcp/443, and which service asks KMS.

        https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
        """
        stack = self.rights.model.stack_of(self.role)
        account = pattern(self.rights.model, stack.account).text
        found = {
            "aws:PrincipalAccount": account,
            "aws:SecureTransport": "true",
            "kms:CallerAccount": account,
        }
        if grant.by:
            region = text(stack.region) or REGION
            found["kms:ViaService"] = f"{grant.by}.{region}.amazonaws.com"
        return found


def _decides(guard: Guard, action: str) -> Origin:
    """Return where the policy of a resource forbids something, or does not allow it: a
    denial of it, or else the whole policy, which may be a resource by itself."""
    terms = [one.term for one in guard.statements]
    denying = [one for one in terms if not one.allows and one.acts(action)]
    if denying:
        return denying[0].origin
    return Origin(terms[0].origin.resource, terms[0].origin.path[:1])


def word_of(model: Model, grant: Grant) -> Pattern:
    """Return the resource of a request; of a log it is the stream."""
    if grant.about == ANY:
        return WHOLE
    held = _held(model, grant.about)
    whole = pattern(model, grant.about) if held is None else arn(model, held)
    stream = (":log-stream:", STREAM) if grant.action.startswith(LOGS) else ()
    return Pattern((*whole.pieces, *stream))


def _abroad(word: Pattern) -> Pattern:
    """Return an ARN as one of whichever partition: so policies may name it as well."""
    start, first = f"arn:{partition(USUAL)}:", word.pieces[0]
    if not isinstance(first, str) or not first.startswith(start):
        return word
    rest = first.removeprefix(start)
    return Pattern(("arn:", PARTITION, f":{rest}", *word.pieces[1:]))


def _held(model: Model, about: Value) -> Resource | None:
    """Return the resource that is asked for, if it is in the model."""
    own = isinstance(about, Reference) and about.attribute in IDS
    return target(model, about) if own else None
