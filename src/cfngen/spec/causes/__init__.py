"""The line of a spec that a part of a template comes from."""

from cfngen.spec.causes.causes import Causes, Made, source_of

__all__ = ["Causes", "Made", "source_of"]
