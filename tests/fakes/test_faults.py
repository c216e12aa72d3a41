"""What goes wrong between caller and service."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.fakes.driving import CHANGED, NAME, api, planned, status
from tests.fakes.world import World


def there() -> World:
    world = World()
    world.stack(NAME)
    return world


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def test_an_operation_is_throttled_so_often() -> None:
    world = there()
    world.throttles("DescribeStacks", times=2)
    for _ in range(2):
        with pytest.raises(ClientError, match="Rate exceeded") as error:
            status(world)
        assert code(error) == "Throttling"
    assert status(world) == "CREATE_COMPLETE"


def test_an_operation_is_denied_for_good() -> None:
    world = there()
    world.denies("DescribeEvents")
    for _ in range(2):
        with pytest.raises(ClientError, match="cloudformation:DescribeEvents") as error:
            api(world).describe_events(StackName=NAME)
        assert code(error) == "AccessDenied"


def test_credentials_expire_for_everything() -> None:
    world = there()
    world.expires_after("DescribeStacks", 1)
    assert status(world)
    for _ in range(2):
        with pytest.raises(ClientError, match="is expired") as error:
            status(world)
        assert code(error) == "ExpiredToken"
    with pytest.raises(ClientError, match="is expired"):
        world.clients().sts.get_caller_identity()


def test_the_connection_breaks_before_the_service_hears() -> None:
    world = there()
    world.loses_connection("DescribeStacks")
    with pytest.raises(ConnectionClosedError):
        status(world)
    assert status(world)


@pytest.mark.parametrize(
    ("taken", "after"),
    [(False, "CREATE_COMPLETE"), (True, "UPDATE_IN_PROGRESS")],
    ids=["before", "after"],
)
def test_ctrl_c_comes_out_of_a_call(taken: bool, after: str) -> None:
    world = there()
    plan = planned(world, CHANGED)
    world.interrupts("ExecuteChangeSet", taken=taken)
    with pytest.raises(KeyboardInterrupt):
        api(world).execute_change_set(ChangeSetName=plan["ChangeSetId"])
    assert status(world) == after


def test_any_refusal_can_be_played() -> None:
    world = there()
    world.refuse("DescribeStacks", "InternalFailure", "oops", 500)
    with pytest.raises(ClientError, match="oops"):
        status(world)
    assert status(world)


def test_what_was_asked_is_kept_in_order() -> None:
    world = there()
    world.clients().sts.get_caller_identity()
    status(world)
    assert world.asked == [
        ("GetCallerIdentity", {}),
        ("DescribeStacks", {"StackName": NAME}),
    ]
    assert world.of("DescribeStacks") == [{"StackName": NAME}]


def test_what_the_fake_does_not_know_is_no_silent_success() -> None:
    with pytest.raises(NotImplementedError, match="cloudformation:ListTypes"):
        api(World()).list_types()


def test_services_word_their_refusals_their_own_way() -> None:
    world = there()
    world.denies("HeadBucket")
    world.throttles("PutObject")
    s3 = world.clients().s3
    with pytest.raises(ClientError) as error:
        s3.head_bucket(Bucket=world.bucket)
    assert code(error) == "403"
    with pytest.raises(ClientError) as error:
        s3.put_object(Bucket=world.bucket, Key="a", Body=b"")
    assert code(error) == "SlowDown"
