"""What is committed at a revision, from real repositories."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from cfngen.errors import InputError
from cfngen.project import Project
from cfngen.revision import at
from tests.repository import commit, git, repository


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project in a folder of its repository, committed twice and changed."""
    root = repository(tmp_path / "repo") / "infra"
    (root / "systems").mkdir(parents=True)
    (root / "systems" / "a.yaml").write_bytes(b"one\r\n")
    (root / "link").symlink_to("systems/a.yaml")
    commit(root, "once")
    git(root, "tag", "--annotate", "--message", "first", "first")
    git(root, "branch", "of/once/upon")
    (root / "systems" / "a.yaml").write_bytes(b"two\n")
    (root / "systems" / "umlaut ä.yaml").write_bytes(b"\xe4")
    commit(root)
    (root / "systems" / "a.yaml").write_bytes(b"three\n")
    return Project(root)


def held(
    project: Project, revision: str, paths: Sequence[str] = ("systems", "link")
) -> dict[str, bytes]:
    """Return the files of a revision."""
    with at(project, revision, paths) as then:
        files = [path for path in then.root.rglob("*") if path.is_file()]
        return {
            path.relative_to(then.root).as_posix(): path.read_bytes() for path in files
        }


@pytest.mark.parametrize(
    "revision", ["first", "HEAD~1", "main~1", "HEAD^{/once}", ":/once", "of/once/upon"]
)
def test_files_are_those_of_the_revision(project: Project, revision: str) -> None:
    assert held(project, revision) == {"systems/a.yaml": b"one\r\n"}


def test_names_and_bytes_are_as_they_are(project: Project) -> None:
    found = held(project, "HEAD")
    assert found == {"systems/a.yaml": b"two\n", "systems/umlaut ä.yaml": b"\xe4"}


def test_only_what_is_asked_for_is_there(project: Project) -> None:
    assert held(project, "HEAD", ("systems/a.yaml", "none")) == {
        "systems/a.yaml": b"two\n"
    }


def test_the_folder_goes_away(project: Project) -> None:
    with at(project, "HEAD", ("systems",)) as then:
        assert then.root.is_dir()
    assert not then.root.exists()


def test_nothing_of_the_working_tree_changes(project: Project) -> None:
    before = (
        git(project.root, "status", "--porcelain"),
        git(project.root, "stash", "list"),
    )
    held(project, "first")
    assert before == (
        git(project.root, "status", "--porcelain"),
        git(project.root, "stash", "list"),
    )
    assert (project.root / "systems" / "a.yaml").read_bytes() == b"three\n"


@pytest.mark.parametrize(
    "revision",
    [
        *("nowhere", "", "-x", "--all", "first..main", "HEAD:infra/systems/a.yaml"),
        *("HEAD~9", "a\0b"),
    ],
    ids=repr,
)
def test_a_revision_that_is_not_there_is_an_error(
    project: Project, revision: str
) -> None:
    with pytest.raises(InputError, match="the repository has no commit") as raised:
        held(project, revision)
    assert "git log" in raised.value.hint


def test_what_a_hook_sets_leads_to_no_other_repository(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    assert held(project, "first") == {"systems/a.yaml": b"one\r\n"}


def test_a_worktree_knows_what_its_repository_knows(
    project: Project, tmp_path: Path
) -> None:
    git(project.root, "worktree", "add", "--quiet", str(tmp_path / "tree"), "first")
    tree = Project(tmp_path / "tree" / "infra")
    assert held(tree, "main")["systems/a.yaml"] == b"two\n"
    assert held(tree, "HEAD") == {"systems/a.yaml": b"one\r\n"}


def test_a_shallow_clone_says_so(project: Project, tmp_path: Path) -> None:
    source = f"file://{project.root.parent}"
    git(tmp_path, "clone", "--quiet", "--depth", "1", source, "shallow")
    shallow = Project(tmp_path / "shallow" / "infra")
    assert held(shallow, "HEAD")["systems/a.yaml"] == b"two\n"
    with pytest.raises(InputError) as raised:
        held(shallow, "HEAD~1")
    assert "fetch-depth: 0" in raised.value.hint


def test_a_folder_that_is_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.resolve().parent))
    with pytest.raises(InputError, match="not a git repository"):
        held(Project(tmp_path.resolve()), "HEAD")


def test_a_folder_of_somebody_else_s_says_how_to_trust_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(InputError, match="dubious ownership") as raised:
        held(project, "HEAD")
    assert "safe.directory" in raised.value.hint


def test_a_machine_without_git(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="git is not installed"):
        held(project, "HEAD")


def test_a_repository_whose_objects_are_damaged(project: Project) -> None:
    blob = git(project.root, "rev-parse", "HEAD:infra/systems/a.yaml")
    objects = project.root.parent / ".git" / "objects"
    (objects / blob[:2] / blob[2:]).unlink()
    with pytest.raises(InputError, match=r"systems/a\.yaml: git cannot show it"):
        held(project, "HEAD")
