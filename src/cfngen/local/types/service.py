"""Calling a service of the emulator over its own API, as CloudFormation calls AWS.

What the service refuses fails the resource with the service's words; a crash of the
emulated service is told apart, so that a stand-in can take the resource's place.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError
from botocore.parsers import ResponseParserError
from botocore.session import get_session

from cfngen.local.language.refusals import ResourceFailed

SERVER_ERROR = 500
GONE = ("notfound", "not found", "not exist", "nosuch", "no scalable target")
"""Words by which services say that what is to be deleted is not there."""


class Crashed(Exception):
    """The emulated service broke or has no such operation."""


def call(
    region: str, service: str, operation: str, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """Call an operation with those parameters that it knows, and return its answer.

    Raises ResourceFailed if the service refuses, Crashed if the emulator cannot.
    """
    client = _client(service, region, os.environ["MOTO_PORT"])
    name = client.meta.method_to_api_mapping[operation]
    shape = client.meta.service_model.operation_model(name).input_shape
    known = {k: v for k, v in parameters.items() if k in shape.members}
    try:
        answer: dict[str, Any] = getattr(client, operation)(**known)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] >= SERVER_ERROR:
            raise Crashed(operation) from error
        raise ResourceFailed(_words(error.response["Error"])) from error
    except ParamValidationError as error:
        raise ResourceFailed(str(error)) from error
    except ResponseParserError as error:
        # A crash of an XML service is a page that botocore cannot parse.
        raise Crashed(operation) from error
    return answer


def _words(told: Mapping[str, Any]) -> str:
    """Return what a service says, its code where it has no words."""
    words = str(told.get("Message", ""))
    return str(told.get("Code", "")) if words in ("", "Unknown") else words


@cache
def _client(service: str, region: str, port: str) -> Any:
    session = get_session()
    session.register_component("data_loader", _loader())
    return session.create_client(
        service,
        region_name=region,
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id="emulator",
        aws_secret_access_key="emulator",  # noqa: S106 (no secret: moto takes any)
        config=Config(retries={"total_max_attempts": 1}),
    )


@cache
def _loader() -> Any:
    """Return what reads botocore's files on services, each once for all regions."""
    return get_session().get_component("data_loader")
