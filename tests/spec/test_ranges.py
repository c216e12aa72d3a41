"""Cloudflare's ranges: what is believed, what is refused, and which are in force."""

from __future__ import annotations

import json
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

import cfngen
from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.layers import security
from cfngen.project import Project
from cfngen.spec.load import load
from cfngen.spec.ranges import Ranges, in_force, kept, packaged, published
from cfngen.spec.ranges.check import FEWEST, ROOM
from cfngen.spec.ranges.forms import LONGEST
from cfngen.write import render
from tests.layers.edges import EVERY
from tests.spec.specs import ROOT

OURS = packaged()
ANSWER = {
    "result": {
        "ipv4_cidrs": list(OURS.ipv4),
        "ipv6_cidrs": list(OURS.ipv6),
        "etag": "38f79d050aa027e3be3865e495dcc9bc",
    },
    "success": True,
    "errors": [],
    "messages": [],
}
DAY = "2026-11-20"


def read(folder: Path, *texts: str) -> Ranges:
    """Return the ranges of files as Cloudflare publishes them."""
    files = [folder / f"ips-{number}" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "utf-8")
    return published([(file, file.name) for file in files], DAY)


def refused(folder: Path, *texts: str) -> tuple[Finding, ...]:
    """Return what is found wrong with files."""
    with pytest.raises(InputError) as caught:
        read(folder, *texts)
    assert all(found.mend for found in caught.value.findings)
    return caught.value.findings


def lines(*changes: tuple[str, str]) -> str:
    """Return Cloudflare's ranges, one a line, some of them replaced."""
    text = "\n".join(OURS.every)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_the_package_has_ranges_of_both_families() -> None:
    assert (len(OURS.ipv4), len(OURS.ipv6)) == (15, 7)
    assert all(ip_network(one).version == 4 for one in OURS.ipv4)
    assert all(ip_network(one).version == 6 for one in OURS.ipv6)


def test_the_packages_file_is_as_the_program_writes_it() -> None:
    file = Path(cfngen.__file__).parent / "data" / "cloudflare.json"
    assert file.read_text("utf-8") == OURS.text()


FORMS = {
    "the answer of the API": (json.dumps(ANSWER),),
    "the answer, indented": (json.dumps(ANSWER, indent=4),),
    "the answer, compact": (json.dumps(ANSWER, separators=(",", ":")),),
    "two lists": ("\n".join(OURS.ipv4), "\n".join(OURS.ipv6) + "\n"),
    "two lists, the other way round": ("\n".join(OURS.ipv6), "\n".join(OURS.ipv4)),
    "one list": (lines(),),
    "Windows, a mark and a comment": (
        "\ufeff# from Cloudflare\r\n\r\n" + lines().replace("\n", "\r\n"),
    ),
    "our own file": (OURS.text(),),
    "another order": ("\n".join(reversed(OURS.every)),),
}


@pytest.mark.parametrize("texts", FORMS.values(), ids=FORMS.keys())
def test_whatever_the_form_the_ranges_are_the_same(
    texts: tuple[str, ...], tmp_path: Path
) -> None:
    assert read(tmp_path, *texts) == replace(OURS, as_of=DAY)


WRONG: dict[str, tuple[tuple[str, str], str, str]] = {
    "no range": (
        ("104.16.0.0/13", "104.16.0.0/33"),
        "'104.16.0.0/33' is not an address range.",
        "Download",
    ),
    "a word": (("104.16.0.0/13", "cloudflare"), "'cloudflare' is not", "Download"),
    "an address": (
        ("104.16.0.0/13", "104.16.0.0"),
        "'104.16.0.0' is not an address range.",
        "Did you mean 104.16.0.0/32?",
    ),
    "host bits": (
        ("104.16.0.0/13", "104.17.0.0/13"),
        "'104.17.0.0/13' is not an address range.",
        "Did you mean 104.16.0.0/13?",
    ),
    "everybody": (("104.16.0.0/13", "0.0.0.0/0"), "0.0.0.0/0 is far too large.", ""),
    "everybody of IPv6": (("2400:cb00::/32", "::/0"), "::/0 is far too large.", ""),
    "half of the internet": (
        ("104.16.0.0/13", "128.0.0.0/1"),
        "128.0.0.0/1 is far too large.",
        "",
    ),
    "one address": (
        ("104.16.0.0/13", "104.16.0.0/32"),
        "104.16.0.0/32 is far too small.",
        "",
    ),
    "a private range": (
        ("104.16.0.0/13", "10.0.0.0/16"),
        "10.0.0.0/16 is not on the internet.",
        "",
    ),
    "around a private range": (
        ("104.16.0.0/13", "172.0.0.0/8"),
        "172.0.0.0/8 is not on the internet.",
        "",
    ),
    "a range for documents": (
        ("2400:cb00::/32", "2001:db8::/32"),
        "2001:db8::/32 is not on the internet.",
        "",
    ),
    "a local range of IPv6": (
        ("2400:cb00::/32", "fd00::/16"),
        "fd00::/16 is not on the internet.",
        "",
    ),
    "an interface": (
        ("2400:cb00::/32", "2400:cb00::%eth0/32"),
        "2400:cb00::%eth0/32 is not on the internet.",
        "",
    ),
    "what a terminal would obey": (
        ("104.16.0.0/13", "\x1b[2J/13"),
        r"'\x1b[2J/13' is not an address range.",
        "Download",
    ),
    "the same twice": (
        ("104.16.0.0/13", "104.24.0.0/14"),
        "104.24.0.0/14 overlaps 104.24.0.0/14.",
        "Keep one",
    ),
    "one in another": (
        ("104.24.0.0/14", "104.16.0.0/14"),
        "104.16.0.0/14 overlaps 104.16.0.0/13.",
        "Keep one",
    ),
}


@pytest.mark.parametrize(("change", "what", "mend"), WRONG.values(), ids=WRONG.keys())
def test_a_range_that_cannot_be_cloudflares_is_refused(
    change: tuple[str, str], what: str, mend: str, tmp_path: Path
) -> None:
    (found,) = refused(tmp_path, lines(change))
    assert found.message.startswith(what)
    assert found.mend.startswith(mend)
    wrong = lines(change).splitlines()[found.line - 1]
    assert wrong.split("/")[0] in change[1]


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    first, second = lines(("104.16.0.0/13", "10.0.0.0/8")), "nonsense"
    found = refused(tmp_path, first, second)
    assert [(f.file, f.line) for f in found] == [("ips-0", 4), ("ips-1", 1)]


def test_what_is_wrong_in_an_answer_has_its_place(tmp_path: Path) -> None:
    result = ANSWER["result"] | {"ipv4_cidrs": [*OURS.ipv4, 5]}  # type: ignore[operator]
    (found,) = refused(tmp_path, json.dumps(ANSWER | {"result": result}, indent=1))
    assert found.path == "result.ipv4_cidrs.15"
    assert found.line == 19


NO_LIST: dict[str, tuple[tuple[str, ...], str]] = {
    "nothing": (("",), "0 IPv4 ranges are not the whole list."),
    "IPv4 only": (("\n".join(OURS.ipv4),), "0 IPv6 ranges are not the whole list."),
    "cut off": (("\n".join(OURS.ipv4[:5]),), "5 IPv4 ranges are not the whole list."),
    "a page": (("\n<!DOCTYPE html>",), "This is a page, no list of ranges."),
    "a long page": (("\ufeff <html>" + "-" * LONGEST,), "This is a page, no list"),
    "far too long": (("5.6.0.0/20\n" * LONGEST,), f"The file has more than {LONGEST}"),
    "far too long JSON": (('{"a": ' + "[" * LONGEST,), "The file has more than"),
    "an error": (('{"success": false}',), "Cloudflare answered with an error."),
    "another answer": (('{"a": 1}',), "0 IPv4 ranges are not the whole list."),
    "no JSON": (('{"result": ',), "A bracket is opened here and never closed"),
    "no lists": (('{"ipv4": "1", "ipv6": []}',), "'1' is not an address range."),
}


@pytest.mark.parametrize(("texts", "what"), NO_LIST.values(), ids=NO_LIST.keys())
def test_what_is_no_whole_list_is_refused(
    texts: tuple[str, ...], what: str, tmp_path: Path
) -> None:
    said = [found.message for found in refused(tmp_path, *texts)]
    assert any(message.startswith(what) for message in said), said


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_named(
    content: bytes | None, tmp_path: Path
) -> None:
    file = tmp_path / "ips"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        published([(file, "ips")], DAY)
    assert {found.file for found in caught.value.findings} == {"ips"}


def many(family: int, count: int) -> list[str]:
    """Return so many ranges of a family that lie apart."""
    return [
        f"5.{number}.0.0/20" if family == 4 else f"2a0{number:x}:1::/32"
        for number in range(count)
    ]


@pytest.mark.parametrize("family", [4, 6])
def test_there_is_room_for_some_more_and_not_for_any_number(
    family: int, tmp_path: Path
) -> None:
    other = OURS.ipv6 if family == 4 else OURS.ipv4
    full = read(tmp_path, "\n".join((*many(family, ROOM[family]), *other)))
    assert len(full.every) == ROOM[family] + len(other)
    (found,) = refused(tmp_path, "\n".join((*many(family, ROOM[family] + 1), *other)))
    assert f"there is room for {ROOM[family]}" in found.message
    assert len(OURS.ipv4) > FEWEST[4]
    assert len(OURS.ipv6) > FEWEST[6]


def project_with(folder: Path, text: str | None) -> Project:
    """Return a project of revendiste, with ranges of its own or without."""
    project = Project(folder)
    project.spec("revendiste").parent.mkdir(parents=True)
    spec = (ROOT / "systems" / "revendiste.yaml").read_text("utf-8")
    project.spec("revendiste").write_text(spec, "utf-8")
    if text is not None:
        project.cloudflare().parent.mkdir()
        project.cloudflare().write_text(text, "utf-8")
    return project


OTHERS = Ranges(DAY, (*OURS.ipv4[1:], "5.6.0.0/20"), OURS.ipv6)


def test_a_project_without_ranges_has_those_of_the_package(tmp_path: Path) -> None:
    project = project_with(tmp_path, None)
    assert in_force(project) == OURS
    assert load(project, "revendiste").cloudflare == OURS
    assert load(project, "revendiste") == load(project, "revendiste")


def test_a_project_with_ranges_has_its_own(tmp_path: Path) -> None:
    project = project_with(tmp_path, OTHERS.text())
    system = load(project, "revendiste")
    assert in_force(project).every != OURS.every
    assert system.cloudflare == in_force(project)
    assert system != load(project_with(tmp_path / "other", None), "revendiste")
    assert "5.6.0.0/20" in render(security.build(system).template)


def test_the_date_of_the_ranges_is_in_no_template(tmp_path: Path) -> None:
    older = replace(OURS, as_of="2020-01-02")
    before, after = EVERY["revendiste"], EVERY["revendiste"].with_cloudflare(older)
    assert render(security.build(before).template) == render(
        security.build(after).template
    )


BROKEN: dict[str, tuple[str, str]] = {
    "no date": (OURS.text().replace("as_of", "asof"), "There is no date."),
    "a date that is none": (
        OURS.text().replace(OURS.as_of, "2026-02-30"),
        "'2026-02-30' is not a date.",
    ),
    "a private range": (
        OURS.text().replace("104.16.0.0/13", "10.0.0.0/8"),
        "10.0.0.0/8 is not on the internet.",
    ),
    "a key twice": (OURS.text().replace("ipv6", "ipv4"), "The key 'ipv4' is here"),
}


@pytest.mark.parametrize(("text", "what"), BROKEN.values(), ids=BROKEN.keys())
def test_a_projects_file_that_does_not_fit_is_said_with_what_else_is_wrong(
    text: str, what: str, tmp_path: Path
) -> None:
    project = project_with(tmp_path, text)
    spec = project.spec("revendiste")
    spec.write_text(spec.read_text("utf-8").replace("memory: 1024", "memory: 1000"))
    with pytest.raises(InputError) as caught:
        load(project, "revendiste")
    files = {found.file for found in caught.value.findings}
    assert files == {"systems/revendiste.yaml", "data/cloudflare.json"}
    assert any(found.message.startswith(what) for found in caught.value.findings)
    assert "data/cloudflare.json: 1 error." in caught.value.message


def test_a_system_that_is_open_to_all_does_not_need_them(tmp_path: Path) -> None:
    project = project_with(tmp_path, "nonsense")
    spec = project.spec("revendiste")
    spec.write_text(spec.read_text("utf-8").replace("cloudflare", "internet"))
    assert not load(project, "revendiste").from_cloudflare


@pytest.mark.parametrize("key", ["cloudflare", "_cloudflare", "ranges"])
def test_no_spec_says_them(key: str, tmp_path: Path) -> None:
    project = project_with(tmp_path, None)
    with project.spec("revendiste").open("a", encoding="utf-8") as file:
        file.write(f"{key}: []\n")
    with pytest.raises(InputError) as caught:
        load(project, "revendiste")
    (found,) = caught.value.findings
    assert found.message == f"Unknown key '{key}'."


def test_what_is_kept_is_what_was_read(tmp_path: Path) -> None:
    file = tmp_path / "cloudflare.json"
    file.write_text(OTHERS.text(), "utf-8")
    known = kept((file, file.name))
    assert set(known.every) == set(OTHERS.every)
    assert known.text() == kept((file, file.name)).text()
