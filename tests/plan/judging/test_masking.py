"""What of a change set's values nobody may see, whatever CloudFormation says."""

from __future__ import annotations

import pytest

from cfngen.cloud.changes import KNOWN_AFTER_APPLY, Detail
from cfngen.plan.judging.masking import Masks
from cfngen.plan.judging.placed import ordered
from tests.plan.shop import bodies, order

SECRET = "correct horse battery"


def masks() -> Masks:
    """Return the masks of a shop whose root alone knows that its password is one."""
    made = bodies()
    made["data.json"]["Parameters"]["Password"].pop("NoEcho")
    tree = ordered(order(made).files)
    return Masks((tree, {}), frozenset({"Password"}), (SECRET,))


@pytest.mark.parametrize(
    ("stack", "resource", "path", "value", "shown"),
    [
        pytest.param("Data", "Token", "/Properties/Value", "token:x", "****", id="fed"),
        pytest.param(
            "Data", "Token", "/Properties/Value/0/Deep", "x", "****", id="fed deep down"
        ),
        pytest.param(
            "Data", "Token", "/Properties/Description", "x", "x", id="not written"
        ),
        pytest.param("Data", "Token", "/Properties/Type", "String", "String", id="not"),
        pytest.param(
            "Data", "Logs", "/Properties/RetentionInDays", "7", "7", id="another one"
        ),
        pytest.param(
            *("Network", "Key", "/Properties/Description", f"a {SECRET} b", "a **** b"),
            id="its text wherever it stands",
        ),
        pytest.param(
            "Data", "New", "/Properties/SecretString", "x y", "****", id="by its name"
        ),
        pytest.param(
            *("Data", "New", "/Properties/Auth/0/Password", "x y", "****"),
            id="by its name deep down",
        ),
        pytest.param(
            *("Data", "New", "/Properties/ManageMasterUserPassword", "true", "true"),
            id="a switch",
        ),
        pytest.param(
            *("Data", "New", "/Properties/MasterUserPassword"),
            *("{{resolve:ssm-secure:p:1}}", "{{resolve:ssm-secure:p:1}}"),
            id="the way to a secret",
        ),
        pytest.param(
            *("Gone", "New", "/Properties/Name", "x", "x"), id="a stack that is gone"
        ),
        pytest.param(
            *("Data", "Logs", "/Properties/Name", KNOWN_AFTER_APPLY, None),
            id="not known yet",
        ),
        pytest.param("Data", "Logs", "/Properties/Name", None, None, id="not told"),
    ],
)
def test_what_is_shown(
    stack: str, resource: str, path: str, value: str | None, shown: str | None
) -> None:
    detail = Detail("Properties", path.split("/")[2], path)
    assert masks().shown(stack, resource, detail, value) == shown


def test_a_list_from_which_a_condition_takes_items_is_masked_as_a_whole() -> None:
    made = bodies()
    value = {"Ref": "Password"}
    chosen = {"Fn::If": ["Some", value, {"Ref": "AWS::NoValue"}]}
    token = made["data.json"]["Resources"]["Token"]["Properties"]
    token["Listed"] = ["plain", chosen, "other"]
    token["Sure"] = ["plain", {"Name": value}]
    masks = Masks((ordered(order(made).files),), frozenset({"Password"}))

    def shown(path: str) -> str | None:
        return masks.shown("Data", "Token", Detail("Properties", "", path), "x")

    assert shown("/Properties/Listed/0") == "****"
    assert shown("/Properties/Sure/1/Name") == "****"
    assert shown("/Properties/Sure/0") == "x"


def test_a_detail_without_a_path_is_known_by_its_name() -> None:
    detail = Detail("Properties", "Value")
    assert masks().shown("Data", "Token", detail, "token:x") == "****"


def test_a_mask_does_not_tell_what_it_hides() -> None:
    assert SECRET not in repr(masks())
