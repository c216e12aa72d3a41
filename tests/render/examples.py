"""Findings of every kind, for the tests of their forms."""

from __future__ import annotations

from cfngen.findings import Finding, Place, Severity
from cfngen.suppress import Suppressed, Suppression

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

CAUSED = Finding(
    file="params/shop/dev.json",
    path="WebCpu",
    id="CG540",
    message="ServiceWeb/TaskDefinition: Fargate has no 300 CPU units.",
    line=80,
    column=42,
    resource="ServiceWeb/TaskDefinition",
    cause=Place("systems/shop.yaml", "services.web.cpu", 27, 5),
)
SUPPRESSED = Suppressed(
    CAUSED,
    Suppression(
        *("CG540", "*", "The account has a size of its own"),
        Place("systems/shop.yaml", "suppress.0", 60, 5),
    ),
)
