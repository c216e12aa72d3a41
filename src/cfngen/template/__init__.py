"""Templates as somebody wrote them, JSON or YAML, with the place of every value."""

from cfngen.template.reading import parse, read
from cfngen.template.template import EMPTY, Template
from cfngen.template.tree import Tree, load_tree, tree_of

__all__ = ["EMPTY", "Template", "Tree", "load_tree", "parse", "read", "tree_of"]
