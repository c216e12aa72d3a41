"""The catalogue: what is known of every check that can find something."""

from cfngen.catalogue.about import About
from cfngen.catalogue.engines import about
from cfngen.catalogue.ours import ours

__all__ = ["About", "about", "ours"]
