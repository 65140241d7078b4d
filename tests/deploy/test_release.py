"""How a release is made: looked at, noted, numbered, committed and tagged, or nothing of it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NUMBERED = ("deploy/kubernetes/kustomization.yaml", "pyproject.toml", "uv.lock")
NOTED = "tenants/migrations_across/releases.toml"
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")


@pytest.fixture
def checkout(tmp_path):
    """The files that a release touches, and a `manage` that notes down what it was told."""
    for name in ("deploy/bin/release", *NUMBERED):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / NOTED).parent.mkdir(parents=True)
    (tmp_path / NOTED).write_text("")
    manage = tmp_path / "manage"
    manage.write_text(
        'echo "$@" >>said\n[ "$1" != "$FAILS" ] || exit 1\n'
        f'[ "$1" != note_release ] || echo "[[release]] # $2" >>{NOTED}\n'
    )
    (tmp_path / ".gitignore").write_text("said\n")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "Begin")
    return tmp_path


def git(where: Path, *command: str) -> str:
    who = {
        f"GIT_{role}_{what}": "a@b.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **who}
    ran = subprocess.run(
        ["git", *command], cwd=where, env=environment, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def released(where: Path, *arguments: str, fails: str = "") -> subprocess.CompletedProcess[str]:
    who = {
        f"GIT_{role}_{what}": "a@b.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **who, "MANAGE": "sh manage", "FAILS": fails}
    command = [str(where / "deploy/bin/release"), *arguments]
    return subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)


def test_a_release_is_noted_numbered_and_tagged_in_one_commit(checkout):
    done = released(checkout, "1.4")
    assert done.returncode == 0, done.stderr
    assert (checkout / "said").read_text().splitlines()[1:] == ["check_release", "note_release 1.4"]
    assert git(checkout, "show", "--name-only", "--format=%s").split() == [
        "Release",
        "1.4",
        *sorted({*NUMBERED, NOTED}),
    ]
    for name in NUMBERED:
        assert '"1.4"' in (checkout / name).read_text()
    assert git(checkout, "rev-parse", "v1.4") == git(checkout, "rev-parse", "HEAD")
    assert released(checkout, "1.4").returncode == 1, "once"


@pytest.mark.parametrize("fails", ["check_release", "note_release"])
def test_a_release_that_is_refused_leaves_everything_as_it_was(checkout, fails):
    before = git(checkout, "rev-parse", "HEAD")
    assert released(checkout, "1.4", fails=fails).returncode == 1
    assert released(checkout, "next").returncode == 64
    assert git(checkout, "rev-parse", "HEAD") == before
    assert git(checkout, "status", "--porcelain") == "" and git(checkout, "tag") == ""


def test_a_server_does_not_begin_what_the_release_it_runs_would_notice():
    said = (ROOT / "deploy/bin/serve").read_text().partition("migrate)")[2]
    assert said.index("check_release --deployed") < said.index("bring_to_head")
