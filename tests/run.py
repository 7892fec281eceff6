"""`python3 app.py test`: pytest on all cores, and where its browser comes from."""

# ruff: noqa: T201 - it talks to the person at the terminal

import os
import shutil
import sys
from pathlib import Path

import pytest

MEMORY, ROOM = Path("/dev/shm"), 6_000_000_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def run_tests(arguments: list[str]) -> int:
    """Run pytest with these arguments and say whether a browser takes part; return pytest's exit code."""
    browser = chromium()
    print(
        f"Browser tests: with {browser}." if browser else "Browser tests: skipped, no Chromium is found.",
        flush=True,
    )
    if not browser and os.environ.get("REQUIRE_BROWSER"):
        print("REQUIRE_BROWSER is set: install Chromium, or name one in CHROMIUM.", file=sys.stderr)
        return 1
    os.chdir(Path(__file__).parent.parent)
    in_memory()
    return int(pytest.main(spread(arguments)))


def in_memory() -> None:
    """Let databases and files of tests lie in memory where there is room, unless TMPDIR says where: a disk is waited for."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)


def chromium() -> str | None:
    """Return the path of a Chromium, None when there is none; CHROMIUM names another than those on PATH."""
    names = [named] if (named := os.environ.get("CHROMIUM")) else BROWSERS
    return next(filter(None, map(shutil.which, names)), None)


def spread(arguments: list[str]) -> list[str]:
    """Return the arguments with a worker per core, unless they choose a number or need a single process."""
    chosen = ("-n", "--numprocesses", "--pdb", "--trace")
    if any(argument.startswith(chosen) or argument.endswith("no:xdist") for argument in arguments):
        return arguments
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return [f"-n{cores}", *arguments]
