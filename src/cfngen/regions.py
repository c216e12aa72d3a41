"""The partition of a region, and the ending of its addresses.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html
"""

from __future__ import annotations

from collections.abc import Mapping

PARTITIONS: Mapping[str, tuple[str, str]] = {
    "cn-": ("aws-cn", "amazonaws.com.cn"),
    "us-gov-": ("aws-us-gov", "amazonaws.com"),
    "us-iso-": ("aws-iso", "c2s.ic.gov"),
    "us-isob-": ("aws-iso-b", "sc2s.sgov.gov"),
    "eu-isoe-": ("aws-iso-e", "cloud.adc-e.uk"),
    "us-isof-": ("aws-iso-f", "csp.hci.ic.gov"),
    "eusc-": ("aws-eusc", "amazonaws.eu"),
}
"""Partition and suffix by how the names of its regions begin."""

COMMON = ("aws", "amazonaws.com")


def partition(region: str) -> str:
    """Return a region's partition; empty where the region is not known."""
    return _of(region)[0]


def suffix(region: str) -> str:
    """Return the ending of a region's addresses; empty where it is not known."""
    return _of(region)[1]


def _of(region: str) -> tuple[str, str]:
    found = [pair for start, pair in PARTITIONS.items() if region.startswith(start)]
    return found[0] if found else COMMON if region else ("", "")
