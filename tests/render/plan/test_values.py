"""The values that a plan changes, in words."""

from __future__ import annotations

import json

import pytest

from cfngen.plan.planned import Cause
from cfngen.render.plan.values import Said, middle, shortened, told
from tests.render.plans import policy

LATER = "{{changeSet:KNOWN_AFTER_APPLY}}"


def of(before: object, after: object, path: str = "Properties.P") -> list[Said]:
    """Return what is said of two values, as JSON where they are no text."""
    return list(told(Cause(path, _text(before), _text(after))))


def _text(value: object) -> str | None:
    """Return a value as CloudFormation writes it."""
    return value if isinstance(value, str | None) else json.dumps(value)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param("a", "b", Said("P", "a", "b"), id="texts"),
        pytest.param("1", "2", Said("P", "1", "2"), id="numbers"),
        pytest.param("", "b", Said("P", '""', "b"), id="empty"),
        pytest.param(None, "b", Said("P", None, "b"), id="new"),
        pytest.param(
            "a", None, Said("P", "a", "(none, or known afterwards)"), id="unknown"
        ),
        pytest.param("a", LATER, Said("P", "a", "(known afterwards)"), id="later"),
        pytest.param(None, None, Said("P", None, None), id="neither"),
        pytest.param("{", "}", Said("P", "{", "}"), id="no JSON after all"),
        pytest.param("[1]", "x", Said("P", "[1]", "x"), id="another shape"),
        pytest.param(
            "10.0.0.0/8", "::/0", Said("P", "10.0.0.0/8", "::/0", "", True), id="wide"
        ),
    ],
)
def test_whole_values(before: str | None, after: str | None, said: Said) -> None:
    assert of(before, after) == [said]


def test_a_cause_says_where_it_comes_from_and_what_it_does() -> None:
    (said,) = told(Cause("Properties.Engine", "a", "b", "the template", "Always"))
    assert said.why == "the template; replaces it"
    (said,) = told(Cause("Tags", "a", "b", recreates="Conditionally"))
    assert (said.place, said.why) == ("Tags", "may replace it")


def test_what_refers_to_something_gets_a_value() -> None:
    (said,) = told(Cause("Properties.VpcId", "vpc-1", None, "output VpcId of Network"))
    assert said.after == "(known afterwards)"
    (said,) = told(Cause("Properties.VpcId", "vpc-1", None, "the template"))
    assert said.after == "(none, or known afterwards)"


def test_items_of_lists_are_in_brackets() -> None:
    (said,) = of("a", "b", "Properties.Tags.10.Value")
    assert said.place == "Tags[10].Value"
    (said,) = of("a", "b", "Properties.Groups.0")
    assert said.place == "Groups[0]"


def test_json_is_compared_by_path() -> None:
    before = {"A": {"B": [1, 2], "C": "x"}, "Gone": True, "Same": 1}
    after = {"A": {"B": [1, 3], "C": "x"}, "New": LATER, "Same": 1}
    assert of(before, after) == [
        Said("P.A.B[1]", "2", "3"),
        Said("P.Gone", "true", None),
        Said("P.New", None, "(known afterwards)"),
    ]


def test_lists_are_compared_by_name() -> None:
    before = [{"Name": "web", "Image": "a"}, {"Name": "log", "Image": "a"}]
    after = [{"Name": "log", "Image": "a"}, {"Name": "web", "Image": "b"}]
    first, *_ = of(before, after)
    assert first == Said("P[web].Image", "a", "b")


def test_statements_are_sentences() -> None:
    changed = of(policy("s3:Get*"), policy("s3:Get*", "s3:Put*"))
    assert changed == [
        Said(
            "P.Statement[0]",
            "allow s3:Get* on everything",
            "allow s3:Get*, s3:Put* on everything",
        )
    ]


def by_sid(**actions: str) -> str:
    """Return a policy with a statement for each Sid; one that is `_` has none."""
    allowed = {"Effect": "Allow", "Resource": "*"}
    said = [
        allowed | {"Action": action} | ({} if sid == "_" else {"Sid": sid})
        for sid, action in actions.items()
    ]
    return json.dumps({"Statement": said})


def test_statements_have_their_sid_for_a_name() -> None:
    before = by_sid(A="s3:Get*", _="s3:List*", B="s3:Put*", Gone="s3:Head*")
    after = by_sid(B="s3:Put*", A="*", _="s3:Tag*", New="sqs:*")
    assert of(before, after) == [
        Said(
            "P.Statement[A]",
            "allow s3:Get* on everything",
            "allow every action on everything",
            widens=True,
        ),
        Said("P.Statement[]", "allow s3:List* on everything", None),
        Said("P.Statement[Gone]", "allow s3:Head* on everything", None),
        Said("P.Statement[]", None, "allow s3:Tag* on everything"),
        Said("P.Statement[New]", None, "allow sqs:* on everything"),
    ]


def test_a_statement_with_another_sid_keeps_its_number() -> None:
    (said,) = of(by_sid(A="s3:Get*"), by_sid(B="s3:Get*"))
    assert (said.place, said.before) == (
        "P.Statement[0]",
        "A: allow s3:Get* on everything",
    )


def test_a_place_with_names_goes_before_the_path() -> None:
    path = "Properties.Tags.0.Value"
    (said,) = told(Cause(path, "a", "b", place="Properties.Tags[a.1.b].Value"))
    assert said.place == "Tags[a.1.b].Value"


def test_a_statement_that_allows_all_is_loud() -> None:
    (said,) = of(policy("s3:Get*"), policy("*"))
    assert said.widens
    (said,) = of(policy("*"), policy("s3:Get*"))
    assert not said.widens


def test_masked_values_are_hidden() -> None:
    (said,) = of("****", "****")
    assert said.hidden
    assert said.word() == "changed, and not shown"
    (said,) = of(None, None)
    assert said.word() == "changes"


def test_long_values_keep_what_differs() -> None:
    head, tail = "h" * 300, "t" * 300
    said = Said("P", f"{head}OLD{tail}", f"{head}NEWER{tail}")
    before, after = shortened(said, 60)
    assert before == f"…{'h' * 12}OLD{'t' * 12}…"
    assert after == f"…{'h' * 12}NEWER{'t' * 12}…"


def test_what_differs_at_length_is_cut_in_its_middle() -> None:
    before, after = shortened(Said("P", "a" * 900, "b" * 1800), 50)
    assert after == f"{'b' * 14}…(1,800 characters)…{'b' * 14}"
    assert len(before) <= 50


def test_a_new_value_is_cut_in_its_middle() -> None:
    before, after = shortened(Said("P", None, "b" * 1800), 50)
    assert before == "(none)"
    assert len(after) == 50


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("ab" * 50, "ab" * 51, id="one more at the end"),
        pytest.param("a" * 100, "a" * 101, id="all alike"),
        pytest.param("x" + "a" * 100, "a" * 100, id="one less in front"),
    ],
)
def test_values_that_differ_look_different(before: str, after: str) -> None:
    one, other = shortened(Said("P", before, after), 60)
    assert one != other


def test_what_fits_is_whole() -> None:
    assert middle("a" * 50, 50) == "a" * 50


def test_what_is_known_is_told_beside_what_comes_late() -> None:
    before = json.dumps({"Name": "x", "Cidr": "10.0.0.0/8"})
    after = json.dumps({"Name": f"a/{LATER}", "Cidr": "0.0.0.0/0"})
    found = {said.place: said for said in told(Cause("Properties.P", before, after))}
    assert found["P.Cidr"].after == "0.0.0.0/0"
    assert found["P.Name"].after == "a/(known afterwards)"
