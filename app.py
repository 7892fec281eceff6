"""Projectie: `python3 app.py` runs the desk, `python3 app.py test` proves it; imported, this is the application.

Run, the standard library alone makes .venv, installs the locked libraries in it and starts again inside.
"""

import contextlib
import hashlib
import importlib.util
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must hear why, before it meets newer syntax
    sys.exit("Projectie needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])  # noqa: UP031

ROOT = Path(__file__).resolve().parent
VENV, STAMP = ROOT / ".venv", ROOT / ".venv" / "projectie.stamp"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
INSIDE = VENV.exists() and VENV.samefile(sys.prefix)
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def main(arguments: list[str]) -> int:
    """Run the desk or its tests, inside .venv; return the exit code."""
    if arguments and arguments[0] != "test":
        print("usage: python3 app.py [test [pytest arguments]]", file=sys.stderr)
        return 2
    if not os.environ.get("PROJECTIE_NO_VENV"):  # set where the lock is installed already, as in a container
        set_up(ROOT / ("requirements-dev.lock" if arguments else "requirements.lock"))
        if not INSIDE:
            return start_again(arguments)
    if arguments:
        from tests.run import run_tests

        return run_tests(arguments[1:])
    from projectie.commands.serve import serve

    return int(begin(serve))


def set_up(lock: Path) -> None:
    """Bring .venv up to that lock; of several starts at once the others wait for the first."""
    try:
        if not current(lock):
            with contextlib.closing(sqlite3.connect(ROOT / ".venv.lock", timeout=900)) as hold:
                hold.execute("BEGIN EXCLUSIVE")  # a lock that works on every system and ends with its process
                if not current(lock):
                    install(lock)
    except subprocess.CalledProcessError:
        sys.exit("Projectie could not install its libraries: see the lines above, then try again.")
    except (OSError, sqlite3.Error) as error:
        sys.exit(f"Projectie cannot make .venv in {ROOT}: {error}")


def current(lock: Path) -> bool:
    return PYTHON.exists() and STAMP.exists() and mark(lock) in STAMP.read_text().splitlines()


def mark(lock: Path) -> str:
    """Return what the stamp says of an installed lock: another lock or another Python is another mark."""
    return f"{lock.name} {VERSION} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def install(lock: Path) -> None:
    """Install the lock in .venv; the stamp is written last, so that a half installation is begun again."""
    STAMP.unlink(missing_ok=True)
    print("Projectie installs its libraries in .venv; this takes a minute.", flush=True)
    if not INSIDE:
        if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
            sys.exit("Python cannot make .venv; on Debian and Ubuntu type: apt-get install python3-venv")
        fits = PYTHON.exists() and f" = {VERSION}." in (VENV / "pyvenv.cfg").read_text()
        subprocess.run([sys.executable, "-m", "venv", *([] if fits else ["--clear"]), VENV], check=True)
    subprocess.run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock], check=True)
    STAMP.write_text("\n".join(map(mark, {lock, ROOT / "requirements.lock"})))  # one lock holds the other


def start_again(arguments: list[str]) -> int:
    """Run the same command with .venv's Python, in place of this process where the system can."""
    command = [str(PYTHON), str(ROOT / "app.py"), *arguments]
    if os.name != "nt":
        os.execv(command[0], command)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program inside
    return subprocess.call(command)


def begin(start: Callable[[], Any]) -> Any:
    """Return what start returns, with the settings of .env; a wrong one is told in its sentence, exit code 2."""
    from dotenv import load_dotenv

    from projectie.setting_values import SettingsError

    load_dotenv(ROOT / ".env")  # what the environment says itself goes first
    try:
        return start()
    except SettingsError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

from projectie import create_app  # noqa: E402 - importable inside .venv alone

app = begin(create_app)
