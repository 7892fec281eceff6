"""One mail of 50 MB through the pipe: time and memory, against reading it with the standard library alone."""

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure

ROOT = Path(__file__).parents[1]
MEGABYTES = 50
REPORT = """
import sys, time
high = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(high.split()[1], time.process_time(), file=sys.stderr)
"""
BARE = """
import sys, email, email.policy
message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
assert [part.get_content() for part in message.iter_attachments()]
"""
OURS = """
import sys
from app import app
app.app_context().push()
try:
    app.cli.main(["mail", "receive"])
except SystemExit as ended:
    assert not ended.code, ended.code
"""


HEAD = """From: Drukwerk <groot@drukker.example>
To: support@projectie.com
Subject: Drukproef
Message-ID: <large@drukker.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/plain; charset=utf-8

Hierbij de drukproef.

--x
Content-Type: application/pdf; name="proef.pdf"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="proef.pdf"

"""


def mail() -> bytes:
    """Return a mail with one file that makes it 50 MB on the wire."""
    content = base64.encodebytes(os.urandom(MEGABYTES * 740_000)).replace(b"\n", b"\r\n")
    return HEAD.replace("\n", "\r\n").encode() + content + b"\r\n--x--\r\n"


def figures(folder: Path) -> Iterator[Figure]:
    """Yield memory and CPU as ratios to the bare thing, and memory to the size of the mail."""
    raw = mail()
    with tempfile.TemporaryDirectory(dir=folder) as data:
        environment = {**os.environ, "DATA_DIR": data, "LOG_LEVEL": "ERROR"}
        prepared = [sys.executable, "-m", "flask", "--app", "app", "prepare"]
        subprocess.run(prepared, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        ours, ours_cpu = _run(OURS, raw, environment)
        bare, bare_cpu = _run(BARE, raw, environment)
        idle, _ = _run("from app import app", b"", environment)
    size = len(raw) / 1_000_000
    note = f"{ours:.0f} MB at its peak, {idle:.0f} before, {bare:.0f} bare"
    yield Figure(
        f"memory for one mail of {size:.0f} MB, against its size", (ours - idle) / size, None, note=note
    )
    yield Figure("  peak memory against the standard library alone", ours / bare, None)
    yield Figure("  CPU against the standard library alone", ours_cpu / bare_cpu, None)


def _run(code: str, given: bytes, environment: dict[str, str]) -> tuple[float, float]:
    """Return the peak memory in MB and the CPU seconds of that program."""
    command = [sys.executable, "-c", code + REPORT]
    done = subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, input=given)
    assert not done.returncode, done.stderr.decode()
    memory, seconds = done.stderr.decode().split()[-2:]
    return float(memory) / 1000, float(seconds)
