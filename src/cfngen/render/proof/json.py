"""Proofs as a JSON object for scripts; its shape changes with its version only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from cfngen.findings import Finding, Place
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Origin
from cfngen.prove.packets import TCP, UDP, Family
from cfngen.prove.reach.walking import Hop, Walk
from cfngen.prove.verdict import Broken, Truth, Verdict
from cfngen.render.proof.places import Shown, Where
from cfngen.render.proof.words import counted, kind, outsider

VERSION = 1
"""Raised when a key goes or changes its meaning; new keys may come without."""


def render(shown: Sequence[Shown], gaps: Sequence[Finding] = ()) -> str:
    """Return `{"version", "summary", "proofs", "coverage"}` as text.

    `summary` counts claims and obligations by what is proved of them: `{"claims":
    {"proved", "refuted", "undecided", "vacuous"}, "obligations": …}`. A proof is
    `{"name", "environment", "claims", "obligations", "assumptions"}`; a claim or an
    obligation has `text`, `place`, `truth`, `why`, `unknowns`, `suppressed` (the reason
    why it may stay, or null) and `broken`: each `what`, `at`, `walk` or null, `others`,
    `repair` and `stops`, all that the repair stops besides. Walks are as `walked`
    writes them, facts as `written` does. `coverage` are the findings on what the claims
    leave out, with every field that a finding has.
    """
    proofs = [one.proof for one in shown]
    body = {
        "version": VERSION,
        "summary": {
            "claims": _counts(v for proof in proofs for v in proof.verdicts),
            "obligations": _counts(v for p in proofs for v in p.obligations),
        },
        "proofs": [_proof(one) for one in shown],
        "coverage": [asdict(finding) for finding in gaps],
    }
    return dumped(body)


def walked(walk: Walk, where: Where) -> dict[str, Any]:
    """Return a packet's way: `from`, `to`, `family`, `protocol`, `arrives`, `hops`.

    Both ends have `workload` ("internet", "somebody"), `subnet`, `address` and `port`,
    which is null where the protocol has none. A hop has `words`, `passes`, `back` (on
    the way of the answer), `detail` and the fact that decides, `by`.
    """
    one, family = walk.packet, walk.family
    ported = one.protocol in (TCP, UDP)
    ports = (one.from_port, one.to_port) if ported else (None, None)
    return {
        "from": _end(walk.source, family, one.source, ports[0]),
        "to": _end(walk.target, family, one.target, ports[1]),
        "family": family.value,
        "protocol": kind(one.protocol, one.to_port),
        "arrives": walk.arrives,
        "hops": [_hop(hop, where) for hop in walk.hops],
    }


def written(origin: Origin, where: Where) -> dict[str, Any]:
    """Return a fact: `resource`, `path` from its properties on, `words`, and the
    places `template`, `setting` and `spec`, null where it is not written there.

    A place has `file`, `path`, `line` and `column`, from 1, 0 where unknown.
    """
    found = where(origin)
    return {
        "resource": origin.resource,
        "path": list(origin.path),
        "words": origin.words,
        "template": _place(found.template if found is not None else None),
        "setting": _place(found.setting if found is not None else None),
        "spec": _place(found.spec if found is not None else None),
    }


def dumped(body: Any) -> str:
    """Return JSON text."""
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _proof(shown: Shown) -> dict[str, Any]:
    """Return one environment."""
    proof = shown.proof
    return {
        "name": proof.name,
        "environment": proof.environment,
        "claims": [_verdict(one, shown) for one in proof.verdicts],
        "obligations": [_verdict(one, shown) for one in proof.obligations],
        "assumptions": list(proof.assumptions),
    }


def _verdict(verdict: Verdict, shown: Shown) -> dict[str, Any]:
    """Return one verdict."""
    return {
        "text": verdict.said.text,
        "place": asdict(verdict.said.place),
        "truth": verdict.truth.value,
        "why": verdict.why,
        "unknowns": list(verdict.unknowns),
        "suppressed": shown.suppressed.get(verdict),
        "broken": [_broken(one, shown.where) for one in verdict.broken],
    }


def _broken(broken: Broken, where: Where) -> dict[str, Any]:
    """Return one counter-example."""
    return {
        "what": broken.what,
        "at": written(broken.at, where),
        "walk": walked(broken.walk, where) if broken.walk is not None else None,
        "others": list(broken.others),
        "repair": broken.repair,
        "stops": list(broken.stops),
    }


def _hop(hop: Hop, where: Where) -> dict[str, Any]:
    """Return one hop."""
    return {
        "words": hop.words,
        "passes": hop.passes,
        "back": hop.back,
        "detail": hop.detail,
        "by": written(hop.by, where),
    }


def _end(
    interface: Interface | None, family: Family, address: int, port: int | None
) -> dict[str, Any]:
    """Return one end of a way."""
    return {
        "workload": interface.workload if interface else outsider(family, address),
        "subnet": "" if interface is None else interface.subnet,
        "address": family.shown(address),
        "port": port,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    """Return a place, null where there is none."""
    return None if place is None else asdict(place)


def _counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Return how many verdicts there are of each kind."""
    counts = counted(verdicts)
    return {truth.value: counts[truth] for truth in Truth}
