"""The places of routes: sharper ones first, and nobody else's business."""

from __future__ import annotations

import pytest

from cfngen.spec.priority import priority
from cfngen.spec.service import Route


def place(path: str = "/*", host: str = "", service: str = "web") -> int:
    return priority(service, Route(path=path, host=host))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(("/api/*", ""), ("/*", ""), id="longer path"),
        pytest.param(("/api/v1/*", ""), ("/api/*", ""), id="longer path still"),
        pytest.param(("/api", ""), ("/api*", ""), id="no wildcard"),
        pytest.param(("/a?c/*", ""), ("/*", ""), id="any wildcard ends a path"),
        pytest.param(("/*", "a.example.com"), ("/api/*", ""), id="a host"),
        pytest.param(
            ("/*", "a.example.com"), ("/api/*", "*.example.com"), id="one host"
        ),
        pytest.param(("/*", "*.example.com"), ("/x/*", ""), id="some hosts"),
    ],
)
def test_a_sharper_route_is_asked_first(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    for service in ("web", "api", "push-mail"):
        assert place(*first, service=service) < place(*second)


@pytest.mark.parametrize("path", ["/*", "/", "/" + "a" * 127, "/*/x", "/?"])
@pytest.mark.parametrize("host", ["", "a.example.com", "*.example.com"])
def test_every_place_is_one_that_a_load_balancer_has(path: str, host: str) -> None:
    for service in ("a", "web", "a-long-service-name"):
        assert 1 <= place(path, host, service) <= 50_000


def test_a_priority_that_is_given_is_taken() -> None:
    assert priority("web", Route(path="/*", priority=7)) == 7


def test_the_same_route_of_another_service_has_another_place() -> None:
    assert place(service="web") != place(service="api")


def test_places_never_change() -> None:
    assert [place(), place("/api/*", "a.example.com", "api")] == [48884, 13802]
