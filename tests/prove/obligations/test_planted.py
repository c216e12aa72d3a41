"""Whatever is broken is noticed by the obligation that it breaks, at the right hop."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.verdict import Truth
from tests.models import model, unbent
from tests.prove.obligations.breaks import BREAKS
from tests.prove.obligations.planted import Break
from tests.prove.obligations.proving import open_ones, proved


@pytest.mark.parametrize("broken", BREAKS, ids=lambda one: one.name)
def test_it_is_refuted_where_it_is_broken(broken: Break) -> None:
    where = (broken.system, broken.environment)
    bent = model(*where, broken.change, **broken.parameters)
    found = [one for one in proved(bent) if broken.obligation in one.said.text]
    assert [one.truth for one in found] == [Truth.REFUTED]
    (verdict,) = found
    assert verdict.broken[0].at.resource == broken.at
    assert verdict.why


@pytest.mark.parametrize(
    "settings",
    sorted({(b.system, b.environment, *b.parameters.items()) for b in BREAKS}),
    ids=str,
)
def test_all_holds_before(settings: tuple[Any, ...]) -> None:
    system, environment, *parameters = settings
    intact = model(system, environment, unbent, **dict(parameters))
    assert open_ones(proved(intact)) == []
