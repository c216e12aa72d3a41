"""Why a claim that something works is broken: the blocked way, and what mends it."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.prove.claims.claim import Works
from cfngen.prove.judging.admitting import walked
from cfngen.prove.judging.asked import named
from cfngen.prove.judging.mending import Mended, mended, told
from cfngen.prove.judging.offences import Offence, sure, worst
from cfngen.prove.judging.trial import Trial
from cfngen.prove.judging.ways import Call
from cfngen.prove.judging.wording import described, ported, summed
from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Bound, Origin, Ranges, Traffic
from cfngen.prove.reach.walking import Hop, Walk
from cfngen.prove.verdict import Broken

MOST = 3
"""So many blocked ways are told of, each mended before the next one is looked for."""


def blocked(trial: Trial) -> Iterator[Broken]:
    """Yield each way that is blocked, with the smallest repair that has been tried."""
    for _ in range(MOST):
        offences = tuple(sure(trial.missing))
        if not offences:
            return
        one = worst(offences)
        way = walked(trial.network, one, Bound.MUST)
        mend = mended(trial.network, way, _call(trial, one))
        yield _told(trial.network, one, way, offences, mend)
        if not mend.words:
            return
        trial = trial.on(mend.network)


def unsure(trial: Trial) -> Iterator[Broken]:
    """Yield one way that may be blocked, where none surely is."""
    one = worst(trial.missing)
    way = walked(trial.network, one, Bound.MUST)
    yield _told(trial.network, one, way, trial.missing, Mended((), trial.network))


def _told(
    network: Network,
    one: Offence,
    way: Walk,
    offences: tuple[Offence, ...],
    mend: Mended,
) -> Broken:
    """Return what is told of one blocked way; more obstacles on it come first."""
    stops = [hop for hop in way.hops if not hop.passes]
    source, target = (described(network, end) for end in (one.source, one.target))
    ports = ported(one.shown, one.family)
    if stops and stops[0].back:
        verb = "do not" if one.sure else "might not"
        what = f"the answers of {target} to {source} on {ports} {verb} get through"
    else:
        verb = "does not" if one.sure else "might not"
        what = f"{source} {verb} reach {target} on {ports}"
    at = mend.at or (stops[0].by if stops else Origin())
    others = (*map(_stopped, stops[1:]), *summed(network, offences))
    return Broken(at, what, way, others, told(mend, way))


def _stopped(hop: Hop) -> str:
    """Return an obstacle that would remain if the first one were mended."""
    detail = f" ({hop.detail})" if hop.detail else ""
    return f"then stopped by {hop.words}{detail}"


def _call(trial: Trial, one: Offence) -> Call:
    """Return what the claim asks for between the ends of an offence."""
    claim, sides = trial.claim, trial.sides
    side = sides.sources if one.source is None else sides.targets
    assert isinstance(claim, Works)
    every = (Traffic(*said) for p in claim.ports for said in named(p, one.family))
    asks = tuple(dict.fromkeys(every))
    return Call(one.source, one.target, one.family, asks, side.internet or Ranges())
