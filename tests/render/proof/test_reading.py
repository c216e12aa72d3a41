"""Who can read something, in lines and as JSON."""

from __future__ import annotations

from cfngen.checks.placing import Written
from cfngen.findings import Place
from cfngen.prove.access.readers import Reader
from cfngen.prove.access.step import Step
from cfngen.prove.access.terms import Term
from cfngen.prove.access.tokens import EVERYTHING
from cfngen.prove.network.rules import Origin
from cfngen.render.page import Page
from cfngen.render.proof import reading
from cfngen.render.proof.places import nowhere

TERM = Term(Origin("Role", ("Policies", 0)), True, ("*",), (EVERYTHING,))
SURE = Reader("Role", (TERM,))
PERHAPS = Reader("anyone", doubts=("the policy of Secret",))
STEP = Step("Other", "Role", "sts:AssumeRole on Role", (TERM,))
BECOMING = Reader("Other", (TERM,), by=(STEP,))


def shown(*found: Reader) -> str:
    """Return readers as they are printed."""
    return reading.text("shop dev: who", found, nowhere, Page(False, 80))


def test_those_who_can_at_once_come_first() -> None:
    assert shown(BECOMING, PERHAPS, SURE) == (
        "shop dev: who\n\n"
        "  At once\n"
        "    Role\n"
        "        Role.Policies[0]\n\n"
        "  Perhaps\n"
        "    anyone\n"
        "        depends on the policy of Secret\n\n"
        "  By working as somebody who can\n"
        "    Other\n"
        "        Other: sts:AssumeRole on Role\n"
        "        Role.Policies[0]\n"
    )


def test_lines_are_no_wider_than_the_page() -> None:
    place = Place("templates/shop/security.json", "Resources/Key", 310)
    spec = Place("systems/shop.yaml", "services.web", 20)
    page = Page(False, 60)
    text = reading.text("t", [SURE], lambda origin: Written(place, None, spec), page)
    assert (
        "        templates/shop/security.json:310 from\n"
        "          systems/shop.yaml:20\n"
    ) in text


def test_nobody_is_said_to_be_nobody() -> None:
    assert shown() == "shop dev: who\n\n  Nobody can.\n"
