"""Opening the connections: to AWS as the user is set up, to the emulator as nobody."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
import botocore.session
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sts import STSClient

PATIENT = Config(
    retries={"mode": "adaptive", "max_attempts": 10},
    connect_timeout=10,
    user_agent_extra="cfngen",
    s3={"addressing_style": "path"},
)
"""For AWS: botocore slows down by itself when it is throttled."""

NEAR = Config(
    retries={"mode": "standard", "max_attempts": 2},
    connect_timeout=5,
    proxies={},
    s3={"addressing_style": "path"},
)
"""For the emulator: no proxy stands between two ports of one machine."""


@dataclass(frozen=True)
class Clients:
    """One client per service."""

    cloudformation: CloudFormationClient
    s3: S3Client
    sts: STSClient


def connect(region: str, endpoint: str) -> Clients:
    """Return clients of a region, or of the emulator where an endpoint is given.

    May raise botocore's errors: a profile that does not exist, for one.
    """
    return _of_emulator(region, endpoint) if endpoint else _of_aws(region)


def _of_aws(region: str) -> Clients:
    """Return clients with the user's own credentials."""
    session = boto3.Session(region_name=region)
    return Clients(
        session.client("cloudformation", config=PATIENT),
        session.client("s3", config=PATIENT),
        session.client("sts", config=PATIENT),
    )


def _of_emulator(region: str, endpoint: str) -> Clients:
    """Return clients that never read the user's profile, credentials or endpoints."""
    core = botocore.session.Session(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
        }
    )
    core.set_credentials("emulator", "emulator")
    session = boto3.Session(botocore_session=core, region_name=region)
    return Clients(
        session.client("cloudformation", endpoint_url=endpoint, config=NEAR),
        session.client("s3", endpoint_url=endpoint, config=NEAR),
        session.client("sts", endpoint_url=endpoint, config=NEAR),
    )
