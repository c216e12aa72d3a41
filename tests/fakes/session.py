"""Real boto3 clients whose calls end in a world instead of a socket.

botocore tells of every call twice before it would send it: `provide-client-params` has
the arguments, and what `before-call` returns is taken for the answer:
https://github.com/boto/botocore/blob/develop/botocore/client.py
Validation, typed exceptions and paginators are botocore's own.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import boto3
from botocore import xform_name
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from cfngen.cloud.clients import Clients, of_session, patient
from tests.fakes.refusal import Refused

Handle = Callable[[str, str, dict[str, Any]], dict[str, Any]]
"""Answers a call: service, operation, arguments."""

KEPT = "arguments of the fake"


@cache
def session(region: str) -> boto3.Session:
    """Return a session that nobody's credentials get into; its models load once."""
    return boto3.Session("made-up", "made-up", region_name=region)


def clients(region: str, handle: Handle) -> Clients:
    """Return one client per service, answered by `handle`."""
    made = of_session(session(region), patient())
    for client in vars(made).values():
        hook(client, handle)
    return made


def hook(client: Any, handle: Handle) -> None:
    """Let every call of a client end in `handle`."""

    def ask(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        context[KEPT] = deepcopy({k: v for k, v in params.items() if k != "Body"})
        if "Body" in params:
            context[KEPT]["Body"] = params["Body"]

    def answer(
        model: Any, context: dict[str, Any], **_: Any
    ) -> tuple[AWSResponse, dict[str, Any]]:
        service = model.service_model.service_name
        try:
            parsed, status = handle(service, model.name, context[KEPT]), 200
        except Refused as refusal:
            parsed, status = refusal.answer(), refusal.status
        parsed.setdefault("ResponseMetadata", {"HTTPStatusCode": status})
        url = f"https://{service}.invalid"
        return AWSResponse(url, status, HTTPHeaders(), None), parsed

    client.meta.events.register("provide-client-params.*.*", ask)
    client.meta.events.register("before-call.*.*", answer)


def method(operation: str) -> str:
    """Return an operation's name as boto3 writes it."""
    return str(xform_name(operation))
