"""Accounts from a shell: a bad word stops with a sentence, never with half an account."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from projectie.database import db
from projectie.people.models import Organisation, Person, Role
from tests.town import Town
from tests.visitor import Visitor

STRONG = "drie kazen op zolder"


def _run(app: Flask, *words: str, typed: str | bytes = "") -> Result:
    return app.test_cli_runner().invoke(args=words, input=typed)


def test_an_account_with_a_password_signs_in(app: Flask, town: Town, visit: Callable[..., Visitor]) -> None:
    done = _run(
        app,
        "person",
        "add",
        "--email",
        "Kees@New.example",
        "--role",
        "manager",
        "--password-stdin",
        typed=f"{STRONG}\n",
    )
    assert done.exit_code == 0, done.output
    assert STRONG not in done.output
    assert visit().sign_in("kees@new.example", STRONG).location == "/manage/"


def test_an_account_without_a_password_exists_and_says_how_to_set_one(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    done = _run(app, "person", "add", "--email", "kees@new.example", "--role", "staff")
    assert done.exit_code == 0
    assert "person password --email kees@new.example" in done.stdout
    assert visit().sign_in("kees@new.example", "").status == 422
    again = _run(app, "person", "password", "--email", "kees@new.example", "--password-stdin", typed=STRONG)
    assert again.exit_code == 0
    assert visit().sign_in("kees@new.example", STRONG).location == "/desk/"


def test_a_client_belongs_to_an_organisation_that_exists(app: Flask, town: Town) -> None:
    made = (
        "person",
        "add",
        "--email",
        "kees@new.example",
        "--role",
        "client",
        "--may-agree",
        "--organisation",
        town.abroad.name,
    )
    assert _run(app, *made).exit_code == 0
    kept = db.session.scalars(select(Person).where(Person.email == "kees@new.example")).one()
    assert (kept.role, kept.organisation_id, kept.may_agree, kept.language) == (
        Role.CLIENT,
        town.abroad.id,
        True,
        "en",
    )


@pytest.mark.parametrize(
    "words",
    [
        ("--email", "kees@new.example", "--role", "client"),
        ("--email", "kees@new.example", "--role", "client", "--organisation", "Nobody B.V."),
        ("--email", "kees@new.example", "--role", "staff", "--organisation", "Bakkerij Leiden"),
        ("--email", "kees", "--role", "staff"),
        ("--email", "kees@new.example", "--role", "king"),
        ("--email", "kees@new.example"),
        ("--email", "kees@new.example", "--role", "staff", "--password-stdin"),  # nothing typed
    ],
)
def test_wrong_use_is_2_with_a_sentence_and_nothing_is_kept(
    app: Flask, town: Town, words: tuple[str, ...]
) -> None:
    before = _kept()
    done = _run(app, "person", "add", *words)
    assert done.exit_code == 2
    assert done.stderr.strip()
    assert done.stdout == ""
    assert _kept() == before


def test_a_known_address_is_1_with_a_sentence(app: Flask, town: Town) -> None:
    done = _run(app, "person", "add", "--email", town.daan.email.upper(), "--role", "staff")
    assert (done.exit_code, done.stderr.strip()) == (1, f"There is already an account for {town.daan.email}.")


def test_a_password_that_is_no_text_or_too_short_is_2(app: Flask, town: Town) -> None:
    for typed in (b"\xff\xfe\xfa", b"kort\n"):
        done = _run(
            app,
            "person",
            "add",
            "--email",
            "kees@new.example",
            "--role",
            "staff",
            "--password-stdin",
            typed=typed,
        )
        assert done.exit_code == 2, done.output
    assert (
        _run(
            app, "person", "password", "--email", "no@body.example", "--password-stdin", typed=STRONG
        ).exit_code
        == 1
    )


def test_orgs_lists_every_organisation_by_id(app: Flask, town: Town) -> None:
    listed = json.loads(_run(app, "orgs", "--json").stdout)
    assert listed == [
        {"id": town.leiden.id, "name": town.leiden.name},
        {"id": town.abroad.id, "name": town.abroad.name},
    ]
    assert town.abroad.name in _run(app, "orgs").stdout


def _kept() -> tuple[int, int]:
    db.session.rollback()
    return len(db.session.scalars(select(Person.id)).all()), len(
        db.session.scalars(select(Organisation.id)).all()
    )
