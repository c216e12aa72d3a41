"""Files that are no YAML, or more YAML than a spec may be: where, what, the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.spec.reader import MOST_VALUES, read

TAB = ("A tab indents this line.", "Indent with spaces.")
INNER_TAB = ("A tab stands within this line.", "Put spaces in its place.")
QUOTE = ("A quote is opened here and never closed.", "Close the quote.")
BRACKET = (
    "A bracket is opened here and never closed, or a comma is missing in it.",
    "Close the bracket; put a comma between its entries.",
)
COLON = (
    "A colon stands where no key can be.",
    "Check the indentation, and the colon of the line above; put text that contains "
    "': ' in quotes.",
)
INDENT = (
    "The indentation does not fit the lines above.",
    "Indent all keys of a section, and all entries of a list, alike.",
)
LARGE = (
    "The file holds far more than a spec.",
    "Remove nesting, and aliases that repeat large parts.",
)
KEYS = "Write keys: system: shop"

BROKEN = {
    "an empty file": ("", (1, 1), ("The file is empty.", KEYS)),
    "only a comment": ("# soon\n", (1, 1), ("The file is empty.", KEYS)),
    "a list at the top": ("- a\n", (1, 1), ("The file holds a list.", KEYS)),
    "a word at the top": ("\nshop\n", (2, 1), ("The file holds a single value.", KEYS)),
    "a tab": ("a:\n\tb: 1\n", (2, 1), TAB),
    "a tab after a colon": ("a:\tb\n", (1, 3), INNER_TAB),
    "a tab at the end": ("a:\n  b: 1\t\n", (2, 7), INNER_TAB),
    "an open quote": ('a: "x\nb: 1\n', (1, 4), QUOTE),
    "an open bracket": ("a: [1, 2\nb: 3\n", (1, 4), BRACKET),
    "an open brace": ("a: {b: 1\n", (1, 4), BRACKET),
    "the wrong bracket": ("a: [1, 2}\n", (1, 4), BRACKET),
    "a second colon": ("a: b: c\n", (1, 5), COLON),
    "a section's first key without a colon": ("a:\n  b 1\n  c: 2\n", (3, 4), COLON),
    "too little indentation": ("a:\n  b: 1\n c: 2\n", (3, 2), INDENT),
    "too much indentation": ("  a: 1\nb: 2\n", (2, 1), INDENT),
    "text after a quote": (
        "a: 'b' c\n",
        (1, 8),
        (
            "Text follows a value that has ended.",
            "Put the whole text in quotes, or start a new line.",
        ),
    ),
    "a key without a colon": (
        "a: 1\nb\n",
        (2, 1),
        ("A key without a colon.", "Write key: value."),
    ),
    "a key without a colon among others": (
        "a:\n  b: 1\n  c 2\n  d: 3\n",
        (3, 3),
        ("A key without a colon.", "Write key: value."),
    ),
    "an at sign": (
        "a: @x\n",
        (1, 4),
        ("A text cannot start with this character.", "Put the text in quotes."),
    ),
    "a second document": (
        "a: 1\n---\nb: 2\n",
        (2, 1),
        ("A second document starts here.", "Write one system to a file."),
    ),
    "an alias of nothing": (
        "a: *x\n",
        (1, 4),
        ("The alias names an anchor that is not there.", "Write the value out."),
    ),
    "a tag of Python on a key": (
        "!!python/name:os.system a: x\n",
        (1, 1),
        (
            "The tag !!python/name:os.system means nothing here.",
            "Write the plain value.",
        ),
    ),
    "a value that contains itself": (
        "a: &a [*a]\n",
        (1, 4),
        ("The value contains itself.", "Write the value out."),
    ),
    "a merge key": (
        "a: 1\n<<: {b: 2}\n",
        (2, 1),
        (
            "Merge keys (<<) are not read.",
            "Write the keys out, or alias a whole value: scale: *scale",
        ),
    ),
    "a list for a key": (
        "a: 1\n? [b]\n: c\n",
        (2, 3),
        (
            "A list or a mapping stands where a key should be.",
            "Write a word as the key; put text with brackets in quotes.",
        ),
    ),
    "half a surrogate pair": (
        'a: "\\ud800"\n',
        (1, 4),
        (
            "Half of a surrogate pair stands in this text.",
            "Write the character itself.",
        ),
    ),
    "a control character": (
        "a: 1\nb: x\x07\n",
        (2, 5),
        ("A control character stands here.", "Remove the character."),
    ),
    "nesting without end": (
        f"a: {'[' * 5000}",
        (1, 1),
        ("Values are nested too deeply.", "Nest less."),
    ),
    "deep nesting": (f"a: {'[' * 50}{']' * 50}\n", (1, 35), LARGE),
    "an unknown directive": (
        "%YAML 3.0\n---\na: 1\n",
        (1, 1),
        ("From here on this is not YAML.", "Check quotes, brackets and indentation."),
    ),
}


def stopped(path: Path) -> Finding:
    with pytest.raises(InputError) as error:
        read(path, "systems/shop.yaml")
    assert error.value.message == "systems/shop.yaml cannot be read."
    (finding,) = error.value.findings
    return finding


@pytest.mark.parametrize("case", BROKEN)
def test_stops_at(case: str, tmp_path: Path) -> None:
    text, place, words = BROKEN[case]
    (tmp_path / "shop.yaml").write_text(text, "utf-8", newline="")
    found = stopped(tmp_path / "shop.yaml")
    assert ((found.line, found.column), (found.message, found.mend)) == (place, words)
    assert (found.file, found.path, found.id) == ("systems/shop.yaml", "", "CG002")


def test_a_few_lines_of_aliases_cannot_fill_the_memory(tmp_path: Path) -> None:
    names = "abcdefgh"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for above, name in zip(names, names[1:], strict=False):
        lines.append(f"{name}: &{name} [{', '.join([f'*{above}'] * 10)}]")
    (tmp_path / "shop.yaml").write_text("\n".join(lines), "utf-8")
    assert 10 ** len(names) > MOST_VALUES
    assert stopped(tmp_path / "shop.yaml").message == LARGE[0]


def test_a_byte_that_is_not_utf8_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_bytes(b"system: shop\ndescription: caf\xe9\n")
    found = stopped(tmp_path / "shop.yaml")
    assert (found.line, found.column, found.id) == (2, 17, "CG002")
    assert (found.message, found.mend) == (
        "The file is not UTF-8 text.",
        "Save the file as UTF-8.",
    )


def test_a_file_that_is_not_there_has_no_line(tmp_path: Path) -> None:
    found = stopped(tmp_path / "shop.yaml")
    assert (found.line, found.id) == (0, "CG001")
    assert found.message == "The file cannot be read: no such file or directory."


def test_a_folder_is_no_spec(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").mkdir()
    assert "is a directory" in stopped(tmp_path / "shop.yaml").message


def test_reads_plain_data_with_places(tmp_path: Path) -> None:
    text = "\ufeffa: &x\r\n  b: [1, 'two']\r\nc: *x\r\n3: {}\r\n"
    (tmp_path / "shop.yaml").write_bytes(text.encode())
    source, findings = read(tmp_path / "shop.yaml", "shop.yaml")
    assert source.data == {"a": {"b": [1, "two"]}, "c": {"b": [1, "two"]}, "3": {}}
    assert findings == ()
    two = source.spots[("a", "b", 1)]
    assert (two.value.line, two.value.column, two.text) == (2, 10, "two")
    assert source.spots[("c", "b")].key.line == 2
    assert source.spots[("a",)].key.column == 1
    assert source.spots[("3",)].key.line == 4


def test_repeated_and_empty_keys_leave_the_rest_readable(tmp_path: Path) -> None:
    text = "a: 1\nb:\na: 2\nc: {d: ~, d: 3}\n"
    (tmp_path / "shop.yaml").write_text(text, "utf-8")
    source, findings = read(tmp_path / "shop.yaml", "shop.yaml")
    assert source.data == {"a": 1, "c": {}}
    assert source.empty == {("b",), ("c", "d")}
    places = [(found.id, found.line, found.path) for found in findings]
    assert places == [
        ("CG006", 2, "b"),
        ("CG003", 3, "a"),
        ("CG006", 4, "c.d"),
        ("CG003", 4, "c.d"),
    ]


def test_every_tag_is_named_and_the_rest_stays_readable(tmp_path: Path) -> None:
    text = "a: !Ref x\nb: [!!python/name:os.system y, 2]\nc:\nd: 3\n"
    (tmp_path / "shop.yaml").write_text(text, "utf-8")
    source, findings = read(tmp_path / "shop.yaml", "shop.yaml")
    assert source.data["d"] == 3
    assert source.empty == {("a",), ("b", 0), ("c",)}
    assert [(found.id, found.line, found.column, found.path) for found in findings] == [
        ("CG002", 1, 4, "a"),
        ("CG002", 2, 5, "b.0"),
        ("CG006", 3, 1, "c"),
    ]
    assert findings[1].message == "The tag !!python/name:os.system means nothing here."
