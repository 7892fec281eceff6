"""Managers write the draft: its figures, its matrix and its texts. Whatever was typed is kept, right or wrong (R2)."""

from collections.abc import Callable

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.doors import manage
from projectie.forms import Form
from projectie.pages import page, see
from projectie.terms import matrix_form, prose_form
from projectie.terms.compared import compared
from projectie.terms.draft import Draft
from projectie.terms.figures import LANGUAGES
from projectie.terms.figures_form import FiguresForm
from projectie.terms.manage import present_draft
from projectie.terms.placeholders import fillings
from projectie.terms.publishing import KeptDraft, PublishingError, kept_draft, save_draft
from projectie.terms.rows import pressed, seen
from projectie.terms.sentences import Trouble, refusal, troubles

Put = Callable[[Draft], Draft]


@manage.get("/terms/draft/figures")
def draft_figures() -> Response:
    """Show the figures of the draft, ready to change."""
    return _show("figures", FiguresForm.filled(present_draft().draft))


@manage.post("/terms/draft/figures")
def save_figures() -> Response:
    """Keep the figures as they were typed."""
    form = FiguresForm()
    return _save("figures", form, form.put)


@manage.get("/terms/draft/matrix")
def draft_matrix() -> Response:
    """Show the matrix of the draft, ready to change."""
    return _show("matrix", matrix_form.filled(present_draft().draft))


@manage.post("/terms/draft/matrix")
def save_matrix() -> Response:
    """Keep the matrix as it was typed, after what the button asks for."""
    form, deed = matrix_form.posted(), pressed()
    return _save("matrix", form, lambda draft: form.put(draft, deed))


@manage.get("/terms/draft/prose")
def draft_prose() -> Response:
    """Show the texts of the draft, ready to change."""
    return _show("prose", prose_form.filled(present_draft().draft))


@manage.post("/terms/draft/prose")
def save_prose() -> Response:
    """Keep the texts as they were typed, after what the button asks for."""
    form, deed = prose_form.posted(), pressed()
    return _save("prose", form, lambda draft: form.put(draft, deed))


def _save(part: str, form: Form, put: Put) -> Response:
    if not form.validate_on_submit():
        return _ask(part, form, kept_draft(db.session()), status=422 if form.errors else 200)
    try:
        save_draft(seen(), put, current_user.id, now())
    except PublishingError as error:
        return _conflict(part, form, put, error)
    flash(_("Saved."), "ok")
    return see(url_for(f"manage.draft_{part}", _anchor=_place(part)))


def _place(part: str) -> str | None:
    """Return where to go on: at the row that was moved, or where rows are added."""
    deed = pressed()
    if deed.what == "add":
        return {"prose": "prose-add", "matrix": "matrix-services-add"}.get(part)
    return f"row-{deed.key}" if deed.what in {"up", "down"} else None


def _show(part: str, form: Form) -> Response:
    """Show a part of the draft, with what is wrong at its fields."""
    kept = present_draft()
    found = [trouble for trouble in troubles(kept.draft) if trouble.page == part]
    for trouble in found:
        if trouble.field in form:
            form[trouble.field].errors = [trouble.sentence]
    return _ask(part, form, kept, found=found)


def _conflict(part: str, form: Form, put: Put, error: PublishingError) -> Response:
    """Show what was typed, and where it differs from what is kept now; saved again, it takes that place."""
    kept = kept_draft(db.session())
    differs = compared(kept.draft.terms, put(kept.draft).terms) if kept else ()
    return _ask(part, form, kept, status=409, refusal=refusal(error), differs=differs)


def _ask(
    part: str,
    form: Form,
    kept: KeptDraft | None,
    *,
    status: int = 200,
    found: list[Trouble] | None = None,
    **said: object,
) -> Response:
    return page(
        f"terms/draft_{part}.html",
        status,
        editor=form,
        has_errors=status >= 400,
        kept=kept,
        found=found or [],
        placeholders=_placeholders(kept) if part != "figures" else (),
        **said,
    )


def _placeholders(kept: KeptDraft | None) -> list[tuple[str, list[str]]]:
    """Return every placeholder with what it says now in each language."""
    if kept is None:
        return []
    said = [fillings(kept.draft.terms.figures, studio(), language) for language in LANGUAGES]
    return [(name, [words[name].text for words in said]) for name in sorted(said[0])]
