"""`python -m cfngen` is the same as `cfngen`."""

from cfngen.cli import process

if __name__ == "__main__":
    raise SystemExit(process())
