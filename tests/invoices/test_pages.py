"""Invoices on the screens of managers and clients (M5, M6, C9)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.invoices.models import Invoice, InvoicePayment
from projectie.invoices.money_field import cents_of
from projectie.people.models import Organisation
from tests.invoices.money import charged, issued, ready
from tests.town import Town
from tests.visitor import Page, Visitor

Visit = Callable[..., Visitor]


def _hidden(page: Page, name: str) -> str:
    return page.all("input", name=name)[0].get("value", "")


def _invoices() -> list[Invoice]:
    db.session.rollback()
    return list(db.session.scalars(select(Invoice).order_by(Invoice.id)))


def test_m5_what_is_missing_is_named_and_filled_in_and_then_it_is_issued_once(
    visit: Visit, town: Town
) -> None:
    charged(town.leiden, 4, "work", now())
    mara = visit("mara")
    due = mara.get("/manage/invoices/due")
    assert "Bakkerij Leiden" in due.text
    assert "het adres van de klant" in due.text
    path = f"/manage/organisations/{town.leiden.id}/invoice"
    stopped = mara.get(path)
    assert "de wet vraagt om wat ontbreekt" in stopped.text
    assert not stopped.all("button", id="issue")
    refused = mara.post(path, {"run": "x"}, follow=True)
    assert "Niet gefactureerd" in refused.text
    ready(town)
    shown = mara.get(path)
    assert "€ 136,13" in shown.text
    form = {"run": _hidden(shown, "run")}
    first, second = (mara.post(path, form) for _ in range(2))
    assert first.location == second.location
    assert [each.number[5:] for each in _invoices() if each.number] == ["0001"]
    assert "Niets te factureren" in mara.get("/manage/invoices/due").text
    assert "Niets te factureren" in mara.get(path).text


def test_m5_all_at_once(visit: Visit, town: Town) -> None:
    ready(town)
    for client in (town.leiden, town.abroad):
        charged(client, 4, client.name, now())
    mara = visit("mara", most_statements=80)  # a deed for each client
    run = {"run": _hidden(mara.get("/manage/invoices/due"), "run")}
    for _ in range(2):
        assert mara.post("/manage/invoices/due", run).status == 303
    assert len(_invoices()) == 2


def test_m6_from_draft_to_paid_to_credited(visit: Visit, town: Town) -> None:
    ready(town)
    mara = visit("mara", most_statements=30)
    draft = mara.post(f"/manage/organisations/{town.leiden.id}/drafts").location
    wrong = mara.post(draft, {"version": "0", "text_0": "Flyers", "quantity_0": "x", "price_0": "12,5,0"})
    assert wrong.status == 422
    assert wrong.one("input", id="text_0").get("value") == "Flyers"
    assert wrong.one("input", id="price_0").get("value") == "12,5,0"
    typed = {"version": "0", "text_0": "Flyers", "quantity_0": "1000", "price_0": "0,12", "rate_0": "goods"}
    spare = {
        "text_1": "",
        "quantity_1": "",
        "price_1": "",
        "rate_1": "work",
        "day_1": "",
    }  # as a browser sends it
    assert mara.post(draft, typed | spare).status == 303
    stale = mara.post(draft, typed)
    assert stale.status == 422
    assert "Een collega heeft dit concept intussen gewijzigd" in stale.text
    page = mara.get(draft.removesuffix("/change"))
    assert "€ 145,20" in page.text
    (row,) = _invoices()
    at = f"/manage/invoices/{row.id}"
    assert mara.post(f"{at}/issue", {"version": "1"}).status == 303
    page = mara.get(at)
    assert "Factuur" in page.text
    assert mara.get(f"{at}/change").status == 404
    assert "intussen een factuur" in mara.post(f"{at}/change", typed).text  # by who still had its page open
    assert "intussen een factuur" in mara.post(f"{at}/discard", follow=True).text
    assert mara.get(f"{at}/pdf").response.data.startswith(b"%PDF")
    assert b"<Invoice" in mara.get(f"{at}/ubl").response.data
    assert mara.post(f"{at}/letters", {"kind": "invoice", "after": "0"}).status == 303
    assert "lotte@bakkerij-leiden.example wacht op verzending" in mara.get(at).text
    refused = mara.post(f"{at}/payments", {"key": "k", "amount": "nul", "paid_on": "2999-01-01"})
    assert refused.status == 422
    paid = {"key": "k", "amount": "100", "paid_on": now().date().isoformat(), "reference": "bank"}
    for _ in range(2):
        assert mara.post(f"{at}/payments", paid).status == 303
    db.session.rollback()
    assert db.session.scalars(select(InvoicePayment.cents)).all() == [10_000]
    assert "deels betaald" in mara.get(at).text
    assert mara.post(f"{at}/credit-note", {"why": ""}).status == 422
    note = mara.post(f"{at}/credit-note", {"why": "Verkeerd papier."}, follow=True)
    assert "Verkeerd papier." in note.text
    assert "terug te betalen" in mara.get(at).text
    for state in ("", "draft", "open", "overdue", "paid", "odd"):
        assert mara.get(f"/manage/invoices?state={state}&client=1&page=1").status == 200


def test_c9_a_client_sees_its_own_invoices_how_to_pay_and_the_next_one(visit: Visit, town: Town) -> None:
    ready(town)
    charged(town.leiden, 4, "work", now())
    lotte, abby, daan = visit("lotte"), visit("abby", "en"), visit("daan")
    coming = lotte.get("/portal/invoices")
    assert "Tot nu toe op je volgende factuur" in coming.text
    assert "€ 136,13" in coming.text
    number = issued(town.leiden, "k", now()).id
    assert "2026" in lotte.get("/portal/invoices").text
    page = lotte.get(f"/portal/invoices/{number}")
    for wanted in (
        "open",
        "NL91 ABNA 0417 1643 00",
        "€ 136,13",
        "Jouw referentie: INK-7",
        "Onder vermelding van",
    ):
        assert wanted in page.text, wanted
    assert page.all("img", width="180")
    assert lotte.get(f"/portal/invoices/{number}/pdf").response.data.startswith(b"%PDF")
    assert "No invoices yet" in abby.get("/portal/invoices").text
    for path in ("", "/pdf", "/ubl"):
        assert abby.get(f"/portal/invoices/{number}{path}").status == 404
        assert daan.get(f"/manage/invoices/{number}{path}").status == 404


def test_the_table_for_the_bookkeeper_is_no_formula(visit: Visit, town: Town) -> None:
    ready(town)
    with transaction() as session:
        session.get_one(Organisation, town.leiden.id).legal_name = "=1+1"
    charged(town.leiden, 4, "work", now())
    issued(town.leiden, "k", now())
    answer = visit("mara").get("/manage/invoices.csv")
    assert "text/csv" in answer.headers["Content-Type"]
    row = answer.html.splitlines()[1].split(";")
    assert "'=1+1" in row
    assert row[9:13] == ["21", "112,50", "23,63", "136,13"]
    assert visit("mara").get("/manage/invoices.csv?since=odd&until=2999").status == 200


def test_the_studios_account_is_checked(visit: Visit) -> None:
    mara = visit("mara")
    page = mara.get("/manage/studio")
    form = {e.get("name", ""): e.get("value", "") for e in page.all("input") if e.get("name")}
    form |= {e.get("name", ""): (e.text or "").strip("\n") for e in page.all("textarea")}
    form |= {"zone": "Europe/Amsterdam"}
    assert mara.post("/manage/studio", {**form, "iban": "NL00ABNA0417164300"}).status == 422
    assert (
        mara.post("/manage/studio", {**form, "iban": "nl91 abna 0417 1643 00", "invoice_days": "14"}).status
        == 303
    )
    assert mara.get("/manage/studio").one("input", id="iban").get("value") == "NL91ABNA0417164300"


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12", 1200),
        ("12,5", 1250),
        ("12.50", 1250),
        ("1.234,50", 123_450),
        ("€ 1.234", 123_400),
        ("-3,00", -300),
        ("1,234.50", None),
        ("12,345", None),
        ("x", None),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, cents: int | None) -> None:
    assert cents_of(typed) == cents
