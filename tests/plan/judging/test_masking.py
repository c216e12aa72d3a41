"""What of a change set's values nobody may see, whatever CloudFormation says."""

from __future__ import annotations

import json

import pytest

from cfngen.cloud.changes import KNOWN_AFTER_APPLY, Detail
from cfngen.plan.judging.called import concealed
from cfngen.plan.judging.masking import Masks, texts_of
from cfngen.plan.tree.placed import ordered
from tests.plan.shop import bodies, order, output

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
        pytest.param(
            *("Data", "Logs", "/Properties/Name"),
            *(f'["a", "{KNOWN_AFTER_APPLY}"]', f'["a", "{KNOWN_AFTER_APPLY}"]'),
            id="of which a part is not known yet",
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


def test_what_an_output_carries_over_is_masked_too() -> None:
    made = bodies()
    made["network.json"]["Parameters"]["Given"] = {"Type": "String"}
    made["network.json"]["Outputs"]["Back"] = {"Value": {"Fn::Sub": "x-${Given}"}}
    root = made["root.json"]["Resources"]
    root["Network"]["Properties"]["Parameters"]["Given"] = {"Ref": "Password"}
    root["Data"]["Properties"]["Parameters"]["Note"] = output("Network", "Back")
    made["data.json"]["Parameters"]["Note"] = {"Type": "String"}
    made["data.json"]["Resources"]["Token"]["Properties"]["Value"] = {"Ref": "Note"}
    masks = Masks((ordered(order(made).files),), frozenset({"Password"}))
    detail = Detail("Properties", "Value", "/Properties/Value")
    assert masks.shown("Data", "Token", detail, "the old one") == "****"


def test_an_attribute_that_is_a_secret_is_masked() -> None:
    made = bodies()
    token = made["data.json"]["Resources"]["Token"]["Properties"]
    token["Value"] = {"Fn::GetAtt": ["AccessKey", "SecretAccessKey"]}
    token["Description"] = {"Fn::GetAtt": ["AccessKey", "Id"]}
    masks = Masks((ordered(order(made).files),))
    value = Detail("Properties", "Value", "/Properties/Value")
    other = Detail("Properties", "Description", "/Properties/Description")
    assert masks.shown("Data", "Token", value, "abcd") == "****"
    assert masks.shown("Data", "Token", other, "abcd") == "abcd"


@pytest.mark.parametrize("secret", ['say "friend"', "pässwörd", "back\\slash"])
def test_a_secret_is_found_as_json_writes_it(secret: str) -> None:
    texts = texts_of({"Password": secret}, frozenset({"Password"}))
    masks = Masks(({}, {}), frozenset({"Password"}), texts)
    detail = Detail("Properties", "Settings", "/Properties/Settings")
    for ascii in (True, False):
        value = json.dumps({"a": f"x {secret} y"}, ensure_ascii=ascii)
        assert masks.shown("Data", "New", detail, value) == '{"a": "x **** y"}'


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(
            '{"user": "a", "password": "b c"}',
            '{"user": "a", "password": "****"}',
            id="a key",
        ),
        pytest.param(
            '[{"Name": "DB_PASSWORD", "Value": "b"}, {"Name": "A", "Value": "b"}]',
            '[{"Name": "DB_PASSWORD", "Value": "****"}, {"Name": "A", "Value": "b"}]',
            id="a variable",
        ),
        pytest.param(
            '{"a": "{\\"client_secret\\": \\"b\\"}"}',
            '{"a": "{\\"client_secret\\": \\"****\\"}"}',
            id="JSON in JSON",
        ),
        pytest.param(
            '{"a": "b", "SecretString": "it\'s \\"long\\" and cut o',
            '{"a": "b", "SecretString": "****',
            id="cut off",
        ),
        pytest.param(
            '{"Password": "{{resolve:secretsmanager:x}}"}',
            '{"Password": "{{resolve:secretsmanager:x}}"}',
            id="the way to a secret",
        ),
        pytest.param('{"a":  [1, "b"]}', '{"a":  [1, "b"]}', id="nothing, as it was"),
        pytest.param("[not JSON", "[not JSON", id="no JSON"),
    ],
)
def test_secrets_inside_of_a_value_are_masked_by_what_they_are_called(
    value: str, shown: str
) -> None:
    detail = Detail("Properties", "Settings", "/Properties/Settings")
    assert masks().shown("Data", "New", detail, value) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param(
            [{"Name": "RAILS_MASTER_KEY", "Value": "0123"}], "****", id="a variable"
        ),
        pytest.param({"MAIL_PASS": "0123"}, "****", id="a key like a variable"),
        pytest.param({"Url": "postgres://me:0123@host/db"}, "****", id="in an address"),
        pytest.param([{"Name": "RAILS_ENV", "Value": "0123"}], "0123", id="no secret"),
        pytest.param({"SECRET_ARN": "0123"}, "0123", id="the way to one"),
    ],
)
def test_what_is_called_a_secret_anywhere_in_json_is_masked(
    written: object, shown: str
) -> None:
    text = concealed(json.dumps(written))
    assert shown in text
    assert ("0123" in text) is (shown == "0123")
