"""What becomes of objects with time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.checks.data.replication import BUCKET, versioned
from cfngen.model import Model, Resource, Value, known, listed, number, switched
from cfngen.resolve.scope import Path

RULES = ("LifecycleConfiguration", "Rules")
SCOPE = ("Prefix", "TagFilters", "ObjectSizeGreaterThan", "ObjectSizeLessThan")

OF_VERSIONS = (
    *("NoncurrentVersionExpiration", "NoncurrentVersionExpirationInDays"),
    *("NoncurrentVersionTransition", "NoncurrentVersionTransitions"),
)
ACTIONS = (
    *("AbortIncompleteMultipartUpload", "ExpirationDate", "ExpirationInDays"),
    *("ExpiredObjectDeleteMarker", "Transition", "Transitions", *OF_VERSIONS),
)

ORDER = (
    *("STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR"),
    *("GLACIER", "DEEP_ARCHIVE"),
)
"""Storage classes, each of which objects reach from earlier ones only:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html"""


SLOW, FIRST_DAY = ("STANDARD_IA", "ONEZONE_IA"), 30
"""Classes that objects move to after some days only, and how many those are."""


def lifecycle(bucket: Resource) -> Iterator[tuple[Path, Mapping[str, Value]]]:
    """Yield the rules of a bucket that are on, with their places."""
    for index, rule in enumerate(listed(bucket.get(*RULES))):
        if isinstance(rule, dict) and rule.get("Status") != "Disabled":
            yield (*RULES, index), rule


def moved(model: Model) -> Iterator[Problem]:
    """A rule moves objects to cheaper storage before it deletes them, and never back.

    S3 refuses an expiration that is not later than a transition of the same rule, a
    class that comes after a colder one, and one for infrequent access before day 30.
    """
    for bucket in model.of(BUCKET):
        for path, rule in lifecycle(bucket):
            steps = list(_transitions(path, rule))
            yield from _downwards(bucket, steps)
            end = number(rule.get("ExpirationInDays"))
            for place, name, days in steps:
                if days is not None and end is not None and end <= days:
                    yield _late(bucket, place, name, days, end)
                if days is not None and name in SLOW and days < FIRST_DAY:
                    message = f"objects move to {name} after {days:g} days."
                    mend = f"Move them after {FIRST_DAY} or more."
                    yield Problem(bucket, place, message, mend)


def acting(model: Model) -> Iterator[Problem]:
    """A lifecycle rule says what to do, in a way that S3 takes.

    A rule without an action is refused, and so are ExpiredObjectDeleteMarker beside
    an expiration or tags, and AbortIncompleteMultipartUpload beside tags.
    """
    for bucket in model.of(BUCKET):
        for path, rule in lifecycle(bucket):
            if known(rule) and not any(rule.get(name) for name in ACTIONS):
                message = "the rule does nothing."
                yield Problem(
                    bucket, path, message, "Give it an expiration, or drop it."
                )
            marker, tags = "ExpiredObjectDeleteMarker", rule.get("TagFilters")
            ends = [n for n in ("ExpirationInDays", "ExpirationDate") if rule.get(n)]
            if switched(rule.get(marker)) and (ends or tags):
                what = ends[0] if ends else "TagFilters"
                message = f"{marker} cannot stand beside {what}."
                yield Problem(bucket, (*path, marker), message, "Write two rules.")
            uploads = "AbortIncompleteMultipartUpload"
            if rule.get(uploads) and tags:
                message = "unfinished uploads have no tags to be chosen by."
                yield Problem(bucket, (*path, uploads), message, "Write two rules.")


def idle(model: Model) -> Iterator[Problem]:
    """A lifecycle rule finds what it is for.

    Without versioning what is overwritten is gone, whatever a rule promises to keep;
    and what another rule deletes earlier never moves. S3 takes both.
    """
    for bucket in model.of(BUCKET):
        found = list(lifecycle(bucket))
        kept = versioned(bucket) is not False or bucket.get("VersioningConfiguration")
        for path, rule in found:
            for name in OF_VERSIONS if not kept else ():
                if rule.get(name):
                    message = "the bucket keeps no versions that the rule is for."
                    mend = "Set VersioningConfiguration to Enabled, or drop it."
                    yield Problem(bucket, (*path, name), message, mend)
            others = (other for _, other in found if other is not rule)
            ends = [end for other in others if (end := _end(rule, other)) is not None]
            for place, name, days in _transitions(path, rule):
                if days is not None and ends and min(ends) < days:
                    yield _late(bucket, place, name, days, min(ends))


def _transitions(
    path: Path, rule: Mapping[str, Value]
) -> Iterator[tuple[Path, str, float | None]]:
    """Yield the place, storage class and days of each transition of a rule."""
    for name in ("Transition", "Transitions"):
        for index, step in enumerate(listed(rule.get(name))):
            if isinstance(step, dict):
                place = (*path, name, index) if name[-1] == "s" else (*path, name)
                days = number(step.get("TransitionInDays"))
                yield (*place, "TransitionInDays"), str(step.get("StorageClass")), days


def _late(bucket: Resource, place: Path, name: str, days: float, end: float) -> Problem:
    """Return that objects are deleted before they move to a class."""
    message = f"objects move to {name} after {days:g} days, "
    message += f"and are deleted after {end:g}."
    mend = "Move them earlier, or delete them later."
    return Problem(bucket, place, message, mend)


def _downwards(
    bucket: Resource, steps: list[tuple[Path, str, float | None]]
) -> Iterator[Problem]:
    """Yield transitions that come before one to a warmer class, or with it."""
    timed = [
        (days, ORDER.index(name), name, place)
        for place, name, days in steps
        if days is not None and name in ORDER
    ]
    for days, rank, name, place in timed:
        for other, warmer, warm, _ in timed:
            if warmer < rank and days <= other:
                message = f"objects move to {name} after {days:g} days, and to "
                message += f"{warm} after {other:g}."
                yield Problem(bucket, place, message, "Move to the colder one later.")


def _end(rule: Mapping[str, Value], other: Mapping[str, Value]) -> float | None:
    """Return after how many days another rule deletes the objects of a rule."""
    same = all(rule.get(name) == other.get(name) for name in SCOPE)
    return number(other.get("ExpirationInDays")) if same else None
