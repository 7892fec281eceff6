"""No leak: whoever asks for whatever there is, a word of the drill world never reaches somebody it is not for."""

import contextvars
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from projectie.clock.now import now
from projectie.commands import drill
from projectie.database import db
from projectie.doors import access
from tests.house.listening import htmx_asked, names_read
from tests.visitor import db_name

ENDLESS = {"account.events"}  # says ids alone; tests/live reads it
INVENTED = 987_654
EVERY = ("a", "b", "internal", "complaint", "private")
NOT_FOR = {
    "client_a": ("b", "internal", "complaint"),
    "client_b": ("a", "internal", "complaint", "private"),
    "colleague_a": ("b", "internal", "complaint", "private"),
    "staff": ("complaint",),
    "manager": ("complaint",),  # opened by POST alone
    None: EVERY,
}
ROLES = {None: "anonymous", "staff": "staff", "manager": "manager"}  # the others are clients
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody of the drill world with a browser."""

    client: FlaskClient
    forbidden: tuple[str, ...]

    def get(self, path: str, headers: dict[str, str] | None = None) -> TestResponse:
        """Return the answer, read in a context of its own."""
        return contextvars.Context().run(self.client.get, path, headers=headers or {})

    def must_not_read(self, answer: TestResponse, asked: str) -> None:
        """Fail when a word stands anywhere in the answer: body, header or name of a file."""
        assert answer.status_code < 500, asked
        seen = answer.get_data().decode("utf-8", "replace") + str(answer.headers)
        assert [word for word in self.forbidden if word in seen.lower()] == [], asked


@pytest.fixture
def world(app: Flask, remembered: Callable[[str, Callable[[], Any]], Any]) -> dict[str, Any]:
    """Return the drill world, in the app's database."""
    world: dict[str, Any] = remembered("drill", _filled)
    return world


def _filled() -> dict[str, Any]:
    made = drill.fill(now())
    db.session.remove()
    private = made["private"]  # what client_a keeps from a colleague; an addition of ours to the contract
    made["users"]["colleague_a"] = private["colleague_a"]
    made["canaries"]["private"] = private["canary"]
    return made


def _reader(app: Flask, world: dict[str, Any], user: str | None) -> Reader:
    words = tuple(world["canaries"][name] for name in NOT_FOR[user])
    reader = Reader(app.test_client(), words)
    if user:
        token = (
            reader.get("/login")
            .get_data(as_text=True)
            .partition('name="csrf-token" content="')[2]
            .partition('"')[0]
        )
        form = {**world["users"][user], "csrf_token": token}
        answer = contextvars.Context().run(reader.client.post, "/login", data=form)
        assert answer.status_code == 303
    return reader


def _answers(reader: Reader, path: str, asked: list[str]) -> Iterator[TestResponse]:
    """Yield the page, and the fragment where the desk asks who wants it and no other database has seen it."""
    asked.clear()
    yield reader.get(path)
    if asked and db_name(reader.client.application) == "sqlite":
        yield reader.get(path, HTMX)


def _paths(app: Flask, objects: dict[str, list[int]], role: str = "") -> Iterator[tuple[str, str]]:
    """Yield every address that can be asked for with those objects, and its pattern.

    Where a role may not come at all, whatever the object (tests/house/test_doors.py), one object will do.
    """
    allowed = access(app)
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in ENDLESS or rule.endpoint == "static":
            continue
        may = not role or role in allowed[rule.endpoint]["roles"]
        for values in islice(_values(rule, objects), None if may else 1):
            built = app.url_map.bind("localhost").build(rule.endpoint, {**values, **(rule.defaults or {})})
            yield str(built), rule.rule


def _values(rule: Rule, objects: dict[str, list[int]]) -> Iterator[dict[str, Any]]:
    names = list(rule.arguments - set(rule.defaults or {}))
    if len(names) != 1:
        yield {
            name: INVENTED if isinstance(rule._converters[name], IntegerConverter) else "invented"
            for name in names
        }
        return
    for number in objects.get(names[0], [1, 2]):
        yield {names[0]: number}


def _objects(world: dict[str, Any]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for objects in world["objects"].values():
        for name, ids in objects.items():
            found.setdefault(name, []).extend(ids)
    return found


@pytest.mark.parametrize("user", NOT_FOR)
def test_no_page_file_or_fragment_shows_a_word_to_somebody_it_is_not_for_nor_the_log_to_anybody(
    app: Flask,
    world: dict[str, Any],
    user: str | None,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader, asked = _reader(app, world, user), htmx_asked(monkeypatch)
    seen, read = 0, set()
    with caplog.at_level(logging.DEBUG, "projectie"):
        for path, rule in _paths(app, _objects(world), ROLES.get(user, "client")):
            for answer in _answers(reader, path, asked):
                reader.must_not_read(answer, f"{user} {path} ({rule})")
                seen += answer.status_code == 200
                text = answer.get_data().decode("utf-8", "replace")
                read |= {name for name, word in world["canaries"].items() if word in text}
    assert seen >= (20 if user in {"staff", "manager"} else 3)
    assert user != "staff" or read == {"a", "b", "internal", "private"}, "they stand where they may be read"
    assert [word for word in world["canaries"].values() if word in caplog.text] == []


@pytest.mark.parametrize("user", NOT_FOR)
def test_searching_for_a_part_of_a_word_does_not_complete_it(
    app: Flask, world: dict[str, Any], user: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, read = _reader(app, world, user), names_read(app, monkeypatch)
    names = ("q", "client", "peek") if db_name(app) == "sqlite" else ("q",)
    parts = [word[:-1] for word in reader.forbidden]
    for path in sorted({path for path, rule in _paths(app, {}) if "<" not in rule}):
        read.clear()
        if reader.get(path).status_code != 200:
            continue
        for asked in ("&".join(f"{name}={parts[0]}" for name in names), *_each(parts, names, read)):
            reader.must_not_read(reader.get(f"{path}?{asked}"), f"{user} {path}?{asked}")


def _each(parts: list[str], names: tuple[str, ...], read: set[str]) -> Iterator[str]:
    """Yield every part for every name that the page read when it was asked for all of them, and when for none."""
    for name in names:
        if name in read:
            yield from (f"{name}={part}" for part in parts)


@pytest.mark.parametrize("user", ["client_a", "client_b"])
def test_anothers_object_answers_like_one_that_is_not_there(
    app: Flask, world: dict[str, Any], user: str
) -> None:
    reader = _reader(app, world, user)
    other = world["objects"]["b" if user == "client_a" else "a"]
    for rule in app.url_map.iter_rules():
        for name in rule.arguments & set(other) if "GET" in (rule.methods or ()) else ():
            nowhere = _plain(reader, _built(app, rule, {name: INVENTED}))
            for number in other[name]:
                assert _plain(reader, _built(app, rule, {name: number})) == nowhere, rule.rule


def _plain(reader: Reader, path: str) -> tuple[int, str]:
    """Return status and page, without the address itself and the token that every page has anew."""
    answer = reader.get(path)
    assert answer.status_code in {302, 404}, path
    page = answer.get_data(as_text=True).replace(path, "")
    return answer.status_code, re.sub(r'(?<=")[\w.-]{60,}(?=")', "", page)


def test_no_word_reaches_the_log(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "projectie"):
        world = _filled()
    assert [word for word in world["canaries"].values() if word in caplog.text] == []


def test_no_word_of_a_complaint_lies_readable_in_the_database_or_on_disk(
    app: Flask, world: dict[str, Any]
) -> None:
    word = world["canaries"]["complaint"].encode()
    db.session.remove()
    db.engine.dispose()
    folder = app.config["SETTINGS"].data_dir
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if word in path.read_bytes()] == []


def _built(app: Flask, rule: Rule, values: dict[str, int]) -> str:
    return str(app.url_map.bind("localhost").build(rule.endpoint, {**values, **(rule.defaults or {})}))
