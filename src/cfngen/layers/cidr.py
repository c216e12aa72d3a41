"""Address ranges as settings take them; that they fit together is lint's to see."""

from __future__ import annotations

OCTET = r"(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"

EVERYWHERE = "0.0.0.0/0"

CIDR_PATTERN = rf"^({OCTET}\.){{3}}{OCTET}/(1[6-9]|2[0-8])$"
"""An IPv4 range of a size that VPCs and subnets may have:
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"""

OPTIONAL_RANGE_PATTERN = rf"^(({OCTET}\.){{3}}{OCTET}/([1-9]|[12][0-9]|3[0-2]))?$"
"""An IPv4 range of any size but all there is, or nothing."""
