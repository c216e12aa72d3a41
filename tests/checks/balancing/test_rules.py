"""The rules and redirects of listeners."""

from __future__ import annotations

import pytest

from tests.checks.network.system import (
    CHECKS,
    SYSTEM,
    Case,
    Changes,
    model,
    problems,
    spoken,
)
from tests.models import of_template

CONDITION = {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/a"]}}
ANSWER = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
REDIRECT = "Http.DefaultActions.0.RedirectConfig"

CASES = (
    Case(
        "a priority twice",
        *(
            "CG525",
            {"Again": ("Rule", {})},
            "Again.Priority",
            "Rule has the priority 10",
        ),
    ),
    Case(
        "no such priority",
        *("CG525", {"Rule.Priority": "50001"}, "Rule.Priority", "no priority 50001"),
    ),
    Case(
        "two conditions of a kind",
        *("CG525", {"Rule.Conditions": [CONDITION, CONDITION]}, "Rule.Conditions"),
        "2 conditions of path-pattern",
    ),
    Case(
        "two answers",
        *("CG525", {"Https.DefaultActions": [ANSWER, ANSWER]}, "Https.DefaultActions"),
        "fixed-response, fixed-response",
    ),
    Case(
        "an answer before the sign-in",
        "CG525",
        {"Https.DefaultActions": [ANSWER, {"Type": "authenticate-oidc"}]},
        *("Https.DefaultActions", "fixed-response, authenticate-oidc"),
    ),
    Case(
        "one that is performed last, written first",
        "CG525",
        {
            "Https.DefaultActions": [
                {"Type": "authenticate-oidc", "Order": 2},
                {**ANSWER, "Order": 1},
            ]
        },
        *("Https.DefaultActions", "fixed-response, authenticate-oidc"),
    ),
    Case(
        "a redirect to itself",
        *("CG530", {REDIRECT: {"StatusCode": "HTTP_301"}}, REDIRECT, "came from"),
    ),
    Case(
        "a redirect to itself, spelt out",
        "CG530",
        {REDIRECT: {"Protocol": "HTTP", "Port": "80", "Host": "#{host}"}},
        *(REDIRECT, "came from"),
    ),
    Case(
        "a redirect from HTTPS to HTTP",
        "CG530",
        {
            "Rule.Actions": [
                {
                    "Type": "redirect",
                    "RedirectConfig": {"Protocol": "HTTP", "Port": "80"},
                }
            ]
        },
        *("Rule.Actions.0.RedirectConfig.Protocol", "from HTTPS to HTTP"),
    ),
    Case(
        "a redirect to a port that nobody listens on",
        *("CG530", {f"{REDIRECT}.Port": "8443"}, f"{REDIRECT}.Port"),
        "port 8443, which has no listener",
    ),
    Case(
        "a redirect in the wrong protocol",
        *("CG530", {f"{REDIRECT}.Port": "#{port}"}, f"{REDIRECT}.Port"),
        "to HTTPS, and port 80 speaks HTTP",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


FINE: dict[str, Changes] = {
    "a priority of another listener": {
        "Again": ("Rule", {"ListenerArn": {"Ref": "Http"}})
    },
    "actions that are performed in another order": {
        "Https.DefaultActions": [
            {**ANSWER, "Order": 20},
            {"Type": "authenticate-oidc", "Order": "3"},
        ]
    },
    "two conditions on headers": {
        "Rule.Conditions": [
            {"Field": "http-header", "HttpHeaderConfig": {"Values": ["a"]}},
            {"Field": "http-header", "HttpHeaderConfig": {"Values": ["b"]}},
        ]
    },
    "a redirect to another path": {REDIRECT: {"Path": "/new"}},
    "a redirect to another host": {REDIRECT: {"Host": "example.org", "Port": "8443"}},
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    assert problems(model(change), [CHECKS["CG525"], CHECKS["CG530"]]) == []


def test_other_stacks_listen_on_a_load_balancer_that_is_exported() -> None:
    resources = {**SYSTEM}
    resources.pop("Https")
    resources.pop("Rule")
    resources["Service"] = {**SYSTEM["Service"], "DependsOn": []}
    body = {"Resources": resources}
    output = {"Value": {"Ref": "Balancer"}, "Export": {"Name": "balancer"}}
    checks = [CHECKS["CG530"]]
    assert len(problems(of_template(body), checks)) == 1
    shared = of_template({**body, "Outputs": {"Balancer": output}})
    assert problems(shared, checks) == []
