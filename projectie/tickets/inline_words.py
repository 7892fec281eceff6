"""What is asked where a value stands, and what is missing in an answer."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.tickets.inline import Part
from projectie.tickets.inline_form import InlineForm

LABELS = {
    Part.TITLE: _l("Title, for the client too"),
    Part.PRIORITY: _l("Priority"),
    Part.ASSIGNEE: _l("Assigned to"),
    Part.PLANNED: _l("Promise, told to the client"),
}


def complaint(form: InlineForm, part: Part) -> str:
    """Return what is wrong with the answer; empty when nothing is, or only the language was switched."""
    if "switch_language" in form.data or not form.is_submitted():
        return ""
    wrong = [*form.title.errors, *form.because.errors]
    if part is Part.TITLE and not form.title.data:
        wrong.append(_("Enter a title"))
    if wrong or part is Part.TITLE:
        return str(wrong[0]) if wrong else ""
    if not form.knows(form.value.data):
        return str(_("Choose one of the values"))
    if part is Part.PLANNED and not form.value.data:
        return str(_("Choose when it is done"))
    if part is Part.PRIORITY and form.value.data != form.was.data and not form.because.data:
        return at_reason(form, _("Write down why: another priority than the rule gives needs a reason"))
    return ""


def at_reason(form: InlineForm, words: str) -> str:
    """Say it beside the reason, which is what lacks; return the words."""
    form.because.errors = [words]
    return words
