"""What every command about a stack that stands does with its flags."""

from __future__ import annotations

import pytest

from cfngen.cli import main
from cfngen.cli.connecting import Outside
from cfngen.cloud.aws import Cloud
from cfngen.errors import Exit
from tests.fakes.world import World
from tests.models import PROJECT

VERBS = ("status", "events", "outputs", "drift", "recover", "delete")


def unasked(*place: str) -> Cloud:
    """Stand in for a cloud that nobody may ask."""
    raise AssertionError(f"asked {place}")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("flag", "value"),
    [
        pytest.param("--account", "12345678901", id="a digit short"),
        pytest.param("--account", "", id="an account that is empty"),
        pytest.param("--region", "us_west-2", id="no region"),
        pytest.param("--region", "us-west-9", id="a region that there is not"),
        pytest.param("--endpoint-url", "", id="an address that is empty"),
    ],
)
def test_a_wrong_flag_stops_before_anything_is_asked(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    verb: str,
    flag: str,
    value: str,
) -> None:
    """A guard that cannot be read must not be taken for none."""
    monkeypatch.chdir(PROJECT.root)
    outside = Outside(unasked, World().clock)
    assert main([verb, "nextjs", "prod", flag, value], outside=outside) == Exit.USAGE
    out, err = capsys.readouterr()
    assert flag in out + err
