"""Keys: what an answer hangs on, as one digest."""

from __future__ import annotations

from hashlib import sha256


def digest(*parts: str | bytes) -> str:
    """Return one digest of several parts; their borders count."""
    total = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8))
        total.update(data)
    return total.hexdigest()
