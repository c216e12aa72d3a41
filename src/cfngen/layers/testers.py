"""Who may try out a release before users see it: nobody, until a setting says who."""

from __future__ import annotations

from troposphere import Equals, Not, Ref

from cfngen.layers.cidr import OPTIONAL_RANGE_PATTERN
from cfngen.layers.layer import Layer
from cfngen.settings import Setting

SETTING = Setting(
    "TestListenerCidr",
    "Addresses that may try out a release; empty for nobody.",
    default="",
    pattern=OPTIONAL_RANGE_PATTERN,
    hint="an IPv4 range from /1 to /32, such as 198.51.100.7/32, or empty",
)


def testers(layer: Layer) -> tuple[Ref, str]:
    """Declare the setting, and the condition that it names anybody; return both."""
    cidr = layer.setting(SETTING)
    return cidr, layer.condition("HasTesters", Not(Equals(cidr, "")))
