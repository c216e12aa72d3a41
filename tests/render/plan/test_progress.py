"""What planning reports, word for word."""

from __future__ import annotations

import pytest

from cfngen.plan.inputs.order import Override
from cfngen.plan.progress import Degraded, Overridden, Uploaded, Waiting, WorkedOut
from cfngen.render.running.progress import lines

FILE = "params/small/dev.json"


def told(progress: object) -> list[str]:
    """Return the lines of a report."""
    return list(lines(progress))


def test_overrides_name_their_source_and_hide_secrets() -> None:
    given = Overridden(
        (
            Override("WebImageTag", "v2", "v1", FILE),
            Override("ApiImageTag", "v2", None, FILE),
            Override("DomainName", "a.example", "", FILE),
            Override("Password", "hunter2", "hunter1", FILE),
        ),
        frozenset({"Password"}),
    )
    assert told(given) == [
        "Parameters from the command line:",
        "  WebImageTag = v2  (--set; params/small/dev.json has v1)",
        "  ApiImageTag = v2  (--set; params/small/dev.json leaves it to releases)",
        '  DomainName  = a.example  (--set; params/small/dev.json has "")',
        "  Password    = ****  (--set; params/small/dev.json has ****)",
    ]


@pytest.mark.parametrize(
    ("written", "present", "text"),
    [
        pytest.param(3, 0, "Templates: 3 uploaded to bucket.", id="all are new"),
        pytest.param(
            2, 1, "Templates: 2 uploaded to bucket, 1 there already.", id="some are"
        ),
        pytest.param(0, 3, "Templates: all 3 are in bucket already.", id="none is"),
    ],
)
def test_uploads_are_counted(written: int, present: int, text: str) -> None:
    assert told(Uploaded("bucket", written, present)) == [text]


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        pytest.param(WorkedOut(2, 5), "Change sets: 2 of 5 worked out.", id="some"),
        pytest.param(
            Waiting("shop-prod", "UPDATE_IN_PROGRESS"),
            "shop-prod is UPDATE_IN_PROGRESS, which is somebody else's doing: waiting.",
            id="busy",
        ),
        pytest.param(
            Degraded("the failed validations", "not\n authorized"),
            "Not known: the failed validations: not authorized",
            id="not allowed to ask",
        ),
    ],
)
def test_what_takes_time_or_is_missing_is_told(progress: object, text: str) -> None:
    assert told(progress) == [text]


def test_what_is_not_known_says_nothing() -> None:
    assert told(object()) == []
