"""`cfngen deploy`, the real command, to an emulator."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from cfngen.cli import main
from cfngen.cli.targeting import loopback
from cfngen.errors import Exit, InputError

ROOT = Path(__file__).resolve().parents[2]
NO_CERTIFICATE = (
    "arn:aws:acm:us-east-1:123456789012:certificate/"
    "00000000-0000-0000-0000-000000000000"
)
EVENT = re.compile(r"^\d\d:\d\d:\d\d [A-Z_]+ +(\S+) \(AWS::", re.MULTILINE)
"""A line of an event; the group is the path."""

CHILD = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from cfngen.cli import main
raise SystemExit(main(sys.argv[1:]))
"""
"""The command as a terminal starts it: Ctrl-C is not ignored."""


@dataclass(frozen=True)
class Terminal:
    """A project, an emulator, and what a command printed."""

    folder: Path
    url: str
    captured: pytest.CaptureFixture[str]

    def deploy(self, environment: str, *given: str) -> tuple[int, str, str]:
        """Deploy nextjs; return the exit code, stdout and stderr."""
        options = [word for text in given for word in ("--set", text)]
        return self.run("nextjs", environment, "--endpoint-url", self.url, *options)

    def run(self, *words: str) -> tuple[int, str, str]:
        """Run `cfngen deploy`; return the exit code, stdout and stderr."""
        code = main(["deploy", *words])
        return code, *self.captured.readouterr()


@pytest.fixture
def terminal(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    emulator_url: str,
    capsys: pytest.CaptureFixture[str],
) -> Terminal:
    """Return a terminal in a copy of the project."""
    for folder in ("systems", "params", "templates", "policies"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path, emulator_url, capsys)


def touched(err: str) -> set[str]:
    """Return the stacks that events speak of: layers, and the root by its name."""
    return {path.split("/")[0] for path in EVENT.findall(err)}


def test_nextjs_is_created_repeated_released_and_rolled_back(
    terminal: Terminal,
) -> None:
    code, outputs, err = terminal.deploy("dev")
    root = json.loads((terminal.folder / "templates/nextjs/root.json").read_text())
    assert code == Exit.OK
    assert [line.split()[0] for line in outputs.splitlines()] == sorted(root["Outputs"])
    assert touched(err) == {"nextjs-dev", *root["Resources"]}
    assert "nextjs-dev: create in us-east-1" in err
    assert "The emulator stood in for these" in err
    assert err.endswith("\nnextjs-dev: created.\n")

    assert terminal.deploy("dev") == (Exit.OK, outputs, "nextjs-dev: no changes.\n")

    code, again, err = terminal.deploy("dev", "WebImageTag=v2")
    assert (code, again) == (Exit.OK, outputs)
    source = "--set; params/nextjs/dev.json leaves it to releases"
    assert f"WebImageTag = v2  ({source})" in err
    assert {"ServiceWeb/TaskDefinition", "ServiceWeb/Service"} <= {*EVENT.findall(err)}
    assert touched(err) <= {"nextjs-dev", "ServiceWeb", "Monitoring"}
    assert re.search("DELETE_COMPLETE +ServiceWeb/TaskDefinition ", err)
    assert err.endswith("\nnextjs-dev: updated.\n")

    assert terminal.deploy("dev") == (Exit.OK, outputs, "nextjs-dev: no changes.\n")

    code, nothing, err = terminal.deploy(
        "dev", "WebImageTag=v2", f"CertificateArn={NO_CERTIFICATE}"
    )
    assert (code, nothing) == (Exit.FAILED, "")
    assert "nextjs-dev: rolled back, UPDATE_ROLLBACK_COMPLETE.\n" in err
    listener = "Edge/HttpsListener (AWS::ElasticLoadBalancingV2::Listener)"
    assert f"Cause: {listener} UPDATE_FAILED\n" in err
    assert f"{NO_CERTIFICATE} not found" in err
    assert re.search(r"declared in templates/nextjs/edge.json:\d+, layer edge\n", err)
    assert re.search(r"comes from systems/nextjs.yaml:\d+, edge\n", err)
    assert "Mend the cause and deploy again.\nRun: cfngen deploy nextjs dev" in err


def test_a_create_that_fails_is_undone_and_cleared_away_by_the_next(
    terminal: Terminal,
) -> None:
    wrong = f"CertificateArn={NO_CERTIFICATE}"
    unprotected = "EnableDeletionProtection=false"
    code, nothing, err = terminal.deploy("prod", wrong, unprotected)
    assert (code, nothing) == (Exit.FAILED, "")
    assert "nextjs-prod: rolled back, ROLLBACK_COMPLETE.\n" in err
    assert "Cause: Edge/Https" in err
    assert f"Run: cfngen deploy nextjs prod --set {wrong} --set {unprotected} " in err
    # An account has one provider of GitHub's identities, and dev's is there.
    code, _, err = terminal.deploy(
        "prod", unprotected, "CreateGitHubOidcProvider=false"
    )
    assert code == Exit.OK, err
    assert "the stack is to be deleted first" in err
    assert err.endswith("\nnextjs-prod: created.\n")


def stopped(err: str) -> bool:
    """Say whether the emulator that a command has started is gone."""
    (url,) = re.findall(r"^Emulator: (\S+)$", err, re.MULTILINE)
    try:
        urlopen(url).close()
    except URLError:
        return True
    return False


def test_local_brings_its_own_emulator_and_stops_it(terminal: Terminal) -> None:
    code, outputs, err = terminal.run("nextjs", "prod", "--local")
    assert code == Exit.OK
    assert "https://nextjs.example.com" in outputs
    assert err.endswith("\nnextjs-prod: created.\n")
    assert stopped(err)


@pytest.mark.parametrize(
    "sign", ["Templates: ", "CREATE_IN_PROGRESS"], ids=["before", "at the execution"]
)
def test_ctrl_c_ends_the_command_and_its_emulator(
    terminal: Terminal, sign: str
) -> None:
    words = [sys.executable, "-c", CHILD, "deploy", "nextjs", "dev", "--local"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr
        err = ""
        while sign not in err:
            line = child.stderr.readline()
            assert line, err
            err += line
        child.send_signal(signal.SIGINT)
        err += child.stderr.read()
    assert child.returncode == Exit.INTERRUPTED, err
    assert stopped(err)
    assert "nterrupted" in err.splitlines()[-1]
    assert "Traceback" not in err


def test_one_emulator_is_enough(terminal: Terminal) -> None:
    code, _, err = terminal.run("nextjs", "dev", "--local", "--endpoint-url", "x")
    assert code == Exit.USAGE
    assert "not both" in err


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://localhost:4566", "http://localhost:4566"),
        ("http://localhost:4566/", "http://localhost:4566"),
        ("http://127.0.0.1:4566", "http://localhost:4566"),
        ("http://[::1]:4566", "http://[::1]:4566"),
        ("https://localhost", "https://localhost"),
    ],
)
def test_an_emulator_is_on_this_machine(url: str, address: str) -> None:
    assert loopback(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "https://cloudformation.us-east-1.amazonaws.com",
        "http://10.0.0.1:4566",
        "http://localhost.example.com:4566",
        "http://localhost@example.com",
        "http://localhost:port",
        "ftp://localhost",
        "localhost:4566",
        "",
    ],
)
def test_any_other_machine_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="is not an address of this machine"):
        loopback(url)


@pytest.mark.parametrize("given", ["WebImageTag", "=v2"])
def test_an_override_has_a_name_and_a_value(terminal: Terminal, given: str) -> None:
    code, _, err = terminal.deploy("dev", given)
    assert code == Exit.USAGE
    assert "is not NAME=VALUE" in err


def test_an_override_that_does_not_fit_is_a_finding(terminal: Terminal) -> None:
    code, out, err = terminal.deploy("dev", "WebImageTga=v2")
    assert code == Exit.USAGE
    assert "--set: CG410" in out
    assert "Did you mean WebImageTag?" in out
    assert err == "--set does not fit the templates.\n"


def test_an_override_may_be_misspelt_where_the_file_has_the_name(
    terminal: Terminal,
) -> None:
    code, out, _ = terminal.deploy("dev", "LogRetentionDay=7")
    assert code == Exit.USAGE
    assert "Did you mean LogRetentionDays?" in out


def test_an_override_like_no_other_is_not_told_to_mend_the_file(
    terminal: Terminal,
) -> None:
    _, out, _ = terminal.deploy("dev", "Zzz=1")
    assert "Remove it." in out
    assert "params sync" not in out


def test_an_environment_that_is_not_there_is_guessed(terminal: Terminal) -> None:
    code, _, err = terminal.deploy("prd")
    assert code == Exit.USAGE
    assert "Did you mean prod?" in err


def test_stale_templates_are_not_deployed(terminal: Terminal) -> None:
    file = terminal.folder / "templates" / "nextjs" / "cache.json"
    file.write_text(file.read_text().replace("cache", "store", 1))
    code, _, err = terminal.deploy("dev")
    assert code == Exit.FAILED
    assert err.startswith("templates/nextjs/cache.json is stale.\nRun: cfngen generate")


def test_an_emulator_that_is_not_running_is_exit_7(terminal: Terminal) -> None:
    code, _, err = terminal.run("nextjs", "dev", "--endpoint-url", "http://localhost:9")
    assert code == Exit.CLOUD
    assert "Could not connect" in err
