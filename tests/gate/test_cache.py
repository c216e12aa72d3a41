"""What is remembered: nothing that is not whole, not ours, or not there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cfngen.gate.cache import FORMAT, Cache, cache_folder
from cfngen.gate.keys import digest

KEY, OTHER = digest("one"), digest("another")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "deep" / "cache")


def entry(cache: Cache, key: str = KEY) -> Path:
    """Return the file of a key."""
    assert cache.folder is not None
    return cache.folder / key[:2] / f"{key[2:]}.json"


@pytest.mark.parametrize("body", [[], {}, ["a", {"b": [1, "ä"]}], None], ids=repr)
def test_what_is_written_is_read(cache: Cache, body: object) -> None:
    cache.write(KEY, body)
    assert cache.read(KEY) == body


def test_what_was_never_written_is_unknown(cache: Cache) -> None:
    assert cache.read(KEY) is None
    cache.write(KEY, [1])
    assert cache.read(OTHER) is None


def test_without_a_key_nothing_is_remembered(cache: Cache) -> None:
    cache.write("", [1])
    assert cache.read("") is None
    assert not list(Path(cache.folder or "").glob("*"))


def test_without_a_folder_nothing_is_remembered() -> None:
    cache = Cache(None)
    cache.write(KEY, [1])
    cache.prune()
    assert cache.read(KEY) is None


def cut(data: bytes) -> bytes:
    return data[:-3]


def flip(data: bytes) -> bytes:
    return data.replace(b"[1,2,3]", b"[1,2,4]")


def age(data: bytes) -> bytes:
    return data.replace(b"cfngen %d " % FORMAT, b"cfngen %d " % (FORMAT - 1))


def blank(data: bytes) -> bytes:
    return b""


def foreign(data: bytes) -> bytes:
    return b'{"findings": []}'


@pytest.mark.parametrize("harm", [cut, flip, age, blank, foreign])
def test_what_cannot_be_trusted_is_unknown_and_written_again(
    cache: Cache, harm: Callable[[bytes], bytes]
) -> None:
    cache.write(KEY, [1, 2, 3])
    path = entry(cache)
    harmed = harm(path.read_bytes())
    assert harmed != path.read_bytes()
    path.write_bytes(harmed)
    assert cache.read(KEY) is None
    cache.write(KEY, [1, 2, 3])
    assert cache.read(KEY) == [1, 2, 3]


def test_an_entry_under_another_name_is_not_believed(cache: Cache) -> None:
    cache.write(KEY, [1])
    entry(cache, OTHER).parent.mkdir(parents=True, exist_ok=True)
    entry(cache, OTHER).write_bytes(entry(cache).read_bytes())
    assert cache.read(OTHER) is None


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "cache")
    cache.write(KEY, [1])
    cache.prune()
    assert cache.read(KEY) is None


def test_the_oldest_go_first_and_reading_makes_young(cache: Cache) -> None:
    keys = [digest(str(number)) for number in range(8)]
    for number, key in enumerate(keys):
        cache.write(key, ["x" * 1000])
        os.utime(entry(cache, key), (1000 + number, 1000 + number))
    assert cache.read(keys[0])
    size = entry(cache, keys[0]).stat().st_size
    cache.prune(8 * size, 3 * size)
    assert all(cache.read(key) for key in keys)
    for number, key in enumerate(keys[1:]):
        os.utime(entry(cache, key), (1000 + number, 1000 + number))
    cache.prune(7 * size, 3 * size)
    assert [key for key in keys if cache.read(key)] == [keys[0], *keys[-2:]]


def test_drafts_that_a_killed_process_left_go_as_well(cache: Cache) -> None:
    cache.write(KEY, ["x"])
    draft = entry(cache).with_name(f".{entry(cache).name}.4711")
    draft.write_text("half")
    os.utime(draft, (1, 1))
    cache.prune(1, 1)
    assert not draft.exists()


BUSY = """
import sys
from pathlib import Path
from cfngen.gate.cache import Cache
from cfngen.gate.keys import digest
cache = Cache(Path(sys.argv[1]))
for turn in range(300):
    key = digest(str(turn % 3))
    body = ["x" * 5000, turn % 3]
    cache.write(key, body)
    assert cache.read(key) in (body, None), "half an entry was believed"
    if turn % 50 == 0:
        cache.prune(12_000, 6_000)
"""


def test_several_processes_may_use_it_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", BUSY, str(tmp_path)]
    runs = [subprocess.Popen(command) for _ in range(3)]
    assert [run.wait() for run in runs] == [0, 0, 0]


HOMES = {
    "its own variable": ({"CFNGEN_CACHE": "/x", "XDG_CACHE_HOME": "/y"}, Path("/x")),
    "the user's caches": ({"XDG_CACHE_HOME": "/y"}, Path("/y/cfngen")),
    "a relative folder": (
        {"XDG_CACHE_HOME": "y"},
        Path("~/.cache/cfngen").expanduser(),
    ),
    "nothing": ({}, Path("~/.cache/cfngen").expanduser()),
}


@pytest.mark.parametrize("case", HOMES)
def test_where_it_is(case: str) -> None:
    environ, folder = HOMES[case]
    assert cache_folder(environ) == folder
