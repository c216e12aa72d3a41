"""Texts of claims for tests, and what is said of them."""

from __future__ import annotations

from pathlib import Path

from cfngen.findings import Finding
from cfngen.prove.claims.parsing import Read, parsed
from cfngen.prove.claims.sets import Around, ranges_of

FILE = "systems/shop.claims"
CLOUDFLARE = ranges_of(("104.16.0.0/13", "2606:4700::/32"))


def read(text: str, root: Path | None = None) -> Read:
    """Return the claims of a text, with Cloudflare's set around them."""
    return parsed(text, FILE, around=Around(root, {"cloudflare": CLOUDFLARE}))


def good(text: str, root: Path | None = None) -> Read:
    """Return the claims of a text in which nothing is wrong."""
    found = read(text, root)
    assert found.findings == ()
    return found


def shown(finding: Finding) -> dict[str, str]:
    """Return what a finding says, as the tables have it."""
    at = f"{finding.line}:{finding.column}"
    return {"at": at, "says": finding.message, "mend": finding.mend}
