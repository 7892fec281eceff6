"""What a manager typed into a complaint that had closed by itself meanwhile: it comes back once it is open again."""

from flask import request
from flask_login import current_user

from projectie import kept_forms
from projectie.complaints.forms import AnswerForm, CloseForm, ExtendForm, NoteForm
from projectie.forms import Form

DEEDS: dict[str, tuple[type[Form], tuple[str, ...]]] = {
    "answer": (AnswerForm, ("text", "in_substance")),
    "note": (NoteForm, ("note",)),
    "extend": (ExtendForm, ("why_later",)),
    "close": (CloseForm, ("outcome", "letter", "measures")),
}
NAMES = [name for _, fields in DEEDS.values() for name in fields]
ELSEWHERE = "elsewhere"  # the button that leads to another proof than the password


def deed_forms(typed: dict[str, Form]) -> dict[str, Form]:
    """Return the forms of a complaint that is open: as they were typed, the others blank."""
    return {name: typed.get(name) or kind(formdata=None) for name, (kind, _) in DEEDS.items()}


def typed_fields() -> list[tuple[str, str]]:
    """Return what was typed into those forms: it comes back once the complaint is open again."""
    return [(name, request.form[name]) for name in NAMES if request.form.get(name)]


def keep_typed() -> bool:
    """Keep it, sealed, while its author proves elsewhere who they are: by a passkey or a code; return whether it is kept."""
    return kept_forms.keep(always=True, without=("password", ELSEWHERE))


def came_back(address: str) -> list[tuple[str, str]]:
    """Return what was kept of the form that is sent to that address."""
    kept = kept_forms.kept(current_user.id)
    fields = kept.fields if kept and kept.action == address else ()
    return [(name, value) for name, value in fields if name in NAMES and value]


def typed_forms() -> dict[str, Form]:
    """Return the forms that something was typed into."""
    typed = dict(typed_fields())
    return {name: kind() for name, (kind, fields) in DEEDS.items() if typed.keys() & set(fields)}
