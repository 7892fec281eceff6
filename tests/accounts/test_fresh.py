"""A fresh proof of identity, and a form that waits for its author meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select, update

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.kept_forms import KEPT_FOR, KeptForm, sweep
from projectie.people.models import Browser, Organisation
from tests.accounts.letters import letters
from tests.town import PASSWORD, Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]
BILLING = {"legal_name": "Bakkerij Leiden B.V.", "country": "NL", "street": "Nieuwe Rijn 1", "postcode": "2312 jc", "city": "Leiden"}  # fmt: skip


def _stale() -> None:
    with transaction() as session:
        session.execute(update(Browser).values(proved_at=now() - timedelta(minutes=16)))


def _send_kept(visitor: Visitor, page: Page) -> Page:
    """Press the button of the page that kept a form."""
    (form,) = [one for one in page.all("form", method="post") if list(one.iter("textarea"))]
    fields = {
        str(area.get("name")): "".join(area.itertext()).removeprefix("\n") for area in form.iter("textarea")
    }
    return visitor.post(str(form.get("action")), fields)


def test_who_proved_it_lately_is_not_asked(visit: Visit) -> None:
    assert visit("lotte").get("/portal/organisation/billing", follow=False).status == 200


def test_a_stale_proof_is_renewed_and_comes_back(visit: Visit) -> None:
    lotte = visit("lotte")
    _stale()
    sent = lotte.get("/portal/organisation/billing", follow=False)
    assert sent.location == "/account/prove?next=/portal/organisation/billing"
    lotte.get(sent.location)
    wrong = lotte.post("/account/prove", {"password": "wrong", "next": "/portal/organisation/billing"})
    assert wrong.status == 422
    right = lotte.post("/account/prove", {"password": PASSWORD, "next": "/portal/organisation/billing"})
    assert right.location == "/portal/organisation/billing"
    assert lotte.get(right.location, follow=False).status == 200


def test_htmx_is_sent_to_the_proof_as_a_whole(visit: Visit) -> None:
    lotte = visit("lotte")
    _stale()
    page = lotte.get("/portal/organisation/billing", htmx=True)
    assert page.status == 401
    assert page.headers["HX-Redirect"].startswith("/account/prove")


def test_what_was_typed_waits_for_the_proof_and_is_sent_then(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    lotte.get("/portal/organisation/billing")
    _stale()
    sent = lotte.post("/portal/organisation/billing", BILLING)
    assert sent.location == "/account/prove?next=/account/kept"
    assert "Nieuwe Rijn" not in str(db.session.scalars(select(KeptForm.sealed)).one())
    lotte.get(sent.location)
    lotte.post("/account/prove", {"password": PASSWORD, "next": "/account/kept"})
    kept = lotte.get("/account/kept")
    assert "Nieuwe Rijn 1" in kept.text
    assert _send_kept(lotte, kept).location == "/portal/organisation"
    db.session.remove()
    assert db.session.get_one(Organisation, town.leiden.id).postcode == "2312 JC"


def test_a_form_in_an_expired_session_keeps_its_text_through_sign_in(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    lotte.get("/portal/organisation/billing")
    with transaction() as session:
        session.execute(update(Browser).values(seen_at=now() - timedelta(days=31)))
    nothing = (BytesIO(b""), "")  # a box for files that was left empty
    sent = lotte.post("/portal/organisation/billing", {**BILLING, "key": "k" * 43, "upload": nothing})
    assert sent.location == "/login?next=/account/kept"
    assert "bewaard" in lotte.get(sent.location).text
    back = lotte.post("/login", {"email": town.lotte.email, "password": PASSWORD, "next": "/account/kept"})
    assert back.location == "/account/kept"
    kept = lotte.get("/account/kept")
    shown = [words(one) for one in kept.all("blockquote")]
    assert "k" * 43 not in shown, "nobody typed the key"
    assert "Bestanden zijn niet bewaard" not in kept.text
    assert _send_kept(lotte, kept).location == "/portal/organisation"


def test_a_browser_that_lost_its_cookies_keeps_its_text_through_sign_in(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    lotte.get("/portal/organisation/billing")
    token, here = lotte.token, {"Sec-Fetch-Site": "same-origin"}
    # Nobody knows whose it was; who may send it sees it.
    for account, shown in ((town.daan, False), (town.lotte, True)):
        fresh = visit()
        sent = fresh.post("/portal/organisation/billing", BILLING, token=token, headers=here)
        assert sent.location == "/login?next=/account/kept"
        fresh.get(sent.location)
        fresh.post("/login", {"email": account.email, "password": PASSWORD})
        assert ("Nieuwe Rijn 1" in fresh.get("/account/kept").text) is shown
    assert _send_kept(fresh, fresh.get("/account/kept")).location == "/portal/organisation"
    elsewhere = visit().post(
        "/portal/organisation/billing", BILLING, token=token, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert elsewhere.location == "/login?next=/", "another site made somebody send it"


def test_a_form_of_an_earlier_visit_comes_back_to_be_sent_again(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    lotte.get("/portal/organisation/billing")
    here = {"Sec-Fetch-Site": "same-origin"}
    given_back = lotte.post("/portal/organisation/billing", BILLING, token="of.another.session", headers=here)
    assert (given_back.status, given_back.headers["Cache-Control"]) == (400, "no-store")
    assert db.session.get_one(Organisation, town.leiden.id).postcode != "2312 JC"
    assert _send_kept(lotte, given_back).location == "/portal/organisation"
    forged = lotte.post("/portal/organisation/billing", BILLING, token="of.another.session")
    assert (forged.status, "Nieuwe Rijn" in forged.text) == (400, False)
    part = lotte.post(
        "/portal/organisation/billing", BILLING, token="of.another.session", htmx=True, headers=here
    )
    assert part.headers["HX-Redirect"] == "/account/kept"


def test_a_kept_form_is_only_its_authors(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    lotte.get("/portal/organisation/billing")
    with transaction() as session:
        session.execute(update(Browser).values(seen_at=now() - timedelta(days=31)))
    lotte.get(lotte.post("/portal/organisation/billing", BILLING).location)
    lotte.post("/login", {"email": town.joris.email, "password": PASSWORD})
    assert "Nieuwe Rijn" not in lotte.get("/account/kept").text


def test_a_forged_form_a_password_and_a_bare_deed_are_not_kept(visit: Visit, town: Town) -> None:
    stranger = visit()
    stranger.get("/login")
    assert stranger.post("/portal/organisation/billing", BILLING, token="forged").location == "/login?next=/"
    assert (
        stranger.post("/account/password", {"password": "drie kazen op zolder"}).location == "/login?next=/"
    )
    assert stranger.post("/desk/tickets/1/mine", {}).location == "/login?next=/"
    assert db.session.scalars(select(KeptForm)).all() == []
    assert town.leiden.id


def test_a_form_nobody_came_back_for_is_forgotten(visit: Visit) -> None:
    stranger = visit()
    stranger.get("/login")
    stranger.post("/portal/organisation/billing", BILLING)
    with transaction() as session:
        assert sweep(session, now()) == 0
        assert sweep(session, now() + KEPT_FOR + timedelta(seconds=1)) == 1


def test_a_client_without_a_password_proves_it_by_mail(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    _stale()
    lotte.get("/account/prove?next=/portal/organisation/billing")
    page = lotte.post("/account/prove/link", {"next": "/portal/organisation/billing"})
    assert town.lotte.email in page.text
    assert letters(town.lotte.email) == []  # the worker mails it
    assert visit("daan").post("/account/prove/link", {}).status == 404
    assert words(page.one("h1"))
