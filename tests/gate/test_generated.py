"""What a spec makes is remembered for as long as it makes just that."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cfngen.gate.cache import Cache
from cfngen.gate.generated import Origin, made, origin, recalled
from cfngen.generate import generate
from cfngen.project import Project
from cfngen.spec.load import load
from tests.gate.projects import shop


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return shop(tmp_path)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def now(project: Project, makers: str = "makers") -> Origin:
    return origin(project, "shop", makers)


def add(path: Path, text: str) -> None:
    """Add to a file, which may be new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def test_what_was_made_is_recalled(project: Project, cache: Cache) -> None:
    system = load(project, "shop")
    assert recalled(cache, now(project)) is None
    texts = made(project, system, cache, now(project))
    assert texts == generate(system) == recalled(cache, now(project))


CHANGES: dict[str, Callable[[Project], object]] = {
    "the spec": lambda p: add(p.spec("shop"), "# more\n"),
    "Cloudflare's ranges": lambda p: add(p.cloudflare(), "{}"),
    "an environment more": lambda p: shutil.copy(
        p.params("shop", "dev"), p.params("shop", "prod")
    ),
    "an environment less": lambda p: p.params("shop", "dev").unlink(),
    "a spec that is gone": lambda p: p.spec("shop").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_made_again_after(change: str, project: Project, cache: Cache) -> None:
    made(project, load(project, "shop"), cache, now(project))
    CHANGES[change](project)
    assert recalled(cache, now(project)) is None


def test_it_is_made_again_by_others(project: Project, cache: Cache) -> None:
    made(project, load(project, "shop"), cache, now(project))
    assert recalled(cache, now(project, "other makers")) is None


def test_neither_templates_nor_values_count(project: Project, cache: Cache) -> None:
    made(project, load(project, "shop"), cache, now(project))
    add(project.params("shop", "dev"), " ")
    add(project.templates("shop") / "network.json", " ")
    assert recalled(cache, now(project)) is not None


def test_a_spec_that_changes_meanwhile_is_not_remembered(
    project: Project, cache: Cache
) -> None:
    then, system = now(project), load(project, "shop")
    add(project.spec("shop"), "# more\n")
    made(project, system, cache, then)
    assert recalled(cache, then) is None
    assert recalled(cache, now(project)) is None


@pytest.mark.parametrize(
    "body", [["root.json"], {"root.json": 1}, None], ids=["list", "number", "nothing"]
)
def test_an_entry_of_another_shape_is_none(
    body: object, project: Project, cache: Cache
) -> None:
    cache.write(now(project).key, body)
    assert recalled(cache, now(project)) is None
