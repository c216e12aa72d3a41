"""Every planted mistake is caught by the check that should, and nothing else is."""

from __future__ import annotations

import pytest

from cfngen.checks import CHECKS, check
from cfngen.gate.proof import unmet
from cfngen.prove.reporting import UNMET
from tests.checks import planted
from tests.checks.planted.mistake import Mistake
from tests.models import ENVIRONMENTS, model

MISTAKES = planted.every()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_planted_mistake_is_caught(mistake: Mistake) -> None:
    system, name = mistake.environment.split()
    bent = model(system, name, mistake.change, **mistake.parameters)
    found = (*check(bent), *(unmet(bent) if mistake.caught_by == UNMET else ()))
    assert mistake.caught(found), found


def test_at_least_sixty_mistakes_are_planted() -> None:
    assert len({mistake.name for mistake in MISTAKES}) >= 60
    assert len(MISTAKES) == len({mistake.name for mistake in MISTAKES})


@pytest.mark.parametrize(("system", "name"), ENVIRONMENTS)
def test_the_intact_systems_are_clean(system: str, name: str) -> None:
    assert not check(model(system, name))


def test_no_id_is_used_twice() -> None:
    ids = [one.id for one in CHECKS]
    assert sorted(ids) == sorted(set(ids))
