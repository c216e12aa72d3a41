"""What moto finds out anew for each request, found out once."""

from __future__ import annotations

from moto import backends
from pytest import MonkeyPatch, mark

from cfngen.local.quickening import Dispatcher


@mark.parametrize("host", ["sqs", "sqs.us-east-1.amazonaws.com", "localhost", None])
def test_a_host_is_looked_up_once(host: str | None, monkeypatch: MonkeyPatch) -> None:
    dispatcher = Dispatcher()
    found = dispatcher.get_backend_for_host(host)
    monkeypatch.setattr(backends, "list_of_moto_modules", lambda: [str(host)])
    monkeypatch.setattr(dispatcher, "backend_url_patterns", [])
    assert dispatcher.get_backend_for_host(host) == found
    assert found == ("sqs" if host and host.startswith("sqs") else None)
