"""A root template and what it nests by local path."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.errors import InputError
from cfngen.template import load_tree, tree_of

STACK = "AWS::CloudFormation::Stack"


def nesting(*urls: str) -> str:
    """Return a template that nests some."""
    rows = [
        f"  S{i}: {{Type: '{STACK}', Properties: {{TemplateURL: {url!r}}}}}"
        for i, url in enumerate(urls)
    ]
    return "\n".join(["Resources:", *rows])


def folder(place: Path, **files: str) -> Path:
    """Write templates; `_` in a name stands for a folder."""
    for name, text in files.items():
        file = place / f"{name.replace('_', '/')}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return place / "root.yaml"


def test_paths_are_relative_to_the_template_that_has_them(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        root=nesting("parts/app.yaml"),
        parts_app=nesting("./queue.yaml", "../shared.yaml"),
        parts_queue="Resources: {}",
        shared="Resources: {}",
    )
    tree = load_tree(root, "infra/root.yaml")
    assert set(tree.templates) == {
        *("root.yaml", "parts/app.yaml", "parts/queue.yaml", "shared.yaml"),
    }
    assert tree.templates["parts/queue.yaml"].file == "infra/parts/queue.yaml"
    assert tree.child("root.yaml", "parts/app.yaml") == "parts/app.yaml"
    assert tree.child("parts/app.yaml", "../shared.yaml") == "shared.yaml"
    assert tree.child("parts/app.yaml", "shared.yaml") is None
    assert tree.child("root.yaml", {"Ref": "A"}) is None


def test_templates_that_nest_each_other_are_read_once(tmp_path: Path) -> None:
    root = folder(tmp_path, root=nesting("a.yaml"), a=nesting("root.yaml", "a.yaml"))
    assert set(load_tree(root, "root.yaml").templates) == {"root.yaml", "a.yaml"}


@pytest.mark.parametrize(
    "url",
    ["https://b.s3.amazonaws.com/t", "s3://b/t", "none.yaml", "", ".", "x" * 5000],
)
def test_what_is_elsewhere_is_left_out(tmp_path: Path, url: str) -> None:
    root = folder(tmp_path, root=nesting(url))
    assert set(load_tree(root, "root.yaml").templates) == {"root.yaml"}


def test_a_name_that_no_file_can_have_is_left_out(tmp_path: Path) -> None:
    root = folder(tmp_path, root=nesting("a").replace("'a'", '"a\\0b"'))
    assert set(load_tree(root, "root.yaml").templates) == {"root.yaml"}


def test_a_nested_template_that_is_none_is_named(tmp_path: Path) -> None:
    root = folder(tmp_path, root=nesting("a.yaml"), a="[1")
    with pytest.raises(InputError) as caught:
        load_tree(root, "infra/root.yaml")
    assert [f.file for f in caught.value.findings] == ["infra/a.yaml"]


def test_texts_make_a_tree() -> None:
    tree = tree_of({"root.json": "{}", "a.json": '{"A": 1}'}, "root.json", "t")
    assert tree.templates["a.json"].file == "t/a.json"
    with pytest.raises(InputError):
        tree_of({"root.json": "{"}, "root.json", "t")
