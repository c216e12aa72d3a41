"""Packaging: content keys, rewritten links, refusals."""

from __future__ import annotations

import hashlib
import json

import pytest

from cfngen.errors import InputError
from cfngen.package import Package, nested, package
from tests.deploy.small import bodies, stack, texts

BASE = "https://s3.us-east-1.amazonaws.com/bucket"


def packed(base: str = BASE) -> Package:
    return package(texts(), base)


def links(text: str) -> dict[str, str]:
    return {name: props["TemplateURL"] for name, props in nested(json.loads(text))}


def test_every_key_is_the_hash_of_its_text() -> None:
    for key, text in packed().uploads.items():
        assert key == f"{hashlib.sha256(text.encode()).hexdigest()}.json"


def test_the_root_points_at_its_children_under_their_keys() -> None:
    made, files = packed(), texts()
    assert made.uploads[made.root_url.removeprefix(f"{BASE}/")] == made.root_text
    by_text = {text: f"{BASE}/{key}" for key, text in made.uploads.items()}
    assert links(made.root_text) == {
        "Store": by_text[files["store.json"]],
        "App": by_text[files["app.json"]],
    }


def test_children_are_uploaded_as_they_were_reviewed_and_before_the_root() -> None:
    made, files = packed(), texts()
    assert list(made.uploads.values()) == [
        files["store.json"],
        files["app.json"],
        made.root_text,
    ]


def test_a_leaf_keeps_its_bytes_however_it_was_written() -> None:
    files = texts() | {"app.json": '{"Resources":{}}'}
    assert '{"Resources":{}}' in package(files, BASE).uploads.values()


def test_nothing_but_the_links_changes_in_the_root() -> None:
    before, after = texts()["root.json"], packed().root_text
    changed = [
        line
        for line, was in zip(after.splitlines(), before.splitlines(), strict=True)
        if line != was
    ]
    assert all("TemplateURL" in line for line in changed)
    assert len(changed) == 2


def test_the_digest_does_not_depend_on_the_bucket() -> None:
    here, there = packed(), packed("http://localhost:4566/other")
    assert here.digest == there.digest
    assert here.root_text != there.root_text


def test_a_change_in_a_child_changes_digest_and_root() -> None:
    changed = bodies()
    changed["app.json"]["Description"] = "Another"
    made = package(texts(changed), BASE)
    assert made.digest != packed().digest
    assert made.root_url != packed().root_url


def test_a_deeper_tree_is_packed_bottom_up() -> None:
    deep = bodies()
    deep["leaf.json"] = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    deep["store.json"]["Resources"]["Leaf"] = stack("leaf.json")
    before = package(texts(deep), BASE)
    deep["leaf.json"]["Description"] = "Another"
    after = package(texts(deep), BASE)
    assert len(before.uploads) == 4
    assert before.digest != after.digest
    assert links(before.root_text)["Store"] != links(after.root_text)["Store"]
    assert links(before.root_text)["App"] == links(after.root_text)["App"]


def test_a_template_that_two_stacks_share_is_uploaded_once() -> None:
    shared = bodies()
    shared["root.json"]["Resources"]["Again"] = stack("store.json", LogDays="1")
    assert len(package(texts(shared), BASE).uploads) == 3


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("stores.json", id="no such file"),
        pytest.param({"Ref": "Url"}, id="an intrinsic"),
        pytest.param("https://s3.amazonaws.com/b/k", id="a template elsewhere"),
        pytest.param(None, id="nothing"),
    ],
)
def test_a_link_that_names_no_file_is_refused(url: object) -> None:
    wrong = bodies()
    wrong["root.json"]["Resources"]["Store"]["Properties"]["TemplateURL"] = url
    with pytest.raises(InputError, match=r"root\.json: Store: TemplateURL .* names no"):
        package(texts(wrong), BASE)


def test_a_template_inside_itself_is_refused() -> None:
    wrong = bodies()
    wrong["store.json"]["Resources"]["Root"] = stack("root.json")
    with pytest.raises(InputError, match=r"store\.json: Root nests root\.json inside"):
        package(texts(wrong), BASE)
