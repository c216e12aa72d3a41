"""Checks of roles, policies, keys and secrets: CG570 to CG589."""

from cfngen.checks.check import Check

CHECKS: tuple[Check, ...] = ()
