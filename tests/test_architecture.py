"""The rules of the house: who may import what, how large a piece may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import quantiles

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "cfngen"
MODULES = sorted(SOURCE.rglob("*.py"))

STAGES = (
    ("errors", "findings", "naming", "project", "atomic", "schemas", "stateful"),
    ("revision", "garbage", "printable", "physical", "regions"),
    ("spec", "ports", "settings", "policies"),
    ("layers",),
    ("compose", "write"),
    ("generate", "freshness", "bootstrap"),
    ("params", "package"),
    ("template",),
    ("model",),
    ("resolve",),
    ("suppress",),
    ("lint", "checks", "diff", "permissions"),
    ("prove",),
    ("gate", "catalogue"),
    ("cloud", "local"),
    ("plan",),
    ("deploy",),
    ("operate",),
    ("render",),
    ("cli", "__main__"),
)
"""Data flows one way: a stage imports from itself and from those above it."""

ONLY_IN = {
    "boto3": ("cloud",),
    "botocore": ("cloud", "local"),
    "moto": ("local",),
    "cfnlint": ("lint",),
    "cloudformation_validate": ("gate",),
    "click": ("cli",),
    "rich": ("render", "cli"),
    "pydantic": ("spec",),
    "awacs": ("policies", "layers", "bootstrap"),
    "troposphere": ("physical", "policies", "layers", "compose", "write", "bootstrap"),
    "subprocess": ("local", "revision"),
    "urllib": ("package", "cloud", "local", "deploy", "cli"),
}
"""Each library that touches the outside or costs time to import has its place."""

MODULE_LINES, FUNCTION_LINES, FUNCTION_P90 = 250, 60, 35

FROZEN_CALLS = {
    *("dataclass", "field", "frozenset", "Port", "Setting", "switch", "number"),
    *("choice", "compile", "Field", "StringConstraints", "MappingProxyType", "Ref"),
    *("daily", "weekly", "fromkeys", "range", "tuple"),
    *("command", "group", "option", "argument", "version_option", "Choice"),
    *("pass_obj", "pass_context", "styles"),
    *("split", "Path", "TypeVar", "ConfigDict", "NamedTuple", "Exit", "sorted"),
}
"""Calls that only make a value that never changes, so that an import may make them."""


def stage(module: Path) -> str:
    """Return the first name of a module below `cfngen`."""
    return module.relative_to(SOURCE).with_suffix("").parts[0]


@cache
def tree(module: Path) -> ast.Module:
    """Return the code of a module."""
    return ast.parse(module.read_text("utf-8"))


@cache
def imports(module: Path) -> tuple[str, ...]:
    """Return every module that a module imports, wherever in it."""
    return tuple(_imports(tree(module)))


def _imports(code: ast.AST) -> Iterator[str]:
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from names if node.module == "cfngen" else (node.module,)


@cache
def functions(module: Path) -> tuple[tuple[str, int], ...]:
    """Return each function of a module with its length in lines."""
    return tuple(
        (node.name, (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def shown(module: Path) -> str:
    return module.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=shown)
def test_imports_point_one_way(module: Path) -> None:
    if stage(module) == "__init__":
        return
    rank = {name: level for level, names in enumerate(STAGES) for name in names}
    here = stage(module)
    for name in imports(module):
        if name.startswith("cfngen."):
            there = name.split(".")[1]
            assert there == here or rank[there] <= rank[here], f"{here} uses {there}"


def test_the_emulator_points_one_way_as_well() -> None:
    floors = ("language", "engine", "types", "preview", "api")
    for module in (SOURCE / "local").glob("*/**/*.py"):
        here = floors.index(module.relative_to(SOURCE).parts[1])
        for name in imports(module):
            if name.startswith("cfngen.local."):
                there = floors.index(name.split(".")[2])
                assert there <= here, f"{shown(module)} uses {name}"


def test_planning_points_one_way_as_well() -> None:
    floors = ("inputs", "tree", "changeset", "judging")
    for module in (SOURCE / "plan").glob("*/*.py"):
        here = floors.index(module.parent.name)
        for name in imports(module):
            parts = name.split(".")
            if parts[:2] == ["cfngen", "plan"] and parts[2] in floors:
                there = floors.index(parts[2])
                assert there <= here, f"{shown(module)} uses {name}"


def test_proving_points_one_way_as_well() -> None:
    floors = (
        *("packets", "network", "reach", "claims", "verdict", "access", "judging"),
        *("obligations", "coverage", "placing", "proving", "reporting"),
        *("covering", "explaining"),
    )
    for module in (SOURCE / "prove").rglob("*.py"):
        here = module.relative_to(SOURCE / "prove").with_suffix("").parts[0]
        for name in imports(module):
            parts = name.split(".")
            if parts[:2] == ["cfngen", "prove"] and here in floors:
                there = floors.index(parts[2])
                assert there <= floors.index(here), f"{shown(module)} uses {name}"


@pytest.mark.parametrize("module", MODULES, ids=shown)
def test_each_library_stays_in_its_place(module: Path) -> None:
    for name in imports(module):
        allowed = ONLY_IN.get(name.split(".")[0])
        assert allowed is None or stage(module) in allowed, f"{name} in {module.name}"


@pytest.mark.parametrize("module", MODULES, ids=shown)
def test_importing_a_module_does_nothing(module: Path) -> None:
    for statement in tree(module).body:
        if isinstance(statement, ast.If):
            continue  # `if TYPE_CHECKING` and `if __name__ == "__main__"`
        for call in _calls_at_import(statement):
            assert _name(call) in FROZEN_CALLS or _name(call)[:1].isupper(), (
                f"{module.name}:{call.lineno} calls {_name(call)} when imported"
            )


def _calls_at_import(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that importing carries out: none inside function bodies."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        for part in (*node.decorator_list, *node.args.defaults):
            yield from _calls_at_import(part)
        return
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _calls_at_import(child)


def _name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


@pytest.mark.parametrize("module", MODULES, ids=shown)
def test_a_module_is_small(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= MODULE_LINES


@pytest.mark.parametrize("module", MODULES, ids=shown)
def test_a_function_is_small(module: Path) -> None:
    long = [(n, lines) for n, lines in functions(module) if lines > FUNCTION_LINES]
    assert not long


def test_most_functions_are_short() -> None:
    lengths = [lines for module in MODULES for _, lines in functions(module)]
    assert quantiles(lengths, n=10)[-1] <= FUNCTION_P90


@pytest.mark.parametrize("module", MODULES, ids=shown)
def test_names_say_what_a_module_answers(module: Path) -> None:
    words = {"utils", "util", "helpers", "helper", "manager", "base", "common"}
    assert module.stem not in words
