"""The words of a spec: strings and numbers with a meaning of their own."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

Name = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=20)
]
"""A system or a service: lower-case words joined by single dashes."""

Cidr = Annotated[str, StringConstraints(pattern=r"^(\d{1,3}\.){3}\d{1,3}/\d{1,2}$")]
"""An IPv4 range; that it is a real one is a semantic check."""

Domain = Annotated[
    str,
    StringConstraints(pattern=r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$"),
]
"""A domain name in lower case, without a trailing dot."""

UrlPath = Annotated[str, StringConstraints(pattern=r"^/[\w.~!$&'()+,;=:@%/-]*$")]
"""The path of a URL, as a health check asks for it."""

VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
"""The name of an environment variable."""
