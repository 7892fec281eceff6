"""`python3 app.py` on a bare machine: what it decides and what it says."""

import ast
import runpy
import signal
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from projectie.setting_values import SettingsError

ROOT = Path(__file__).resolve().parents[2]


def test_imported_it_is_the_application(bootstrap: ModuleType) -> None:
    assert bootstrap.app == "the application"


def test_an_older_python_hears_why_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))
    with pytest.raises(SystemExit, match=r"^Projectie needs Python 3\.11 or newer; this is 3\.10\.$"):
        runpy.run_path(str(ROOT / "app.py"), run_name="__main__")


def test_an_older_python_can_read_far_enough_to_say_so() -> None:
    ast.parse((ROOT / "app.py").read_text("utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize("arguments", [["serve"], ["tests"], ["--help"], [""]])
def test_any_other_word_gets_the_usage_and_installs_nothing(
    arguments: list[str], bootstrap: ModuleType, installed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.main(arguments) == 2
    assert capsys.readouterr().err == "usage: python3 app.py [test [pytest arguments]]\n"
    assert installed == []


@pytest.mark.parametrize(
    ("arguments", "lock"),
    [
        ([], "requirements.lock"),
        (["test"], "requirements-dev.lock"),
        (["test", "-x"], "requirements-dev.lock"),
    ],
)
def test_it_installs_the_lock_of_the_command_and_starts_the_same_command_again(
    arguments: list[str],
    lock: str,
    bootstrap: ModuleType,
    installed: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    again: list[list[str]] = []

    def start_again(given: list[str]) -> int:
        again.append(given)
        return 3

    monkeypatch.setattr(bootstrap, "start_again", start_again)
    assert bootstrap.main(arguments) == 3
    assert (installed, again) == ([lock], [arguments])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("desk desk", ["requirements.lock"]),
        ("test test", ["requirements-dev.lock"]),
        ("test desk", ["requirements-dev.lock"]),  # the development lock holds the runtime lock
        ("desk test", ["requirements.lock", "requirements-dev.lock"]),
    ],
)
def test_what_is_installed_is_not_installed_again(
    asked: str, expected: list[str], bootstrap: ModuleType, installed: list[str]
) -> None:
    for word in asked.split():
        bootstrap.set_up(
            bootstrap.ROOT / ("requirements-dev.lock" if word == "test" else "requirements.lock")
        )
    assert installed == expected


def test_a_new_lock_installs_itself(bootstrap: ModuleType, installed: list[str]) -> None:
    lock = bootstrap.ROOT / "requirements.lock"
    bootstrap.set_up(lock)
    lock.write_text("tiny==1.1")
    assert not bootstrap.current(lock)
    bootstrap.set_up(lock)
    assert len(installed) == 2


def test_another_python_installs_again(
    bootstrap: ModuleType, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = bootstrap.ROOT / "requirements.lock"
    bootstrap.set_up(lock)
    monkeypatch.setattr(bootstrap, "VERSION", "3.99")
    assert not bootstrap.current(lock)


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_venv_hears_the_one_thing_to_type(
    missing: str, bootstrap: ModuleType, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None if name == missing else name)
    with pytest.raises(
        SystemExit, match=r"^Python cannot make \.venv; .* type: apt-get install python3-venv$"
    ):
        bootstrap.set_up(bootstrap.ROOT / "requirements.lock")
    assert installed == []


def test_a_failed_installation_is_one_sentence_and_leaves_no_stamp(
    bootstrap: ModuleType, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = bootstrap.ROOT / "requirements.lock"
    bootstrap.set_up(lock)
    lock.write_text("tiny==1.1")

    def fail(command: list[str], *, check: bool) -> None:
        raise bootstrap.subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(bootstrap.subprocess, "run", fail)
    with pytest.raises(SystemExit, match=r"^Projectie could not install its libraries: .* try again\.$"):
        bootstrap.set_up(lock)
    assert not bootstrap.STAMP.exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "requirements.lock"
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path / "away")
    with pytest.raises(SystemExit, match=r"^Projectie cannot make \.venv in "):
        bootstrap.set_up(lock)


def test_where_the_libraries_are_there_already_no_venv_is_made(
    bootstrap: ModuleType, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[str] = []

    def serve() -> int:
        served.append("served")
        return 0

    desk = SimpleNamespace(serve=serve)
    monkeypatch.setitem(sys.modules, "projectie.commands.serve", desk)
    monkeypatch.setenv("PROJECTIE_NO_VENV", "1")
    assert bootstrap.main([]) == 0
    assert (served, installed) == (["served"], [])


def test_on_windows_it_waits_for_the_program_inside_and_passes_its_exit_code(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    ignored: list[object] = []
    monkeypatch.setattr(bootstrap, "os", SimpleNamespace(name="nt"))

    def call(command: list[str]) -> int:
        asked.append(command)
        return 7

    monkeypatch.setattr(bootstrap.subprocess, "call", call)
    monkeypatch.setattr(bootstrap.signal, "signal", lambda *given: ignored.append(given))
    assert bootstrap.start_again(["test", "-x"]) == 7
    assert asked == [[str(bootstrap.PYTHON), str(bootstrap.ROOT / "app.py"), "test", "-x"]]
    assert ignored == [(signal.SIGINT, signal.SIG_IGN)]


def test_a_wrong_setting_is_told_in_its_one_sentence(
    bootstrap: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong() -> None:
        raise SettingsError("PORT must be a whole number.")

    with pytest.raises(SystemExit) as ended:
        bootstrap.begin(wrong)
    assert ended.value.code == 2
    assert capsys.readouterr().err == "PORT must be a whole number.\n"
