"""What a role can work as by giving other work to what has a role already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cfngen.checks.access.grants import any_of
from cfngen.model import Resource
from cfngen.prove.access.arns import arn
from cfngen.prove.access.guards import Guard
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.launches import UPDATING
from cfngen.prove.access.rights import Rights, whole
from cfngen.prove.access.step import ALL, Step, fits, may_be_of
from cfngen.prove.access.takes import DEPLOYED, HOSTS, TAKING, Taking
from cfngen.prove.access.terms import Term
from cfngen.prove.access.tokens import EVERYTHING, Atom, Pattern, contained
from cfngen.prove.access.working import workers
from cfngen.prove.network.rules import Origin


def taking(rights: Rights, holder: Holder, term: Term) -> Iterator[Step]:
    """Yield the roles of what a statement lets be given other work."""
    for one in TAKING:
        for action in one.actions:
            left = tuple(_left(rights, holder, term, action))
            if not left:
                continue
            yield from _here(rights, holder, term, one, action, left)
            for wide in left if not one.here else ():
                if wide == EVERYTHING:
                    words = f"{action} on *, whatever works as whoever"
                    yield Step(holder.path, ALL, words, (term,), term.doubts)
                elif not _inside(rights, one, wide):
                    target = f"what {wide.text} works as"
                    words = f"{action} on {wide.text}"
                    yield Step(
                        *(holder.path, target, words, (term,)), (*term.doubts, target)
                    )
    yield from _updating(holder, term)


def _here(
    rights: Rights,
    holder: Holder,
    term: Term,
    one: Taking,
    action: str,
    left: tuple[Pattern, ...],
) -> Iterator[Step]:
    """Yield the roles of the model's own resources of a type."""
    for resource in rights.model.of(one.type):
        said = [] if one.running else list(whole(rights.model, resource))
        if one.running:
            held: bool | None = any(may_be_of(each, one.service) for each in left)
        else:
            free = (own for own in said if not holder.spared(term, action, own))
            held = any_of(fits(left, own) for own in free)
        if held is False:
            continue
        for place in one.places:
            for path, doubts in workers(rights, resource, place):
                words = f"{action} on {resource.path}, which works as {path}"
                unsure = [] if held else [f"the name of {resource.path}"]
                unsure += [resource.when] if resource.when else []
                all_doubts = (*term.doubts, *unsure, *doubts)
                yield Step(holder.path, path, words, (term,), all_doubts)


def _left(rights: Rights, holder: Holder, term: Term, action: str) -> Iterator[Pattern]:
    """Yield what a statement is of, without the deployment groups of no instances:
    those of ECS and Lambda run what is there already."""
    for said in holder.left(term, action):
        last = said.pieces[-1]
        named = last.name if isinstance(last, Atom) else ""
        found = rights.model.resources.get(named)
        group = found if found and found.type == DEPLOYED else None
        if group is None or any(group.get(one) is not None for one in HOSTS):
            yield said


def unread(rights: Rights, holder: Holder) -> Iterator[Step]:
    """Yield the roles of what has a policy that nobody can read here, and that may let
    it be given other work."""
    for one in TAKING:
        for resource in rights.model.of(one.type):
            guard = rights.guards.get(resource.path, Guard())
            for place in one.places if guard.doubts else ():
                for path, doubts in workers(rights, resource, place):
                    words = f"the policy of {resource.path}, which works as {path}"
                    origin = Origin(resource.path, words="the policy")
                    said = Term(origin, True, ("*",), (EVERYTHING,))
                    unsure = (*guard.doubts, *doubts)
                    yield Step(holder.path, path, words, (said,), unsure)


def _inside(rights: Rights, one: Taking, said: Pattern) -> bool:
    """Return whether a resource of a statement is nothing but what the model has."""
    if not may_be_of(said, one.service):
        return True
    same = {each.type for each in TAKING if each.service == one.service}
    if one.running:
        types = {each.type for each in TAKING if each.running}
        if any(rights.model.of(*(types & same))):
            return True
        same = types
    return contained(said, tuple(_words(rights, rights.model.of(*sorted(same)))))


def _words(rights: Rights, resources: Iterable[Resource]) -> Iterator[Pattern]:
    """Yield the ARNs of resources, with versions and aliases."""
    for one in resources:
        yield from whole(rights.model, one)
        yield arn(rights.model, one).then(":*")


def _updating(holder: Holder, term: Term) -> Iterator[Step]:
    """Yield the service roles of the stacks that a statement lets be updated."""
    for action in UPDATING:
        for one in holder.left(term, action):
            target = f"the service role of {one.text}"
            words = f"{action} on {one.text}, which works as the stack's service role"
            doubts = (*term.doubts, f"whether {one.text} has a service role")
            yield Step(holder.path, target, words, (term,), doubts)
