"""Statements of IAM policies and rules of security groups, each as a sentence.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

ANYONE = "anyone"
EVERY_ACTION = "every action"

WORLD = ("0.0.0.0/0", "::/0")
"""Every address of the internet, in both of its versions."""

PEERS = (
    *("CidrIp", "CidrIpv6", "SourceSecurityGroupId", "DestinationSecurityGroupId"),
    *("SourcePrefixListId", "DestinationPrefixListId", "SourceSecurityGroupName"),
)
"""Properties of a rule that say who is at the other end; one of them is given."""


def sentences(value: Any) -> Any:
    """Return a value with sentences in the place of statements and rules, however deep.

    What has other keys than those that a sentence tells stays as it is.
    """
    match value:
        case dict() if _is_statement(value):
            return _statement(value)
        case dict() if _is_rule(value):
            return _rule(value)
        case {"Statement": dict() as only}:
            return sentences({**value, "Statement": [only]})
        case dict():
            return {key: sentences(item) for key, item in value.items()}
        case list():
            return [sentences(item) for item in value]
        case _:
            return value


def wide(text: str) -> bool:
    """Say whether a sentence, or an address, opens something to everybody."""
    return text in WORLD or bool(WIDE.fullmatch(text))


WIDE = re.compile(
    rf"(?:\w+: )?allow (?:{EVERY_ACTION}.*|.* to {ANYONE})|[^;]*, {ANYONE} \(.*", re.S
)
"""A statement that allows everything, or anybody without a condition; a rule for all
addresses. What is denied to everybody opens nothing."""

TOLD = frozenset(
    (
        *("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource"),
        *("Principal", "NotPrincipal", "Condition"),
    )
)
"""All that a statement may have."""


def _is_statement(value: Mapping[str, Any]) -> bool:
    """Say whether it is a statement of a policy, and no more than that."""
    acts = "Action" in value or "NotAction" in value
    return value.get("Effect") in ("Allow", "Deny") and acts and value.keys() <= TOLD


def _statement(said: Mapping[str, Any]) -> str:
    """Return a statement as a sentence: allow sqs:SendMessage on arn:… to Service x."""
    words = [f"{said['Effect'].lower()} {_actions(said)}"]
    if "Resource" in said or "NotResource" in said:
        words.append(f"on {_named(said, 'Resource', 'everything')}")
    if "Principal" in said or "NotPrincipal" in said:
        words.append(f"to {_principals(said)}")
    if said.get("Condition"):
        words.append(f"if {_condition(said['Condition'])}")
    sid = f"{said['Sid']}: " if said.get("Sid") else ""
    return sid + " ".join(words)


def _actions(said: Mapping[str, Any]) -> str:
    """Return what a statement is about."""
    return _named(said, "Action", EVERY_ACTION)


def _named(said: Mapping[str, Any], key: str, everything: str) -> str:
    """Return what a statement names under a key, or all but that."""
    if f"Not{key}" in said:
        return f"{everything} but {_listed(said[f'Not{key}'])}"
    return everything if said[key] in ("*", ["*"]) else _listed(said[key])


def _principals(said: Mapping[str, Any]) -> str:
    """Return who a statement is about."""
    key = "Principal" if "Principal" in said else "NotPrincipal"
    who = said[key]
    if who in ("*", {"AWS": "*"}, {"AWS": ["*"]}):
        found = ANYONE
    elif isinstance(who, dict):
        found = ", ".join(f"{kind} {_listed(names)}" for kind, names in who.items())
    else:
        found = _listed(who)
    return found if key == "Principal" else f"everybody but {found}"


def _condition(condition: Any) -> str:
    """Return when a statement holds."""
    if not isinstance(condition, dict):
        return _listed(condition)
    return " and ".join(
        f"{key} {operator} {_listed(values)}"
        for operator, tests in condition.items()
        for key, values in (tests.items() if isinstance(tests, dict) else ())
    )


def _listed(value: Any) -> str:
    """Return one name or several."""
    items = value if isinstance(value, list) else [value]
    return ", ".join(i if isinstance(i, str) else json.dumps(i) for i in items)


RULE = frozenset(
    (
        *("IpProtocol", "FromPort", "ToPort", "Description"),
        *("SourceSecurityGroupOwnerId", *PEERS),
    )
)
"""All that a rule inside a security group may have."""


def _is_rule(value: Mapping[str, Any]) -> bool:
    """Say whether it is a rule of a security group, and no more than that."""
    return "IpProtocol" in value and value.keys() <= RULE


def _rule(rule: Mapping[str, Any]) -> str:
    """Return a rule as words: tcp 443, anyone (0.0.0.0/0), from the internet."""
    described = f'; "{rule["Description"]}"' if rule.get("Description") else ""
    return f"{_traffic(rule)}, {', '.join(_peers(rule)) or 'nobody'}{described}"


def _traffic(rule: Mapping[str, Any]) -> str:
    """Return protocol and ports; -1 stands for all of them."""
    protocol = str(rule["IpProtocol"])
    first, last = str(rule.get("FromPort", "")), str(rule.get("ToPort", ""))
    if protocol == "-1":
        return "all traffic"
    if first in ("", "-1"):
        return protocol
    return f"{protocol} {first}" if first == last else f"{protocol} {first}-{last}"


def _peers(rule: Mapping[str, Any]) -> Iterator[str]:
    """Yield who is at the other end."""
    for key in PEERS:
        if key in rule:
            peer = _listed(rule[key])
            yield f"{ANYONE} ({peer})" if peer in WORLD else peer
