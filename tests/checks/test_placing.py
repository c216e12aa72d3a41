"""Where a finding of a check stands, and what it names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cfngen.checks import Check, Problem, check, of_spec, resourced
from cfngen.findings import Finding, Place, Severity
from cfngen.model import Model
from cfngen.resolve.scope import Path
from cfngen.spec.causes import Causes, source_of
from tests.models import PROJECT, model, of_resources, spec


def found(of: Model, path: str, *steps: str | int, ours: bool = True) -> Finding:
    """Return the finding of a check that complains of one property."""

    def find(of: Model) -> Iterator[Problem]:
        yield Problem(of[path], steps, "Wrong.", "Mend it.")

    cause = of_spec(of, Causes(spec("nextjs"), source_of(PROJECT, "nextjs")))
    checks = (Check("CG999", find, severity=Severity.WARNING),)
    (one,) = check(of, checks, cause) if ours else check(of, checks)
    assert (one.id, one.mend, one.severity) == ("CG999", "Mend it.", Severity.WARNING)
    assert one.message == f"{path}: Wrong."
    assert one.resource == path
    return one


def line_of(file: str, text: str) -> int:
    lines = (PROJECT.root / file).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    ("path", "steps", "file", "shown", "cause"),
    [
        pytest.param(
            "ServiceWeb/TaskDefinition", ("Cpu",), "params/nextjs/dev.json", "WebCpu",
            "services.web.cpu", id="a value of the parameter file",
        ),
        pytest.param(
            "ServiceWeb/TargetGroup", ("HealthCheckPath",),
            "templates/nextjs/service-web.json",
            "Resources/TargetGroup/Properties/HealthCheckPath",
            "services.web.health_check", id="a value of the template",
        ),
        pytest.param(
            "Network/Vpc", (), "templates/nextjs/network.json", "Resources/Vpc",
            "network", id="a whole resource",
        ),
        pytest.param(
            "Security/Key", ("EnableKeyRotation",), "templates/nextjs/security.json",
            "Resources/Key/Properties/EnableKeyRotation", "",
            id="what comes from no section",
        ),
    ],
)  # fmt: skip
def test_a_finding_stands_where_the_value_can_be_changed(
    path: str, steps: Path, file: str, shown: str, cause: str
) -> None:
    one = found(model("nextjs", "dev"), path, *steps)
    assert (one.file, one.path) == (file, shown)
    assert one.line > 1
    assert (one.cause.path if one.cause else "") == cause


def test_the_cause_is_a_line_of_the_spec() -> None:
    one = found(model("nextjs", "dev"), "ServiceWeb/TargetGroup", "HealthCheckPath")
    line = line_of("systems/nextjs.yaml", "health_check:")
    assert one.cause == Place(
        "systems/nextjs.yaml", "services.web.health_check", line, 5
    )


def test_anybodys_template_has_no_cause() -> None:
    topic = of_resources(Topic={"Type": "AWS::SNS::Topic", "Properties": {"A": "b"}})
    assert found(topic, "Topic", "A", ours=False).cause is None


def test_an_engines_finding_gets_its_resource() -> None:
    whole = model("nextjs", "dev")
    bare = Finding(
        "templates/nextjs/network.json", "Resources/Vpc/Properties/CidrBlock", "E1", ""
    )
    assert resourced(whole, bare).resource == "Network/Vpc"


@pytest.mark.parametrize(
    ("file", "path"),
    [
        pytest.param("templates/nextjs/network.json", "Parameters/A", id="no resource"),
        pytest.param("templates/nextjs/network.json", "", id="no path"),
        pytest.param(
            "templates/nextjs/network.json", "Resources/No", id="an absent one"
        ),
        pytest.param(
            "templates/rails/network.json", "Resources/Vpc", id="another file"
        ),
    ],
)
def test_what_is_about_no_resource_stays(file: str, path: str) -> None:
    bare = Finding(file, path, "E1", "")
    assert resourced(model("nextjs", "dev"), bare) is bare
