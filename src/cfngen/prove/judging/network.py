"""Judge a claim on a network: proved, refuted, undecided, or about nothing."""

from __future__ import annotations

from cfngen.prove.claims.claim import ANYONE, DefaultDeny, Never, Only, Works
from cfngen.prove.claims.selecting import Selecting
from cfngen.prove.judging.acls import default_deny
from cfngen.prove.judging.asked import answerable
from cfngen.prove.judging.blocking import blocked, unsure
from cfngen.prove.judging.breaking import broken, possible
from cfngen.prove.judging.calls import calls
from cfngen.prove.judging.doubts import doubts
from cfngen.prove.judging.offences import sure
from cfngen.prove.judging.routes import by_route
from cfngen.prove.judging.sides import Side, addresses
from cfngen.prove.judging.trial import Trial
from cfngen.prove.judging.works import families
from cfngen.prove.packets import Family
from cfngen.prove.reach.flow import Reach
from cfngen.prove.verdict import Truth, Verdict


def judged(
    claim: Works | Only | Never | DefaultDeny, selecting: Selecting, reach: Reach
) -> Verdict:
    """Return what is proved of a claim on a network.

    That something does not get through is proved of all that may, that something works
    of what surely does. Where these two differ the claim is UNDECIDED. One that speaks
    of nobody, or forbids nothing, is VACUOUS and never proved.
    """
    match claim:
        case DefaultDeny():
            return default_deny(claim, selecting, reach)
        case Never(by_route=True):
            return by_route(claim, selecting, reach)
        case _:
            return _of_pairs(claim, selecting, reach)


def _of_pairs(
    claim: Works | Only | Never, selecting: Selecting, reach: Reach
) -> Verdict:
    """Return the verdict on a claim about every pair of its ends."""
    trial = Trial(claim, selecting, reach)
    called = isinstance(claim, Works) and claim.targets[0].text.startswith("@")
    nothing = _nothing(trial, called)
    if nothing:
        return Verdict(claim.said, Truth.VACUOUS, why=nothing)
    if called and isinstance(claim, Works):
        return calls(claim, trial)
    return _weighed(trial)


def _weighed(trial: Trial) -> Verdict:
    """Return the verdict that what speaks against a claim adds up to."""
    said = trial.claim.said
    offences = (*trial.missing, *trial.forbidden)
    if not offences:
        return Verdict(said, Truth.PROVED)
    if any(sure(offences)):
        found = (*blocked(trial), *broken(trial))
        why = "; ".join(dict.fromkeys(one.what for one in found))
        return Verdict(said, Truth.REFUTED, found, why=why)
    names = doubts(trial.network, offences)
    found = (
        *(unsure(trial) if trial.missing else ()),
        *(possible(trial) if trial.forbidden else ()),
    )
    why = f"it depends on {', '.join(names)}" if names else "too little is known"
    return Verdict(said, Truth.UNDECIDED, found, names, why)


def _nothing(trial: Trial, called: bool) -> str:
    """Return why a claim says nothing at all; empty where it does."""
    claim, sides = trial.claim, trial.sides
    empty = [*sides.sources.empty, *(() if called else sides.targets.empty)]
    if empty:
        names = ", ".join(dict.fromkeys(one.text for one in empty))
        return f"{names}: there is nobody of that name"
    anyone = any(one.text == ANYONE for one in claim.sources)
    if isinstance(claim, Only) and not claim.ports and anyone:
        return "everybody may reach it, so nothing is forbidden"
    if isinstance(claim, Works) and not called and not answerable(claim.ports):
        return "nothing of what it names has an answer"
    if called:
        return "" if sides.sources.interfaces else "no workload calls anything"
    for side in (sides.sources, sides.targets):
        if side.internet is not None and not _outside(trial, side):
            return "no address of the set is on the internet"
    return _apart(trial)


def _outside(trial: Trial, side: Side) -> bool:
    """Return whether a side has any address on the internet."""
    return any(addresses(trial.reach, side, None, family) for family in Family)


def _apart(trial: Trial) -> str:
    """Return why nothing can pass between the ends of a claim; empty where it can.

    They may all be the internet, or have no family of addresses in common; a claim that
    something works needs one for every pair.
    """
    sides = trial.sides
    if isinstance(trial.claim, Only):
        return ""
    spoken = (bool(families(sides, pair)) for pair in sides.pairs())
    first = next(spoken, None)
    if first is None:
        return "both ends are the internet, where nothing of this network is"
    works = isinstance(trial.claim, Works)
    enough = first and all(spoken) if works else first or any(spoken)
    return "" if enough else "its ends have no family of addresses in common"
