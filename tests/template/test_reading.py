"""Templates as people write them: JSON and YAML, well and badly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.params.jsontext import scan
from cfngen.template import Template, parse, read
from cfngen.template.reading import MOST_LEVELS
from tests.models import PROJECT


def body(text: str) -> Any:
    return parse(text, "t").body


def refused(text: str) -> Finding:
    with pytest.raises(InputError) as caught:
        parse(text, "folder/t.yaml")
    (found,) = caught.value.findings
    assert found.id == "CG301"
    assert found.file == "folder/t.yaml"
    return found


YAML: tuple[tuple[str, str, Any], ...] = (
    ("ref", "!Ref A", {"Ref": "A"}),
    ("condition", "!Condition A", {"Condition": "A"}),
    ("sub", "!Sub a-${B}", {"Fn::Sub": "a-${B}"}),
    ("get att", "!GetAtt A.B.C", {"Fn::GetAtt": ["A", "B.C"]}),
    ("get att list", "!GetAtt [A, B]", {"Fn::GetAtt": ["A", "B"]}),
    ("get att alone", "!GetAtt A", {"Fn::GetAtt": ["A"]}),
    (
        *("within", "!Join [',', [!Ref A, !GetAtt A.B]]"),
        {"Fn::Join": [",", [{"Ref": "A"}, {"Fn::GetAtt": ["A", "B"]}]]},
    ),
    ("map", "!Transform {Name: A}", {"Fn::Transform": {"Name": "A"}}),
    ("number as argument", "!Ref 5", {"Ref": "5"}),
    ("quoted", '!Sub "yes"', {"Fn::Sub": "yes"}),
    ("unknown", "!Nope 1", {"Fn::Nope": "1"}),
    ("yes", "yes", True),
    ("off", "off", False),
    ("quoted yes", "'yes'", "yes"),
    ("number", "80", 80),
    ("float", "1.5", 1.5),
    ("eight", "010", 8),
    ("no eight", "098765432109", "098765432109"),
    ("null", "~", None),
    ("nothing", "", None),
    ("date", "2012-10-17", "2012-10-17"),
    ("time", "2001-12-14t21:59:43Z", "2001-12-14t21:59:43Z"),
    ("equals", "=", "="),
    ("not finite", ".inf", ".inf"),
    ("no number", "!!int abc", "abc"),
    ("no truth", "!!bool abc", "abc"),
    ("bare hexadecimal", "0x_", "0x_"),
    ("long number", "9" * 5000, "9" * 5000),
    ("folded", ">-\n    a\n    b", "a b"),
    ("lines", "|\n    a\n    b\n", "a\nb\n"),
    ("braces", '{"a": [1, !Ref B]}', {"a": [1, {"Ref": "B"}]}),
)


@pytest.mark.parametrize(
    ("text", "expected"), [pytest.param(*case, id=name) for name, *case in YAML]
)
def test_yaml_means(text: str, expected: Any) -> None:
    assert body(f"A: {text}\n") == {"A": expected}


TEXTS: tuple[tuple[str, str], ...] = (
    ("json", '{"A": {"B": 1}}'),
    ("tabs", '{\n\t"A": {\n\t\t"B": 1}}'),
    ("crlf", '{\r\n"A":\r\n{"B": 1}}\r\n'),
    ("mark", '\ufeff{"A": {"B": 1}}'),
    ("blanks", '\n  {"A": {"B": 1}}  \n'),
    ("repeated", '{"A": 5, "A": {"B": 2, "B": 1}}'),
    ("yaml", "A:\n  B: 1\n"),
    ("yaml crlf", "A:\r\n  B: 1\r\n"),
    ("yaml mark", "\ufeffA:\n  B: 1\n"),
    ("yaml document", "---\nA: {B: 1}\n...\n"),
    ("yaml repeated", "A: 5\nA: {B: 2, B: 1}\n"),
    ("yaml in braces", "{A: {B: 1}} # as YAML has it"),
    ("anchor", "A: &a {B: 1}\n"),
)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TEXTS])
def test_a_template_is_read(text: str) -> None:
    assert body(text) == {"A": {"B": 1}}


def test_keys_are_text_and_aliases_are_followed() -> None:
    text = "A: {80: x, yes: y, 1.5: z, ~: n}\nB: &b [1]\nC: *b\n"
    assert body(text) == {
        "A": {"80": "x", "yes": "y", "1.5": "z", "~": "n"},
        "B": [1],
        "C": [1],
    }


BAD: tuple[tuple[str, str, str, int], ...] = (
    ("empty", "", "The file holds no template.", 1),
    ("comment", "# nothing\n", "The file holds no template.", 1),
    ("list", "[1, 2]", "The file holds no template.", 1),
    ("text", "hello", "The file holds no template.", 1),
    ("json", '{\n"A": 1,\n}}', "The file is not JSON", 3),
    ("cut off", '{"A": [1', "The file is not JSON", 1),
    ("digits", '{"A": ' + "9" * 5000 + "}", "The file is not JSON", 1),
    ("nan", '{"A": NaN}', "The file is not JSON: NaN is no value.", 1),
    ("too large", '{"A": 1e999}', "The file is not JSON: 1e999 is no value.", 1),
    ("deep", '{"A": ' + "[" * 150 + "]" * 150 + "}", "more than 100 levels deep", 1),
    (
        "very deep",
        '{"A": ' + "[" * 99999,
        "The file is not JSON",
        1,
    ),
    ("half", '{"A": "\\ud83d"}', "half of a character", 1),
    ("yaml half", 'A: "\\ud83d"', "half of a character", 1),
    ("yaml", "A: [1\nB: 2\n", "The file is not YAML", 2),
    ("yaml deep", "A: " + "[" * 3000 + "]" * 3000, "The file is not YAML.", 1),
    ("tab", "A:\n\tB: 1\n", "The file is not YAML", 2),
    ("two", "A: 1\n---\nB: 2\n", "The file is not YAML", 2),
    ("control", "A: \x07\n", "The file is not YAML.", 1),
    ("alias", "A: *b\n", "The file is not YAML: found undefined alias", 1),
    ("merge", "A: &a {B: 1}\nC:\n  <<: *a\n", "reads no merge keys", 3),
    ("key", "? [1]\n: 2\n", "where a key should be", 1),
    ("itself", "A: &a\n  B: *a\n", "by aliases without an end", 1),
)


@pytest.mark.parametrize(
    ("text", "message", "line"), [pytest.param(*case, id=name) for name, *case in BAD]
)
def test_what_is_no_template_is_said_with_its_line(
    text: str, message: str, line: int
) -> None:
    found = refused(text)
    assert message in found.message
    assert found.line == line


def test_aliases_within_aliases_end() -> None:
    rows = ["A0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for i in range(1, 9):
        rows.append(f"A{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]")
    assert "without an end" in refused("\n".join(rows)).message


def test_a_whole_character_may_be_written_in_halves() -> None:
    assert body('{"A": "\\ud83d\\ude00"}') == {"A": "\U0001f600"}


def test_as_many_levels_as_are_allowed_are_read() -> None:
    deep = "[" * (MOST_LEVELS - 2) + "]" * (MOST_LEVELS - 2)
    template = parse('{"A": ' + deep + "}", "t")
    assert template.node(("A", *[0] * (MOST_LEVELS - 3))).column == MOST_LEVELS + 4


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_bytes(b'{"A": "\xff"}')
    for name, message in (
        ("t.json", "The file is not UTF-8 text."),
        ("none.json", "The file cannot be read: no such file or directory."),
        ("", "The file cannot be read: is a directory."),
    ):
        with pytest.raises(InputError) as caught:
            read(tmp_path / name, f"shown/{name}")
        (found,) = caught.value.findings
        assert (found.file, found.message) == (f"shown/{name}", message)


def test_a_file_with_a_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_bytes(b'\xef\xbb\xbf{"A": 1}')
    assert read(tmp_path / "t.json", "t.json").body == {"A": 1}


@pytest.mark.parametrize("system", PROJECT.systems())
def test_places_agree_with_values(system: str) -> None:
    for file in PROJECT.templates(system).glob("*.json"):
        text = file.read_text("utf-8")
        template = parse(text, file.name)
        assert template.body == template.text.plain() == json.loads(text)
        assert template.text == scan(text)


def test_places_are_found_out_when_they_are_asked_for() -> None:
    asked: list[str] = []
    text = '{"Resources":\n {"A": {"Type": "T"}}}'

    def places() -> Any:
        asked.append("places")
        return scan(text)

    template = Template("t", json.loads(text), places)
    assert list(template.resources("T")) == [("A", {})]
    assert not asked
    for _ in range(2):
        assert template.finding(("Resources", "A"), "X", "m").line == 2
    assert asked == ["places"]


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("Resources", "A", "Properties", "L", 1), 5, 14),
        (("Resources", "A", "Properties", "L", "Fn::Join", 1), 5, 14),
        (("Resources", "A", "Nobody"), 3, 5),
        ((), 1, 1),
    ],
    ids=["item", "skipped step", "nearest", "root"],
)
def test_a_finding_stands_at_its_value(
    path: tuple[str | int, ...], line: int, column: int
) -> None:
    text = "Resources:\n  A:\n    Type: T\n    Properties:\n      L: [1, 2]\n"
    found = parse(text, "t.yaml").finding(path, "CG1", "m", "Mend it.")
    assert (found.line, found.column) == (line, column)
    assert found.path == "/".join(map(str, path))


def test_short_forms_have_the_places_of_their_arguments() -> None:
    text = "Resources:\n  A: !Join\n    - ','\n    - [!Ref B]\n"
    template = parse(text, "t.yaml")
    path = ("Resources", "A", "Fn::Join", 1, 0, "Ref")
    assert (template.node(path).line, template.node(path).scalar) == (4, "B")


@pytest.mark.parametrize("value", [[], 5, None, "x", {"a": 1}])
def test_sections_that_are_none_read_as_empty(value: Any) -> None:
    template = parse(json.dumps({"Resources": value, "Outputs": {"O": value}}), "t")
    assert list(template.resources("T")) == []
    assert template.section("Outputs", "O", "Nobody") == {}
