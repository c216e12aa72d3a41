"""A template: what it takes, whoever wrote it with however many blanks."""

from __future__ import annotations

import pytest

from cfngen.template import Template, parse


@pytest.mark.parametrize(
    "text", ['{"A":[1,"ü"]}', '{\n  "A": [1, "\\u00fc"]\n}', "A: [1, ü]"]
)
def test_its_size_is_the_fewest_bytes_that_it_takes(text: str) -> None:
    assert parse(text, "t").size == len('{"A":[1,"ü"]}'.encode()) == 14


def test_an_empty_one_has_the_size_of_an_empty_object() -> None:
    assert Template("t").size == 2
