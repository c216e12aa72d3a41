"""Mistakes in the address ranges that parameter files give."""

from __future__ import annotations

from tests.checks.planted.mistake import Mistake

MISTAKES = (
    Mistake(
        "a subnet outside its VPC",
        *("nextjs dev", "CG201", "IsolatedSubnet1Cidr"),
        parameters={"IsolatedSubnet1Cidr": "10.1.2.0/28"},
    ),
    Mistake(
        "subnets that overlap",
        *("nextjs prod", "CG201", "PrivateSubnet2Cidr"),
        parameters={"PrivateSubnet2Cidr": "10.0.0.0/20"},
    ),
)
