from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, template
from tests.local.probes import TOPIC
from tests.local.test_creation import EXPORT

IMPORT = {"DisplayName": {"Fn::ImportValue": {"Fn::Sub": "${Name}"}}}


@pytest.fixture
def used(cloud: Cloud) -> Iterator[Cloud]:
    """An export that another stack imports."""
    cloud.create("one", template({"Topic": TOPIC}, Outputs=EXPORT))
    named = {"Name": {"Type": "String", "Default": "shared"}}
    body = template({"Topic": {**TOPIC, "Properties": IMPORT}}, Parameters=named)
    cloud.create("two", body)
    yield cloud


def test_who_imports_is_listed(used: Cloud) -> None:
    assert used.formation.list_imports(ExportName="shared")["Imports"] == ["two"]
    used.delete("two")
    with pytest.raises(ClientError, match="'shared' is not imported by any stack"):
        used.formation.list_imports(ExportName="shared")


def test_what_is_in_use_cannot_be_deleted(used: Cloud) -> None:
    words = r"Delete canceled\. Cannot delete export shared as it is in use by two\."
    with pytest.raises(ClientError, match=words):
        used.delete("one")
    ended = used.update("one", template({"Topic": TOPIC}))
    assert ended["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    used.delete("two")
    assert used.delete("one")["StackStatus"] == "DELETE_COMPLETE"


def test_what_is_in_use_cannot_be_changed(used: Cloud) -> None:
    other = {"Arn": {"Value": "other", "Export": {"Name": "shared"}}}
    used.update("one", template({"Topic": TOPIC}, Outputs=other))
    assert used.reason("one", "stack", "UPDATE_ROLLBACK_IN_PROGRESS") == (
        "Export shared cannot be updated as it is in use by two"
    )
