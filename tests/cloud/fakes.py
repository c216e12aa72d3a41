"""AWS played by botocore's own hooks: its models and errors are real, no socket is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from cfngen.cloud.aws import Cloud, of_clients
from cfngen.cloud.clients import Clients, connect, of_session, patient
from tests.fakes.session import session

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ACCOUNT = "123456789012"
NAME = "small-dev"
ROOT = f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/{NAME}/1"
CHANGE_SET = f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:changeSet/cfngen-x/1"
WHO = {
    "Account": ACCOUNT,
    "Arn": "arn:aws:iam::123456789012:user/me",
    "UserId": "x",
}


@dataclass(frozen=True)
class Refusal:
    """An error that a service answers with."""

    code: str
    message: str = ""
    status: int = 400


Answer = Mapping[str, Any] | Refusal | Exception


@dataclass
class Script:
    """Answers by operation, in order, the last one for ever; and what was asked."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def play(self, clients: Clients) -> Clients:
        """Answer every call of the clients from the script."""
        for service in fields(clients):
            events: Any = getattr(clients, service.name).meta.events
            events.register("provide-client-params.*.*", self._ask)
            events.register("before-call.*.*", self._answer)
        return clients

    def of(self, operation: str) -> list[dict[str, Any]]:
        """Return the arguments of every call of an operation."""
        return [arguments for name, arguments in self.asked if name == operation]

    def _ask(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        self.asked.append((model.name, dict(params)))

    def _answer(self, model: Any, **_: Any) -> tuple[AWSResponse, dict[str, Any]]:
        waiting = self.answers[model.name]
        answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Refusal):
            return self._response(answer.status), {
                "Error": {"Code": answer.code, "Message": answer.message},
                "ResponseMetadata": {"HTTPStatusCode": answer.status},
            }
        return self._response(200), dict(answer)

    @staticmethod
    def _response(status: int) -> AWSResponse:
        return AWSResponse("https://nowhere.invalid", status, HTTPHeaders(), None)


def scripted(
    answers: Mapping[str, Answer | list[Answer]], endpoint: str = ""
) -> tuple[Cloud, Script]:
    """Return a cloud that a script answers, and the script.

    Who is asking is known unless the script says otherwise.
    """
    script = Script(
        {
            name: answer if isinstance(answer, list) else [answer]
            for name, answer in ({"GetCallerIdentity": WHO} | dict(answers)).items()
        }
    )
    clients = script.play(_clients(endpoint))
    cloud = of_clients(clients, "us-east-1", endpoint)
    script.asked.clear()
    return cloud, script


def _clients(endpoint: str) -> Clients:
    """Return clients of their own; for AWS, their services' models are read once."""
    if endpoint:
        return connect("us-east-1", endpoint)
    return of_session(session("us-east-1"), patient())
