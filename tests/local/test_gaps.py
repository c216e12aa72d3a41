"""Every gap is still there in plain moto, and mended here.

When the first test fails, moto has caught up: the file that it names can go.
"""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from tests.local.cloud import Cloud
from tests.local.probes import PROBES, Probe

by_name = pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.__name__)


def holds(probe: Probe, cloud: Cloud) -> bool:
    """Say whether an endpoint passes a probe; one that breaks does not."""
    try:
        return probe(cloud)
    except (
        ClientError,
        ResponseParserError,
        KeyError,
        IndexError,
        ValueError,
        AssertionError,
    ):
        return False


@by_name
def test_plain_moto_still_has_the_gap(probe: Probe, plain: Cloud) -> None:
    plain.reset()
    assert not holds(probe, plain), (
        f"moto has closed this gap: delete src/cfngen/local/{PROBES[probe]}"
    )


@by_name
def test_the_emulator_mends_it(probe: Probe, cloud: Cloud) -> None:
    assert probe(cloud)
