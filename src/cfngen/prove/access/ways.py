"""By which statements somebody may do what it takes to read something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from cfngen.prove.access.arns import ACCOUNT
from cfngen.prove.access.asking import passes
from cfngen.prove.access.guards import Guard, Guarding
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.principals import OWNED, Principal, Who
from cfngen.prove.access.terms import Term
from cfngen.prove.access.tokens import Pattern, contained, covers

BY_PATH = "ssm:GetParametersByPath"
"""The action that names a path and reads all parameters below it."""

OF_BUCKET = "s3:PutBucketPolicy"
OWNERSHIP = "s3:PutBucketOwnershipControls"
WHOLE = (OF_BUCKET, "s3:DeleteBucketPolicy", OWNERSHIP)
"""The actions that name a bucket and no object."""

Way = tuple[tuple[Term, ...], tuple[str, ...]]
"""The statements that allow something, and what they depend on."""


@dataclass(frozen=True)
class Need:
    """What reading takes: one of some actions on a resource, and its policy.

    `context` are condition keys of such requests, by action; `whole` is the bucket of
    the objects that `word` stands for. With `instead` it may be that it is not needed.
    `lift` is the action that takes the resource's own policy away, `lists` are those
    that are enough for who may turn a bucket's access lists on, and `unsure` what it
    depends on that an action is enough.
    """

    actions: tuple[str, ...]
    word: Pattern
    guard: Guard
    key: bool = False
    context: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    whole: Pattern | None = None
    instead: Way | None = None
    lift: str = ""
    lists: tuple[str, ...] = ()
    unsure: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def way_of(holder: Holder, need: Need) -> Way | None:
    """Return how a role or user may do what is needed; sure ways come first.

    Who may take the resource's policy away is denied nothing by it.
    """
    way = _way(holder, need)
    if way is None and need.lists:
        turning = _way(holder, replace(need, actions=(OWNERSHIP,)))
        opening = _way(holder, replace(need, actions=need.lists))
        way = _together(turning, opening) if turning and opening else None
    if way is not None or not need.lift:
        return way
    lifting = _way(holder, replace(need, actions=(need.lift,)))
    free = replace(holder, refused=())
    freed = _way(free, replace(need, guard=Guard())) if lifting else None
    return _together(lifting, freed) if lifting and freed else None


def _together(one: Way, other: Way) -> Way:
    return (*one[0], *other[0]), (*one[1], *other[1])


def _way(holder: Holder, need: Need) -> Way | None:
    """Return how a role or user may do what is needed as policies are."""
    ways = [
        way
        for action in need.actions
        for word in _words(need, action)
        if not holder.denies(action, word)
        for way in _ways(holder, need, action, word)
    ]
    if not ways and holder.doubts and _left(need, need.actions[0]) is not None:
        return (), holder.doubts
    return min(ways, key=lambda way: bool(way[1]), default=None)


def _ways(holder: Holder, need: Need, action: str, word: Pattern) -> Iterator[Way]:
    """Yield each statement by which a role or user may do something."""
    left = _left(need, action)
    for term in holder.allowing:
        doubts = _doubts(_undenied(term, holder, action, word), need, action, word)
        if doubts is not None and left is not None:
            yield (term, *left[0]), (*doubts, *left[1])
    for one in need.guard.statements:
        spoken = one.speaks_of(holder) if one.term.allows else False
        said = _undenied(one.term, holder, action, word)
        doubts = _doubts(said, need, action, word) if spoken is not False else None
        if doubts is not None:
            yield (one.term,), (*doubts, *(() if spoken else who(one)))


def _left(need: Need, action: str) -> Way | None:
    """Return by what a resource leaves it to identity policies; None if it does not.

    All do within the account, but keys only where their policy names the account. A
    key without a policy has one that does.
    """
    if not need.key or not need.guard.statements:
        return (), need.guard.doubts
    for one in need.guard.statements:
        left = one.delegates() if one.term.allows else False
        word = need.word
        doubts = _doubts(one.term, need, action, word) if left is not False else None
        if doubts is not None:
            return (one.term,), (*doubts, *(() if left else who(one)))
    return ((), need.guard.doubts) if need.guard.doubts else None


def who(one: Guarding) -> tuple[str, ...]:
    """Return the principals of a statement that are not known."""
    found = [each.doubt for each in one.principals if each.doubt]
    for each in one.principals:
        if each.who is Who.ACCOUNT and not each.apart:
            found.append(f"whether {each.name} is this account")
        elif each.who is Who.UNKNOWN:
            found.append(f"who {each.name} is")
    return tuple(dict.fromkeys(found))


def _doubts(
    term: Term, need: Need, action: str, word: Pattern
) -> tuple[str, ...] | None:
    """Return what it depends on that a statement is of a request; None if it is not."""
    context, unsure = need.context.get(action, {}), need.unsure.get(action, ())
    ruled_out = any(passes(one, context) is False for one in term.conditions)
    if ruled_out or not term.acts(action) or contained(word, term.besides):
        return None
    said = [covers(one, word) for one in term.resources]
    spared = any(one.doubts and covers(one, word) is None for one in term.besides)
    if True in said:
        out = ("NotResource",) if spared else ()
        return (*term.doubts, *unsure, *out)
    if None not in said:
        return None
    perhaps = term.resources[said.index(None)]
    return (*term.doubts, *unsure, f"whether {perhaps.text} is {need.word.text}")


def _words(need: Need, action: str) -> Iterator[Pattern]:
    """Yield what a request may name to read something: it, or a path above it.

    Only the path counts, and not what is denied on a parameter below it:
    https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-retrieval-authorization.html
    """
    if action in WHOLE and need.whole is not None:
        yield need.whole
        return
    yield need.word
    *before, last = need.word.pieces
    if action == BY_PATH and isinstance(last, str):
        ends = [at for at, letter in enumerate(last) if letter == "/"]
        yield from (Pattern((*before, last[:at])) for at in ends)
        yield from (Pattern((*before, last[: at + 1])) for at in ends[:1])


def _undenied(term: Term, holder: Holder, action: str, word: Pattern) -> Term:
    """Return a statement without the parts of a thing that a role is denied."""
    left = tuple(
        one
        for one in term.resources
        if not contained(one, (word,)) or not holder.denies(action, one)
    )
    return replace(term, resources=left)


def way_outside(principal: Principal, need: Need) -> Way | None:
    """Return how somebody outside may do what is needed."""
    for one in need.guard.statements:
        spoken = _speaks(one, principal) if one.term.allows else False
        if spoken is False:
            continue
        unsure = () if principal.who is not Who.UNKNOWN else who(one)
        unsure += () if spoken else (f"what {principal.name} may do",)
        unsure += principal.doubts
        for action in need.actions:
            for word in _words(need, action):
                doubts = _doubts(one.term, need, action, word)
                if doubts is not None:
                    return (one.term,), (*doubts, *unsure)
    return ((), need.guard.doubts) if need.guard.doubts else None


def _speaks(one: Guarding, principal: Principal) -> bool | None:
    """Return whether a statement is about a principal, about its account or anyone;
    None where it leaves that to policies which no template has."""
    named = {found.name for found in one.principals if found.who is Who.ACCOUNT}
    kinds = {found.who for found in one.principals}
    owned = OWNED.fullmatch(principal.name)
    if (
        Who.ANYONE in kinds
        or principal in one.principals
        or (owned and owned[2] in named)
    ):
        return True
    inside = owned or ACCOUNT.name in principal.name
    inside = principal.who is Who.STRANGER and not principal.apart and inside
    return None if inside and Who.OWN_ACCOUNT in kinds else False
