"""The conversation in a real browser: what is typed survives, colleagues see each other, snippets and files come by hand."""

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from projectie.clock.now import now
from projectie.database import db
from projectie.snippets.actions import Pair, add_snippet
from projectie.tickets.models import Attachment
from tests.browsers import Browse
from tests.post import letter, receive
from tests.town import Town

pytestmark = pytest.mark.browser
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
  document.dispatchEvent(new Event("visibilitychange"));
}"""
POLL = """() => {
  document.body.insertAdjacentHTML("beforeend",
    '<p id="poll" hx-get="/healthz" hx-trigger="every 100ms, visibilitychange from:document" hx-swap="none"></p>');
  htmx.process(document.getElementById("poll"));
}"""
GIVE = """([how, name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, {type: "text/plain"}));
  const at = document.getElementById("body");
  const given = how === "paste" ? new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData: data})
    : new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: data});
  at.dispatchEvent(given);
}"""


@pytest.fixture
def path(app: Flask, town: Town) -> str:
    ticket = receive(app, letter(from_=f"Lotte Bakker <{town.lotte.email}>", proven=True)).ticket
    return f"/desk/tickets/{ticket}"


def _open(browse: Browse, who: str, path: str, language: str = "nl") -> Page:
    page = browse(who, language=language)
    page.goto(path)
    page.wait_for_load_state("load")
    return page


def _kept(page: Page, box: str = "reply") -> None:
    expect(page.locator(f"#{box}-kept")).to_have_text("Bewaard als concept.")


def test_what_is_typed_survives_a_reload_and_another_browser_and_colleagues_read_it(
    browse: Browse, path: str
) -> None:
    page, mara = _open(browse, "daan", path), _open(browse, "mara", path)
    page.fill("#body", "Een halve zin")
    expect(mara.locator("#here")).to_have_text("Daan de Boer typt een antwoord")
    _kept(page)
    draft = mara.locator("#drafts summary")
    expect(draft).to_contain_text("Concept van Daan de Boer")
    page.fill("#note", "Een halve notitie")
    _kept(page, "note")
    page.reload()
    assert (page.input_value("#body"), page.input_value("#note")) == ("Een halve zin", "Een halve notitie")
    other = _open(browse, "daan", path)
    assert other.input_value("#body") == "Een halve zin"
    draft.first.click()
    mara.locator("button[id^=take-draft-]").first.click()
    expect(mara.locator("#body")).to_have_value("Een halve zin")
    on_its_way: list[Route] = []

    def hold(route: Route) -> None:
        on_its_way.append(route)

    page.route("**/typed/reply/now", hold)
    with page.expect_request("**/typed/reply/now"):
        page.fill("#body", "Een hele zin")
    page.click("#send")
    on_its_way[0].continue_()
    expect(page.locator(".message.outgoing")).to_have_count(1)
    page.reload()
    assert page.input_value("#body") == ""  # kept before it was sent, so not there again behind it


def test_a_draft_typed_just_before_leaving_is_kept(browse: Browse, path: str) -> None:
    page = _open(browse, "daan", path)
    page.fill("#body", "Weg voor het bewaard was")
    page.goto("/desk/board")
    page.goto(path)
    for _ in range(20):  # what leaves with a page may arrive after the next one was asked for
        if page.input_value("#body"):
            break
        page.reload()
    expect(page.locator("#body")).to_have_value("Weg voor het bewaard was")


def test_of_two_windows_the_newer_keystroke_wins_and_the_other_is_told(browse: Browse, path: str) -> None:
    one, two = _open(browse, "daan", path), _open(browse, "daan", path)
    one.fill("#body", "Uit het eerste venster")
    _kept(one)
    two.fill("#body", "Uit het tweede venster")
    expect(one.locator("#reply-kept")).to_contain_text("in een ander venster")
    expect(one.locator("#drafts")).to_contain_text("Dit typte je ook, in een ander venster")
    one.reload()
    assert one.input_value("#body") == "Uit het tweede venster"
    one.locator("#drafts summary").click()
    one.locator("button[id^=take-draft-]").click()
    expect(one.locator("#body")).to_have_value("Uit het eerste venster\n\nUit het tweede venster")


def test_what_is_typed_elsewhere_on_the_page_stays_when_something_else_is_done(
    browse: Browse, path: str
) -> None:
    page = _open(browse, "daan", path)
    page.fill("#note", "Nog niet klaar met deze notitie")
    page.select_option("#service", index=1)
    page.click("#side form.aligned button.primary")
    expect(page.locator("#status")).to_have_text("Opgeslagen.")
    expect(page.locator("#note")).to_have_value("Nog niet klaar met deze notitie")
    expect(page.locator("#keep-properties")).to_be_focused()
    # Nothing jumps: neither the page when a reply comes back, nor the focus when a fold closes behind what was done.
    page.locator("#send").scroll_into_view_if_needed()
    page.click("#send")
    at = page.evaluate("scrollY")
    expect(page.locator("#status")).to_have_text("Schrijf eerst het bericht")
    assert page.evaluate("scrollY") == at > 0
    page.click("#side summary:text('Schat')")
    page.fill("#estimate", "90")
    page.click("#keep-estimate")
    expect(page.locator("#side summary:text('Schatting wijzigen')")).to_be_focused()


def test_who_hides_the_page_is_gone_and_sends_no_heartbeat(browse: Browse, path: str) -> None:
    page, mara = _open(browse, "daan", path), _open(browse, "mara", path, "en")
    expect(mara.locator("#here")).to_have_text("Daan de Boer is viewing")
    asked: list[str] = []
    page.evaluate(POLL)
    with page.expect_request("**/healthz"):
        pass
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(HIDE, arg=True)
    expect(mara.locator("#here")).to_have_text("")
    page.evaluate("() => new Promise((done) => setTimeout(done, 0))")
    assert [url for url in asked if "presence" in url] != []
    asked.clear()
    mara.fill("#body", "Iets")
    expect(mara.locator("#reply-kept")).to_have_text("Kept as a draft.")
    assert asked == []
    with page.expect_request("**/healthz"):  # at once, not at its next turn
        page.evaluate(HIDE, arg=False)
    expect(mara.locator("#here")).to_have_text("Daan de Boer is viewing")


def test_a_snippet_comes_behind_a_slash_by_keys_alone(browse: Browse, town: Town, path: str) -> None:
    add_snippet(Pair("bedankt", "Dank je, {name}.", "Thank you, {name}."), town.mara.id, now())
    add_snippet(Pair("belofte", "Je hoort van ons.", "You will hear from us."), town.mara.id, now())
    page = _open(browse, "daan", path)
    page.click("#body")
    page.keyboard.type("Hallo/be\n/be")
    options = page.locator("#snippet-menu [role=option]")
    expect(options).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#body")).to_have_value("Hallo/be\nDank je, Lotte.")
    page.select_option("#snippet", label="/belofte")
    page.click("#insert-snippet")
    expect(page.locator("#body")).to_have_value("Hallo/be\nDank je, Lotte.Je hoort van ons.")


def test_files_come_by_drop_paste_and_picker_and_go_with_the_reply(browse: Browse, path: str) -> None:
    page = _open(browse, "daan", path)
    page.fill("#body", "Zie de bijlagen, met groet")
    files = page.locator("#reply-files .attachments a")
    for count, how in enumerate(("drop", "paste"), 1):
        page.evaluate(GIVE, [how, f"{how}.txt", how])
        expect(files).to_have_count(count)
    page.set_input_files("#upload", {"name": "gekozen.txt", "mimeType": "text/plain", "buffer": b"x"})
    expect(files).to_have_count(3)
    page.evaluate(GIVE, ["drop", "virus.exe", "MZ"])
    expect(page.locator("#upload-error")).to_contain_text("virus.exe")
    expect(files).to_have_count(3)
    page.locator("button[id^=remove-file-]").first.click()
    expect(files).to_have_count(2)
    assert page.input_value("#body") == "Zie de bijlagen, met groet"
    page.click("#send")
    expect(page.locator(".message.outgoing .attachments a")).to_have_count(2)
    names = db.session.scalars(db.select(Attachment.filename)).all()
    assert sorted(names) == ["gekozen.txt", "paste.txt"]
