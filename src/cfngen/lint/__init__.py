"""Lint: cfn-lint, and the rules of cfngen on a system's templates."""
