"""Routes of two services that share some requests: one of them has to say its place."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.spec.checks.routes import order_is_meant
from tests.layers.variations import nextjs

HOST = "nextjs.example.com"


def crossed(web: dict[str, Any], api: dict[str, Any]) -> bool:
    """Return whether two services' routes are refused for their order."""
    services = {
        "web": {"port": 1, "routes": [web]},
        "api": {"port": 2, "routes": [api]},
    }
    return bool(list(order_is_meant(nextjs(services=services, delivery=None))))


@pytest.mark.parametrize(
    ("web", "api"),
    [
        pytest.param({"host": HOST}, {"path": "/api/*"}, id="a host and a path"),
        pytest.param({"host": f"*.{HOST}"}, {"path": "/a"}, id="hosts and a path"),
        pytest.param({"path": "/a*/x"}, {"path": "/a/*"}, id="two patterns"),
        pytest.param({"path": "/*/x"}, {"path": "/a/*"}, id="a wildcard in front"),
    ],
)
def test_neither_knows_who_is_asked_first(
    web: dict[str, Any], api: dict[str, Any]
) -> None:
    assert crossed(web, api)
    assert crossed(api, web)
    assert not crossed(web, api | {"priority": 1})
    assert not crossed(web | {"priority": 1}, api)


@pytest.mark.parametrize(
    ("web", "api"),
    [
        pytest.param({}, {"path": "/api/*"}, id="a path within all"),
        pytest.param({}, {"host": HOST}, id="a host within all"),
        pytest.param({"path": "/a/*"}, {"path": "/b/*"}, id="paths apart"),
        pytest.param({"path": "/a"}, {"path": "/ab"}, id="two exact paths"),
        pytest.param({"path": "/a*/x"}, {"path": "/ab"}, id="an exact path outside"),
        pytest.param(
            {"host": HOST}, {"host": f"api.{HOST}", "path": "/a"}, id="hosts apart"
        ),
    ],
)
def test_the_order_is_clear(web: dict[str, Any], api: dict[str, Any]) -> None:
    assert not crossed(web, api)
    assert not crossed(api, web)


def test_routes_of_one_service_may_cross() -> None:
    routes = [{"host": HOST}, {"path": "/api/*"}]
    services = {"web": {"port": 1, "routes": routes}}
    assert not list(order_is_meant(nextjs(services=services, delivery=None)))
