"""`python -m cfngen` is the same as `cfngen`."""

from cfngen.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
