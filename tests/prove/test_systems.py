"""Our systems keep what their documents say, in dev and in prod."""

from __future__ import annotations

import pytest

from cfngen.params import Parameters
from cfngen.prove.claims.loading import claims_of
from cfngen.prove.proving import prove
from cfngen.prove.verdict import Truth
from cfngen.resolve import in_trees
from cfngen.spec.causes import source_of
from tests.models import ENVIRONMENTS, PROJECT, bent, model, spec, unbent


@pytest.mark.parametrize("system", PROJECT.systems())
def test_its_claims_can_be_read(system: str) -> None:
    read = claims_of(PROJECT, spec(system), source_of(PROJECT, system))
    assert read.findings == ()
    assert len(read.claims.written) >= 15
    assert len(read.claims.derived) >= 10


@pytest.mark.parametrize(("system", "environment"), ENVIRONMENTS)
def test_everything_is_proved(system: str, environment: str) -> None:
    claims = claims_of(PROJECT, spec(system), source_of(PROJECT, system)).claims
    proof = prove(model(system, environment), claims)
    made = {one.said for one in claims.every if not one.said.where}
    assert made <= {verdict.said for verdict in proof.verdicts}
    assert len(proof.obligations) >= 5
    wrong = [v for v in proof.every if v.truth is not Truth.PROVED]
    assert not wrong, "\n".join(
        f"{v.truth}: {v.said.text}: {v.why} {v.unknowns} "
        + "; ".join(f"{b.what} at {b.at.resource}" for b in v.broken)
        for v in wrong
    )


def test_without_parameters_all_that_is_open_hangs_on_what_has_no_value() -> None:
    claims = claims_of(PROJECT, spec("rails"), source_of(PROJECT, "rails")).claims
    defaults = in_trees(spec("rails"), bent("rails", unbent), Parameters("", ""))
    proof = prove(defaults, claims)
    assert proof.verdicts
    left = [one for one in proof.every if one.truth is not Truth.PROVED]
    assert {one.truth for one in left} <= {Truth.UNDECIDED}
    assert {one.unknowns for one in left} == {("EnvironmentName",)}
