"""Proofs as a comment on GitHub."""

from __future__ import annotations

from dataclasses import replace

from cfngen.prove.verdict import Proof, Truth, Verdict
from cfngen.render.markdown import MOST
from cfngen.render.proof.markdown import render
from cfngen.render.proof.places import Shown
from tests.render.proof.proofs import HOLDS, ONLY, PROD, ROLE, SHOWN, said


def test_one_environment_is_its_numbers_a_table_and_details() -> None:
    text = render([SHOWN])
    assert text.startswith(
        "### shop dev\n\n1 of 4 claims proved, 2 refuted, 1 undecided; "
        "1 of 2 obligations met.\n"
    )
    row = "| REFUTED | `only web -> database : tcp/5432` | `systems/shop.claims:6` |\n"
    assert row in text
    assert "| NOT MET | `web can pull its image` |" in text
    assert "<summary>REFUTED role web.task only nothing</summary>" in text
    assert "     4 ✓ inbound rules of database\n" in text
    assert "<summary>Resting on 4 assumptions</summary>\n\n- assumption 1\n" in text


def test_several_environments_say_whose_each_claim_is() -> None:
    text = render([SHOWN, Shown(PROD)])
    assert "- **shop prod**: 1 of 1 claim proved; 1 of 1 obligation met\n" in text
    assert "| REFUTED | `role web.task only nothing` shop dev |" in text


def test_what_holds_has_rows_where_they_are_asked_for() -> None:
    proof = Shown(Proof("shop", "dev", (HOLDS,)))
    assert "| PROVED |" not in render([proof])
    assert "| PROVED | `web -> database : tcp/5432` |" in render([proof], verbose=True)


def test_evidence_is_no_diff() -> None:
    """Nor would GitHub colour it well: lines of a diff begin with + and -."""
    text = render([SHOWN])
    assert "```diff" not in text
    assert text.count("\n```text\n") == 4


def test_what_may_stay_is_marked() -> None:
    shown = replace(SHOWN, suppressed={ROLE: "It may."})
    assert "| REFUTED (may stay) | `role web.task only nothing` |" in render([shown])


def test_a_claim_cannot_end_its_cell() -> None:
    odd = Verdict(said("a | b ` <script> -> c"), Truth.REFUTED)
    row = render([Shown(Proof("shop", "dev", (odd,)))]).split("---\n")[-1]
    assert "&#124;" in row
    assert "<script>" not in row.partition("<details>")[0]


def test_a_comment_has_room_for_so_much() -> None:
    many = tuple(replace(ONLY, said=said(f"only w{n} -> database")) for n in range(900))
    text = render([Shown(Proof("shop", "dev", many))])
    assert len(text.encode()) <= MOST
    assert "more: see `cfngen prove`" in text
