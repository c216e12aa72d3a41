"""Checks of alarms, dashboards and notices: CG630 to CG644."""

from cfngen.checks.check import Check

CHECKS: tuple[Check, ...] = ()
