"""Which parameters of the root a property is made of."""

from __future__ import annotations

import pytest

from cfngen.resolve.origin import settings
from tests.models import model


@pytest.mark.parametrize(
    ("environment", "resource", "path", "expected"),
    [
        pytest.param(
            "nextjs dev",
            "ServiceWeb/TaskDefinition",
            ("Cpu",),
            ("WebCpu",),
            id="through a nested stack",
        ),
        pytest.param(
            "nextjs dev",
            "ServiceWeb/TaskDefinition",
            ("Family",),
            ("EnvironmentName",),
            id="inside a text",
        ),
        pytest.param(
            "nextjs dev",
            "ServiceWeb/TaskDefinition",
            ("NetworkMode",),
            (),
            id="a literal",
        ),
        pytest.param(
            "nextjs dev",
            "ServiceWeb/TaskDefinition",
            ("NoSuchProperty",),
            (),
            id="nothing",
        ),
        pytest.param(
            "rails prod",
            "recovery/FilesReplicaBucket",
            ("LifecycleConfiguration",),
            ("FilesOldVersionsDays", "FilesArchiveDays", "FilesExpireDays"),
            id="in a stack that nobody nests, conditions too",
        ),
        pytest.param(
            "nextjs dev",
            "Database/Database",
            ("MasterUsername",),
            (),
            id="a literal that a condition may take away",
        ),
        pytest.param(
            "nextjs dev",
            "ServiceWeb/Service",
            ("CapacityProviderStrategy",),
            ("FargateSpot",),
            id="a choice of two values",
        ),
    ],
)
def test_a_property_leads_to_its_settings(
    environment: str, resource: str, path: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    system, name = environment.split()
    found = model(system, name)
    given = settings(found, found[resource], path)
    assert set(given) == set(expected)
