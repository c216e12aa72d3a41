"""A way through the words of one statement."""

from __future__ import annotations

from collections.abc import Callable

from cfngen.findings import Finding, Place
from cfngen.prove.claims.statements import Statement
from cfngen.prove.claims.tokens import Token, Unreadable


class Cursor:
    """Where reading a statement has come to, and what is wrong with parts of it."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.at = 0
        self.problems: list[Finding] = []

    @property
    def next(self) -> Token | None:
        """Return what comes next; None at the end."""
        tokens = self.statement.tokens
        return tokens[self.at] if self.at < len(tokens) else None

    @property
    def place(self) -> Place:
        """Return the place of what comes next, at the end that after the last word."""
        if self.next:
            return self.next.place
        last = self.statement.tokens[-1]
        here = last.place
        return Place(here.file, here.path, here.line, here.column + len(last.text))

    def sees(self, *texts: str) -> bool:
        """Return whether one of some words or signs comes next."""
        return self.next is not None and self.next.text in texts

    def took(self, *texts: str) -> bool:
        """Return whether some words or signs come next, one by one, and pass them."""
        following = self.statement.tokens[self.at : self.at + len(texts)]
        if tuple(token.text for token in following) != texts:
            return False
        self.at += len(texts)
        return True

    def word(self, what: str, mend: str) -> Token:
        """Return the word that comes next and pass it; raise Unreadable at a sign."""
        token = self.next
        if token is None or not token.word:
            raise self.wrong(f"{what} is missing here.", mend)
        self.at += 1
        return token

    def demand(self, sign: str, mend: str) -> None:
        """Pass a word or sign; raise Unreadable where it does not come next."""
        if not self.took(sign):
            raise self.wrong(f"'{sign}' is missing here.", mend)

    def judge(self, token: Token, refuse: Callable[[Token], None]) -> None:
        """Note what is wrong with a word, so that the others are looked at as well."""
        try:
            refuse(token)
        except Unreadable as error:
            self.problems.append(error.finding)

    def end(self, mend: str) -> None:
        """Raise Unreadable where anything is left."""
        if self.next:
            raise self.wrong(f"'{self.next.text}' is too much here.", mend)

    def wrong(self, message: str, mend: str) -> Unreadable:
        """Return the error that stands where reading has come to."""
        return Unreadable(self.place, message, mend)
