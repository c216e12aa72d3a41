"""What roles may do, who may become them, and who can read what."""

from cfngen.prove.access.assuming import assumptions
from cfngen.prove.access.judging import AccessClaim, judged
from cfngen.prove.access.readers import Reader, readers
from cfngen.prove.access.rights import Rights, rights_of

__all__ = [
    "AccessClaim",
    "Reader",
    "Rights",
    "assumptions",
    "judged",
    "readers",
    "rights_of",
]
