"""Managers look after contracts, and after the division of tasks."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from projectie.context import today
from projectie.contracts.models import Contract, Doer, Duty, Task
from projectie.database import db, transaction
from projectie.history import History
from projectie.people.models import Hosting, Organisation
from projectie.terms.shipped import first_terms
from tests.town import Town
from tests.visitor import Visitor, words

Visit = Callable[..., Visitor]
TIERS = [tier.key for tier in first_terms().matrix.tiers]


def _contracts(organisation: int) -> list[Contract]:
    db.session.rollback()
    kept = select(Contract).where(Contract.organisation_id == organisation).order_by(Contract.starts_on)
    return list(db.session.scalars(kept))


def _deeds() -> list[str]:
    db.session.rollback()
    return list(
        db.session.scalars(select(History.deed).where(History.subject == "contract").order_by(History.id))
    )


def _soon(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def test_the_tiers_to_choose_from_are_those_of_the_terms(visit: Visit, town: Town) -> None:
    page = visit("mara", "en").get(f"/manage/organisations/{town.leiden.id}/contracts/new")
    assert [e.get("value") for e in page.all("input", name="tier")] == TIERS


def test_a_contract_is_ended_and_the_next_one_added(visit: Visit, town: Town) -> None:
    mara, old = visit("mara"), _contracts(town.leiden.id)[0]
    new = {"tier": TIERS[-1], "starts_on": _soon(10), "ends_on": ""}
    refused = mara.post(f"/manage/organisations/{town.leiden.id}/contracts/new", new)
    assert refused.status == 422
    assert refused.one("p", id="starts_on-error")
    assert refused.one("input", id="starts_on").get("value") == new["starts_on"]
    assert mara.post(f"/manage/contracts/{old.id}/end", {"ends_on": _soon(9)}).status == 303
    added = mara.post(f"/manage/organisations/{town.leiden.id}/contracts/new", new)
    assert added.location == f"/manage/organisations/{town.leiden.id}"
    assert [c.tier for c in _contracts(town.leiden.id)] == [old.tier, TIERS[-1]]
    assert _deeds() == ["contract.ended", "contract.added"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"tier": ""}, "tier"),
        ({"tier": "platinum"}, "tier"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"starts_on": "0226-01-01"}, "starts_on"),
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"ends_on": "2024-12-31"}, "ends_on"),  # before the first day
        ({"ends_on": "never"}, "ends_on"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_is_kept(
    visit: Visit, town: Town, typed: dict[str, str], field: str
) -> None:
    sent = {"tier": TIERS[0], "starts_on": "2025-01-01", "ends_on": "2025-06-30", **typed}
    page = visit("mara").post(f"/manage/organisations/{town.leiden.id}/contracts/new", sent)
    assert page.status == 422
    assert page.all("p", id=f"{field}-error"), page.text
    assert page.one("input", id="ends_on").get("value") == sent["ends_on"]
    assert len(_contracts(town.leiden.id)) == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_overlap_is_refused_with_a_sentence_that_names_the_other_contract(
    visit: Visit, town: Town, language: str
) -> None:
    new = {"tier": TIERS[0], "starts_on": "2027-01-01", "ends_on": ""}
    page = visit("mara", language).post(f"/manage/organisations/{town.leiden.id}/contracts/new", new)
    assert {"nl": "01-01-2026", "en": "01/01/2026"}[language] in words(page.one("p", id="starts_on-error"))


def test_a_contract_is_put_right_and_the_history_keeps_what_it_said(visit: Visit, town: Town) -> None:
    mara, old = visit("mara"), _contracts(town.leiden.id)[0]
    was, url = old.tier, f"/manage/contracts/{old.id}/change"
    assert mara.get(url).one("input", id="starts_on").get("value") == "2026-01-01"
    sent = {"tier": TIERS[0], "starts_on": "2025-06-01", "ends_on": ""}
    assert mara.post(url, sent).status == 303
    assert mara.post(url, sent).status == 303  # nothing new: no line
    db.session.rollback()  # what was read above is of before
    line = db.session.scalars(select(History).where(History.deed == "contract.changed")).one()
    assert line.details["before"] == {"tier": was, "starts_on": "2026-01-01", "ends_on": None}
    assert (line.details["starts_on"], line.details["organisation"]) == ("2025-06-01", town.leiden.id)


def test_only_a_contract_that_has_not_begun_can_be_removed(visit: Visit, town: Town) -> None:
    mara, old = visit("mara"), _contracts(town.leiden.id)[0]
    refused = mara.post(f"/manage/contracts/{old.id}/withdrawal")
    assert refused.status == 422
    assert len(_contracts(town.leiden.id)) == 1
    later = {"tier": TIERS[0], "starts_on": _soon(5), "ends_on": ""}
    assert mara.post(f"/manage/contracts/{old.id}/change", {**later, "tier": old.tier}).status == 303
    assert mara.post(f"/manage/contracts/{old.id}/withdrawal").status == 303
    assert _contracts(town.leiden.id) == []
    assert _deeds()[-1] == "contract.withdrawn"


def test_the_page_of_a_client_shows_what_was_agreed(visit: Visit, town: Town) -> None:
    page = visit("mara", "en").get(f"/manage/organisations/{town.leiden.id}")
    for said in (
        "On Demand +",
        "in force",
        "bakkerij-leiden.example",
        town.lotte.name,
        "Netherlands",
        "condition met",
    ):
        assert said in page.text, said
    assert "Division of tasks" not in page.text


def test_contracts_that_ended_begin_later_or_end_soon_say_so(visit: Visit, town: Town) -> None:
    with transaction() as session:
        for row in session.scalars(select(Contract)):
            session.delete(row)
        day = today()
        for tier, starts, ends in (
            (TIERS[0], day - timedelta(days=90), day - timedelta(days=60)),
            (TIERS[1], day - timedelta(days=50), day + timedelta(days=5)),
            (TIERS[2], day + timedelta(days=6), None),
        ):
            session.add(Contract(organisation_id=town.leiden.id, tier=tier, starts_on=starts, ends_on=ends))
    text = visit("mara", "en").get(f"/manage/organisations/{town.leiden.id}").text
    for said in ("ended", "ends soon", "begins later"):
        assert said in text


def test_r5_who_does_what_is_asked_for_clients_who_host_elsewhere_alone(visit: Visit, town: Town) -> None:
    mara, url = visit("mara", "en"), f"/manage/organisations/{town.leiden.id}/tasks"
    assert mara.get(url).status == 404
    assert mara.post(url, {"backups_doer": "studio"}).status == 404
    _host_elsewhere(town.leiden.id)
    assert len(mara.get(url).all("fieldset")) == len(Duty)
    sent = {
        "backups_doer": "provider",
        "backups_contact": " HostPoint,  help@hostpoint.example ",
        "dns_doer": "client",
    }
    assert mara.post(url, sent).location == f"/manage/organisations/{town.leiden.id}"
    kept = {task.duty: (task.doer, task.contact) for task in db.session.scalars(select(Task))}
    assert kept == {
        Duty.BACKUPS: (Doer.PROVIDER, "HostPoint, help@hostpoint.example"),
        Duty.DNS: (Doer.CLIENT, ""),
    }
    assert "HostPoint" in mara.get(f"/manage/organisations/{town.leiden.id}").text
    line = db.session.scalars(select(History).where(History.deed == "tasks.divided")).one()
    assert line.details == {"backups": "provider", "dns": "client"}


def test_r5_a_provider_nobody_can_reach_is_refused(visit: Visit, town: Town) -> None:
    _host_elsewhere(town.leiden.id)
    page = visit("mara", "en").post(
        f"/manage/organisations/{town.leiden.id}/tasks", {"mail_doer": "provider", "dns_doer": "king"}
    )
    assert page.status == 422
    assert "Mail: say which provider, and how to reach it" in page.text
    assert page.one("p", id="dns_doer-error")
    assert db.session.scalars(select(Task)).all() == []


def test_clients_are_listed_with_a_fixed_number_of_statements(visit: Visit, town: Town) -> None:
    mara = visit("mara")
    few = len(mara.get("/manage/organisations").statements)
    with transaction() as session:
        moment = session.get_one(Organisation, town.leiden.id).created_at
        for n in range(120):
            row = Organisation(
                name=f"Client {n:03}",
                country="NL",
                language="nl",
                hosting=Hosting.STUDIO,
                studio_mail=False,
                created_at=moment,
            )
            session.add(row)
            session.flush()
            session.add(
                Contract(organisation_id=row.id, tier=TIERS[0], starts_on=date(2026, 1, 1), ends_on=None)
            )
    page = mara.get("/manage/organisations?page=2&q=client")
    assert len(page.all("tr")) == 51
    assert len(page.statements) == few
    for odd in ("?page=99999", "?page=x", "?tier=platinum", "?tier=none", "?q=%00%25"):
        assert mara.get(f"/manage/organisations{odd}").status == 200


def test_unknown_contracts_and_clients_are_404(visit: Visit) -> None:
    mara = visit("mara")
    for url in (
        "contracts/987654/change",
        "contracts/987654/end",
        "organisations/987654/contracts/new",
        "organisations/987654/tasks",
    ):
        assert mara.get(f"/manage/{url}").status == 404
        assert mara.post(f"/manage/{url}", {}).status == 404
    assert mara.post("/manage/contracts/987654/withdrawal").status == 404


def _host_elsewhere(organisation: int) -> None:
    with transaction() as session:
        session.get_one(Organisation, organisation).hosting = Hosting.SELF
    db.session.remove()
