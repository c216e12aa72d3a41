"""Checks of the database: what RDS and Aurora refuse of its size, name and version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.spec.checks.check import Check
from cfngen.spec.source import Problem
from cfngen.spec.stores import Database, Engine

REFUSED = ("admin", "database", "db")
"""Names that RDS is known to refuse as reserved by the engine."""

POSTGRESQL_KEYWORDS = (
    "all analyse analyze and any array as asc asymmetric both case cast check collate"
    " column constraint create current_catalog current_date current_role current_time"
    " current_timestamp current_user default deferrable desc distinct do else end"
    " except false fetch for foreign from grant group having in initially intersect"
    " into lateral leading limit localtime localtimestamp not null offset on only or"
    " order placing primary references returning select session_user some symmetric"
    " system_user table then to trailing true union unique user using variadic when"
    " where window with"
)
"""What PostgreSQL reserves:
https://www.postgresql.org/docs/current/sql-keywords-appendix.html"""

MYSQL_KEYWORDS = (
    "add all alter analyze and as asc before between both by call cascade case change"
    " check collate column condition constraint continue convert create cross cube"
    " cursor database databases dec declare default delayed delete desc describe"
    " distinct div double drop dual each else elseif empty enclosed escaped except"
    " exists exit explain false fetch float for force foreign from function generated"
    " get grant group grouping groups having if ignore in index infile inner inout"
    " insert int integer intersect interval into is iterate join key keys kill lag"
    " lateral lead leading leave left like limit linear lines load lock long loop match"
    " mod modifies natural not null of on optimize option or order out outer over"
    " partition primary procedure purge range rank read reads real recursive references"
    " regexp release rename repeat replace require restrict return revoke right rlike"
    " row rows schema schemas select separator set show signal spatial specific sql"
    " ssl starting stored system table terminated then to trailing trigger true undo"
    " union unique unlock unsigned update usage use using values varying virtual when"
    " where while window with write xor zerofill"
)
"""What MySQL reserves, as far as a database could bear the name:
https://dev.mysql.com/doc/refman/8.4/en/keywords.html"""


@dataclass(frozen=True)
class Dialect:
    """What the engines that speak one dialect have in common.

    `pausing` is the first minor version of Aurora that can pause, by major version;
    those that are not in it always can.
    """

    there_already: tuple[str, ...]
    keywords: str
    prefixes: tuple[str, ...]
    pausing: Mapping[int, int]


# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
POSTGRESQL = Dialect(
    ("postgres", "rdsadmin", "template0", "template1"),
    POSTGRESQL_KEYWORDS,
    ("pg_",),
    {13: 15, 14: 12, 15: 7, 16: 3},
)
MYSQL = Dialect(
    ("mysql", "sys", "information_schema", "performance_schema"),
    MYSQL_KEYWORDS,
    (),
    {3: 8},
)

VERSIONS: Mapping[Engine, tuple[str, str]] = {
    "postgresql": (r"1[1-9](\.[0-9]+)?", '"17" or "17.4"'),
    "mysql": (r"8\.[04](\.[0-9]+)?", '"8.4" or "8.4.5"'),
    "aurora-postgresql": (r"1[3-9](\.[0-9]+)?", '"17" or "17.4"'),
    "aurora-mysql": (r"8\.0|8\.4(\.[0-9]+)?|3\.[0-9]+\.[0-9]+", '"8.0" or "3.10.0"'),
}
"""The form of an engine's versions, and examples; which of them AWS offers just now,
cfn-lint knows. Aurora MySQL counted versions of its own while MySQL was at 8.0: 3.x."""


def room_to_grow(database: Database) -> Iterator[Problem]:
    """The disk may grow by a tenth at least, or RDS refuses to let it grow by itself.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
    """
    least = -(-database.storage.min * 11 // 10)
    if database.storage.max < least:
        yield Problem(
            ("storage", "max"),
            f"max: {database.storage.max} is not a tenth more than "
            f"min: {database.storage.min}, as RDS asks.",
            f"Write max: {least} or more.",
        )


def name_is_free(database: Database) -> Iterator[Problem]:
    """The database's name is none that its engine or RDS keeps for itself."""
    name, dialect = database.name, _dialect(database)
    reserved = (*REFUSED, *dialect.keywords.split())
    if name in dialect.there_already:
        message = f"Every instance has a database '{name}' already."
    elif name in reserved or name.startswith(dialect.prefixes):
        message = f"RDS refuses the name '{name}': it is reserved."
    else:
        return
    yield Problem(("name",), message, "Take another name, such as app.")


def _dialect(database: Database) -> Dialect:
    """Return what the database's engine speaks."""
    return MYSQL if database.mysql else POSTGRESQL


def sized_as_its_engine_is(database: Database) -> Iterator[Problem]:
    """An instance of RDS has a class and a disk, Aurora Serverless has a capacity."""
    of_rds, of_aurora = ("instance", "storage"), ("capacity",)
    wrong, right = (of_rds, of_aurora) if database.aurora else (of_aurora, of_rds)
    for key in wrong:
        if key in database.model_fields_set:
            yield Problem(
                (key,),
                f"{database.engine} has no {key}.",
                f"Remove it; its size is {' and '.join(right)}.",
                on_key=True,
            )


def version_of_engine(database: Database) -> Iterator[Problem]:
    """The database's version has the form of its engine's versions."""
    form, examples = VERSIONS[database.engine]
    if not re.fullmatch(form, database.version):
        yield Problem(
            ("version",),
            f"{database.engine} has no version {database.version}.",
            f"Write one such as {examples}.",
        )


def capacity_is_a_range(database: Database) -> Iterator[Problem]:
    """Aurora's least capacity is no more than its most, and 0 only if it can pause."""
    least, most = database.capacity.min, database.capacity.max
    if least > most:
        given = "max" in database.capacity.model_fields_set
        default = "" if given else ", which is the default"
        yield Problem(
            ("capacity", "min"),
            f"min: {least:g} is more than max: {most:g}{default}.",
            f"Write max: {least:g} or more.",
        )
    if least == 0 and not _pauses(database):
        yield Problem(
            ("capacity", "min"),
            f"min: 0 pauses the database, which version {database.version} cannot.",
            "Write min: 0.5, or a later version.",
        )


def _pauses(database: Database) -> bool:
    """Return whether a version of Aurora can pause; a major one means its latest."""
    major, *minor = map(int, database.version.split("."))
    return not minor or minor[0] >= _dialect(database).pausing.get(major, 0)


DATABASE = (
    Check("CG053", room_to_grow),
    Check("CG054", name_is_free),
    Check("CG057", sized_as_its_engine_is),
    Check("CG058", capacity_is_a_range),
    Check("CG059", version_of_engine),
)
