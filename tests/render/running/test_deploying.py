"""What a deployment reports beside events, word for word."""

from __future__ import annotations

import pytest

from cfngen.deploy.progress import (
    Awaiting,
    Began,
    Cancelling,
    Guarded,
    Interrupted,
    Polled,
    Record,
    Retrying,
    Uncancellable,
)
from cfngen.render.running.deploying import lines

RECORD = Record("_a.example.com.", "CNAME", "_b.acm-validations.aws.")
GOES_ON = "cfngen stops watching small-dev, which goes on by itself."


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        pytest.param(Polled(), [], id="a look"),
        pytest.param(Began("small-dev"), [], id="the beginning"),
        pytest.param(
            Retrying("Rate exceeded"),
            ["No answer, asking again: Rate exceeded"],
            id="a question asked again",
        ),
        pytest.param(
            Guarded("stack policy"), ["Set: stack policy."], id="what guards a stack"
        ),
        pytest.param(
            Awaiting("Edge/Certificate", RECORD),
            [
                "Edge/Certificate waits for this DNS record:",
                "  Name   _a.example.com.",
                "  Type   CNAME",
                "  Value  _b.acm-validations.aws.",
                "Write it where the DNS of the domain is kept; the deployment goes on "
                "then.",
                'At Cloudflare: "DNS only", without the proxy.',
            ],
            id="a record",
        ),
        pytest.param(
            Interrupted("small-dev", 3.0),
            [
                f"Interrupted: {GOES_ON}",
                "Ctrl-C again within 3 seconds to cancel the update.",
            ],
            id="Ctrl-C in an update",
        ),
        pytest.param(
            Interrupted("small-dev", creating=True),
            [
                f"Interrupted: {GOES_ON}",
                "A create cannot be cancelled; it can be deleted when it has ended.",
            ],
            id="Ctrl-C in a create",
        ),
        pytest.param(
            Interrupted("small-dev", terminated=True),
            [f"Told to end: {GOES_ON}"],
            id="SIGTERM",
        ),
        pytest.param(
            Cancelling("small-dev"),
            ["small-dev: the update is being cancelled and undone."],
            id="cancelling",
        ),
        pytest.param(
            Uncancellable("small-dev", "UPDATE_COMPLETE"),
            ["small-dev is UPDATE_COMPLETE: there is no update left to cancel."],
            id="too late",
        ),
        pytest.param(object(), [], id="somebody else's"),
    ],
)
def test_it_is_said_in_these_words(progress: object, words: list[str]) -> None:
    assert list(lines(progress)) == words
