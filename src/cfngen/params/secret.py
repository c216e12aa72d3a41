"""What must not stand in a parameter file: it is committed, and the console shows it.

The names of secrets are welcome, and so are dynamic references to them:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

TELLTALE: Mapping[str, str] = {
    "an AWS access key id": r"\b(AKIA|ASIA)[A-Z0-9]{16}\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "a GitHub token": r"\b(gh[pousr]_\w{36,}|github_pat_\w{22,})",
    "a Slack token": r"\bxox[abeoprs]-[\w-]{10,}",
    "a URL with a password": r"://[^/\s:@]*:[^/\s@]+@",
}
"""What gives a secret away, whatever its parameter is called."""

SECRET_NAME = re.compile(
    r"(Password|Passwd|Passphrase|Secret|Token|Credentials?"
    r"|ApiKey|AccessKey|SecretKey|PrivateKey)$",
    re.IGNORECASE,
)
"""Names that end in a word for a secret; DatabaseSecretArn ends in another."""

HARMLESS = re.compile(r"(\{\{resolve:.*\}\}|arn:.*)?", re.DOTALL)
"""Nothing, a reference that CloudFormation resolves, or an ARN."""


WORDS = re.compile(
    "passw|passphrase|secret|token|credential|cookie"
    "|(api|access|private|master|signing|encryption)key"
)
"""What a name with a secret behind it has in it, once its words stand together."""

ENDS = re.compile(r"_(key|pass|pwd|salt|auth|dsn)$", re.IGNORECASE)
"""How variables end that hold secrets: RAILS_MASTER_KEY, MAIL_PASS."""

REFERS = re.compile(r"(arn|id|name|version)s?$")
"""How names end that only say which secret is meant."""

NAMES = ("Name", "Key", "name", "key", "ParameterKey")
"""Members that say what the member Value beside them is."""


def telling(name: str) -> bool:
    """Say whether the name of a variable is that of a secret: SECRET_KEY_BASE.

    More are than among parameters and properties, which say what they are in the end.
    """
    word = re.sub(r"[^a-z0-9]", "", name.lower())
    found = WORDS.search(word) or ENDS.search(name)
    return bool(found) and not REFERS.search(word)


def telltale(text: str) -> str:
    """Return what a value looks like that must not be shown; empty if nothing."""
    for words, pattern in TELLTALE.items():
        if re.search(pattern, text):
            return words
    return ""


def secret(name: str, text: str, definition: Mapping[str, Any]) -> str:
    """Return why a parameter's value is taken for a secret; empty if it is none.

    `definition` is the template's, empty for an unknown parameter. A Number or a choice
    of AllowedValues is no secret, whatever it is called.
    """
    words = telltale(text)
    if words:
        return f"looks like {words}"
    chosen = definition.get("Type") == "Number" or "AllowedValues" in definition
    if chosen or HARMLESS.fullmatch(text):
        return ""
    if str(definition.get("NoEcho", "")).lower() == "true":
        return "is a secret, since the template hides it (NoEcho)"
    return "is a secret by its name" if SECRET_NAME.search(name) else ""
