"""Why a claim that something does not get through is broken, and what mends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cfngen.prove.judging.admitting import Admission, admission, at_list
from cfngen.prove.judging.harming import harmed
from cfngen.prove.judging.narrowing import Repair, narrowed, removed
from cfngen.prove.judging.offences import Offence, sure, worst
from cfngen.prove.judging.parts import Fact
from cfngen.prove.judging.trial import Trial
from cfngen.prove.judging.wording import described, ported, sender, summed
from cfngen.prove.network.network import Network
from cfngen.prove.packets import Packets
from cfngen.prove.verdict import Broken

MOST = 5
"""So many rules are told of that break one claim."""


def broken(trial: Trial) -> Iterator[Broken]:
    """Yield each rule that breaks a claim of absence, one after the other mended.

    The repairs are tried out: together they make the claim hold, unless more rules
    break it than are told of.
    """
    for _ in range(MOST):
        offences = tuple(sure(trial.forbidden))
        if not offences:
            return
        found = admission(trial.network, worst(offences))
        if found.fact is None:
            yield _told(trial.network, found, offences)
            return
        repair, after = _repaired(trial, found, found.fact)
        closed = tuple(_closed(offences, after.forbidden))
        harm = harmed(trial, after, found)
        if harm:
            words = f"{repair.words}, which also stops {harm}"
            repair = replace(repair, words=words)
        yield _told(trial.network, found, closed or offences, repair)
        trial = after


def possible(trial: Trial) -> Iterator[Broken]:
    """Yield what may get through of what is not to, where nothing surely does."""
    found = admission(trial.network, worst(trial.forbidden))
    yield _told(trial.network, found, trial.forbidden)


def _told(
    network: Network,
    found: Admission,
    offences: tuple[Offence, ...],
    repair: Repair | None = None,
) -> Broken:
    """Return what is told of one rule: a packet, all packets, and the repair."""
    one = found.offence
    mine = next((o for o in offences if o.pair == one.pair), one)
    source, target = sender(network, one), described(network, one.target)
    verb = "reaches" if one.sure else "may reach"
    what = f"{source} {verb} {target} on {ported(mine.shown, one.family)}"
    others = summed(network, offences)
    if repair is None:
        return Broken(found.at, what, found.walk, others)
    at = repair.at or found.at
    way = at_list(found.walk, found.at, at) if repair.at else found.walk
    return Broken(at, what, way, others, repair.words)


def _repaired(trial: Trial, found: Admission, fact: Fact) -> tuple[Repair, Trial]:
    """Return the first repair that makes the claim hold and harms nothing of it.

    One that stops nothing else comes before those that do. Where none makes it hold, it
    is the first that stops the packet at least; where none does that, the rule is taken
    away whatever else it was for.
    """
    stopping: tuple[Repair, Trial] | None = None
    holding: tuple[Repair, Trial] | None = None
    for repair in narrowed(trial, fact):
        after = trial.on(repair.network)
        if _offends(after, found) or not after.keeps(trial):
            continue
        if not _opens_no(trial, after):
            continue
        stopping = stopping or (repair, after)
        if not any(sure(after.forbidden)):
            if not harmed(trial, after, found):
                return repair, after
            holding = holding or (repair, after)
    last = removed(trial.network, fact)
    return holding or stopping or (last, trial.on(last.network))


def _opens_no(before: Trial, after: Trial) -> bool:
    """Return whether a repair lets nothing through that a claim forbids and that did
    not get through before: others may carry the group that a rule is to name."""
    had = {one.pair: one.packets for one in before.forbidden}
    return all(had.get(o.pair, Packets()).covers(o.packets) for o in after.forbidden)


def _offends(trial: Trial, found: Admission) -> bool:
    """Return whether a packet that offended still does."""
    was, packet = found.offence.pair, found.walk.packet
    return any(one.pair == was and packet in one.packets for one in trial.forbidden)


def _closed(before: Iterable[Offence], after: Iterable[Offence]) -> Iterator[Offence]:
    """Yield what offended before a repair and no longer does."""
    left = {one.pair: one.packets for one in after}
    for one in before:
        rest = one.sure - left.get(one.pair, Packets())
        if rest:
            yield replace(one, packets=rest, sure=rest)
