"""How much one load balancer takes."""

from __future__ import annotations

from typing import Any

from tests.checks.network.system import CHECKS, Changes, model, problems


def _found(id: str, change: Changes) -> list[tuple[str, str]]:
    found = problems(model(change), [CHECKS[id]])
    return [(place, message) for _, place, message in found]


def _paths(*values: str) -> list[dict[str, Any]]:
    return [{"Field": "path-pattern", "PathPatternConfig": {"Values": list(values)}}]


def _forward(count: int) -> list[dict[str, Any]]:
    groups = [{"TargetGroupArn": f"arn:aws:x:{number}"} for number in range(count)]
    return [{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}]


def test_too_many_rules() -> None:
    many = {f"R{n}": ("Rule", {"Priority": 100 + n}) for n in range(100)}
    ((place, message),) = _found("CG508", many)
    assert place == "R99"
    assert message == "Balancer has 101 rules; the quota is 100."
    del many["R0"]
    assert _found("CG508", many) == []


def test_too_many_listeners() -> None:
    many = {f"L{n}": ("Http", {"Port": 1000 + n}) for n in range(49)}
    ((_, message),) = _found("CG508", many)
    assert "51 listeners" in message


def test_too_many_certificates() -> None:
    def certificates(count: int) -> Changes:
        arns = [{"CertificateArn": f"arn:aws:acm:{n}"} for n in range(count)]
        type = "ElasticLoadBalancingV2::ListenerCertificate"
        return {"More": (type, {"ListenerArn": {"Ref": "Https"}, "Certificates": arns})}

    assert _found("CG508", certificates(25)) == []
    ((_, message),) = _found("CG508", certificates(26))
    assert "26 certificates" in message


def test_too_many_values() -> None:
    assert _found("CG509", {"Rule.Conditions": _paths(*"abcde")}) == []
    ((place, message),) = _found("CG509", {"Rule.Conditions": _paths(*"abcdef")})
    assert place == "Rule.Conditions"
    assert "6 values" in message


def test_values_of_all_conditions_count() -> None:
    hosts = {"Field": "host-header", "Values": ["a.b", "c.d"]}
    ((_, message),) = _found("CG509", {"Rule.Conditions": [*_paths(*"abcd"), hosts]})
    assert "6 values" in message


def test_too_many_wildcards() -> None:
    assert _found("CG509", {"Rule.Conditions": _paths("/*/*/*", "/*/*/?")}) == []
    ((_, message),) = _found("CG509", {"Rule.Conditions": _paths("/*/*/*", "/*/*/*?")})
    assert "7 wildcards" in message


def test_too_many_target_groups_of_an_action() -> None:
    assert _found("CG509", {"Rule.Actions": _forward(5)}) == []
    ((place, message),) = _found("CG509", {"Rule.Actions": _forward(6)})
    assert place == "Rule.Actions.0"
    assert "6 target groups" in message


def test_too_many_target_groups_of_a_load_balancer() -> None:
    def forward(number: int) -> dict[str, Any]:
        to = [{"Type": "forward", "TargetGroupArn": f"arn:aws:x:{number}"}]
        return {"Priority": 100 + number, "Actions": to}

    many = {f"R{n}": ("Rule", forward(n)) for n in range(100)}
    ((_, message),) = _found("CG509", many)
    assert message == "Balancer has 101 target groups; it takes 100."
    del many["R0"]
    assert _found("CG509", many) == []
