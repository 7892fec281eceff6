"""Asking people in: colleagues by clients, anybody by managers; accepted by POST, once."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select, update

from projectie.accounts.models import Invitation
from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.history import History
from projectie.people.models import Person
from tests.accounts.letters import letters, link_in
from tests.town import PASSWORD, Town
from tests.visitor import Page, Visitor

Visit = Callable[..., Visitor]
STRONG = "drie kazen op zolder"
PIET = "piet@bakkerij-leiden.example"


def _invite(visitor: Visitor, email: str = PIET, **typed: str) -> Page:
    return visitor.post(
        "/portal/organisation/invite",
        {"name": "Piet Bakker", "email": email, "right": "buy", "language": "nl", **typed},
    )


def _person(email: str) -> Person | None:
    db.session.remove()
    return db.session.scalars(select(Person).where(Person.email == email)).first()


def test_r35_a_colleague_is_asked_in_and_comes_in_by_post(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    assert _invite(lotte).location == "/portal/organisation"
    assert PIET in lotte.get("/portal/organisation").text
    path = link_in(letters(PIET)[0])
    piet = visit()
    assert "Bakkerij Leiden" in piet.get(path).text
    assert _person(PIET) is None
    assert piet.post(path, {"password": ""}).location == "/portal/"
    assert piet.get("/portal/", follow=False).status == 200
    found = _person(PIET)
    assert found is not None
    assert (found.organisation_id, found.may_agree, found.may_pay, found.responsible) == (town.leiden.id, False, True, False)  # fmt: skip
    assert visit().get(path).status == 404
    deeds = db.session.scalars(
        select(History.deed).where(History.deed.like("person.%")).order_by(History.id)
    ).all()
    assert deeds == ["person.invited", "person.added", "person.joined"]


def test_only_who_is_responsible_invites(visit: Visit, town: Town) -> None:
    joris = visit("joris")
    assert joris.get("/portal/organisation").status == 200
    assert joris.get("/portal/organisation/invite").status == 404
    assert _invite(joris).status == 404
    assert joris.get(f"/portal/organisation/people/{town.lotte.id}").status == 404
    assert joris.get("/portal/organisation/billing").status == 404


def test_an_address_that_is_known_elsewhere_is_invited_alike_and_told_there(visit: Visit, town: Town) -> None:
    assert _invite(visit("lotte"), town.abby.email).location == "/portal/organisation"
    stranger = visit()
    path = link_in(letters(town.abby.email)[0])
    stranger.get(path)
    page = stranger.post(path, {"password": ""})
    assert page.status == 422
    assert "andere organisatie" in page.text
    found = _person(town.abby.email)
    assert found is not None
    assert found.organisation_id == town.abroad.id


def test_a_colleague_who_is_there_is_not_invited_again(visit: Visit, town: Town) -> None:
    page = _invite(visit("lotte"), town.joris.email)
    assert page.status == 422
    assert page.one("input", id="name").get("value") == "Piet Bakker"


def test_an_invitation_is_taken_back_replaced_and_expires(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    _invite(lotte)
    _invite(lotte)
    first, second = (link_in(letter) for letter in letters(PIET))
    assert visit().get(first).status == 404
    number = db.session.scalars(select(Invitation.id).order_by(Invitation.id.desc())).first()
    assert visit("abby").post(f"/portal/organisation/invitations/{number}/withdraw", {}).status == 404
    assert visit().get(second).status == 200
    lotte.post(f"/portal/organisation/invitations/{number}/withdraw", {})
    assert visit().get(second).status == 404
    _invite(lotte)
    with transaction() as session:
        past = now() - timedelta(days=8)
        session.execute(update(Invitation).values(made_at=past, expires_at=past + timedelta(days=7)))
    assert visit().post(link_in(letters(PIET)[2]), {}).status == 404
    assert "verlopen op" in lotte.get("/portal/organisation").text, "whoever asked sees that nobody came"
    again = lotte.get(f"/portal/organisation/invite?again={(number or 0) + 1}")
    assert again.one("input", id="email").get("value") == PIET
    assert town.leiden.id


def test_r31_the_desk_mails_nobodys_address_book(visit: Visit) -> None:
    lotte = visit("lotte")
    for number in range(20):
        assert _invite(lotte, f"p{number}@elsewhere.example").status == 303
    assert _invite(lotte).status == 422


def test_a_manager_mails_a_colleague_the_way_to_a_password(visit: Visit, town: Town) -> None:
    there = visit("daan")
    mara = visit("mara")
    mara.post(f"/manage/people/{town.daan.id}/invitation", {})
    path = link_in(letters(town.daan.email)[0])
    daan = visit()
    daan.get(path)
    assert daan.post(path, {"password": ""}).status == 422
    assert daan.post(path, {"password": "kort"}).status == 422
    assert daan.post(path, {"password": STRONG}).location == "/desk/"
    assert there.get("/desk/", follow=False).status == 302
    assert visit().sign_in(town.daan.email, PASSWORD).status == 422
    assert visit().sign_in(town.daan.email, STRONG).location == "/desk/"


def test_a_colleague_who_left_can_be_asked_back(visit: Visit, town: Town) -> None:
    joris = visit("joris")
    joris.get("/portal/organisation/leave")
    assert joris.post("/portal/organisation/leave", {}).location.endswith(("/nl/", "/en/"))
    assert joris.get("/portal/", follow=False).status == 302
    assert visit().sign_in(town.joris.email, PASSWORD).status == 422
    _invite(visit("lotte"), town.joris.email, right="read")
    path = link_in(letters(town.joris.email)[0])
    back = visit()
    back.get(path)
    assert back.post(path, {"password": ""}).location == "/portal/"
    found = _person(town.joris.email)
    assert found is not None
    assert found.active
    assert found.read_only
