"""What people write for claims, and exactly what is said: bad_claims.yaml has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.prove.claims.texts import FILE, read, shown

TABLE: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("bad_claims.yaml").read_text("utf-8")
)

ENDED = [
    name
    for name, case in TABLE.items()
    if not any("nothing follows" in one["says"] for one in case["finds"])
]
"""Those that do not go on in whatever stands behind them."""

GOOD = "backend -> database : tcp/5432"


@pytest.mark.parametrize("case", TABLE)
def test_finds(case: str, tmp_path: Path) -> None:
    found = read(TABLE[case]["text"], tmp_path).findings
    assert [shown(finding) for finding in found] == TABLE[case]["finds"]
    assert {(one.id, one.file, one.path) for one in found} == {("CG800", FILE, "")}


@pytest.mark.parametrize("case", ENDED)
def test_the_other_claims_are_read_all_the_same(case: str, tmp_path: Path) -> None:
    before, after = "first -> last : udp/53\n", "\nlast -/-> first"
    text = before + TABLE[case]["text"] + after
    said = [claim.said.text for claim in read(text, tmp_path).claims.written]
    assert (said[0], said[-1]) == (before.strip(), after.strip())


def test_everything_is_found_at_once() -> None:
    texts = [TABLE[case]["text"] for case in ("tpc", "long arrow", "role typo")]
    found = read("\n".join((*texts, GOOD, "c -> d"))).findings
    assert [one.line for one in found] == [1, 2, 3, 5]


def test_there_are_many_cases_and_each_has_a_mend() -> None:
    assert len(TABLE) >= 150
    for case in TABLE.values():
        assert case["finds"]
        assert all(one["says"] and one["mend"] for one in case["finds"])


def test_endless_words_are_not_repeated_and_none_are_written_as_they_are() -> None:
    (long,) = read("x" * 100_000 + "& -/-> web").findings
    assert long.message.startswith("'xxxx")
    assert len(long.message) < 100
    (strange,) = read("web -/-> \x1b[31m").findings
    assert strange.message.isprintable()
