"""Opening the connections: to AWS as the user is set up, to the emulator as nobody."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import boto3
import botocore.session
from botocore.config import Config

if TYPE_CHECKING:
    from botocore.loaders import Loader
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sts import STSClient


def patient() -> Config:
    """Return how to talk to AWS: botocore slows down by itself when it is throttled.

    A new one each time, since botocore writes what a user has set into `s3`.
    """
    return Config(
        retries={"mode": "adaptive", "max_attempts": 10},
        connect_timeout=10,
        user_agent_extra="cfngen",
        s3={"addressing_style": "path"},
    )


def near() -> Config:
    """Return how to talk to the emulator: no proxy is between ports of one machine."""
    return Config(
        retries={"mode": "standard", "max_attempts": 2},
        connect_timeout=5,
        proxies={},
        s3={"addressing_style": "path"},
    )


@dataclass(frozen=True)
class Clients:
    """One client per service."""

    cloudformation: CloudFormationClient
    s3: S3Client
    sts: STSClient
    ecs: ECSClient
    logs: CloudWatchLogsClient


def connect(region: str, endpoint: str = "", profile: str = "") -> Clients:
    """Return clients of a region, or of the emulator where an endpoint is given.

    Without a profile they are the user's as the AWS CLI would have them. May raise
    botocore's errors: a profile that does not exist, for one.
    """
    return _of_emulator(region, endpoint) if endpoint else _of_aws(region, profile)


def of_session(session: boto3.Session, config: Config, endpoint: str = "") -> Clients:
    """Return a session's clients, for AWS or for an endpoint that answers for it."""
    there = endpoint or None
    return Clients(
        session.client("cloudformation", config=config, endpoint_url=there),
        session.client("s3", config=config, endpoint_url=there),
        session.client("sts", config=config, endpoint_url=there),
        session.client("ecs", config=config, endpoint_url=there),
        session.client("logs", config=config, endpoint_url=there),
    )


def _of_aws(region: str, profile: str) -> Clients:
    """Return clients with the user's own credentials."""
    session = boto3.Session(region_name=region, profile_name=profile or None)
    return of_session(session, patient())


def _of_emulator(region: str, endpoint: str) -> Clients:
    """Return clients that never read the user's profile, credentials or endpoints."""
    core = botocore.session.Session(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
        }
    )
    core.register_component("data_loader", _models())
    core.set_credentials("emulator", "emulator")
    session = boto3.Session(botocore_session=core, region_name=region)
    return of_session(session, near(), endpoint)


@cache
def _models() -> Loader:
    """Return what reads botocore's models of services; each takes it some 50 ms once.

    The emulator speaks those that botocore has, whatever folders a user adds.
    """
    from botocore.loaders import create_loader

    return create_loader()
