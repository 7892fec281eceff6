"""Desks to measure on: seeded once each into a folder, with somebody signed in."""

import os
import subprocess
import sys
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from projectie import config, create_app

ROOT = Path(__file__).parents[1]
STAFF = ("staff@projectie.example", "projectie-demo")


def seeded(folder: Path, tickets: int) -> Path:
    """Return the data folder of a desk with that many tickets."""
    data = folder / f"desk-{tickets}"
    if not (data / "seeded").exists():
        data.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "flask", "--app", "app", "seed", "--bench", str(tickets)]
        subprocess.run(
            command,
            check=True,
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": str(data)},
            stdout=subprocess.DEVNULL,
        )
        (data / "seeded").touch()
    return data


def opened(data: Path) -> Flask:
    """Return the app on that folder."""
    return create_app(config.load({"DATA_DIR": str(data), "LOG_LEVEL": "ERROR"}))


def signed_in(app: Flask) -> FlaskClient:
    """Return a client signed in as staff."""
    client = app.test_client()
    page = client.get("/login").get_data(as_text=True)
    answer = client.post(
        "/login", data={"email": STAFF[0], "password": STAFF[1], "csrf_token": token_in(page)}
    )
    assert answer.status_code == 303, answer.status
    return client


def token_in(page: str) -> str:
    """Return the CSRF token of a page."""
    return page.split('name="csrf-token" content="', 1)[1].split('"', 1)[0]
