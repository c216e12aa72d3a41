"""Who can read something: secrets, parameters, objects of buckets, what a key encrypts.

Within an account, the policy of the reader or that of the resource is enough; where a
key of one's own encrypts, decrypting has to be allowed as well.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.errors import InputError
from cfngen.model import Resource
from cfngen.prove.access.chains import chains
from cfngen.prove.access.guards import Guard
from cfngen.prove.access.holders import GROUP
from cfngen.prove.access.needs import READING, needs_of
from cfngen.prove.access.principals import Principal, Who
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.step import ALL, Step
from cfngen.prove.access.terms import Term
from cfngen.prove.access.ways import Way, way_of, way_outside
from cfngen.spec.wording import close

GRANT = "AWS::S3::AccessGrant"

OUTSIDERS = (
    *(Who.ANYONE, Who.ACCOUNT, Who.SERVICE, Who.FEDERATED, Who.STRANGER),
    Who.UNKNOWN,
)


@dataclass(frozen=True)
class Reader:
    """Somebody who can read: a path of the model, or a principal as it is written.

    `terms` are the statements that allow it, `doubts` what it depends on; with `by` it
    cannot at once, but can work as somebody who can.
    """

    name: str
    terms: tuple[Term, ...] = ()
    doubts: tuple[str, ...] = ()
    by: tuple[Step, ...] = ()


def readers(rights: Rights, resource: str) -> tuple[Reader, ...]:
    """Return who can read a resource, and then who could become one of them.

    `resource` is a name as in a claim. Raises InputError, with what may be meant, for
    one of nothing that can be read.
    """
    found: dict[str, Reader] = {}
    for one in _readable(rights, resource):
        for reader in direct(rights, one):
            held = found.get(reader.name)
            if held is None or (held.doubts and not reader.doubts):
                found[reader.name] = reader
    return (*found.values(), *_becoming(rights, found))


def _readable(rights: Rights, name: str) -> list[Resource]:
    """Return the resources of a name that can be read; raises InputError for none."""
    found = [one for one in rights.resources(name) if one.type in READING]
    if found:
        return found
    paths = [one.path for one in rights.model.of(*READING)]
    there = f"There are: {', '.join(paths)}." if paths else ""
    every = [*paths, *(path.rpartition("/")[2] for path in paths)]
    raise InputError(
        f"{name}: no secret, parameter, bucket or key has this name.",
        close(name, every, there),
    )


def direct(rights: Rights, resource: Resource) -> Iterator[Reader]:
    """Yield who can read a resource at once."""
    needs = tuple(needs_of(rights, resource))
    if not needs:
        return
    for holder in rights.holders.values():
        if holder.resource.type == GROUP:  # its users are asked
            continue
        ways = [way_of(holder, need) or need.instead for need in needs]
        known = [way for way in ways if way is not None]
        if len(known) == len(ways):
            yield _reader(holder.path, known)
    for principal in dict.fromkeys(p for n in needs for p in _outsiders(n.guard)):
        ways = [way_outside(principal, need) or need.instead for need in needs]
        known = [way for way in ways if way is not None]
        if len(known) == len(ways):
            yield _reader(principal.words, known)
    if needs[0].guard.doubts:
        yield Reader("anyone", doubts=needs[0].guard.doubts)
    yield from _granted(rights, resource)


def _granted(rights: Rights, resource: Resource) -> Iterator[Reader]:
    """Yield whom S3 Access Grants may let read a bucket, as the role of a location.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants.html
    """
    grants = rights.model.of(GRANT) if resource.type == "AWS::S3::Bucket" else ()
    for one in grants:
        doubt = f"whether {one.path} is of {resource.path}"
        yield Reader(f"whom {one.path} names", doubts=(doubt,))


def _reader(name: str, ways: list[Way]) -> Reader:
    terms = tuple(dict.fromkeys(term for way in ways for term in way[0]))
    doubts = tuple(dict.fromkeys(doubt for way in ways for doubt in way[1]))
    return Reader(name, terms, doubts)


def _outsiders(guard: Guard) -> Iterator[Principal]:
    """Yield whom a resource's policy lets in besides the model's own identities."""
    named = {
        principal: None
        for one in guard.statements
        if one.term.allows
        for principal in one.principals
        if principal.who in OUTSIDERS
    }
    yield from named


def _becoming(rights: Rights, found: Mapping[str, Reader]) -> Iterator[Reader]:
    """Yield who can work as a reader without being one."""
    for holder in rights.holders.values() if found else ():
        if holder.path in found:
            continue
        for chain in chains(rights, holder):
            reader = found.get(chain.target)
            if reader is not None or chain.target == ALL:
                doubts = reader.doubts if reader is not None else ()
                whole = tuple(dict.fromkeys((*chain.doubts, *doubts)))
                yield Reader(holder.path, chain.steps[0].terms, whole, chain.steps)
                break
