"""The audit trail: who signed in, changed rights, took a copy; read by managers alone."""

from collections.abc import Callable

from sqlalchemy import select

from projectie.cells import cell
from projectie.clock.now import now
from projectie.database import db
from projectie.history import History
from projectie.people.actions import PersonFacts, change_person
from projectie.people.models import Role
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]


def test_managers_read_who_signed_in_and_who_changed_rights(visit: Visit, town: Town) -> None:
    visit("lotte").post(f"/portal/organisation/people/{town.joris.id}", {"right": "buy"})
    page = visit("mara").get("/manage/trail")
    assert "logde in" in page.text
    assert "wijzigde een account of de rechten ervan" in page.text
    assert "Joris Bakker" in page.text
    only = visit("mara").get(
        f"/manage/trail?deed=person.changed&actor={town.lotte.id}&since=2026-01-01&until=2100-01-01"
    )
    assert len(only.all("tr")) == 2
    assert visit("mara").get("/manage/trail?actor=x&deed=y&since=z&until=0001-01-01&page=-1").status == 200
    assert visit("mara").get("/manage/trail?actor=99999999999999999999").status == 200
    assert visit("daan").get("/manage/trail").status == 404


def test_a_copy_is_written_down_and_no_cell_is_a_formula(visit: Visit, town: Town) -> None:
    facts = PersonFacts(town.joris.email, "=cmd|calc", Role.CLIENT, town.leiden.id, False, "nl")
    change_person(town.joris.id, facts, town.mara.id, now())
    mara = visit("mara")
    mara.get("/manage/trail")
    page = mara.post("/manage/trail/copy", {"deed": "person.changed"})
    assert page.mimetype == "text/csv"
    assert "'=cmd|calc" in page.html
    assert "attachment" in page.headers["Content-Disposition"]
    db.session.remove()
    assert db.session.scalars(select(History.deed).order_by(History.id.desc())).first() == "trail.exported"


def test_numbers_stay_numbers_in_a_sheet() -> None:
    assert [cell(value) for value in ("-3", "+1,5", "=1", "@x", "-x", "\tx", None, 7)] == ["-3", "+1,5", "'=1", "'@x", "'-x", "'\tx", "", "7"]  # fmt: skip


def test_attempts_that_were_stopped_are_written_down_once(visit: Visit, town: Town) -> None:
    for _ in range(12):
        visit().sign_in(town.daan.email, "wrong")
        visit().sign_in("nobody@elsewhere.example", "wrong")
    db.session.remove()
    braked = select(History.subject_id, History.actor_id).where(History.deed == "person.sign_in_braked")
    assert [tuple(row) for row in db.session.execute(braked)] == [(town.daan.id, None)]
