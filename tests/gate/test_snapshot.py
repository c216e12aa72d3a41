"""What answers hang on: files, the policy, the tools, and at times the day."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cfngen.gate.snapshot import day_of, snapshot
from cfngen.project import Project
from tests.gate.projects import shop


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return shop(tmp_path)


def whole(project: Project, tools: str = "tools", scope: str = "check") -> str:
    return snapshot(project, "shop", tools).whole(scope)


def add(path: Path, text: str = " ") -> None:
    """Add to a file, which may be new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.read_text("utf-8") if path.exists() else ""
    path.write_text(old + text, "utf-8")


def swap(project: Project) -> None:
    """Swap two templates: the same texts under other names."""
    folder = project.templates("shop")
    (folder / "network.json").rename(folder / "x")
    (folder / "security.json").rename(folder / "network.json")
    (folder / "x").rename(folder / "security.json")


CHANGES: dict[str, Callable[[Project], object]] = {
    "the spec": lambda p: add(p.spec("shop"), "# more\n"),
    "a template": lambda p: add(p.templates("shop") / "network.json"),
    "a new template": lambda p: add(p.templates("shop") / "new.json"),
    "a template less": lambda p: (p.templates("shop") / "network.json").unlink(),
    "two templates swapped": swap,
    "a parameter file": lambda p: add(p.params("shop", "dev")),
    "a new environment": lambda p: shutil.copy(
        p.params("shop", "dev"), p.params("shop", "prod")
    ),
    "the policy": lambda p: add(p.root / ".cfnlintrc", "include_checks: [I]"),
    "an empty policy": lambda p: add(p.root / ".cfnlintrc.yaml", ""),
    "claims": lambda p: add(p.claims("shop"), "* -/-> web\n"),
    "Cloudflare's ranges": lambda p: add(p.cloudflare(), "{}"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_key_changes_with(change: str, project: Project) -> None:
    before = whole(project)
    assert before
    assert whole(project) == before
    CHANGES[change](project)
    assert whole(project) not in ("", before)


@pytest.mark.parametrize("where", ["claims", "spec"])
def test_the_key_changes_with_a_file_that_claims_name(
    where: str, project: Project
) -> None:
    path = project.claims("shop") if where == "claims" else project.spec("shop")
    add(path, "\n# set partners = file ( data/partners.txt )\n")
    named = project.root / "data" / "partners.txt"
    keys = {whole(project)}
    for _ in range(2):
        add(named, "203.0.113.0/24\n")
        keys.add(whole(project))
    assert len(keys) == 3
    add(project.root / "data" / "others.txt")
    assert whole(project) in keys


@pytest.mark.parametrize("said", ["{}", '"{}"', "\n      {}  # ours", "&p {}"])
def test_the_key_changes_with_a_stack_policy(said: str, project: Project) -> None:
    name = said.format("policies/shop.json")
    text = f"environments:\n  dev:\n    stack_policy: {name}\n"
    add(project.spec("shop"), text)
    keys = {whole(project)}
    for path in ("shop.json", "shop.json", "beside.json"):
        add(project.root / "policies" / path, "{}")
        keys.add(whole(project))
    assert len(keys) == 4
    add(project.root / "policies" / "beside.json")
    assert whole(project) in keys


def test_the_key_changes_with_claims_of_no_system(project: Project) -> None:
    before = whole(project)
    add(project.claims("shpo"), "")
    assert whole(project) not in ("", before)


def test_what_has_no_end_is_not_read(project: Project) -> None:
    pipe = project.root / "pipe"
    os.mkfifo(pipe)
    add(project.claims("shop"), "set a = file(pipe)\nset b = file(/dev/zero)\n")
    assert whole(project)


def test_claims_are_no_part_of_what_is_linted(project: Project) -> None:
    before = snapshot(project, "shop", "")
    add(project.claims("shop"), "* -/-> web\n")
    after = snapshot(project, "shop", "")
    assert after.claims != before.claims
    assert (after.spec, after.tree()) == (before.spec, before.tree())


def test_a_file_that_cannot_have_the_name_is_none(project: Project) -> None:
    add(project.claims("shop"), "set a = file(data/\0x)\nset b = file(.)\n")
    add(project.claims("shop"), f"set c = file({'x' * 5000})\n")
    assert whole(project)


def test_the_key_changes_with_the_tools_and_the_scope(project: Project) -> None:
    keys = {
        whole(project),
        whole(project, tools="newer"),
        whole(project, scope="lint"),
    }
    assert len(keys) == 3


def test_what_does_not_belong_to_the_system_does_not_count(project: Project) -> None:
    before = whole(project)
    add(project.spec("other"))
    add(project.root / "README.md")
    assert whole(project) == before


@pytest.mark.parametrize(
    "url", ['"../other/network.json"', '"parts/network.json"', '"/etc/network.json"']
)
def test_a_template_that_nests_what_lies_elsewhere_is_not_remembered(
    url: str, project: Project
) -> None:
    root = project.templates("shop") / "root.json"
    root.write_text(root.read_text("utf-8").replace('"network.json"', url), "utf-8")
    assert whole(project) == ""


@pytest.mark.parametrize("key", ["append_rules", "override_spec", "registry_schemas"])
def test_a_policy_that_reads_more_files_is_not_remembered(
    key: str, project: Project
) -> None:
    add(project.root / ".cfnlintrc.yaml", f"{key}: [more]\n")
    assert whole(project) == ""


def test_the_day_counts_for_runtimes_that_end(project: Project) -> None:
    assert snapshot(project, "shop", "").day == ""
    assert day_of([b'{"Type": "AWS::EC2::VPC"}']) == ""
    day = day_of([b"{}", b'{"Type": "AWS::Lambda::Function"}'])
    assert len(day) == len("2026-01-02")


def test_a_root_hangs_on_what_it_nests_and_a_leaf_on_itself(project: Project) -> None:
    before = snapshot(project, "shop", "")
    add(project.templates("shop") / "network.json")
    after = snapshot(project, "shop", "")
    assert after.template("root.json") != before.template("root.json")
    assert after.template("network.json") != before.template("network.json")
    assert after.template("security.json") == before.template("security.json")
