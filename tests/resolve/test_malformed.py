"""Templates that are broken at random: an error each, and never a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfngen.errors import InputError
from cfngen.model import encoded, worded
from cfngen.params import Parameters
from cfngen.params.model import Value as Given
from cfngen.resolve import Root, resolve
from cfngen.template import parse, tree_of
from cfngen.template.tree import Tree
from tests.foreign.files import FILES
from tests.models import PROJECT

SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck)
)

FUNCTIONS = (
    *("Ref", "Condition", "Fn::Sub", "Fn::GetAtt", "Fn::Join", "Fn::If", "Fn::Select"),
    *("Fn::Split", "Fn::FindInMap", "Fn::Cidr", "Fn::Base64", "Fn::Length", "Fn::And"),
    *("Fn::ToJsonString", "Fn::GetAZs", "Fn::ImportValue", "Fn::Equals", "Fn::Not"),
    *(
        "Fn::Transform",
        "Fn::ForEach::X",
        "Fn::Or",
        "Fn::Contains",
        "Fn::RefAll",
        "Fn::",
    ),
)
NAMES = ("AWS::NoValue", "AWS::Region", "Vpc", "It", "P", "C", "Name", "", "a.b", "0")

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 300),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from((*NAMES, "${Vpc.Arn}", "${}", "10.0.0.0/16", "9" * 5000)),
    st.text(max_size=5),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from((*FUNCTIONS, *NAMES)), inner, max_size=3),
        st.tuples(st.sampled_from(FUNCTIONS), inner).map(lambda f: {f[0]: f[1]}),
    ),
    max_leaves=8,
)
SECTIONS = ("Parameters", "Mappings", "Conditions", "Rules", "Transform", "Outputs")

ENTRIES = st.one_of(VALUES, st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3))

RESOURCES = st.dictionaries(
    st.sampled_from(("It", "Vpc", "Fn::Transform", "Fn::ForEach::R")),
    st.one_of(
        VALUES,
        st.fixed_dictionaries(
            {},
            optional={
                "Type": st.sampled_from(["AWS::CloudFormation::Stack", "A::B::C", 5]),
                "Properties": st.one_of(
                    VALUES,
                    st.fixed_dictionaries(
                        {"TemplateURL": st.sampled_from(["c.json", "r.json", "x", 5])},
                        optional={"Parameters": ENTRIES},
                    ),
                ),
                "Condition": VALUES,
                "DependsOn": VALUES,
                "Metadata": VALUES,
            },
        ),
    ),
    max_size=3,
)

BODIES = st.fixed_dictionaries(
    {"Resources": st.one_of(RESOURCES, VALUES)},
    optional=dict.fromkeys(SECTIONS, ENTRIES),
)


def survives(tree: Tree, region: str = "us-east-1") -> None:
    """Resolve templates and write the model down, or take an InputError."""
    values = {name: Given(name.lower()) for name in NAMES}
    try:
        model = resolve((Root(tree, "n", region),), Parameters("p", "d", values))
    except InputError as error:
        assert error.findings
        assert all(found.file and found.message for found in error.findings)
        return
    for resource in model.resources.values():
        for value in (dict(resource.properties), dict(resource.attributes)):
            json.dumps(encoded(value))
            worded(value)
    for stack in model.stacks.values():
        for output in stack.outputs.values():
            json.dumps(encoded([output.value, output.export]))


@SETTINGS
@given(BODIES, BODIES)
def test_random_templates(root: Any, child: Any) -> None:
    texts = {"r.json": json.dumps(root), "c.json": json.dumps(child)}
    try:
        tree = tree_of(texts, "r.json", "t")
    except InputError as error:
        assert error.findings
        return
    survives(tree)


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each value inside a value."""
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, inner in pairs:
        yield (*path, step)
        yield from paths(inner, (*path, step))


@cache
def bodies(system: str) -> dict[str, str]:
    """Return the texts of a system's templates."""
    folder = PROJECT.templates(system)
    return {file.name: file.read_text("utf-8") for file in folder.glob("*.json")}


@cache
def ways(system: str, file: str) -> list[tuple[Any, ...]]:
    """Return the way to each value of a template, those near its top more often."""
    every = list(paths(json.loads(bodies(system)[file])))
    near = [path for path in every if len(path) <= 4]
    return every + near * (len(every) // len(near))


@settings(SETTINGS, max_examples=30)
@given(st.data())
def test_our_own_templates_with_something_else_in_some_place(
    data: st.DataObject,
) -> None:
    system = data.draw(st.sampled_from(PROJECT.systems()))
    texts = dict(bodies(system))
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(("root.json", *sorted(bodies(system)))))
        path = data.draw(st.sampled_from(ways(system, name)))
        texts[name] = bent(texts[name], path, data.draw(VALUES))
    try:
        tree = tree_of(texts, "root.json", "t")
    except InputError as error:
        assert error.findings
        return
    survives(tree, data.draw(st.sampled_from(("", "us-east-1"))))


def bent(text: str, path: tuple[Any, ...], value: Any) -> str:
    """Return a template with a value in some place, if the place is still there."""
    whole = here = json.loads(text)
    try:
        for step in path[:-1]:
            here = here[step]
        here[path[-1]] = value
    except (LookupError, TypeError):
        return text
    return json.dumps(whole)


LINES = (
    "<<: *a",
    "? [1]",
    "A: &a [*a]",
    "\t- x",
    "!Ref",
    "!!set {a}",
    "- !Sub",
    "%YAML",
)


MARKS = "{}[]:,-!&*#|> \"'\n\ta1"


@SETTINGS
@given(
    st.sampled_from(FILES),
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 9),
            st.one_of(st.sampled_from(LINES), st.text(MARKS, max_size=6)),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_texts_of_templates_with_something_else_in_some_place(
    file: Any, changes: list[tuple[float, int, str]]
) -> None:
    text = file.read_text("utf-8")
    for share, length, new in changes:
        at = int(share * len(text))
        text = text[:at] + new + text[at + length :]
    try:
        template = parse(text, "t")
    except InputError as error:
        assert error.findings
        return
    survives(Tree("t", {"t": template}))
    assert template.text.plain() == template.body
