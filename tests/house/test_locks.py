"""The locks pin everything by hash, name no address, and hold what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
LINE = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[^ ;]+)(?: ; (?P<marker>[^\\]+))? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?"
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
ASKED = {
    "requirements.lock": [*PROJECT["dependencies"], *EXTRAS["postgres"], *EXTRAS["server"]],
    "requirements-dev.lock": [
        *PROJECT["dependencies"],
        *(line for lines in EXTRAS.values() for line in lines),
    ],
}


def lines(lock: str) -> list[str]:
    return (ROOT / lock).read_text("utf-8").splitlines()


def pins(lock: str) -> dict[str, list[Version]]:
    """Return the versions of each name; markers may give another one to another Python or system."""
    found: dict[str, list[Version]] = {}
    for line in lines(lock):
        if (match := LINE.fullmatch(line)) and match["name"]:
            found.setdefault(canonicalize_name(match["name"]), []).append(Version(match["version"]))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(lock: str) -> None:
    assert [line for line in lines(lock) if not LINE.fullmatch(line)] == []
    assert "://" not in "\n".join(lines(lock))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_followed_by_a_hash(lock: str) -> None:
    pinned = "".join("p" if "==" in line.split(";")[0] else "h" for line in lines(lock))
    assert re.fullmatch(r"(ph+)+", pinned)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_line_goes_on_exactly_until_the_last_hash_of_its_pin(lock: str) -> None:
    text = "\n".join(lines(lock)) + "\n"
    assert re.fullmatch(r"(?:\S[^\n]* \\\n(?: {4}--hash=\S+ \\\n)* {4}--hash=\S+\n)+", text)


@pytest.mark.parametrize(("lock", "asked"), [(lock, line) for lock in LOCKS for line in ASKED[lock]])
def test_what_pyproject_asks_for_is_locked_within_its_range(lock: str, asked: str) -> None:
    wanted = Requirement(asked)
    locked = pins(lock).get(canonicalize_name(wanted.name), [])
    assert locked, f"{wanted.name} is missing: run make lock"
    assert all(wanted.specifier.contains(version) for version in locked)


def test_development_runs_on_the_very_versions_of_production() -> None:
    production, development = (pins(lock) for lock in LOCKS)
    assert {name: development.get(name) for name in production} == production
