"""The dashboard: the system on one page, drawn where a setting says so."""

from __future__ import annotations

import json
from collections.abc import Sequence

from troposphere import Equals, If, Ref, Sub, cloudwatch

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.monitoring import settings
from cfngen.layers.monitoring.dashboard.sections import sections
from cfngen.layers.monitoring.dashboard.widgets import Section, placed, states
from cfngen.spec.care import Monitoring
from cfngen.spec.system import System

MOST_ALARMS = 100
"""Alarms that CloudWatch shows in one piece."""


def add(
    layer: Layer,
    system: System,
    monitoring: Monitoring,
    alarms: Sequence[cloudwatch.Alarm],
) -> None:
    """Add the dashboard, and let out its name, which is empty while there is none."""
    wanted = Equals(layer.setting(settings.dashboard(monitoring)), "true")
    condition = layer.condition("HasDashboard", wanted)
    shown = (_states(alarms), *sections(layer, system))
    drawn = layer.add(
        cloudwatch.Dashboard(
            "Dashboard", Condition=condition, DashboardBody=_body(shown)
        )
    )
    layer.leave(ports.DASHBOARD_NAME, If(condition, Ref(drawn), ""))


def _states(alarms: Sequence[cloudwatch.Alarm]) -> Section:
    """Return the states of the alarms that are always there.

    An alarm that a condition may leave out cannot be named: CloudFormation would look
    for it in vain.
    """
    always = [one for one in alarms if "Condition" not in one.resource]
    arns = [f"${{{one.title}.Arn}}" for one in always]
    parts = [arns[at : at + MOST_ALARMS] for at in range(0, len(arns), MOST_ALARMS)]
    return Section("Alarms", tuple(states(part) for part in parts))


def _body(shown: Sequence[Section]) -> Sub:
    """Return the body: one text, in which CloudFormation fills in names and ARNs."""
    body = {"widgets": list(placed(shown))}
    return Sub(json.dumps(body, sort_keys=True, separators=(",", ":")))
