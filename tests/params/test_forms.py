"""The forms in which other tools take parameters."""

from __future__ import annotations

import json

import pytest

from cfngen.params import FORMS, Parameters, Value, parse

VALUES = {"A": Value("1"), "B": Value('x=y, "ü"\n')}
SHOP = Parameters("dev.json", "dev", VALUES)


@pytest.mark.parametrize("form", ["list", "codepipeline", "flat"])
def test_what_is_written_reads_back(form: str) -> None:
    text = FORMS[form](SHOP)
    assert parse(text.encode(), "dev.json", "dev").texts() == SHOP.texts()


def test_overrides_are_strings_of_key_and_value() -> None:
    assert json.loads(FORMS["overrides"](SHOP)) == ["A=1", 'B=x=y, "ü"\n']


def test_a_parameter_has_a_line_of_its_own() -> None:
    assert FORMS["list"](SHOP).count("\n") == 4
    assert FORMS["overrides"](SHOP).count("\n") == 4


def test_codepipeline_has_room_for_tags() -> None:
    tagged = Parameters("dev.json", "dev", VALUES, {"Team": "shop"}, {"Statement": []})
    assert json.loads(FORMS["codepipeline"](tagged)) == {
        "Parameters": SHOP.texts(),
        "Tags": {"Team": "shop"},
        "StackPolicy": {"Statement": []},
    }
