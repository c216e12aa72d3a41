"""AWS played by botocore's own hooks: its models and errors are real, no socket is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from cfngen.cloud.aws import AwsCloud


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

    def play(self, cloud: AwsCloud) -> AwsCloud:
        """Answer every call of a cloud from the script."""
        clients = cloud.clients
        for client in (clients.cloudformation, clients.s3, clients.sts):
            events: Any = client.meta.events
            events.register("provide-client-params.*.*", self._ask)
            events.register("before-call.*.*", self._answer)
        return cloud

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
) -> tuple[AwsCloud, Script]:
    """Return a cloud that a script answers, and the script."""
    script = Script(
        {name: a if isinstance(a, list) else [a] for name, a in answers.items()}
    )
    return script.play(AwsCloud("us-east-1", endpoint)), script
