"""Every planted mistake is caught by the check that should, and nothing else is."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import pytest

from cfngen.checks import CHECKS, check
from tests.checks import planted
from tests.checks.planted.mistake import Mistake
from tests.models import ENVIRONMENTS, model

MISTAKES: tuple[Mistake, ...] = tuple(
    mistake
    for module in iter_modules(planted.__path__)
    if module.name != "mistake"
    for mistake in import_module(f"{planted.__name__}.{module.name}").MISTAKES
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_planted_mistake_is_caught(mistake: Mistake) -> None:
    system, name = mistake.environment.split()
    bent = model(system, name, mistake.change, **mistake.parameters)
    found = [f for f in check(bent) if f.id == mistake.caught_by]
    assert any(mistake.at in f"{f.file} {f.path} {f.message}" for f in found), found


@pytest.mark.parametrize(("system", "name"), ENVIRONMENTS)
def test_the_intact_systems_are_clean(system: str, name: str) -> None:
    assert not check(model(system, name))


def test_no_id_is_used_twice() -> None:
    ids = [one.id for one in CHECKS]
    assert ids == sorted(set(ids))
