"""What YAML's parser stumbled over, in the words of someone who writes a spec."""

from __future__ import annotations

from yaml import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from cfngen.spec.source import Mark

Words = tuple[str, str]

TAB: Words = ("A tab indents this line.", "Indent with spaces.")
INNER_TAB: Words = ("A tab stands within this line.", "Put spaces in its place.")
QUOTE: Words = ("A quote is opened here and never closed.", "Close the quote.")
BRACKET: Words = (
    "A bracket is opened here and never closed, or a comma is missing in it.",
    "Close the bracket; put a comma between its entries.",
)
COLON: Words = (
    "A colon stands where no key can be.",
    "Check the indentation, and the colon of the line above; put text that contains "
    "': ' in quotes.",
)
INDENT: Words = (
    "The indentation does not fit the lines above.",
    "Indent all keys of a section, and all entries of a list, alike.",
)
MORE: Words = (
    "Text follows a value that has ended.",
    "Put the whole text in quotes, or start a new line.",
)
NO_COLON: Words = ("A key without a colon.", "Write key: value.")
DOCUMENT: Words = ("A second document starts here.", "Write one system to a file.")
ALIAS: Words = ("The alias names an anchor that is not there.", "Write the value out.")
ANCHOR: Words = ("The anchor is set twice.", "Give it another name.")
START: Words = (
    "A text cannot start with this character.",
    "Put the text in quotes.",
)
OTHER: Words = (
    "From here on this is not YAML.",
    "Check quotes, brackets and indentation.",
)

AT_THE_START = (
    ("while scanning a quoted scalar", QUOTE),
    ("while parsing a flow", BRACKET),
    ("while scanning a simple key", NO_COLON),
)
"""What the parser calls the part that it was in; the mend is where that part starts."""

AT_THE_END = (
    (r"found character '\t'", TAB),
    ("mapping values are not allowed", COLON),
    ("but found '<scalar>'", MORE),
    ("expected <block end>", INDENT),
    ("expected '<document start>'", INDENT),
    ("unindent does not match", INDENT),
    ("but found another document", DOCUMENT),
    ("found undefined alias", ALIAS),
    ("found duplicate anchor", ANCHOR),
    ("that cannot start any token", START),
)
"""What the parser says of the point at which it gave up."""


def explain(error: YAMLError | RecursionError, text: str) -> tuple[Mark, str, str]:
    """Return where the text is broken, what is wrong there and how to mend it."""
    if isinstance(error, ReaderError):
        before = text[: error.position]
        column = error.position - before.rfind("\n")
        message = "A control character stands here."
        return Mark(before.count("\n") + 1, column), message, "Remove the character."
    if isinstance(error, MarkedYAMLError):
        return _marked(error)
    return Mark(1, 1), "Values are nested too deeply.", "Nest less."


def _marked(error: MarkedYAMLError) -> tuple[Mark, str, str]:
    """Return the same for an error of which the parser knows the place."""
    for part, words in AT_THE_START:
        if part in (error.context or "") and error.context_mark:
            return _point(error.context_mark), *words
    said = f"{error.context} {error.problem}"
    words = next((w for part, w in AT_THE_END if part in said), OTHER)
    if words is TAB and _before(error.problem_mark).strip():
        words = INNER_TAB
    return _point(error.problem_mark or error.context_mark), *words


def _before(mark: object) -> str:
    """Return what stands before the parser's mark on its line."""
    text: str = getattr(mark, "buffer", None) or ""
    column, pointer = getattr(mark, "column", 0), getattr(mark, "pointer", 0)
    return text[pointer - column : pointer]


def _point(mark: object) -> Mark:
    """Return the parser's mark as ours."""
    line, column = getattr(mark, "line", 0), getattr(mark, "column", 0)
    return Mark(line + 1, column + 1)
