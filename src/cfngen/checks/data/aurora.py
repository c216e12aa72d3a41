"""Clusters of Aurora: their capacity and their members."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.checks.data.engines import CLUSTER, INSTANCE, cluster_of, engine
from cfngen.model import Model, Resource, number, text

CAPACITY = "ServerlessV2ScalingConfiguration"
SERVERLESS = "db.serverless"
LEAST, MOST, STEP = 0, 256, 0.5
PAUSES = (300, 86_400)
MOST_MEMBERS = 16

PAUSING: Mapping[str, Mapping[int, int]] = {
    "aurora-postgresql": {13: 15, 14: 12, 15: 7, 16: 3},
    "aurora-mysql": {3: 8},
}
"""The first minor version that can pause, by engine and major version; what is not
here always can:
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html"""


def capacity(model: Model) -> Iterator[Problem]:
    """The capacity of Aurora Serverless is a range that it has.

    It is 0 to 256 ACU in steps of 0.5, the least no more than the most; 0, and nothing
    else, pauses a database of versions that can pause, after 300 to 86,400 seconds.
    """
    for cluster in model.of(CLUSTER):
        low = number(cluster.get(CAPACITY, "MinCapacity"))
        high = number(cluster.get(CAPACITY, "MaxCapacity"))
        for name, units in (("MinCapacity", low), ("MaxCapacity", high)):
            yield from _units(cluster, name, units)
        if low is not None and high is not None and low > high:
            message = (
                f"its least capacity, {low:g} ACU, is more than its most, {high:g}."
            )
            mend = f"Allow {low:g} or more."
            yield Problem(cluster, (CAPACITY, "MinCapacity"), message, mend)
        version = text(cluster.get("EngineVersion")) or ""
        if low == 0 and not _pauses(engine(model, cluster), version):
            message = f"a capacity of 0 pauses it, which version {version} cannot."
            mend = "Write 0.5, or take a later version."
            yield Problem(cluster, (CAPACITY, "MinCapacity"), message, mend)
        yield from _pause(cluster, low)


def members(model: Model) -> Iterator[Problem]:
    """A member fits its cluster: engine, class, and no more than 16 of them.

    A db.serverless instance is refused where the cluster has no capacity ("you must
    set the Serverless v2 scaling configuration"), and alone.
    """
    count: Counter[str] = Counter()
    for member in model.of(INSTANCE):
        cluster = cluster_of(model, member)
        serverless = member.get("DBInstanceClass") == SERVERLESS
        if serverless and member.get("DBClusterIdentifier") in (None, ""):
            message = f"{SERVERLESS} is a class of members of a cluster."
            mend = "Give DBClusterIdentifier, or another class."
            yield Problem(member, ("DBInstanceClass",), message, mend)
        if cluster is None or cluster.type != CLUSTER:
            continue
        yield from _member(member, cluster, serverless)
        count[cluster.path] += not member.when
        if count[cluster.path] == MOST_MEMBERS + 1 and not member.when:
            message = f"{cluster.path} has {MOST_MEMBERS} members already."
            yield Problem(member, ("DBClusterIdentifier",), message)


def _member(member: Resource, cluster: Resource, serverless: bool) -> Iterator[Problem]:
    """Yield how a member does not fit its cluster."""
    if serverless and cluster.get(CAPACITY) is None:
        message = f"it is serverless, and {cluster.path} says no capacity."
        mend = f"Give the cluster a {CAPACITY}, or the member another class."
        yield Problem(member, ("DBInstanceClass",), message, mend)
    own, whole = text(member.get("Engine")), text(cluster.get("Engine"))
    if own and whole and own.lower() != whole.lower():
        message = f"it runs {own}, and {cluster.path} {whole}."
        yield Problem(member, ("Engine",), message, f"Write {whole}.")


def _units(cluster: Resource, name: str, units: float | None) -> Iterator[Problem]:
    """Yield a capacity that Aurora does not have."""
    least = 1 if name == "MaxCapacity" else LEAST
    if units is None or (least <= units <= MOST and units % STEP == 0):
        return
    message = f"Aurora Serverless has no capacity of {units:g} ACU here."
    mend = f"Write {least} to {MOST}, in steps of {STEP}."
    yield Problem(cluster, (CAPACITY, name), message, mend)


def _pause(cluster: Resource, low: float | None) -> Iterator[Problem]:
    """Yield a time without connections that Aurora does not wait."""
    path = (CAPACITY, "SecondsUntilAutoPause")
    seconds = number(cluster.get(*path))
    least, most = PAUSES
    if seconds is not None and not least <= seconds <= most:
        message = f"Aurora does not pause after {seconds:g} seconds."
        yield Problem(cluster, path, message, f"Write {least} to {most}.")
    elif seconds is not None and low:
        message = f"with {low:g} ACU at least it never pauses, and is told when."
        yield Problem(cluster, path, message, "Leave it out, or set MinCapacity to 0.")


def _pauses(engine: str, version: str) -> bool:
    """Return whether a version may pause; a major one means its latest."""
    own = re.search(r"mysql_aurora\.(\d+)\.(\d+)", version)
    found = own or re.match(r"(\d+)\.(\d+)", version)
    if found is None:
        return True
    first = PAUSING.get(engine, {}).get(int(found[1]))
    return first is None or int(found[2]) >= first
