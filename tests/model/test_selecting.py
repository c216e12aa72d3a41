"""Parts of a model by the paths that people write."""

from __future__ import annotations

import pytest

from cfngen.errors import Exit, InputError
from cfngen.model import Model
from cfngen.model.selecting import select
from tests.models import model


@pytest.fixture
def nextjs() -> Model:
    return model("nextjs", "dev")


def test_without_a_path_it_is_all(nextjs: Model) -> None:
    found = select(nextjs, "")
    assert found.whole
    assert found.stacks == tuple(nextjs.stacks)
    assert found.resources == tuple(nextjs.resources.values())


def test_a_stack_comes_with_its_own_resources(nextjs: Model) -> None:
    found = select(nextjs, "Cluster")
    assert found.stacks == ("Cluster",)
    assert [one.path for one in found.resources] == [
        "Cluster/Cluster",
        "Cluster/ClusterCapacityProviders",
    ]
    assert not found.whole


@pytest.mark.parametrize(
    ("path", "resources"),
    [
        pytest.param("Network/Vpc", ["Network/Vpc"], id="a resource"),
        pytest.param(
            "*/TaskDefinition", ["ServiceWeb/TaskDefinition"], id="a name in any stack"
        ),
        pytest.param(
            "Network/PublicSubnet?",
            ["Network/PublicSubnet1", "Network/PublicSubnet2"],
            id="one letter",
        ),
    ],
)
def test_a_path_leads_to(nextjs: Model, path: str, resources: list[str]) -> None:
    found = select(nextjs, path)
    assert [one.path for one in found.resources] == resources
    assert not found.stacks


@pytest.mark.parametrize(
    ("path", "values"),
    [
        pytest.param(
            "Database/Database.Engine",
            {"Database/Database.Engine": "postgres"},
            id="a property",
        ),
        pytest.param(
            "ServiceWeb/TaskDefinition.ContainerDefinitions.0.Name",
            {"ServiceWeb/TaskDefinition.ContainerDefinitions.0.Name": "web"},
            id="inside a list",
        ),
        pytest.param(
            "Network/P*Subnet1.MapPublicIpOnLaunch",
            {
                "Network/PublicSubnet1.MapPublicIpOnLaunch": False,
                "Network/PrivateSubnet1.MapPublicIpOnLaunch": False,
            },
            id="of several resources",
        ),
    ],
)
def test_a_path_leads_inside(
    nextjs: Model, path: str, values: dict[str, object]
) -> None:
    assert select(nextjs, path).values == values


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        pytest.param(
            "Network/Vcp", "Network/Vcp: no resource is there.",
            "Did you mean Network/Vpc?", id="letters swapped",
        ),
        pytest.param(
            "vpc", "vpc: no resource is there.", "Did you mean Network/Vpc?",
            id="without its stack",
        ),
        pytest.param(
            "Netwrk", "Netwrk: no resource is there.", "Did you mean Network?",
            id="a stack",
        ),
        pytest.param("zzz", "zzz: no resource is there.", "", id="nothing like it"),
        pytest.param("*/Zzz", "*/Zzz: no resource is there.", "", id="a pattern"),
        pytest.param(
            "Network/Vpcs.CidrBlock", "Network/Vpcs: no resource is there.",
            "Did you mean Network/Vpc?", id="before a property",
        ),
        pytest.param(
            "Network/Vpc.Cidr", "Network/Vpc: there is no property Cidr.",
            "Did you mean CidrBlock?", id="a property",
        ),
        pytest.param(
            "Cluster/Cluster.Zzz", "Cluster/Cluster: there is no property Zzz.",
            "There is: ClusterSettings, Tags.",
            id="a property like none",
        ),
        pytest.param(
            "Network/Vpc.Tags.9", "Network/Vpc: there is no property Tags.9.", "",
            id="past the end",
        ),
        pytest.param(
            "Network/P*Subnet*.Cidr",
            "Network/PublicSubnet1, Network/PublicSubnet2, Network/PrivateSubnet1 and "
            "9 more: there is no property Cidr.",
            "Did you mean CidrBlock?", id="of many resources",
        ),
    ],
)  # fmt: skip
def test_a_path_that_leads_nowhere(
    nextjs: Model, path: str, message: str, hint: str
) -> None:
    with pytest.raises(InputError) as caught:
        select(nextjs, path)
    assert caught.value.message == message
    assert caught.value.hint == hint
    assert caught.value.exit_code is Exit.USAGE
