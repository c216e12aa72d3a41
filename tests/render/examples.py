"""Findings of every kind, for the tests of their forms."""

from __future__ import annotations

from cfngen.findings import Finding, Severity

SPEC = Finding(
    file="systems/shop.yaml",
    path="services.web.cpu",
    id="CG012",
    message="Fargate has no task with 300 CPU units.",
    mend="Use 256, 512, 1024, 2048 or 4096.",
    line=14,
    column=5,
)
WARNING = Finding(
    file="systems/shop.yaml",
    path="",
    id="CG3",
    message="Two lines\nof text.",
    severity=Severity.WARNING,
    line=120,
)
CFN_LINT = Finding(
    file="templates/shop/network.json",
    path="Resources/Vpc/Properties",
    id="I3042",
    message="A partition is written out.",
    severity=Severity.INFO,
    column=7,
)
ALL = (SPEC, WARNING, CFN_LINT)
