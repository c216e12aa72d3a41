"""Connections to where code is kept, and to whose tokens are trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.checks.access.documents import trusts
from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, listed, references, text

PROVIDER = "AWS::IAM::OIDCProvider"
CONNECTIONS = (
    "AWS::CodeConnections::Connection",
    "AWS::CodeStarConnections::Connection",
)
HOSTED = ("GitHubEnterpriseServer", "GitLabSelfManaged")
URL = re.compile(r"https://[^/:?#\s]+(/[^?#\s]*)?")
MOST_CLIENTS = 100


def trusted(model: Model) -> Iterator[Problem]:
    """What vouches for others is named as AWS takes it, and for whom it does.

    The URL of a provider of OpenID Connect is https, without port and query, once in an
    account; it takes tokens for the audience that its roles ask for. A connection has a
    host where the provider is one's own server, and only there.
    """
    seen: dict[str, Resource] = {}
    for provider in model.of(PROVIDER):
        url = text(provider.get("Url"))
        if url is not None and not URL.fullmatch(url):
            message = f"'{url}' is no URL of a provider."
            mend = "Write https:// and the host, without port and query."
            yield Problem(provider, ("Url",), message, mend)
        elif url is not None and not provider.when:
            other = seen.setdefault(url, provider)
            if other is not provider:
                message = f"{other.path} is the provider of {url}."
                yield Problem(provider, ("Url",), message, "An account has one.")
        yield from _audience(model, provider)
    for connection in model.of(*CONNECTIONS):
        kind, host = text(connection.get("ProviderType")), connection.get("HostArn")
        if kind in HOSTED and host is None:
            message = f"{kind} needs a HostArn."
            yield Problem(connection, ("ProviderType",), message)
        elif kind is not None and kind not in HOSTED and host is not None:
            yield Problem(connection, ("HostArn",), f"{kind} has no host.")


def _audience(model: Model, provider: Resource) -> Iterator[Problem]:
    """Yield the audiences that a role asks for and a provider does not take."""
    clients = listed(provider.get("ClientIdList"))
    if len(clients) > MOST_CLIENTS:
        message = f"{len(clients)} audiences; {MOST_CLIENTS} are possible."
        yield Problem(provider, ("ClientIdList",), message)
    if not clients or not all(isinstance(one, str) for one in clients):
        return
    for document in trusts(model):
        for statement in document.statements():
            named = references(statement.principals("Federated"))
            if provider.path not in [one.path for one in named]:
                continue
            for operator, key, values in statement.conditions():
                plain = operator == "StringEquals" and key.endswith(":aud")
                texts = [v for v in values if isinstance(v, str)]
                if plain and texts and not set(texts) & set(clients):
                    message = f"it takes no tokens for {', '.join(texts)}, which "
                    message += f"{document.resource.path} asks for."
                    yield Problem(provider, ("ClientIdList",), message)
