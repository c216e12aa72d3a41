"""Each broken variant of our systems is refuted by the intended claim and hop."""

from __future__ import annotations

from functools import cache

import pytest

from cfngen.prove.claims.claim import Claims
from cfngen.prove.claims.loading import claims_of
from cfngen.prove.proving import prove
from cfngen.prove.verdict import Broken, Truth
from cfngen.spec.causes import source_of
from tests.models import PROJECT, model, spec
from tests.prove.broken import every
from tests.prove.broken.variant import Variant

VARIANTS = every()


@cache
def said(system: str) -> Claims:
    """Return the claims of a system."""
    return claims_of(PROJECT, spec(system), source_of(PROJECT, system)).claims


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda one: one.name)
def test_it_is_refuted_by_the_intended_claim(variant: Variant) -> None:
    system, name = variant.environment.split()
    bent = model(system, name, variant.change, **variant.parameters)
    proof = prove(bent, said(system))
    told = [v for v in proof.verdicts if v.said.text.startswith(variant.claim)]
    assert told, f"no claim is {variant.claim}"
    broken = [one for v in told if v.truth is Truth.REFUTED for one in v.broken]
    assert broken, [(v.truth, v.why, v.unknowns) for v in told]
    assert variant.at in {one.at.resource for one in broken}, [
        (one.at, one.what) for one in broken
    ]
    fitting = [one for one in broken if one.at.resource == variant.at]
    assert any(_by(one, variant.hop) for one in fitting), [
        [(hop.words, hop.passes) for hop in one.walk.hops] if one.walk else one.what
        for one in fitting
    ]
    assert all(one.repair for one in fitting)


def _by(broken: Broken, words: str) -> bool:
    """Return whether the hop that decides has some words."""
    if not words:
        return True
    return broken.walk is not None and any(
        words in hop.words for hop in broken.walk.hops if hop.by == broken.at
    )


def test_there_are_enough() -> None:
    assert len(VARIANTS) >= 40
    assert sum(one.planted for one in VARIANTS) == 5
    assert {one.environment.split()[0] for one in VARIANTS} == set(PROJECT.systems())
