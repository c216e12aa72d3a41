"""Signs, and what stands for them."""

from __future__ import annotations

import pytest

from cfngen.render.proof.marks import PLAIN, Marks, marks


@pytest.mark.parametrize(
    ("encoding", "signs"),
    [
        pytest.param("utf-8", Marks(), id="UTF-8"),
        pytest.param("ascii", PLAIN, id="ASCII"),
        pytest.param("latin-1", PLAIN, id="Latin 1"),
        pytest.param("cp437", PLAIN, id="an old terminal"),
        pytest.param(None, PLAIN, id="none"),
        pytest.param("no such", PLAIN, id="one that nobody knows"),
    ],
)
def test_an_encoding_has_all_signs_or_none(encoding: str | None, signs: Marks) -> None:
    assert marks(encoding) == signs
