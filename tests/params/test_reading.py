"""Parameter files on disk: three forms, and what is said about broken ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.params import Value, load, parse

LIST_FORM = 'Write a list of {"ParameterKey": "...", "ParameterValue": "..."}.'
ENTRY = 'Write {"ParameterKey": "...", "ParameterValue": "..."}.'
QUOTES = "Put it in double quotes."
WHOLE_TRUTH = (
    "A takes its value from the stack; the file is the whole truth of an environment."
)
WRAPPED = "Parameters is a list: AWS's list form, inside of CodePipeline's."
FORMS = (
    'Write that list alone, [{"ParameterKey": "A", "ParameterValue": "1"}], or this '
    'form, {"Parameters": {"A": "1"}}, or one map, {"A": "1"}.'
)
RESOLVED = "A has a ResolvedValue, which CloudFormation reports and does not take."

Wanted = tuple[str, int, str, str]
"""Id, line, message and mend of a finding."""

BROKEN: dict[str, tuple[bytes, list[Wanted]]] = {
    "empty": (
        b"",
        [
            (
                "CG400",
                1,
                "This is not JSON from line 1, column 1 on.",
                "The file is empty; write [] and run: cfngen params sync",
            )
        ],
    ),
    "only a newline": (
        b"\n",
        [
            (
                "CG400",
                2,
                "This is not JSON from line 2, column 1 on.",
                "The file is empty; write [] and run: cfngen params sync",
            )
        ],
    ),
    "cut off": (
        b'{\n  "A": "1",\n  "B": ',
        [
            (
                "CG400",
                3,
                "This is not JSON from line 3, column 8 on.",
                "Close every quote and bracket before the end.",
            )
        ],
    ),
    "comma before a bracket": (
        b'{\n  "A": "1",\n}\n',
        [
            (
                "CG400",
                2,
                "This is not JSON from line 2, column 11 on.",
                "Remove this comma.",
            )
        ],
    ),
    "single quotes": (
        b"{\n  'A': '1'\n}",
        [
            (
                "CG400",
                2,
                "This is not JSON from line 2, column 3 on.",
                "Write strings in double quotes.",
            )
        ],
    ),
    "comment": (
        b'{\n  // sizes\n  "A": "1"\n}',
        [
            (
                "CG400",
                2,
                "This is not JSON from line 2, column 3 on.",
                "Remove the comment; JSON has none.",
            )
        ],
    ),
    "YAML": (
        b"A: 1\nB: 2\n",
        [
            (
                "CG400",
                1,
                "This is not JSON from line 1, column 1 on.",
                "Look for a missing comma or quote.",
            )
        ],
    ),
    "byte order mark": (
        b"\xef\xbb\xbf{}",
        [
            (
                "CG400",
                1,
                "This is not JSON from line 1, column 1 on.",
                "Save the file without a byte order mark.",
            )
        ],
    ),
    "not UTF-8": (
        '{\n  "A": "Grüße"\n}'.encode("latin-1"),
        [("CG400", 2, "Line 2 is not UTF-8.", "Save the file as UTF-8.")],
    ),
    "too deep": (
        b'{\n"A[[": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        [
            (
                "CG400",
                2,
                "Brackets stand too deep in one another to be read, from line 2, "
                "column 107 on.",
                "Take out those that are not needed.",
            )
        ],
    ),
    "a number too long": (
        b'{"A": "'
        + b"1" * 5000
        + b'",\n"B": '
        + b"2" * 5000
        + b"."
        + b"2" * 5000
        + b',\n "C": '
        b"-" + b"9" * 5000 + b"}",
        [
            (
                "CG400",
                3,
                "A number has 5,000 digits, too many to be read, from line 3, column 8 "
                "on.",
                "Write it as a string, and shorter.",
            )
        ],
    ),
    "a string": (
        b'"A=1"',
        [("CG401", 1, "The file holds a string, no parameters.", LIST_FORM)],
    ),
    "null": (
        b"null",
        [("CG401", 1, "The file holds a null, no parameters.", LIST_FORM)],
    ),
    "a list of strings": (
        b'[\n  "A=1"\n]',
        [("CG401", 2, "Entry [0] is no object.", ENTRY)],
    ),
    "an entry without a key": (
        b'[\n  {"ParameterValue": "1"}\n]',
        [("CG401", 2, "Entry [0] has no ParameterKey.", "Add ParameterKey.")],
    ),
    "an entry whose key is a number": (
        b'[\n  {"ParameterKey": 7, "ParameterValue": "1"}\n]',
        [("CG401", 2, "Entry [0] has a ParameterKey that is no string.", QUOTES)],
    ),
    "an entry without a value": (
        b'[\n  {"ParameterKey": "A"}\n]',
        [("CG401", 2, "A has no ParameterValue.", "Add ParameterValue.")],
    ),
    "an entry with a mistyped member": (
        b'[\n  {"ParameterKey": "A",\n   "ParameterVale": "1"}\n]',
        [
            ("CG401", 2, "A has no ParameterValue.", "Add ParameterValue."),
            (
                "CG401",
                3,
                "A has an unknown member ParameterVale.",
                "Did you mean ParameterValue?",
            ),
        ],
    ),
    "an entry with a foreign member": (
        b'[{"ParameterKey": "A", "ParameterValue": "1", "Comment": "x"}]',
        [("CG401", 1, "A has an unknown member Comment.", "Remove it.")],
    ),
    "an entry that repeats a member": (
        b'[{"ParameterKey": "A", "ParameterValue": "1",\n "ParameterValue": "2"}]',
        [("CG402", 2, "A has two members ParameterValue.", "Keep one of them.")],
    ),
    "UsePreviousValue": (
        b'[{"ParameterKey": "A",\n  "UsePreviousValue": true}]',
        [("CG404", 2, WHOLE_TRUTH, "Write the ParameterValue.")],
    ),
    "ResolvedValue": (
        b'[{"ParameterKey": "A", "ParameterValue": "/a",\n  "ResolvedValue": "x"}]',
        [("CG404", 2, RESOLVED, "Remove the ResolvedValue.")],
    ),
    "a key twice in a list": (
        b'[{"ParameterKey": "A", "ParameterValue": "1"},\n'
        b' {"ParameterKey": "A", "ParameterValue": "1"}]',
        [("CG402", 2, "A is given again, after line 1.", "Keep one of them.")],
    ),
    "a key twice in a map": (
        b'{\n\t"A": "1",\n\t"A": "2"\n}',
        [("CG402", 3, "A is given again, after line 2.", "Keep one of them.")],
    ),
    "values of every other type": (
        b'{\n  "A": 1,\n  "B": true,\n  "C": null,\n  "D": ["x"],\n  "E": {}\n}',
        [
            ("CG403", 2, "A is of type number; AWS takes strings only.", QUOTES),
            ("CG403", 3, "B is of type boolean; AWS takes strings only.", QUOTES),
            (
                "CG403",
                4,
                "C is of type null; AWS takes strings only.",
                'Write "" for an empty value.',
            ),
            (
                "CG403",
                5,
                "D is of type array; AWS takes strings only.",
                "Write one string, its items separated by commas.",
            ),
            (
                "CG403",
                6,
                "E is of type object; AWS takes strings only.",
                "Write one string.",
            ),
        ],
    ),
    "a number in a list": (
        b'[\n  {"ParameterKey": "A",\n   "ParameterValue": 3}\n]',
        [("CG403", 3, "A is of type number; AWS takes strings only.", QUOTES)],
    ),
    "half of a character": (
        b'{"A": "\\ud83d"}',
        [
            (
                "CG403",
                1,
                "A holds half of a character (a lone surrogate).",
                "Write the whole character.",
            )
        ],
    ),
    "a mistyped section": (
        b'{\n  "Parameters": {},\n  "Tag": {}\n}',
        [
            (
                "CG401",
                3,
                "Tag is no section; there is Parameters, Tags, StackPolicy.",
                "Did you mean Tags?",
            )
        ],
    ),
    "a parameter beside the sections": (
        b'{\n  "Parameters": {},\n  "Retention": "7"\n}',
        [
            (
                "CG401",
                3,
                "Retention is no section; there is Parameters, Tags, StackPolicy.",
                "Move it to Parameters.",
            )
        ],
    ),
    "a section twice": (
        b'{"Parameters": {},\n "Parameters": {}}',
        [("CG402", 2, "The section Parameters is given again.", "Keep one of them.")],
    ),
    "a section that is a list": (
        b'{"Parameters": {},\n "Tags": []}',
        [("CG401", 2, "The section Tags is no object.", "Write {...}.")],
    ),
    "the list form in the wrapper of CodePipeline": (
        b'{"Parameters":\n [{"ParameterKey": "A", "ParameterValue": "1"}]}',
        [("CG401", 2, WRAPPED, FORMS)],
    ),
    "a list beside tags": (
        b'{"Tags": {},\n "Parameters": ["A=1"]}',
        [("CG401", 2, WRAPPED, FORMS)],
    ),
    "a name with a line break": (
        b'{"A\\nB\\u001b[2J": 1}',
        [
            (
                "CG403",
                1,
                r"A\nB\x1b[2J is of type number; AWS takes strings only.",
                QUOTES,
            )
        ],
    ),
    "tags": (
        b'{"Parameters": {}, "Tags": {\n "a": 1,\n "a": "b"}}',
        [
            ("CG403", 2, "The tag a is no string.", QUOTES),
            ("CG402", 3, "The tag a is given again.", "Keep one of them."),
        ],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_explained(case: str) -> None:
    data, wanted = BROKEN[case]
    with pytest.raises(InputError) as raised:
        parse(data, "params/shop/dev.json", "dev")
    found = raised.value.findings
    assert [(f.id, f.line, f.message, f.mend) for f in found] == wanted
    assert {f.file for f in found} == {"params/shop/dev.json"}
    assert raised.value.message == "params/shop/dev.json cannot be used."


LIST = '[{"ParameterKey": "A",\n  "ParameterValue": "1"}]'
MAP = '{"A":\n  "1"}'
CODEPIPELINE = '{"Parameters": {"A":\n  "1"}, "Tags": {"Team": "shop"}}'


@pytest.mark.parametrize(
    "text", [LIST, MAP, CODEPIPELINE], ids=["list", "map", "codepipeline"]
)
def test_each_form_gives_values_with_their_lines(text: str) -> None:
    read = parse(text.encode(), "params/shop/dev.json", "dev")
    assert read.texts() == {"A": "1"}
    value = read.values["A"]
    assert (value.line, value.key_line) == (2, 1)
    assert read.environment == "dev"


def test_codepipelines_tags_and_stack_policy_are_kept() -> None:
    policy = {"Statement": [{"Effect": "Allow", "Action": "Update:*"}]}
    text = json.dumps({"Tags": {"Team": "shop"}, "StackPolicy": policy})
    read = parse(text.encode(), "dev.json", "dev")
    assert dict(read.values) == {}
    assert read.tags == {"Team": "shop"}
    assert read.stack_policy == policy


@pytest.mark.parametrize("text", ["[]", "{}", '{"Parameters": {}}'])
def test_a_file_may_be_empty_of_parameters(text: str) -> None:
    assert dict(parse(text.encode(), "dev.json", "dev").values) == {}


def test_the_environment_is_the_files_stem(tmp_path: Path) -> None:
    path = tmp_path / "prod.json"
    path.write_text('{"A": ""}', "utf-8")
    read = load(path, "params/shop/prod.json")
    assert read.environment == "prod"
    assert read.values["A"] == Value("", line=1, column=7, key_line=1)


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    path = tmp_path / "shop" / "prod.json"
    with pytest.raises(InputError) as raised:
        load(path, "params/shop/prod.json")
    assert raised.value.findings == (
        Finding(
            "params/shop/prod.json",
            "",
            "CG400",
            "There is no such file.",
            "Run: cfngen params sync shop --env prod",
        ),
    )


def test_a_folder_is_no_parameter_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        load(tmp_path, "params/shop/dev.json")
    assert [f.message for f in raised.value.findings] == [
        "The file cannot be read: Is a directory."
    ]
