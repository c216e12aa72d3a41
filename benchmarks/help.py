"""The floor that `cfngen --help` is measured beside: a bare click program."""

import click


@click.group()
def main() -> None:
    """Do nothing, in two commands."""


@main.command()
def one() -> None:
    """Do nothing."""


@main.command()
def two() -> None:
    """Do nothing, too."""


if __name__ == "__main__":
    main()
