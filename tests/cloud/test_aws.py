"""Opening the cloud: who is asking."""

from __future__ import annotations

import pytest

from cfngen.cloud.aws import open_cloud
from cfngen.cloud.clients import connect
from cfngen.cloud.values import Identity
from cfngen.errors import CloudUnreachable
from tests.cloud.fakes import ACCOUNT, WHO, scripted

pytestmark = pytest.mark.usefixtures("nobody")


def test_the_caller_is_known_by_account() -> None:
    cloud, _ = scripted({})
    assert cloud.who == Identity(ACCOUNT, WHO["Arn"])


def test_without_credentials_nothing_is_opened() -> None:
    with pytest.raises(CloudUnreachable, match="credentials") as raised:
        open_cloud("us-east-1")
    assert "aws sso login" in raised.value.hint


def test_a_profile_that_is_not_there_is_named() -> None:
    with pytest.raises(CloudUnreachable, match="no-such") as raised:
        open_cloud("us-east-1", profile="no-such")
    assert "aws sso login" in raised.value.hint


def test_clients_of_an_emulator_share_what_botocore_knows_of_a_service() -> None:
    regions = ("us-east-1", "eu-west-1")
    one, other = (connect(region, "http://localhost:1") for region in regions)
    models = [clients.ecs.meta.service_model.metadata for clients in (one, other)]
    assert models[0] is models[1]
    assert [c.ecs.meta.region_name for c in (one, other)] == [*regions]
