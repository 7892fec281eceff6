"""Anybody sends in a complaint, a question or a suggestion, in confidence (R26)."""

from flask import Response, g
from flask_login import current_user

from projectie.clock.now import now
from projectie.complaints.access import managers
from projectie.complaints.case import About, File, Way
from projectie.complaints.ceiling import takes
from projectie.complaints.filing import Filed, file
from projectie.complaints.forms import ComplaintForm, files_in
from projectie.context import studio, today
from projectie.database import db
from projectie.doors import public, role
from projectie.language import language
from projectie.pages import page
from projectie.people.models import Organisation
from projectie.terms.in_force import in_force
from projectie.terms.placeholders import fillings

NL, EN = "/nl/klacht", "/en/complaint"


@public.bilingual(nl=NL, en=EN)
def complaint_form() -> Response:
    """Ask what happened, and how it is sent."""
    return _ask(ComplaintForm(formdata=None))


@public.bilingual(nl=NL, en=EN, endpoint="file_complaint", methods=["POST"])
def file_complaint() -> Response:
    """Keep it sealed and show its code, for the only time."""
    form = _offered(ComplaintForm())
    if not form.validate_on_submit() or not takes(form.files, files := files_in(form.files), now()):
        return _ask(form, 422 if form.errors else 200)
    receipt = file(_filed(form, files), now())
    return page("complaints/received.html", receipt=receipt, way=form.who.data, said=_said())


def _ask(form: ComplaintForm, status: int = 200) -> Response:
    return page(
        "complaints/form.html", status, form=_offered(form), said=_said(), readers=managers(db.session())
    )


def _offered(form: ComplaintForm) -> ComplaintForm:
    return form.offer(managers(db.session()), signed_in=role() == "client")


def _filed(form: ComplaintForm, files: list[File]) -> Filed:
    way = Way(form.who.data)
    told = Filed(
        about=About(form.about.data),
        way=way,
        language=g.get("language") or language(),
        text=form.text.data,
        subject=form.subject.data or "",
        name=form.name.data or "",
        address=(form.email.data or "").strip(),
        concerns=form.concerns.data or "",
        files=files,
        key=form.key.data or "",
    )
    return _signed(told) if way is Way.ACCOUNT else told


def _signed(told: Filed) -> Filed:
    """Return it as sent by whoever is signed in."""
    organisation = db.session.get(Organisation, current_user.organisation_id)
    names = {"name": current_user.name, "address": current_user.email, "person_id": current_user.id}
    kept = {name: getattr(told, name) for name in Filed.__slots__}
    return Filed(**{**kept, **names, "organisation": organisation.name if organisation else ""})


def _said() -> dict[str, str]:
    figures = in_force(db.session(), today()).terms.figures
    return {name: filling.text for name, filling in fillings(figures, studio(), language()).items()}
