"""The list of time zones is the IANA database's, as far as this machine knows it."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from cfngen.spec.checks.time_zones import time_zones
from cfngen.spec.words import TIME_ZONE

NEW = 10
"""More zones than a few releases of the database bring."""

SINCE_LONG = 400
"""Fewer zones than any machine's database has, also without the old names."""


def test_zones_are_of_the_database() -> None:
    known, zones = available_timezones(), set(time_zones())
    if known:  # there are machines without
        assert len(known - zones) <= NEW
        assert len(known & zones) >= SINCE_LONG


def test_none_of_the_old_ones_is_missing() -> None:
    zones = time_zones()
    assert len(zones) == len(set(zones)) == 597
    for zone in ("UTC", "America/Montevideo", "America/Argentina/Salta", "Etc/GMT+3"):
        assert zone in zones


def test_every_zone_has_the_form_of_one() -> None:
    for zone in time_zones():
        assert re.fullmatch(TIME_ZONE.pattern, zone)
        assert len(zone) <= 50
