"""Managers look after people: who there is, what they may do, and how they get in."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.history import History
from projectie.mail.models import OutgoingLetter
from projectie.people.actions import PersonFacts, person_of
from projectie.people.models import Person, Role
from tests.town import PASSWORD, Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]
STRONG = "drie kazen op zolder"


def _new(**typed: object) -> dict[str, object]:
    return {
        "name": "Nina Nieuw",
        "email": "Nina@Projectie.example",
        "role": "staff",
        "organisation_id": "0",
        "language": "nl",
        **typed,
    }


def _client(email: str, organisation: int) -> Person:
    return person_of(
        PersonFacts(email, email, Role.CLIENT, organisation, may_agree=False, language="nl"), now()
    )


def _manager(email: str) -> Person:
    return person_of(PersonFacts(email, "Mo", Role.MANAGER, None, may_agree=False, language="nl"), now())


def _deeds() -> list[str]:
    return list(
        db.session.scalars(select(History.deed).where(History.subject == "person").order_by(History.id))
    )


def test_a_person_is_added_given_a_password_and_signs_in(visit: Visit) -> None:
    mara = visit("mara")
    added = mara.post("/manage/people/new", _new())
    assert added.status == 303
    assert (
        "nog geen wachtwoord" in mara.get(added.location).text
        or "no password yet" in mara.get(added.location).text
    )
    assert mara.post(f"{added.location}/password", {"password": STRONG}).location == added.location
    assert _deeds() == ["person.added", "person.password_set"]
    assert visit().sign_in("nina@projectie.example", STRONG).location == "/desk/"


def test_r8_only_clients_can_be_allowed_to_agree_to_costs(visit: Visit, town: Town) -> None:
    mara = visit("mara")
    mara.post("/manage/people/new", _new(may_agree="y"))
    client = _new(
        email="nico@brood.example", role="client", organisation_id=str(town.leiden.id), may_agree="y"
    )
    mara.post("/manage/people/new", client)
    kept = dict(db.session.execute(select(Person.email, Person.may_agree)).all())
    assert (kept["nina@projectie.example"], kept["nico@brood.example"]) == (False, True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "nina"}, "email"),
        ({"email": "DAAN@projectie.example"}, "email"),  # taken
        ({"role": "king"}, "role"),
        ({"role": "client"}, "organisation_id"),
        ({"organisation_id": "1"}, "organisation_id"),
        ({"organisation_id": "987654"}, "organisation_id"),
        ({"organisation_id": "x"}, "organisation_id"),
        ({"language": ""}, "language"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_kept(
    visit: Visit, town: Town, typed: dict[str, str], field: str
) -> None:
    if typed.get("organisation_id") == "1":
        typed = {"organisation_id": str(town.leiden.id)}
    page = visit("mara").post("/manage/people/new", _new(**typed))
    assert page.status == 422
    assert page.all("p", id=f"{field}-error"), page.text
    assert page.one("input", id="name").get("value") == typed.get("name", "Nina Nieuw")
    assert _deeds() == []


def test_a_person_of_a_client_is_added_from_its_page(visit: Visit, town: Town) -> None:
    page = visit("mara").get(f"/manage/people/new?organisation={town.abroad.id}")
    assert page.one("input", name="role", value="client").get("checked") is not None
    chosen = [
        o for o in page.one("select", id="organisation_id").iter("option") if o.get("selected") is not None
    ]
    assert [o.text for o in chosen] == [town.abroad.name]


def test_a_person_is_changed_with_one_line_that_names_the_fields(visit: Visit, town: Town) -> None:
    mara, url = visit("mara"), f"/manage/people/{town.joris.id}/change"
    assert mara.get(url).one("input", id="email").get("value") == town.joris.email
    typed = _new(
        name="Joris B.",
        email=town.joris.email,
        role="client",
        organisation_id=str(town.leiden.id),
        may_agree="y",
    )
    assert mara.post(url, typed).location == f"/manage/people/{town.joris.id}"
    assert mara.post(url, typed).status == 303  # nothing new: no line
    line = db.session.scalars(select(History).where(History.deed == "person.changed")).one()
    assert line.details == {"fields": ["name", "may_agree"], "role": "client"}


def test_a_new_address_is_told_to_the_old_one_and_the_new_one(visit: Visit, town: Town) -> None:
    typed = _new(
        name="Joris", email="Nieuw@elders.example", role="client", organisation_id=str(town.leiden.id)
    )
    assert visit("mara").post(f"/manage/people/{town.joris.id}/change", typed).status == 303
    told = db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)).all()
    assert [letter.to_address for letter in told] == ["nieuw@elders.example", town.joris.email]
    assert "niet meer van dat account" in told[1].body_text
    assert "nieuw@elders.example" not in told[1].body_text


def test_a_client_who_joins_the_studio_leaves_the_organisation(visit: Visit, town: Town) -> None:
    mara, url = visit("mara"), f"/manage/people/{town.joris.id}/change"
    moved = _new(
        name=town.joris.name, email=town.joris.email, role="staff", organisation_id=str(town.leiden.id)
    )
    assert mara.post(url, moved).status == 422
    assert mara.post(url, {**moved, "organisation_id": "0"}).status == 303
    kept = db.session.get_one(Person, town.joris.id)
    assert (kept.role, kept.organisation_id) == (Role.STAFF, None)


def test_who_loses_access_is_signed_out_everywhere_at_once(visit: Visit, town: Town) -> None:
    daan, mara = visit("daan"), visit("mara")
    assert daan.get("/desk/", follow=False).status == 200
    assert mara.post(f"/manage/people/{town.daan.id}/access", {"active": "0"}).status == 303
    assert daan.get("/desk/", follow=False).status == 302
    assert visit().sign_in(town.daan.email, PASSWORD).status == 422
    assert mara.post(f"/manage/people/{town.daan.id}/access", {"active": "1"}).status == 303
    assert daan.get("/desk/", follow=False).status == 302, "an old cookie stays dead"
    assert visit().sign_in(town.daan.email, PASSWORD).status == 303
    assert _deeds() == ["person.shut_out", "person.let_in"]


def test_managers_cannot_shut_themselves_out_or_step_down(visit: Visit, town: Town) -> None:
    mara = visit("mara")
    assert not mara.get(f"/manage/people/{town.mara.id}").all("button", id="withdraw-access")
    assert mara.post(f"/manage/people/{town.mara.id}/access", {"active": "0"}).status == 422
    page = mara.post(f"/manage/people/{town.mara.id}/change", _new(name="Mara", email=town.mara.email))
    assert page.status == 422
    assert page.all("p", id="role-error") or page.all("fieldset", id="role")
    kept = db.session.get_one(Person, town.mara.id)
    assert (kept.role, kept.active) == (Role.MANAGER, True)


def test_a_second_manager_can_step_down_at_the_hand_of_the_first(visit: Visit, town: Town) -> None:
    with transaction() as session:
        second = _manager("mo@projectie.example")
        session.add(second)
    mara = visit("mara")
    assert mara.post(f"/manage/people/{second.id}/access", {"active": "0"}).status == 303
    assert (
        mara.post(f"/manage/people/{second.id}/change", _new(name="Mo", email="mo@projectie.example")).status
        == 303
    )


@pytest.mark.parametrize("password", ["kort", "", "wachtwoord1234", "x" * 1001, "daan@projectie.example"])
def test_a_poor_password_is_refused_and_shown_nowhere(visit: Visit, town: Town, password: str) -> None:
    page = visit("mara").post(f"/manage/people/{town.daan.id}/password", {"password": password})
    assert page.status == 422
    assert page.one("input", id="password").get("value") in {None, ""}
    assert visit().sign_in(town.daan.email, PASSWORD).status == 303


def test_a_new_password_signs_out_and_is_shown_nowhere(visit: Visit, town: Town) -> None:
    daan, mara = visit("daan"), visit("mara")
    page = mara.post(f"/manage/people/{town.daan.id}/password", {"password": STRONG}, follow=True)
    assert STRONG not in page.html
    assert daan.get("/desk/", follow=False).status == 302
    assert visit().sign_in(town.daan.email, STRONG).status == 303
    details = db.session.scalars(select(History.details)).all()
    assert STRONG not in str(details)


def test_people_are_found_by_name_address_and_client(visit: Visit, town: Town) -> None:
    mara = visit("mara")
    for words in ("lotte", "LOTTE@", "bakkerij lei"):
        assert town.lotte.name in mara.get(f"/manage/people?q={words}").text
    assert town.daan.name not in mara.get("/manage/people?role=client").text
    for odd in ("%25", "_", "%00", "q" * 500, "%F0%9F%A5%96"):
        assert mara.get(f"/manage/people?q={odd}&page=-1&role=king").status == 200
    assert town.lotte.name not in mara.get("/manage/people?q=%25").text, (
        "a sign of the database is a sign like any other"
    )


def test_lists_are_bounded_and_cost_the_same_however_many_there_are(visit: Visit, town: Town) -> None:
    mara = visit("mara")
    few = len(mara.get("/manage/people").statements)
    with transaction() as session:
        for n in range(120):
            session.add(_client(f"p{n}@brood.example", town.leiden.id))
    page = mara.get("/manage/people?q=brood.example&page=2")
    assert len(page.all("tr")) == 51
    assert len(page.statements) == few
    assert len(mara.get("/manage/people?q=brood.example&page=3").all("tr")) == 21
    assert len(mara.get(f"/manage/organisations/{town.leiden.id}").all("tr")) < 120


def test_an_unknown_person_is_404(visit: Visit) -> None:
    mara = visit("mara")
    for tail in ("", "/change", "/password"):
        assert mara.get(f"/manage/people/987654{tail}").status == 404
    for tail in ("/change", "/password", "/access"):
        assert mara.post(f"/manage/people/987654{tail}", {}).status == 404
