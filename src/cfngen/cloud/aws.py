"""The cloud through boto3: one region of one account, or the emulator."""

from __future__ import annotations

from dataclasses import dataclass

from botocore.exceptions import BotoCoreError

from cfngen.cloud.changesets import ChangeSets
from cfngen.cloud.clients import Clients, connect
from cfngen.cloud.drifting import Drifting
from cfngen.cloud.history import History
from cfngen.cloud.objects import Objects
from cfngen.cloud.refusals import ask, translated
from cfngen.cloud.stacks import Stacks
from cfngen.cloud.tasks import Tasks
from cfngen.cloud.values import Identity
from cfngen.errors import CloudUnreachable


@dataclass(frozen=True)
class Cloud:
    """What may be asked, in components; `who` asks.

    `endpoint` is the emulator's address, empty for AWS. Every call raises a CfngenError
    in plain words: Absent, Busy, Denied, CloudUnreachable and their like.
    """

    region: str
    endpoint: str
    who: Identity
    stacks: Stacks
    change_sets: ChangeSets
    history: History
    objects: Objects
    drifting: Drifting
    tasks: Tasks


def open_cloud(region: str, endpoint: str = "", profile: str = "") -> Cloud:
    """Return the cloud of a region, as a profile sees it; asks who that is.

    Raises CloudUnreachable without credentials or network.
    """
    try:
        clients = connect(region, endpoint, profile)
    except BotoCoreError as error:
        raise translated(error) from error
    except ValueError as error:  # an endpoint of the user's profile or variables
        raise CloudUnreachable(
            f"AWS was not asked: {error}",
            "Is AWS_ENDPOINT_URL, or endpoint_url of the profile, an address?",
        ) from error
    return of_clients(clients, region, endpoint)


def of_clients(clients: Clients, region: str, endpoint: str = "") -> Cloud:
    """Return the cloud behind some clients; asks who is asking."""
    told = ask(clients.sts.get_caller_identity)
    who = Identity(told["Account"], told["Arn"])
    return Cloud(
        region,
        endpoint,
        who,
        Stacks(clients.cloudformation),
        ChangeSets(clients.cloudformation),
        History(clients.cloudformation),
        Objects(clients.s3, region, "" if endpoint else who.account),
        Drifting(clients.cloudformation),
        Tasks(clients.ecs, clients.logs),
    )
