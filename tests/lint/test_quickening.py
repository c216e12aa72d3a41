"""The short ways of cfn-lint lead where its own ways do."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import deque
from dataclasses import replace
from pathlib import Path as FilePath
from types import SimpleNamespace
from typing import Any

from cfnlint.context.context import Context, Path
from cfnlint.jsonschema import CfnTemplateValidator
from cfnlint.jsonschema._filter import FunctionFilter
from cfnlint.rules.jsonschema.CfnLint import CfnLint
from pytest import fixture, mark, raises

from cfngen.lint import quickening

CHANGES: list[tuple[Any, dict[str, Any]]] = [
    (Context(), {"regions": ["eu-west-1"], "strict_types": False}),
    (Path(deque(["Resources"])), {"value_path": deque(["Parameters", "A"])}),
    (FunctionFilter(), {"add_cfn_lint_keyword": False}),
    (CfnTemplateValidator(), {"schema": {"type": "string"}}),
]


@fixture(autouse=True)
def quick() -> None:
    quickening.apply()


@mark.parametrize(("one", "changes"), CHANGES, ids=lambda v: type(v).__name__)
def test_a_copy_is_the_one_that_a_dataclass_makes(
    one: Any, changes: dict[str, Any]
) -> None:
    before = replace(one)
    assert one.evolve(**changes) == replace(one, **changes)
    assert one.evolve() == before == one


def test_values_of_references_come_to_others() -> None:
    context = Context().evolve(ref_values={"A": 1}).evolve(ref_values={"B": 2})
    assert context.ref_values == {"A": 1, "B": 2}


def test_what_a_context_has_worked_out_is_that_of_its_resources() -> None:
    module: Any = SimpleNamespace(type="My::Own::MODULE")
    context = Context()
    assert context.module_names == ()
    assert context.evolve(resources={"M": module}).module_names == ("M",)


def test_a_path_goes_on_in_the_forms_that_are_given() -> None:
    here = Path(deque(["Resources"]), deque(), deque(["Resources"]))
    there = here.descend(path="Web", cfn_path="AWS::ECS::Service", value_path=None)
    assert (*there.path,) == ("Resources", "Web")
    assert (*there.cfn_path,) == ("Resources", "AWS::ECS::Service")
    assert not there.value_path
    assert here == Path(deque(["Resources"]), deque(), deque(["Resources"]))


@mark.parametrize("step", ["Fn::If", 3])
def test_a_form_for_rules_has_neither_functions_nor_places(step: Any) -> None:
    with raises(ValueError, match="cannot be in 'cfn_path'"):
        Path().descend(cfn_path=step)


def test_a_class_of_validators_is_made_once_for_its_keywords() -> None:
    def never(*_: Any) -> list[Any]:
        return []

    validator = CfnTemplateValidator()
    first, again = (validator.extend({"type": never}) for _ in range(2))
    other = validator.extend({"type": never}, FunctionFilter(False))
    assert first is again
    assert first is not other
    assert first(schema={"type": "string"}).is_valid(1)
    assert not validator.evolve(schema={"type": "string"}).is_valid([])
    assert other().function_filter == FunctionFilter(False)


def test_a_path_asks_the_rules_that_it_concerns() -> None:
    asked: list[tuple[str, str]] = []

    def child(id: str, *keywords: str) -> Any:
        def validate(_: Any, word: str, *__: Any) -> list[Any]:
            asked.append((id, word))
            return []

        return SimpleNamespace(id=id, keywords=keywords, validate=validate)

    rule: Any = CfnLint()
    rule.child_rules = {"E1": child("E1", "A", "B"), "E2": child("E2", "B"), "E3": None}
    list(rule.cfnLint(CfnTemplateValidator(), ["B", "C", "A"], {}, {}))
    assert asked == [("E1", "B"), ("E2", "B"), ("E1", "A")]
    rule.initialize(None)
    rule.child_rules = {"E4": child("E4", "C")}
    list(rule.cfnLint(CfnTemplateValidator(), ["B", "C"], {}, {}))
    assert asked[3:] == [("E4", "C")]


LINTED = """
import sys
from cfnlint.config import ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.runner import Runner, run_template_by_data
from cfngen.lint import quickening
if sys.argv[1] == "quick":
    quickening.apply()
rules = Runner(ConfigMixIn(templates=[])).rules
for name in sys.argv[2:]:
    with open(name, encoding="utf-8") as file:
        template, _ = decode_str(file.read())
    asked = ConfigMixIn(regions=["eu-west-1"], include_checks=["I"])
    for match in run_template_by_data(template, asked, rules):
        print(name, repr(match), match.linenumber, match.columnnumber, match.path)
"""


def test_what_is_found_is_the_same(tmp_path: FilePath) -> None:
    foreign = FilePath(__file__).parents[1] / "foreign"
    files = []
    for name in ("site.yaml", "roles.json", "loops.yaml"):
        text = (foreign / name).read_text("utf-8")
        files.append(tmp_path / name)
        wrong = re.sub(r"(AWS::\w+::)(\w+)", r"\1X\2", text, count=1)
        files[-1].write_text(wrong.replace("Name", "Nome").replace("true", "maybe"))
        files.append(foreign / name)
    plain, quick = (
        subprocess.run(
            [sys.executable, "-c", LINTED, how, *map(str, files)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for how in ("plain", "quick")
    )
    assert plain == quick
    assert len(plain.splitlines()) > len(files)
