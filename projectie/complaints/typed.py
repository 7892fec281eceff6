"""What a manager typed into a complaint that had closed by itself meanwhile: it comes back once it is open again."""

from flask import request

from projectie.complaints.forms import AnswerForm, CloseForm, ExtendForm, NoteForm
from projectie.forms import Form

DEEDS: dict[str, tuple[type[Form], tuple[str, ...]]] = {
    "answer": (AnswerForm, ("text", "in_substance")),
    "note": (NoteForm, ("note",)),
    "extend": (ExtendForm, ("why_later",)),
    "close": (CloseForm, ("outcome", "letter", "measures")),
}


def deed_forms(typed: dict[str, Form]) -> dict[str, Form]:
    """Return the forms of a complaint that is open: as they were typed, the others blank."""
    return {name: typed.get(name) or kind(formdata=None) for name, (kind, _) in DEEDS.items()}


def typed_fields() -> list[tuple[str, str]]:
    """Return what was typed into those forms: it comes back once the complaint is open again."""
    names = [name for _, fields in DEEDS.values() for name in fields]
    return [(name, request.form[name]) for name in names if request.form.get(name)]


def typed_forms() -> dict[str, Form]:
    """Return the forms that something was typed into."""
    typed = dict(typed_fields())
    return {name: kind() for name, (kind, fields) in DEEDS.items() if typed.keys() & set(fields)}
