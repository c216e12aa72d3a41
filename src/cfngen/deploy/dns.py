"""The DNS records that a certificate waits for, read from its events.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.deploy.progress import Record, Step

AWAITED = "Content of DNS Record"
"""How the reason begins that names a record which has to be written somewhere."""

CONTENT = re.compile(
    r"\{\s*Name:\s*(?P<name>[^,\s]+)\s*,"
    r"\s*Type:\s*(?P<type>\w+)\s*,"
    r"\s*Value:\s*(?P<value>[^}\s]+)\s*\}"
)


def records(step: Step) -> Iterator[Record]:
    """Yield the records that an event names; none for most events."""
    if AWAITED not in step.reason:
        return
    for found in CONTENT.finditer(step.reason):
        yield Record(found["name"], found["type"], found["value"])
