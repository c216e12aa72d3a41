"""Why a claim that something does not get through is broken, and what mends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cfngen.prove.judging.admitting import Admission, admission, at_list
from cfngen.prove.judging.harming import harmed, opens, stopping
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

LEFT = "more breaks it, which is found when these are mended"
"""Said with the last rule that is told of, where it is not the last."""

Tried = tuple[Repair, Trial, tuple[str, ...]]
"""A repair, the claim on the network that has it, and what else it stops."""


def broken(trial: Trial) -> Iterator[Broken]:
    """Yield each rule that breaks a claim of absence, one after the other mended.

    The repairs are tried out: together they make the claim hold, unless more rules
    break it than are told of.
    """
    for number in range(MOST):
        offences = tuple(sure(trial.forbidden))
        if not offences:
            return
        found = admission(trial.network, worst(offences))
        if found.fact is None:
            yield _told(trial.network, found, offences)
            return
        repair, after, harm = _repaired(trial, found, found.fact)
        closed = tuple(_closed(offences, after.forbidden))
        told = _told(trial.network, found, closed or offences, repair)
        left = number == MOST - 1 and any(sure(after.forbidden))
        others = (*told.others, *((LEFT,) if left else ()))
        words = f"{told.repair}{stopping(harm)}"
        yield replace(told, others=others, repair=words, stops=harm)
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


def _repaired(trial: Trial, found: Admission, fact: Fact) -> Tried:
    """Return the first repair that makes the claim hold and harms nothing of it.

    One that stops nothing else comes before those that do. Where none makes it hold, it
    is the first that stops the packet at least; where none does that, the rule is taken
    away whatever else it was for.
    """
    stopping: tuple[Repair, Trial] | None = None
    holding: Tried | None = None
    for repair in narrowed(trial, fact):
        after = trial.on(repair.network)
        if _offends(after, found) or not after.keeps(trial):
            continue
        if opens(trial, after):
            continue
        stopping = stopping or (repair, after)
        if not any(sure(after.forbidden)):
            harm = _harm(trial, after)
            if not harm:
                return repair, after, harm
            holding = holding or (repair, after, harm)
    if holding is not None:
        return holding
    last = removed(trial.network, fact)
    repair, after = stopping or (last, trial.on(last.network))
    return repair, after, _harm(trial, after)


def _harm(before: Trial, after: Trial) -> tuple[str, ...]:
    """Return what else a repair stops."""
    return harmed(before.reach, after.reach, before.forbidden)


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
