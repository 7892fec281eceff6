"""What the tests of the house ask for: app.py, set up in a folder of its own."""

import importlib.util
from pathlib import Path
from types import ModuleType

import dotenv
import pytest

import projectie

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bootstrap(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """Return app.py as a module that would set up in a folder of its own."""
    monkeypatch.setattr(projectie, "create_app", lambda: "the application")
    monkeypatch.setattr(dotenv, "load_dotenv", lambda _: None)
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "app.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    places = {
        "ROOT": tmp_path,
        "VENV": venv,
        "PYTHON": venv / "python",
        "STAMP": venv / "stamp",
        "INSIDE": False,
    }
    for name, place in places.items():
        monkeypatch.setattr(module, name, place)
    monkeypatch.delenv("PROJECTIE_NO_VENV", raising=False)
    (tmp_path / "requirements.lock").write_text("tiny==1.0")
    (tmp_path / "requirements-dev.lock").write_text("tiny==1.0\nruler==2.0")
    return module


@pytest.fixture
def installed(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what pip was told to install; its answers are made up, nothing is installed."""
    locks: list[str] = []

    def answer(command: list[str | Path], *, check: bool) -> None:
        assert check
        if "pip" in command:
            locks.append(Path(command[-1]).name)
        else:
            bootstrap.PYTHON.parent.mkdir(exist_ok=True)
            bootstrap.PYTHON.touch()
            (bootstrap.VENV / "pyvenv.cfg").write_text(f"version = {bootstrap.VERSION}.9")

    monkeypatch.setattr(bootstrap.subprocess, "run", answer)
    return locks
