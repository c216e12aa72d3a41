"""What tests all over share: one emulator, and a machine that knows no AWS account."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from cfngen.local import emulator

# The same examples on every machine, and no clock: a busy one is not a failure.
settings.register_profile("cfngen", deadline=None, derandomize=True)
settings.load_profile("cfngen")

# Tests start some hundred Pythons. Where the machine says that none may keep what it
# compiles, as those of containers do, each would compile all of our modules again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

OBJECTS = 100_000
"""New objects after which Python looks for garbage; the usual 700 costs a fifth of the
time, most of it spent on what is no garbage: modules, tests, cfn-lint's schemas."""


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what has been collected."""
    gc.freeze()
    gc.set_threshold(OBJECTS)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the gate remembers apart from the user's; the tests share it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CFNGEN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def emulator_url() -> Iterator[str]:
    """Yield the address of an emulator; tests name their systems apart."""
    with emulator() as running:
        yield running.endpoint


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide whatever AWS setup the machine has."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
