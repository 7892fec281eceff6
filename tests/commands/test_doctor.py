"""`doctor`: what is wrong is said with what to do, and no secret is ever told."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from projectie import config
from projectie.clock.now import now
from projectie.commands.checkup.finding import Level
from projectie.commands.checkup.settings import settings_judged
from projectie.database import db, transaction
from projectie.job_runs import Ran, note_runs
from projectie.settings import SETTINGS
from projectie.whispers.models import PasswordMail, Verdict
from tests.commands.desks import mailed, run
from tests.mail.imap.pymap_server import PASSWORD
from tests.mail.imap.servers import pymap
from tests.mail.post_office import post_office
from tests.town import Town


def looked(app: Flask) -> tuple[int, dict[str, dict[str, Any]]]:
    """Return the exit code, and the findings by name."""
    answer = run(app, "doctor", "--json")
    report = json.loads(answer.stdout)
    assert report["ok"] is (answer.exit_code == 0)
    return answer.exit_code, {finding["name"]: finding for finding in report["findings"]}


@pytest.fixture
def working(app: Flask) -> Iterator[Flask]:
    """Return a desk whose worker ran just now."""
    settings = app.config["SETTINGS"]
    note_runs({"letters": Ran(now(), None)})
    yield app
    app.config["SETTINGS"] = settings


def test_a_desk_that_works_is_well_and_every_setting_is_judged(working: Flask) -> None:
    code, found = looked(working)
    assert code == 0, [each for each in found.values() if each["state"] == "wrong"]
    assert {setting.name for setting in SETTINGS} <= set(found)
    for name in ("database", "tables", "writing", "zone", "past", "worker", "disk", "files", "address"):
        assert name in found
    assert all(each["todo"] for each in found.values() if each["state"] != "ok")
    said = run(working, "doctor")
    assert (said.exit_code, "worker: runs" in said.stdout) == (0, True)


def test_a_desk_without_a_worker_or_with_a_job_that_fails_is_told_so(app: Flask) -> None:
    code, found = looked(app)
    assert (code, found["worker"]["state"]) == (1, "wrong")
    note_runs({"search": Ran(now(), "ValueError")})
    code, found = looked(app)
    assert (code, found["worker"]["state"], found["job: search"]["state"]) == (0, "ok", "warning")


def test_tables_of_another_revision_are_told(working: Flask) -> None:
    for revision, todo in (("0001", "prepare"), ("9999", "newer")):
        with transaction() as session:
            session.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
        code, found = looked(working)
        assert (code, found["tables"]["state"], todo in found["tables"]["todo"]) == (1, "wrong", True)


def test_a_key_that_others_can_read_and_one_that_opens_nothing_are_wrong(working: Flask, town: Town) -> None:
    number = mailed(working)
    data = working.config["SETTINGS"].data_dir
    key = data / "whispers.key"
    key.write_text("8eCqWPIhWWTeYQmbUPQnQmfGkyQ2cBKQbDlfRpXqGn8=")
    key.chmod(0o644)
    message = db.session.execute(
        text("SELECT id FROM message WHERE ticket_number = :n"), {"n": number}
    ).scalar_one()
    with transaction() as session:
        session.add(
            PasswordMail(
                message_id=message, verdict=Verdict.MOVED, by_id=town.daan.id, at=now(), sealed=b"of another"
            )
        )
    try:
        code, found = looked(working)
        assert (code, found["key: whispers.key"]["state"]) == (1, "wrong")
        assert found["sealed: whispers"]["state"] == "wrong"
    finally:
        key.unlink()


def test_mail_servers_are_signed_in_to_and_nothing_is_sent(working: Flask, tmp_path: Path) -> None:
    server = pymap(tmp_path)
    try:
        server.ready()
        with post_office() as office:
            address = f"imap://box:{PASSWORD}@127.0.0.1:{server.port}/INBOX"
            mail = {"smtp_url": office.url, "imap_url": address}
            settings = working.config["SETTINGS"] = replace(working.config["SETTINGS"], **mail)
            _code, found = looked(working)
            assert (found["mail out"]["state"], found["mail in: support"]["state"]) == ("ok", "ok")
            assert office.arrived == []
        wrong = address.replace(PASSWORD, "geheim-wachtwoord")
        working.config["SETTINGS"] = replace(settings, imap_url=wrong)
        answer = run(working, "doctor", "--json")
        states = {each["name"]: each["state"] for each in json.loads(answer.stdout)["findings"]}
        assert (states["mail out"], states["mail in: support"]) == ("wrong", "wrong")
        assert "geheim" not in answer.output
    finally:
        server.stop()


def test_no_secret_is_told(working: Flask) -> None:
    secret = "hoogst-geheime-zaak"
    settings = working.config["SETTINGS"]
    given = {
        "smtp_url": f"smtp://user:{secret}@127.0.0.1:9",
        "imap_url_info": f"imap://user:{secret}@127.0.0.1:9",
        "mail_oauth_refresh_token": secret,
        "oidc_issuer": "https://127.0.0.1:9",
        "oidc_client_secret": secret,
        "mollie_api_key": f"test_{secret}",
        "metrics_token": secret,
    }
    working.config["SETTINGS"] = replace(settings, **given)
    for words in (("doctor",), ("doctor", "--json"), ("settings",)):
        answer = run(working, *words)
        assert secret not in answer.output
        assert settings.secret_key not in answer.output


@pytest.mark.parametrize(
    ("environment", "name", "level"),
    [
        ({"BASE_URL": "http://desk.example"}, "BASE_URL", Level.WARNING),
        ({"HOST": "0.0.0.0", "BASE_URL": "http://localhost:5000"}, "BASE_URL", Level.WARNING),
        ({"BASE_URL": "https://desk.example"}, "TRUSTED_PROXIES", Level.WARNING),
        ({"BASE_URL": "https://desk.example", "TRUSTED_PROXIES": "1"}, "TRUSTED_PROXIES", Level.OK),
        ({"BASE_URL": "https://desk.example"}, "SECOND_FACTOR", Level.WARNING),
        ({}, "SMTP_URL", Level.WARNING),
        ({"SMTP_URL": "smtp://user@mail.example"}, "SMTP_URL", Level.WRONG),
        ({"IMAP_URL": "imap://a:b@mail.example"}, "IMAP_URL", Level.WARNING),
        ({"IMAP_URL": "imaps://a:b@mail.example"}, "AUTHSERV_ID", Level.WARNING),
        ({"OIDC_ISSUER": "https://accounts.google.com"}, "OIDC_ISSUER", Level.WRONG),
        ({"MOLLIE_API_KEY": "test_x", "BASE_URL": "https://desk.example"}, "MOLLIE_API_KEY", Level.WARNING),
        ({"LOG_LEVEL": "DEBUG"}, "LOG_LEVEL", Level.WARNING),
    ],
)
def test_settings_are_judged_against_each_other(
    environment: dict[str, str], name: str, level: Level, tmp_path: Path
) -> None:
    settings = config.load({"DATA_DIR": str(tmp_path), **environment})
    assert {each.level for each in settings_judged(settings) if each.name == name} == {level}
