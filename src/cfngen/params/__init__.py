"""Parameter files: the whole truth of an environment, and whether it fits the root."""

from cfngen.params.environments import Environments, check_all, load_all
from cfngen.params.fit import check
from cfngen.params.forms import FORMS
from cfngen.params.model import Parameters, Value
from cfngen.params.reading import load, parse
from cfngen.params.saving import save
from cfngen.params.syncing import interface_of, sync

__all__ = [
    "FORMS",
    "Environments",
    "Parameters",
    "Value",
    "check",
    "check_all",
    "interface_of",
    "load",
    "load_all",
    "parse",
    "save",
    "sync",
]
