"""What moto finds out anew for each request, found out once.

Which folders of moto are services, which of them a host means and which methods answer
a service's actions stays the same while a process lives; moto lists its folder of some
180 services twice a request, and every attribute of the class that answers.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from moto.core import responses, utils
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    create_backend_app,
)


class Dispatcher(DomainDispatcherApplication):
    """Moto's dispatcher of requests to services, which remembers whose a host is."""

    def __init__(self) -> None:
        super().__init__(create_backend_app)
        self._backend = cache(super().get_backend_for_host)

    def get_backend_for_host(self, host: str | None) -> Any:
        """Return the service that a host's name means, None if none does."""
        return self._backend(host)


def apply() -> None:
    """Let moto list the methods of each class that answers once."""
    listed = "method_names_from_class"
    setattr(responses, listed, cache(utils.method_names_from_class))
