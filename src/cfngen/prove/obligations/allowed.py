"""Whether a role is allowed something, and where it is not, which policy lacks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cfngen.checks.access.documents import GUARDS
from cfngen.checks.network.ground import IDS
from cfngen.model import Reference, Resource, Value, switched, target, text, worded
from cfngen.prove.access.arns import arn, pattern
from cfngen.prove.access.asking import answered
from cfngen.prove.access.guards import Guard
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.tokens import Atom, Pattern
from cfngen.prove.claims.claim import Said
from cfngen.prove.network.rules import Origin
from cfngen.prove.obligations.needs import ANY, Grant
from cfngen.prove.obligations.verdicts import refuted, undecided
from cfngen.prove.verdict import Broken, Truth, Verdict

LOGS, STREAM = "logs:", Atom("the stream of a task")
"""ECS names streams after tasks."""

WHOLE = Pattern(("no resource in particular",))
"""What actions without a resource ask for: a statement has to say `*`.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

BOUNDARY, UNBOUND = "PermissionsBoundary", "policy/AdministratorAccess"

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
        held = self._held(grant.about)
        guard = self.rights.guards.get(held.path, Guard()) if held else Guard()
        answer = self._answer(grant, guard)
        if answer:
            return self._beside(held)
        about = held.path if held is not None else worded(grant.about)
        shown = grant.action if about == ANY else f"{grant.action} on {about}"
        if answer is None:
            return undecided(self.said, f"whether {self.role.path} may {shown}")
        what = f"{self.role.path} may not {shown}"
        at, repair = Origin(self.role.path), f"allow {shown} in {self.role.name}"
        if held is not None and self._answer(grant, Guard()):
            at = Origin(held.path, (GUARDS[held.type],))
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
        word, context = self._word(grant), self._context(grant)
        return answered(holder, (guard,), grant.action, word, context)

    def _word(self, grant: Grant) -> Pattern:
        """Return the resource of the request; of a log it is the stream."""
        if grant.about == ANY:
            return WHOLE
        model, held = self.rights.model, self._held(grant.about)
        whole = pattern(model, grant.about) if held is None else arn(model, held)
        stream = (":log-stream:", STREAM) if grant.action.startswith(LOGS) else ()
        return Pattern((*whole.pieces, *stream))

    def _held(self, about: Value) -> Resource | None:
        """Return the resource that is asked for, if it is in the model."""
        own = isinstance(about, Reference) and about.attribute in IDS
        return target(self.rights.model, about) if own else None

    def _context(self, grant: Grant) -> Mapping[str, str]:
        """Return what is known of the request: which service asks KMS.

        https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
        """
        if not grant.by:
            return {}
        region = text(self.rights.model.stack_of(self.role).region) or REGION
        return {"kms:ViaService": f"{grant.by}.{region}.amazonaws.com"}
