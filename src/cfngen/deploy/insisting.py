"""Having something started although answers may be lost."""

from __future__ import annotations

from collections.abc import Callable

from cfngen.cloud.failures import Busy
from cfngen.deploy.progress import Retrying
from cfngen.errors import CfngenError
from cfngen.plan.at import At

TRIES = 5
"""How often to ask, with the same token, before it is left open."""


def insist(start: Callable[[], None], begun: Callable[[], bool], at: At) -> Busy | None:
    """Start something; return the last trouble where it has not begun, as it seems.

    An answer that is lost leaves open whether it has begun, so `start`, which carries a
    token, is asked for again, and `begun` looks. What refuses it goes through.
    """
    lost: Busy | None = None
    for _, delay in zip(range(TRIES), at.pace.delays(), strict=False):
        try:
            start()
        except Busy as busy:
            lost = busy
            at.report(Retrying(busy.message))
        except CfngenError:
            if lost and begun():  # the request before this one got through
                return None
            raise
        else:
            return None
        at.clock.sleep(delay)
    return None if begun() else lost
