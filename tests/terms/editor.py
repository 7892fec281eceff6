"""The editor of the terms, used as a browser without JavaScript does: every field of the form goes along."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from projectie.context import today
from tests.visitor import Page, Visitor, words

FIGURES, MATRIX, PROSE = (f"/manage/terms/draft/{part}" for part in ("figures", "matrix", "prose"))
Visit = Callable[..., Visitor]


def form_of(page: Page) -> dict[str, Any]:
    """Return what the editor's form would send as it stands, without the button."""
    (form,) = [
        form for form in page.all("form") if any(e.get("name") == "version" for e in form.iter("input"))
    ]
    sent: dict[str, Any] = {}
    for field in form.iter():
        name = field.get("name")
        if not name or field.tag == "button" or name == "csrf_token":
            continue
        if field.get("type") == "checkbox":
            kept = sent.setdefault(name, [])
            if field.get("checked") is not None:
                kept.append(field.get("value"))
        else:
            sent[name] = value_of(field)
    return sent


def value_of(field: Element) -> str:
    """Return what stands in a field."""
    if field.tag == "textarea":
        return "".join(field.itertext()).removeprefix("\n").replace("\n", "\r\n")
    if field.tag == "select":
        chosen = [option for option in field.iter("option") if option.get("selected") is not None]
        return chosen[0].get("value", "") if chosen else ""
    return field.get("value", "")


def fill(
    visitor: Visitor, part: str, typed: dict[str, Any], do: str = "save", *, follow: bool = True
) -> Page:
    """Open a part of the draft, type, press a button, and return the answer."""
    sent = form_of(visitor.get(part))
    assert set(typed) <= set(sent), set(typed) - set(sent)
    return visitor.post(part, {**sent, **typed, "do": do}, follow=follow)


def rows_of(page: Page, **table: str) -> list[list[str]]:
    """Return the cells of a table, row by row, the head left out."""
    (found,) = page.all("table", **table)
    return [
        [words(cell).replace("\xa0", " ") for cell in row] for body in found.iter("tbody") for row in body
    ]


def error_at(page: Page, field: str) -> str:
    """Return what is said to be wrong at that field; empty when nothing is."""
    found = [words(e) for e in page.all("p", id=f"{field}-error")]
    (control,) = [e for tag in ("input", "select", "textarea", "fieldset") for e in page.all(tag, id=field)]
    assert bool(found) == (control.get("aria-describedby") or "").endswith(f"{field}-error")
    return found[0] if found else ""


def seen_by(visitor: Visitor) -> dict[str, str]:
    sent = form_of(visitor.get(FIGURES))
    return {"draft": sent["draft"], "version": sent["version"]}


def publish_by(visitor: Visitor, starts: object = None, *, follow: bool = False) -> Any:
    typed = {**seen_by(visitor), "starts": str(today() if starts is None else starts)}
    return visitor.post("/manage/terms/draft/publication", typed, follow=follow)
