"""Proofs for print: the client answers about one file, by POST, once, and what was said is evidence for ever."""

import hashlib
import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from projectie.clock.now import now
from projectie.database import db
from projectie.mail.models import OutgoingLetter
from projectie.proofs.answering import AnswerRefused, Said, answer
from projectie.proofs.models import Proof, ProofAnswer, ProofVerdict
from projectie.proofs.rules import OPEN_FOR, Against, Facts, against, is_open
from projectie.proofs.showing import token_of
from projectie.tickets.blobs import sweep_blobs
from projectie.tickets.models import Column, Ticket
from projectie.tickets.placement import place_at
from tests.bonds.ties import KEY, ticket
from tests.commands.desks import wrong
from tests.town import Town
from tests.visitor import Visitor, words

PDF = b"%PDF-1.7 een poster"
HASH = hashlib.sha256(PDF).hexdigest()


def put_up(visitor: Visitor, number: int, content: bytes = PDF, name: str = "poster.pdf", **more: str) -> int:
    """Let a colleague put a file up, and return the status."""
    typed = {"proof_piece": "Poster A2", "proof_words": "Graag voor vrijdag.", **more}
    return visitor.post(
        f"/desk/tickets/{number}/proofs",
        {**typed, "proof_file": (io.BytesIO(content), name, "application/pdf")},
    ).status


def link_of(version: int = 1) -> str:
    """Return the address of a version as its letter has it."""
    proof = db.session.scalars(select(Proof).where(Proof.version == version)).one()
    token = token_of(proof, KEY)
    db.session.rollback()
    return f"/nl/drukproef/{token}"


def said(proof: int, sha256: str = HASH, verdict: ProofVerdict = ProofVerdict.APPROVED) -> None:
    """Let somebody answer without a page."""
    answer(proof, Said(sha256, verdict, "", None, "Lotte", "::1", "Firefox"), now())


def test_a_client_approves_a_file_by_its_hash_behind_a_link(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number, daan = ticket(app), visit("daan", "en")
    place_at(number, "waiting", 1, by=town.daan.id, now=now())
    assert put_up(daan, number) == 303
    link = link_of()
    letters = db.session.scalars(select(OutgoingLetter).where(OutgoingLetter.key == "proof:1")).all()
    assert [(one.to_address, link in one.body_text) for one in letters] == [
        ("lotte@bakkerij-leiden.example", True)
    ]
    stranger = visit()
    for path in (link, f"{link}/bestand", link.replace("/nl/drukproef", "/en/proof")):
        assert stranger.get(path).status == 200  # a scanner opens what it finds (R35)
    assert db.session.scalars(select(ProofAnswer)).all() == []
    db.session.rollback()
    page = stranger.get(link)
    assert page.one("input", id="sha256").get("value") == HASH
    incomplete = stranger.post(link, {"sha256": HASH, "verdict": "changes", "name": "Lotte"})
    assert (incomplete.status, "Zeg wat er anders moet" in incomplete.text) == (422, True)
    done = stranger.post(link, {"sha256": HASH, "verdict": "approved", "name": "Lotte Bakker"})
    assert done.status == 303
    assert "Goedgekeurd · Lotte Bakker" in stranger.get(link).text
    again = stranger.post(link, {"sha256": HASH, "verdict": "changes", "words": "Toch niet", "name": "Joris"})
    assert (again.status, "al geantwoord" in again.text) == (409, True)
    kept = db.session.scalars(select(ProofAnswer)).one()
    assert (kept.sha256, kept.verdict, kept.name, bool(kept.device), bool(kept.address)) == (
        *(HASH, ProofVerdict.APPROVED, "Lotte Bakker"),
        *(True, True),
    )
    assert db.session.get_one(Ticket, number).column is Column.IN_PROGRESS  # it waited for the client
    shown = daan.get(f"/desk/tickets/{number}").text
    assert "The client approved version 1 of a proof" in shown
    assert HASH in shown
    assert wrong(app) == {}


def test_a_newer_version_takes_the_place_of_an_older_one(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number, daan = ticket(app), visit("daan", "en")
    put_up(daan, number)
    old = link_of()
    stranger = visit()
    stranger.get(old)
    put_up(daan, number, b"%PDF-1.7 een andere")
    refused = stranger.post(old, {"sha256": HASH, "verdict": "approved", "name": "Lotte"})
    assert refused.status == 409
    assert "nieuwere versie" in refused.text
    with pytest.raises(AnswerRefused) as other:
        said(2)  # the hash of the first
    assert other.value.reason is Against.OTHER_FILE
    said(2, hashlib.sha256(b"%PDF-1.7 een andere").hexdigest(), ProofVerdict.CHANGES)
    assert "changes asked for" in daan.get(f"/desk/tickets/{number}").text


def test_in_the_portal_a_proof_is_its_organisations_alone(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number = ticket(app)
    put_up(visit("daan", "en"), number)
    joris, abby = visit("joris", "en"), visit("abby", "en")
    assert "a proof to approve" in joris.get("/portal/").text
    assert "Poster A2" in joris.get("/portal/proofs").text
    assert joris.get("/portal/proofs/1/file").response.get_data() == PDF
    for path in ("/portal/proofs/1", "/portal/proofs/1/file"):
        assert abby.get(path).status == 404
    assert "Poster" not in abby.get("/portal/proofs").text
    assert (
        abby.post("/portal/proofs/1", {"sha256": HASH, "verdict": "approved", "name": "Abby"}).status == 404
    )
    page = joris.get("/portal/proofs/1")
    assert page.one("input", id="name").get("value") == "Joris Bakker"
    assert (
        joris.post("/portal/proofs/1", {"sha256": HASH, "verdict": "approved", "name": "Joris"}).status == 303
    )
    assert db.session.scalars(select(ProofAnswer.person_id)).one() == town.joris.id
    assert "Approved" in words(joris.get("/portal/proofs/1").one("main"))


def test_what_is_no_file_to_print_is_refused_with_the_reason(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number, daan = ticket(app), visit("daan", "en")
    for content, name in ((b"", "leeg.pdf"), (PDF, "virus.exe"), (b"MZ programma", "poster.pdf")):
        assert put_up(daan, number, content, name) == 422
    assert daan.post(f"/desk/tickets/{number}/proofs", {"proof_piece": "Poster"}).status == 422
    assert put_up(daan, number, proof_piece=" ") == 422
    assert db.session.scalars(select(Proof)).all() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE proof_answer SET verdict = 'changes'",
        "DELETE FROM proof_answer",
        "DELETE FROM proof",
        "UPDATE proof SET sha256 = 'x'",
    ],
)
def test_what_was_approved_is_never_changed(
    app: Flask, town: Town, visit: Callable[..., Visitor], statement: str
) -> None:
    number = ticket(app)
    put_up(visit("daan", "en"), number)
    said(1)
    assert sweep_blobs(app.extensions["projectie.blobs"], now()) == 0
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()


@pytest.mark.parametrize(
    ("newest", "answered", "sha256", "why"),
    [
        (True, False, HASH, None),
        (True, False, "0" * 64, Against.OTHER_FILE),
        (False, False, HASH, Against.SUPERSEDED),
        (True, True, HASH, Against.ANSWERED),
        (False, True, HASH, Against.ANSWERED),
    ],
)
def test_which_answers_are_taken(newest: bool, answered: bool, sha256: str, why: Against | None) -> None:
    assert against(Facts(HASH, newest=newest, answered=answered), sha256) is why
    moment = now()
    assert is_open(moment - OPEN_FOR, moment)
    assert not is_open(moment - OPEN_FOR * 1.01, moment)
