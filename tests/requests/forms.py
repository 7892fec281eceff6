"""What is typed on the request form in tests, and how it is sent."""

from typing import Any

from tests.visitor import Page, Visitor

TYPED = {
    "kind": "bug",
    "service": "website",
    "subject": "De winkelwagen telt verkeerd",
    "body": "Bij twee taarten rekent hij er drie.",
    "site": "bakkerij-leiden.example/winkel",
    "impact": "several",
    "urgency": "hindered",
    "shown_to": "shared",
}
STRANGER = {**TYPED, "name": "Sem Vis", "email": "sem@elders.example"}


def key_on(page: Page) -> str:
    """Return the key of the form on a page."""
    return page.one("input", name="key").get("value", "")


def sent(visitor: Visitor, address: str, typed: dict[str, Any] | None = None, **more: Any) -> Page:
    """Fill the form in, check it, and send it; return where that leads, as it was answered."""
    form = {**(typed or TYPED), **more}
    form.setdefault("key", key_on(visitor.get(address)))
    checked = visitor.post(address, {**form, "step": "check"})
    assert checked.status == 200, checked.text
    return visitor.post(address, {**form, "step": "send"})
