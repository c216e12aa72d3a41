"""CloudFormation's API calls, in place of moto's.

Moto dispatches a request to the method that its action names and serialises what that
returns; `apply` gives it this class instead, which looks the calls up in the modules of
this folder. Stack sets stay moto's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from moto.cloudformation import urls
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, EmptyResult

from cfngen.local.api import drifting, history, operating, previewing, reading
from cfngen.local.api.requests import Request
from cfngen.local.language.refusals import Refused
from cfngen.local.types import buckets, tasks

Call = Callable[[Request], dict[str, Any] | None]


class Actions(CloudFormationResponse):
    """The calls that cfngen and the AWS CLI make; each returns what boto3 expects."""

    RESPONSE_KEY_PATH_TO_TRANSFORMER: dict[str, Any] = {}

    def call_action(self) -> Any:
        """Answer an action; one that nobody has written is refused, not an HTTP 500."""
        call = calls().get(self._get_action())
        try:
            if call is None:
                return super().call_action()
            request = Request(self.current_account, self.region, self._get_param)
            answer = call(request)
            result = EmptyResult() if answer is None else ActionResult(answer)
        except ServiceException as error:
            result = ActionResult(error)
        except Exception as error:
            if not isinstance(error, NotImplementedError):
                logging.getLogger("cfngen.local").exception("A call broke")
            told = f"The emulator cannot do this: {type(error).__name__} {error}"
            result = ActionResult(Refused(told))
        return self.serialized(result)


def calls() -> Mapping[str, Call]:
    """Return what answers each action."""
    modules = (operating, previewing, reading, history, drifting)
    return {name: call for module in modules for name, call in module.CALLS.items()}


def apply() -> None:
    """Install these actions into moto, and what it takes to run tasks and buckets."""
    for pattern, method in list(urls.url_paths.items()):
        if method == CloudFormationResponse.dispatch:
            urls.url_paths[pattern] = Actions.dispatch
    tasks.apply()
    buckets.apply()
