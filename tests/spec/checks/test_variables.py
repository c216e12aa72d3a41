"""Which names and texts are taken for secrets."""

from __future__ import annotations

import pytest

from cfngen.spec.checks.variables import no_secret_by_name, no_secret_by_value
from cfngen.spec.service import Service


@pytest.mark.parametrize(
    "name",
    [
        *("PASSWORD", "DB_PASSWORD", "PASSWORD_2", "SMTP_PASS", "MYSQL_PWD"),
        *("SESSION_SECRET", "SECRET_KEY_BASE", "JWT_SECRETS", "SECRET"),
        *("API_TOKEN", "TOKEN", "REFRESH_TOKENS", "GITHUB_TOKEN_1"),
        *("API_KEY", "KEY", "KEYS", "STRIPE_KEY", "APIKEY", "PUBLIC_SECRET"),
        *("CREDENTIALS", "SSH_PASSPHRASE"),
    ],
)
def test_names_a_secret(name: str) -> None:
    service = Service(port=1, environment={name: "hunter2"})
    (problem,) = no_secret_by_name(service)
    assert name in problem.message
    assert "hunter2" not in problem.message + problem.mend
    assert "`secrets:`" in problem.mend


@pytest.mark.parametrize(
    "name",
    [
        *("MONKEY", "KEYBOARD", "TOKENIZER", "PASSENGERS", "COMPASS", "SECRETARY"),
        *("TOKEN_TTL", "TOKEN_TTL_2", "SECRET_ARN", "KEY_ID", "KEY_PREFIX"),
        *("PASSWORD_RESET_URL", "PASSWORD_LENGTH", "TOKEN_ISSUER"),
        *("PUBLIC_KEY", "NEXT_PUBLIC_MAPS_KEY", "STRIPE_PUBLISHABLE_KEY"),
    ],
)
def test_names_no_secret(name: str) -> None:
    assert not list(no_secret_by_name(Service(port=1, environment={name: "x"})))


@pytest.mark.parametrize(
    "text",
    [
        *("postgres://me:hunter2@db/app", "redis://:hunter2@cache:6379"),
        *("https://user:a%20b@example.com/x", "id AKIAIOSFODNN7EXAMPLE"),
        *("-----BEGIN PRIVATE KEY-----\nx", "ghp_" + "a" * 36, "sk_live_" + "b" * 24),
        *("{{resolve:secretsmanager:a}}", "x {{resolve:ssm-secure:a:1}}"),
    ],
)
def test_looks_like_a_credential(text: str) -> None:
    in_variable = Service(port=1, environment={"A": text})
    in_command = Service(port=1, command=("run", text))
    for service, place in ((in_variable, "A"), (in_command, 1)):
        (problem,) = no_secret_by_value(service)
        assert problem.place[-1] == place
        assert text not in problem.message + problem.mend


@pytest.mark.parametrize(
    "text",
    [
        *("postgres://db.example.com:5432/app", "https://example.com/a:b@c"),
        *("postgres://$DATABASE_USERNAME:$DATABASE_PASSWORD@$DATABASE_HOST/app",),
        *("user@example.com", "10:30", "{{resolve:ssm:/app/colour}}", "AKIA"),
    ],
)
def test_looks_like_no_credential(text: str) -> None:
    assert not list(no_secret_by_value(Service(port=1, environment={"A": text})))
