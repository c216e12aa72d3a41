"""A template beside the root: every command knows it, and the root's people do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.generate import generate
from cfngen.package import package
from cfngen.project import Project
from cfngen.spec.load import load

Capsys = pytest.CaptureFixture[str]

SPEC = """\
system: shop
description: Somebody who sorts photos
region: us-east-1
network:
  cidr: 10.0.0.0/16
  subnets:
    public: [10.0.0.0/24, 10.0.1.0/24]
services:
  sorter: {subnets: public, uses: [photos]}
buckets:
  photos: {}
"""
SECOND = "recovery: {region: us-west-2}\n"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys) -> Project:
    """Return a project whose system has a second region, generated and synced."""
    monkeypatch.chdir(tmp_path)
    made = Project(tmp_path.resolve())
    made.spec("shop").parent.mkdir()
    made.spec("shop").write_text(SPEC + SECOND, "utf-8")
    assert main(["generate"]) == Exit.OK
    assert main(["params", "sync", "--env", "dev"]) == Exit.OK
    capsys.readouterr()
    return made


def test_generate_keeps_it_fresh(shop: Project, capsys: Capsys) -> None:
    file = shop.templates("shop") / "recovery.json"
    assert main(["generate", "--check"]) == Exit.OK
    file.write_text("{}\n", "utf-8")
    assert main(["generate", "--check"]) == Exit.FAILED
    assert "templates/shop/recovery.json is stale" in capsys.readouterr().out


def test_it_goes_with_the_second_region(shop: Project, capsys: Capsys) -> None:
    shop.spec("shop").write_text(SPEC, "utf-8")
    assert main(["generate"]) == Exit.OK
    assert not (shop.templates("shop") / "recovery.json").exists()
    assert "removed templates/shop/recovery.json" in capsys.readouterr().out


def test_lint_reads_it(shop: Project, capsys: Capsys) -> None:
    assert main(["lint"]) == Exit.OK
    assert "lint templates/shop/recovery.json" in capsys.readouterr().err


def test_environments_fill_in_the_root_and_not_it(shop: Project) -> None:
    asked = json.loads(shop.params("shop", "dev").read_text("utf-8"))
    names = {entry["ParameterKey"] for entry in asked}
    assert {"PhotosReplicaBucketArn", "ReplicaKeyArn"} <= names
    root = json.loads((shop.templates("shop") / "root.json").read_text("utf-8"))
    assert names == {n for n in root["Parameters"] if not n.endswith("ImageTag")}


def test_it_is_not_uploaded_with_the_root(shop: Project) -> None:
    files = generate(load(shop, "shop"))
    uploaded = package(files, "https://bucket.example.com").uploads.values()
    assert files["recovery.json"] not in uploaded
    assert files["storage.json"] in uploaded
