"""Permissions: the least that whoever deploys an environment has to be allowed."""

from cfngen.permissions.documents import LONGEST, characters, documents
from cfngen.permissions.need import LeftOut, Need, Place
from cfngen.permissions.policy import Policy, Scope, policy

__all__ = [
    "LONGEST",
    "LeftOut",
    "Need",
    "Place",
    "Policy",
    "Scope",
    "characters",
    "documents",
    "policy",
]
