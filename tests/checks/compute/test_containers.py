"""Containers and task sizes."""

from __future__ import annotations

import pytest

from cfngen.checks.compute import CHECKS
from tests.checks.bending import GONE, Case, Fine, read, silent, spoken

RIGHT = read("compute")
WEB, SETUP, PROXY = (f"Task.ContainerDefinitions.{index}" for index in range(3))
WAITS = f"{PROXY}.DependsOn"

CASES = (
    Case("no such CPU", "CG540", {"Task.Cpu": "300"}, "Task.Cpu", "no 300 CPU"),
    Case("half a CPU", "CG540", {"Task.Memory": "5 GB"}, "Task.Memory", "no 5120 MiB"),
    Case(
        "too little for Windows",
        "CG540",
        {"Task.RuntimePlatform.OperatingSystemFamily": "WINDOWS_SERVER_2022_CORE"},
        *("Task.Cpu", "no 512 CPU"),
    ),
    Case(
        "no such memory", "CG540", {"Task.Memory": 9216}, "Task.Memory", "no 9216 MiB"
    ),
    Case(
        "more CPU than the task",
        *("CG541", {f"{WEB}.Cpu": 300}, "Task.Cpu", "reserve 556 of 512"),
    ),
    Case(
        "more memory than the task",
        *(
            "CG541",
            {f"{PROXY}.MemoryReservation": "800"},
            "Task.Memory",
            "1056 of 1024",
        ),
    ),
    Case(
        "a limit above the task's",
        *("CG541", {f"{WEB}.Memory": 2048}, f"{WEB}.Memory", "2048 MiB of memory"),
    ),
    Case(
        "a reservation above the limit",
        *("CG541", {f"{WEB}.MemoryReservation": 600}, f"{WEB}.MemoryReservation"),
        "reserves 600 MiB and may have 512",
    ),
    Case(
        "a name twice", "CG542", {f"{SETUP}.Name": "web"}, f"{SETUP}.Name", "this name"
    ),
    Case(
        "waits for nobody",
        *("CG542", {f"{WAITS}.0.ContainerName": "wbe"}, f"{WAITS}.0.ContainerName"),
        "'wbe', which the task does not have",
    ),
    Case(
        "waits in a circle",
        "CG542",
        {f"{WEB}.DependsOn": [{"ContainerName": "proxy", "Condition": "START"}]},
        *(f"{WAITS}.0.ContainerName", "which waits for it"),
    ),
    Case(
        "health without a check",
        *(
            "CG542",
            {f"{WEB}.HealthCheck": GONE},
            f"{WAITS}.0.Condition",
            "no HealthCheck",
        ),
    ),
    Case(
        "the end of an essential one",
        *(
            "CG542",
            {f"{SETUP}.Essential": GONE},
            f"{WAITS}.1.Condition",
            "the task ends",
        ),
    ),
    Case(
        "a port twice",
        *("CG543", {f"{PROXY}.PortMappings.0.ContainerPort": "3000"}),
        *(
            f"{PROXY}.PortMappings.0.ContainerPort",
            "port 3000 is taken by container web",
        ),
    ),
    Case(
        "another port of the host",
        *("CG543", {f"{WEB}.PortMappings.0.HostPort": 80}),
        *(f"{WEB}.PortMappings.0.HostPort", "HostPort 80 is not ContainerPort 3000"),
    ),
    Case(
        "a port's name twice",
        *("CG543", {f"{PROXY}.PortMappings.0.Name": "http"}),
        *(f"{PROXY}.PortMappings.0.Name", "another port is called 'http'"),
    ),
    Case(
        "a port that nobody names",
        *("CG543", {"Service.ServiceConnectConfiguration.Services.0.PortName": "api"}),
        "Service.ServiceConnectConfiguration.Services.0.PortName",
        "no port mapping called 'api'",
    ),
    Case(
        "a variable twice",
        *("CG544", {f"{WEB}.Environment.1": {"Name": "MODE", "Value": "x"}}),
        *(f"{WEB}.Environment.1.Name", "MODE stands in twice in Environment"),
    ),
    Case(
        "a variable that is a secret too",
        *("CG544", {f"{WEB}.Environment.0.Name": "PASSWORD"}, f"{WEB}.Secrets.0.Name"),
        "PASSWORD stands in Environment and Secrets",
    ),
    Case(
        "a definition of 64 KiB",
        *("CG550", {f"{WEB}.Environment.0.Value": "x" * 65_600}),
        *("Task.ContainerDefinitions", "bytes at least, of 65536"),
    ),
)

FINE = (
    Fine(
        "sizes on servers",
        "CG540",
        {"Task.RequiresCompatibilities": ["EC2"], "Task.Cpu": 300},
    ),
    Fine("in words", "CG540", {"Task.Cpu": ".5 vCPU", "Task.Memory": "1 GB"}),
    Fine("all of the task", "CG541", {f"{PROXY}.MemoryReservation": 768}),
    Fine(
        "a start without a check",
        "CG542",
        {f"{WAITS}.0.Condition": "START", f"{WEB}.HealthCheck": GONE},
    ),
    Fine(
        "a port in two protocols",
        "CG543",
        {f"{PROXY}.PortMappings.0": {"ContainerPort": 3000, "Protocol": "udp"}},
    ),
    Fine(
        "a port on two bridges",
        "CG543",
        {"Task.NetworkMode": "bridge", f"{PROXY}.PortMappings.0.ContainerPort": 3000},
    ),
    Fine(
        "a name in another container",
        "CG544",
        {f"{PROXY}.Environment": [{"Name": "MODE", "Value": "x"}]},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(RIGHT, CHECKS, case)


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: fine.name)
def test_what_is_right_is_let_be(fine: Fine) -> None:
    assert silent(RIGHT, CHECKS, fine)
