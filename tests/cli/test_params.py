"""`cfngen params`: what is checked, filled in and shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.project import Project

Capsys = pytest.CaptureFixture[str]


def write(project: Project, environment: str, text: str) -> Path:
    path = project.params("shop", environment)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def values(path: Path) -> dict[str, str]:
    entries = json.loads(path.read_text("utf-8"))
    return {entry["ParameterKey"]: entry["ParameterValue"] for entry in entries}


def synced(project: Project, **given: str) -> Path:
    """Return a file of the environment dev that is whole."""
    path = write(project, "dev", json.dumps({"HostedZoneId": "Z0123456789", **given}))
    main(["params", "sync", "shop"])
    return path


def contents(project: Project) -> dict[str, str]:
    files = (path for path in project.root.rglob("*") if path.is_file())
    return {project.shown(path): path.read_text("utf-8") for path in files}


def test_a_new_environment_gets_its_file(project: Project, capsys: Capsys) -> None:
    assert main(["params", "sync", "shop", "--env", "dev"]) == Exit.USAGE
    path = project.params("shop", "dev")
    assert values(path)["EnvironmentName"] == "dev"
    out, err = capsys.readouterr()
    assert err == "params/shop/dev.json written\n"
    assert "CG411" in out
    assert "HostedZoneId is missing, and has no default." in out
    assert "HostedZoneId" not in values(path)


def test_a_whole_file_fits_and_is_not_written_again(
    project: Project, capsys: Capsys
) -> None:
    path = synced(project)
    before = path.stat().st_mtime_ns
    capsys.readouterr()
    assert main(["params", "sync", "shop"]) == Exit.OK
    assert capsys.readouterr().err == "params/shop/dev.json unchanged\n"
    assert path.stat().st_mtime_ns == before
    assert main(["params", "check", "shop"]) == Exit.OK
    assert capsys.readouterr() == ("No findings.\n", "check params/shop/dev.json\n")


def test_values_stay_and_dead_ones_are_reported(
    project: Project, capsys: Capsys
) -> None:
    path = synced(project, LogRetentionDays="7", Dead="x")
    assert values(path)["LogRetentionDays"] == "7"
    assert values(path)["Dead"] == "x"
    capsys.readouterr()
    assert main(["params", "sync", "shop"]) == Exit.USAGE
    assert "Dead is no parameter of the root template." in capsys.readouterr().out
    assert main(["params", "sync", "shop", "--prune"]) == Exit.OK
    assert "Dead" not in values(path)


def test_checking_writes_nothing_and_finds_everything(
    project: Project, capsys: Capsys
) -> None:
    synced(project)
    write(project, "prod", '{"EnvironmentName": "prod", "LogRetentionDays": "8"}')
    write(project, "test", "{")
    before = contents(project)
    capsys.readouterr()
    assert main(["params", "check", "shop", "--format", "json"]) == Exit.USAGE
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {f["file"] for f in found} == {
        "params/shop/prod.json",
        "params/shop/test.json",
    }
    assert {f["id"] for f in found} == {"CG400", "CG411", "CG414"}
    assert contents(project) == before


def test_nothing_is_written_while_a_file_cannot_be_read(
    project: Project, capsys: Capsys
) -> None:
    write(project, "dev", '{"LogRetentionDays": 7}')
    write(project, "prod", "{}")
    write(project, "test", "[}")
    before = contents(project)
    assert main(["params", "sync"]) == Exit.USAGE
    assert contents(project) == before
    out, err = capsys.readouterr()
    assert "CG403" in out
    assert "CG400" in out
    assert err.endswith("Nothing was written.\n")


@pytest.mark.parametrize("name", ["Prod", "../dev", "a-b", "", "averylongname"])
def test_a_name_that_no_environment_can_have_is_refused(
    name: str, project: Project, capsys: Capsys
) -> None:
    before = contents(project)
    assert main(["params", "sync", "shop", "--env", name]) == Exit.USAGE
    assert contents(project) == before
    assert capsys.readouterr().err == (
        f"{name!r} cannot be the name of an environment.\n"
        "Write lower-case letters and digits, at most 10.\n"
    )


def test_a_system_without_environments_is_named(
    project: Project, capsys: Capsys
) -> None:
    assert main(["params", "check", "shop"]) == Exit.OK
    assert capsys.readouterr().err == (
        "shop: no parameter files; run: cfngen params sync shop --env dev\n"
    )


def test_overrides_are_what_the_aws_cli_reads(project: Project, capsys: Capsys) -> None:
    path = synced(project)
    capsys.readouterr()
    assert main(["params", "show", "shop", "dev", "--format", "overrides"]) == Exit.OK
    shown = json.loads(capsys.readouterr().out)
    assert shown == [f"{name}={text}" for name, text in values(path).items()]


def test_showing_the_list_repeats_the_file(project: Project, capsys: Capsys) -> None:
    path = synced(project)
    capsys.readouterr()
    assert main(["params", "show", "shop", "dev"]) == Exit.OK
    assert capsys.readouterr().out == path.read_text("utf-8")


def test_what_does_not_fit_is_not_shown(project: Project, capsys: Capsys) -> None:
    synced(project, LogRetentionDays="8")
    capsys.readouterr()
    assert main(["params", "show", "shop", "dev"]) == Exit.USAGE
    out, err = capsys.readouterr()
    assert "CG414" in out
    assert "ParameterKey" not in out
    assert err == "params/shop/dev.json does not fit.\n"


def test_a_secret_reaches_neither_stream(project: Project, capsys: Capsys) -> None:
    synced(project, DeployPassword="hunter2", VpcCidr="AKIAIOSFODNN7EXAMPLE")
    for verb in (["check"], ["sync"], ["sync", "--prune"]):
        assert main(["params", *verb, "shop"]) == Exit.USAGE
    assert main(["params", "show", "shop", "dev"]) == Exit.USAGE
    out, err = capsys.readouterr()
    assert "CG418" in out
    assert "hunter2" not in out + err
    assert "AKIA" not in out + err


def test_an_environment_that_is_not_there_is_compared_with_those_that_are(
    project: Project, capsys: Capsys
) -> None:
    synced(project)
    capsys.readouterr()
    assert main(["params", "show", "shop", "dve"]) == Exit.USAGE
    assert "Did you mean dev?" in capsys.readouterr().err


def test_files_are_made_for_environments_that_the_spec_names_already(
    project: Project, capsys: Capsys
) -> None:
    spec = project.spec("shop")
    named = "\nenvironments:\n  dev: {protect: false}\n  prod: {protect: true}\n"
    spec.write_text(spec.read_text("utf-8") + named, "utf-8")
    for environment in ("dev", "prod"):
        capsys.readouterr()
        main(["params", "sync", "shop", "--env", environment])
        assert f"params/shop/{environment}.json written" in capsys.readouterr().err
    project.params("shop", "prod").unlink()
    assert main(["generate", "shop"]) == Exit.USAGE
    assert "Run: cfngen params sync shop --env prod" in capsys.readouterr().out
