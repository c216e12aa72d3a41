"""The help of every command, as docs/cli.md shows it."""

from __future__ import annotations

import pytest

from cfngen.cli.reference import WIDTH, markdown
from cfngen.cli.verbs import VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_section(verb: str) -> None:
    assert f"\n## cfngen {verb}\n\n```text\n$ cfngen {verb} --help\n" in markdown()


def test_the_text_is_the_same_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    before = markdown()
    monkeypatch.setenv("COLUMNS", "200")
    assert markdown() == before
    assert max(len(line) for line in before.splitlines()) <= WIDTH
