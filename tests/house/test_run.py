"""`python3 app.py test`: how many processes, and which browser."""

import os
from pathlib import Path

import pytest

from tests import run


@pytest.mark.parametrize(
    "arguments", [["-n", "3"], ["-n0"], ["--numprocesses=2"], ["-p", "no:xdist"], ["-pno:xdist"], ["--pdb"]]
)
def test_tests_run_in_as_many_processes_as_the_caller_says(arguments: list[str]) -> None:
    assert run.spread(arguments) == arguments


def test_tests_run_on_all_cores_where_the_caller_says_nothing() -> None:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert run.spread(["-k", "night"]) == [f"-n{cores}", "-k", "night"]


def test_a_named_browser_goes_before_those_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("chromium", "mine"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert run.chromium() == str(tmp_path / "chromium")
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "mine"))
    assert run.chromium() == str(tmp_path / "mine")
    monkeypatch.setenv("CHROMIUM", "none")
    assert run.chromium() is None


@pytest.mark.parametrize(("required", "code", "word"), [("", 0, "skipped"), ("1", 1, "REQUIRE_BROWSER")])
def test_a_missing_browser_is_told_and_fails_only_where_one_is_required(
    required: str, code: int, word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHROMIUM", "none")
    monkeypatch.setenv("REQUIRE_BROWSER", required)
    monkeypatch.setattr(pytest, "main", lambda _: 0)
    assert run.run_tests([]) == code
    assert word in "".join(capsys.readouterr())
