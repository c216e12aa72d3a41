"""`cfngen prove`: what is proved, how it is shown, and the exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.project import Project
from tests.cli.proofs import (
    SYSTEM,
    Capsys,
    body,
    claim,
    copied,
    foreign,
    open_database,
    ran,
)
from tests.cli.terminal import on_a_terminal

WHOLE = "only web -> database : tcp/5432"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a copy of nextjs; it is the current folder."""
    monkeypatch.chdir(tmp_path)
    return copied(tmp_path)


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with somebody's template; it is the current one."""
    monkeypatch.chdir(tmp_path)
    foreign(tmp_path)
    return tmp_path


def test_every_environment_is_proved_and_claims_follow_from_the_spec(
    copy: Project, capsys: Capsys
) -> None:
    out, err = ran(capsys, "prove")
    numbers = r": (\d+) of \1 claims proved; (\d+) of \2 obligations met$"
    for title in ("nextjs dev", "nextjs prod", "2 environments"):
        assert re.search(f"^{title}{numbers}", out, re.M), out
    assert err == "prove nextjs dev\nprove nextjs prod\n"


def test_a_claim_that_does_not_hold_is_shown_with_its_packet(
    copy: Project, capsys: Capsys
) -> None:
    claim(copy, WHOLE)
    open_database(copy)
    out, _ = ran(capsys, "prove", SYSTEM, "prod", code=Exit.FAILED)
    line = r"^REFUTED  only web -> database : tcp/5432 +systems/nextjs.claims:1$"
    assert re.search(line, out, re.M), out
    assert "DatabaseIngressFromWeb5432" in out
    assert "templates/nextjs/security.json:" in out
    assert "this admits it" in out
    assert "    repair  " in out
    assert "nextjs dev" not in out


def test_json_has_the_hops_and_the_pointer(copy: Project, capsys: Capsys) -> None:
    claim(copy, WHOLE)
    open_database(copy)
    found = body(capsys, "prove", SYSTEM, "prod", code=Exit.FAILED)
    (proof,) = found["proofs"]
    assert (proof["name"], proof["environment"]) == (SYSTEM, "prod")
    said = next(one for one in proof["claims"] if one["text"] == WHOLE)
    broken = said["broken"][0]
    assert broken["at"]["resource"] == "Security/DatabaseIngressFromWeb5432"
    assert broken["at"]["template"]["path"].startswith("Resources/DatabaseIngressFrom")
    assert broken["walk"]["to"]["workload"] == "Database/Database"
    assert found["summary"]["claims"]["refuted"] >= 1


@pytest.mark.parametrize(
    ("style", "says"),
    [
        pytest.param("sarif", '"uri": "templates/nextjs/security.json"', id="SARIF"),
        pytest.param(
            "github", "::error file=templates/nextjs/security.json,", id="GitHub"
        ),
        pytest.param("markdown", "| REFUTED | `only web -> ", id="Markdown"),
    ],
)
def test_other_forms_say_it_too(
    style: str, says: str, copy: Project, capsys: Capsys
) -> None:
    claim(copy, WHOLE)
    open_database(copy)
    out, _ = ran(capsys, "prove", SYSTEM, "prod", "--format", style, code=Exit.FAILED)
    assert says in out
    if style == "sarif":
        rules = json.loads(out)["runs"][0]["tool"]["driver"]["rules"]
        assert "CG801" in {rule["id"] for rule in rules}


def test_what_a_spec_suppresses_may_stay(copy: Project, capsys: Capsys) -> None:
    claim(copy, "public -/-> internet by route")
    text = copy.spec(SYSTEM).read_text("utf-8")
    entry = "  - check: CG801\n    reason: It is the load balancer's tier\n"
    copy.spec(SYSTEM).write_text(f"{text}\nsuppress:\n{entry}", "utf-8")
    out, _ = ran(capsys, "prove", SYSTEM, "dev")
    assert "    stays   It is the load balancer's tier\n" in out
    assert "1 refuted" in out
    assert "1 suppressed" in out
    (proof,) = body(capsys, "prove", SYSTEM, "dev")["proofs"]
    reasons = {one["suppressed"] for one in proof["claims"]} - {None}
    assert reasons == {"It is the load balancer's tier"}


def test_what_does_not_work_may_stay_at_what_stops_it(
    copy: Project, capsys: Capsys
) -> None:
    claim(copy, "web -> database : tcp/33")
    text = copy.spec(SYSTEM).read_text("utf-8")
    where = "    at: Security/WebSecurityGroup\n"
    entry = f"  - check: CG801\n{where}    reason: Nobody listens there as yet\n"
    copy.spec(SYSTEM).write_text(f"{text}\nsuppress:\n{entry}", "utf-8")
    out, _ = ran(capsys, "prove", SYSTEM, "dev")
    assert "1 suppressed" in out


def test_verbose_shows_what_holds(copy: Project, capsys: Capsys) -> None:
    claim(copy, "web -> database : tcp/5432")
    out, _ = ran(capsys, "prove", SYSTEM, "dev", "--verbose")
    line = r"^PROVED  web -> database : tcp/5432 +systems/nextjs.claims:1$"
    assert re.search(line, out, re.M)
    assert re.search(r"^MET  ", out, re.M)
    assert "--verbose" not in out


def test_more_claims_come_from_a_file(copy: Project, capsys: Capsys) -> None:
    claim(copy, "set office = 203.0.113.0/24", "group data = database, cache")
    more = copy.root / "more.claims"
    more.write_text("internet[office] -/-> data\nweb -/-> data\n", "utf-8")
    command = ("prove", SYSTEM, "dev", "--claims", "more.claims")
    out, _ = ran(capsys, *command, code=Exit.FAILED)
    assert re.search(r"^REFUTED  web -/-> data +more.claims:2$", out, re.M), out
    assert "internet[office]" not in out


UNUSABLE = {
    "cannot be read": ("web -> database : tpc/80", "CG800"),
    "names nobody": ("only wbe -> database", "VACUOUS  only wbe -> database"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_claims_that_say_nothing_give_two(
    case: str, copy: Project, capsys: Capsys
) -> None:
    text, says = UNUSABLE[case]
    claim(copy, "", text)
    out, _ = ran(capsys, "prove", SYSTEM, "dev", code=Exit.USAGE)
    assert "systems/nextjs.claims:2" in out
    assert says in out
    assert "Did you mean" in out


def test_claims_of_no_system_are_not_passed_over(copy: Project, capsys: Capsys) -> None:
    (copy.root / "systems" / "nextsj.claims").write_text("", "utf-8")
    out, _ = ran(capsys, "prove", SYSTEM, "dev", code=Exit.USAGE)
    assert "systems/nextsj.claims:1:1: CG800" in out
    assert "Did you mean 'nextjs'?" in out


def test_templates_that_the_spec_does_not_make_are_told_of(
    copy: Project, capsys: Capsys
) -> None:
    claim(copy, WHOLE)
    stale = "templates/nextjs/ is not what systems/nextjs.yaml makes."
    assert stale not in ran(capsys, "prove", SYSTEM, "prod")[1]
    open_database(copy)
    _, err = ran(capsys, "prove", SYSTEM, "prod", code=Exit.FAILED)
    assert err.endswith(f"{stale} If that is not meant, run: cfngen generate nextjs\n")


def test_fresh_templates_are_not_spoken_of(copy: Project, capsys: Capsys) -> None:
    claim(copy, "web -/-> database")
    _, err = ran(capsys, "prove", SYSTEM, "prod", code=Exit.FAILED)
    assert err == "prove nextjs prod\n"


def test_all_that_cannot_be_read_is_said_at_once(copy: Project, capsys: Capsys) -> None:
    claim(copy, "web => database", "nacl")
    copy.params(SYSTEM, "dev").write_text("[]", "utf-8")
    found = body(capsys, "prove", code=Exit.USAGE)["findings"]
    lines = {(one["id"], one["line"]) for one in found if one["id"] == "CG800"}
    assert lines == {("CG800", 1), ("CG800", 2)}


def test_what_cannot_be_read_and_what_names_nobody_are_said_in_one_run(
    copy: Project, capsys: Capsys
) -> None:
    claim(copy, "wbe -/-> cache", "web => cache", "web -/-> Isolated*")
    out, _ = ran(capsys, "prove", SYSTEM, code=Exit.USAGE)
    said = re.findall(r"nextjs.claims:(\d):\d: +(CG80\d)", out)
    assert said == [("1", "CG803"), ("2", "CG800"), ("3", "CG803")]
    assert "group inner = subnets(Isolated*)" in out


def test_a_claim_that_says_nothing_may_not_stay(copy: Project, capsys: Capsys) -> None:
    claim(copy, "wbe -/-> cache")
    entry = "  - check: CG803\n    reason: Nobody knows who that was\n"
    with copy.spec(SYSTEM).open("a", encoding="utf-8") as file:
        file.write(f"\nsuppress:\n{entry}")
    out, _ = ran(capsys, "prove", SYSTEM, "dev", code=Exit.USAGE)
    assert "CG803 cannot be suppressed" in out


def test_another_format_than_those_is_refused(copy: Project, capsys: Capsys) -> None:
    assert "json" in ran(capsys, "prove", "--format", "xml", code=Exit.USAGE)[1]


def test_what_claims_leave_out_is_told_where_that_is_asked_for(
    theirs: Path, capsys: Capsys
) -> None:
    (theirs / "c.claims").write_text("internet -/-> alb : udp\n", "utf-8")
    command = ("prove", "--template", "t.yaml", "--claims", "c.claims")
    assert body(capsys, *command)["coverage"] == []
    out, _ = ran(capsys, *command, "--coverage")
    assert "t.yaml:35:11: CG806 warning:" in out, out
    assert "Group: it could be for every address, and no claim would notice." in out
    assert "CG805 warning: Group: no claim and no obligation needs it." in out
    assert "CG805" in ran(capsys, *command, "--coverage", "--format", "github")[0]
    markdown, _ = ran(capsys, *command, "--coverage", "--format", "markdown")
    assert "<summary>What the claims leave out</summary>" in markdown
    ids = {f["id"] for f in body(capsys, *command, "--coverage")["coverage"]}
    assert ids == {"CG805", "CG806"}


WRONG = {
    "no such system": (["prove", "nextsj"], "Did you mean nextjs?"),
    "no such environment": (["prove", "nextjs", "prd"], "Did you mean prod?"),
    "no such file": (["prove", "--claims", "nowhere"], "does not exist"),
    "parameters of nothing": (["prove", "--params", "t.yaml"], "go with --template"),
    "two things at once": (
        ["prove", "nextjs", "--template", "t.yaml"],
        "not both",
    ),
    "a template without its option": (["prove", "t.yaml"], "write --template t.yaml"),
    "the same of reach": (["reach", "t.yaml"], "write --template t.yaml"),
    "the same of explain": (
        ["explain", "t.yaml", "internet", "alb", "443"],
        "write --template t.yaml",
    ),
    "a third word": (["prove", "nextjs", "prod", "web"], "unexpected extra argument"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_words_give_two(case: str, copy: Project, capsys: Capsys) -> None:
    foreign(copy.root)
    words, says = WRONG[case]
    out, err = ran(capsys, *words, code=Exit.USAGE)
    assert says in out + err


def test_anybodys_template_has_obligations(theirs: Path, capsys: Capsys) -> None:
    out, _ = ran(capsys, "prove", "--template", "t.yaml")
    assert re.search(r"^t.yaml: no claims; (\d+) of \1 obligations met$", out, re.M)


def test_anybodys_template_has_claims_where_they_are_given(
    theirs: Path, capsys: Capsys
) -> None:
    text = "set o = 203.0.113.0/24\nonly internet[o] -> alb : tcp/443\n"
    (theirs / "c.claims").write_text(text, "utf-8")
    command = ("prove", "--template", "t.yaml", "--claims", "c.claims")
    assert "t.yaml: 1 of 1 claim proved; " in ran(capsys, *command)[0]
    (theirs / "p.json").write_text('{"Office": "0.0.0.0/0"}', "utf-8")
    out, _ = ran(capsys, *command, "--params", "p.json", code=Exit.FAILED)
    assert "p.json:1 (Office)" in out


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("prove",), id="prove"),
        pytest.param(("reach",), id="reach"),
        pytest.param(("explain", "internet", "alb", "443"), id="explain"),
    ],
)
def test_a_value_that_the_template_does_not_ask_for_is_refused(
    words: tuple[str, ...], theirs: Path, capsys: Capsys
) -> None:
    (theirs / "p.json").write_text('{"Ofice": "0.0.0.0/0", "X": "1"}', "utf-8")
    command = (*words, "--template", "t.yaml", "--params", "p.json")
    out, err = ran(capsys, *command, code=Exit.USAGE)
    assert "p.json:1: CG410" in out
    assert "Did you mean Office?" in out
    assert "    Remove it.\n" in out
    assert err.endswith("p.json does not fit t.yaml.\n")


def test_no_secret_is_printed(theirs: Path, capsys: Capsys) -> None:
    (theirs / "c.claims").write_text("internet -/-> alb\n", "utf-8")
    command = ("prove", "--template", "t.yaml", "--claims", "c.claims", "--verbose")
    for style in ("text", "json", "markdown", "sarif", "github"):
        code = Exit.FAILED
        out, err = ran(capsys, *command, "--format", style, code=code)
        assert "hunter2" not in out + err


def test_a_file_of_claims_that_is_no_text_is_told(theirs: Path, capsys: Capsys) -> None:
    (theirs / "c.claims").write_bytes(b"\xff\xfe")
    command = ("prove", "--template", "t.yaml", "--claims", "c.claims")
    assert (
        "c.claims: the file is not UTF-8 text."
        in (ran(capsys, *command, code=Exit.USAGE)[1])
    )


def test_a_system_without_parameter_files_has_its_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    from tests.gate.projects import shop

    monkeypatch.chdir(tmp_path)
    shop(tmp_path, environments=())
    assert "shop: " in ran(capsys, "prove", "shop")[0]


def test_a_terminal_says_how_wide_it_is_and_what_signs_it_has(copy: Project) -> None:
    claim(copy, "public -/-> internet by route", "web -/-> database")
    variables = {"COLUMNS": "60", "NO_COLOR": "1", "PYTHONIOENCODING": "ascii"}
    shown = on_a_terminal("prove", SYSTEM, "dev", **variables)
    lines = shown[shown.index("REFUTED") :].splitlines()
    assert all(len(line) <= 60 or len(line.split()) == 1 for line in lines)
    assert any("1 ok outbound rules" in line for line in lines)
    assert "<- this" in shown


def test_help_has_examples(capsys: Capsys) -> None:
    assert main(["prove", "--help"]) == Exit.OK
    assert "Example: cfngen prove nextjs prod" in capsys.readouterr().out


def test_parameters_without_a_value_are_named_with_how_to_give_them(
    theirs: Path, capsys: Capsys
) -> None:
    group = '{"Type": "AWS::EC2::SecurityGroup", "Properties": {"VpcId": {"Ref": "V"}}}'
    parameter = '{"Type": "AWS::EC2::VPC::Id"}'
    body = f'{{"Parameters": {{"V": {parameter}}}, "Resources": {{"Sg": {group}}}}}'
    (theirs / "open.json").write_text(body, "utf-8")
    (theirs / "c.claims").write_text("vpc -/-> internet\n", "utf-8")
    command = ("prove", "--template", "open.json", "--claims", "c.claims")
    _, err = ran(capsys, *command, code=Exit.USAGE)
    says = 'open.json: no value is given for V. Write {"V": "…"} into a file, and add'
    assert f"{says} --params FILE." in err
    (theirs / "p.json").write_text('{"V": "vpc-0a1b2c3d4e5f60718"}', "utf-8")
    _, err = ran(capsys, *command, "--params", "p.json", code=Exit.USAGE)
    assert "no value" not in err
