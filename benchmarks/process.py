"""The whole process: cold start and memory against a bare Flask app."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure, median

ROOT = Path(__file__).parents[1]
REPORT = """
import time
high = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(high.split()[1], time.process_time())
"""
BARE = """
from flask import Flask
import waitress
app = Flask("bare")
@app.get("/")
def hello(): return "hello"
app.test_client().get("/")
"""
OURS = """
import waitress
from projectie import create_app, config
from projectie.commands.prepare import prepare
app = create_app(config.load())
app.test_client().get("/login")
"""


def figures(folder: Path) -> Iterator[Figure]:
    """Yield cold start and memory as ratios."""
    with tempfile.TemporaryDirectory(dir=folder) as data:
        environment = {**os.environ, "DATA_DIR": data, "LOG_LEVEL": "ERROR"}
        prepared = [sys.executable, "-m", "flask", "--app", "app", "prepare"]
        # As every installed library is, also where Python may write no bytecode by itself.
        subprocess.run([sys.executable, "-m", "compileall", "-q", "projectie"], cwd=ROOT, check=True)
        subprocess.run(prepared, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        ours = [_run(OURS, environment) for _ in range(5)]
        bare = [_run(BARE, environment) for _ in range(5)]
    yield Figure(
        "cold start to the first answer, CPU", median([c for _, c in ours]) / median([c for _, c in bare]), 2
    )
    yield Figure(
        "peak memory after the first answer", median([m for m, _ in ours]) / median([m for m, _ in bare]), 1.7
    )


def _run(code: str, environment: dict[str, str]) -> tuple[float, float]:
    command = [sys.executable, "-c", code + REPORT]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    memory, seconds = done.stdout.split()
    return float(memory), float(seconds)
