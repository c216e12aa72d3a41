"""Checks of tasks, services, scaling, jobs and their logs: CG540 to CG569."""

from cfngen.checks.check import Check
from cfngen.checks.compute import sizes

ECS = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide"

CHECKS = (Check("CG540", sizes.fargate, f"{ECS}/task-cpu-memory-error.html"),)
