"""What may be typed in confidence: sent in, written back, and done by managers."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError

from projectie.complaints.access import Manager
from projectie.complaints.case import About, Case, File, Outcome, Way
from projectie.complaints.filing import ALL
from projectie.complaints.following import ANSWER, LATER, may_put_off
from projectie.complaints.words import ABOUT, OUTCOMES
from projectie.forms import Form, KeyField, fresh_key, offered

MOST = 50_000  # characters
_TOO_LONG = _l("This is too long: send the rest as a file")
_PLAIN = {"autocomplete": "off"}


def _text(label: Any, why: Any, description: Any = "", rows: int = 5) -> TextAreaField:
    return TextAreaField(
        label,
        description=description,
        validators=[DataRequired(why), Length(max=MOST, message=_TOO_LONG)],
        render_kw={"rows": rows},
    )


def _files() -> MultipleFileField:
    return MultipleFileField(
        _l("Files"),
        description=_l("At most 30 MB together. They are sealed with what you write."),
        validators=[Optional()],
    )


def files_in(field: MultipleFileField) -> list[File]:
    """Return the files that were chosen; an empty choice is none."""
    chosen = request.files.getlist(field.name)
    return [File.of(one.filename, one.mimetype, one.read()) for one in chosen if one.filename]


class ComplaintForm(Form):
    """Something to send in; who is signed in may do so by their account."""

    key = KeyField(default=fresh_key)
    about = RadioField(
        _l("What is it?"),
        choices=offered({each.value: name for each, name in ABOUT.items()}),
        default=About.COMPLAINT.value,
        validators=[InputRequired(_l("Choose what it is"))],
    )
    subject = StringField(_l("In a few words"), validators=[Length(max=200)], render_kw=_PLAIN)
    text = _text(_l("What happened?"), _l("Write what happened"), rows=8)
    concerns = SelectField(
        _l("Is it about somebody in management?"),
        description=_l("Whoever it is about is shut out: they cannot see that it exists."),
    )
    files = _files()
    who = RadioField(_l("How do you send it?"), validators=[InputRequired(_l("Choose how you send it"))])
    name = StringField(_l("Your name"), validators=[Length(max=200)], render_kw={"autocomplete": "name"})
    email = EmailField(
        _l("Your email address"),
        description=_l("Only if you give your name. We mail you that there is news, never what it is."),
        validators=[Optional(), Email(_l("Enter an email address like name@example.com")), Length(max=254)],
        render_kw={"autocomplete": "email"},
    )

    def offer(self, managers: list[Manager], *, signed_in: bool) -> "ComplaintForm":
        """Return this form with the managers it may be about, and the ways in that are open."""
        ways = {Way.ACCOUNT.value: _l("With my account: I follow it after signing in")} if signed_in else {}
        ways |= {
            Way.NAMED.value: _l("With my name and email address"),
            Way.ANONYMOUS.value: _l("Anonymously: I follow it with a code"),
        }
        self.who.choices = offered(ways)
        self.who.data = self.who.data or next(iter(ways))
        _with_managers(self, managers)
        return self

    def validate_email(self, field: Any) -> None:
        """Ask for an address where somebody gives their name."""
        if self.who.data == Way.NAMED.value and not field.data:
            raise ValidationError(_l("Enter your email address, or send it anonymously"))


class TakenDownForm(Form):
    """Something a colleague takes down for a client."""

    key = KeyField(default=fresh_key)
    about = RadioField(
        _l("What is it?"),
        choices=offered({each.value: name for each, name in ABOUT.items()}),
        default=About.COMPLAINT.value,
        validators=[InputRequired(_l("Choose what it is"))],
    )
    name = StringField(_l("Who says it"), validators=[Length(max=200)], render_kw=_PLAIN)
    email = EmailField(
        _l("Their email address"),
        description=_l("Then they get a private link to follow it."),
        validators=[Optional(), Email(_l("Enter an email address like name@example.com")), Length(max=254)],
        render_kw=_PLAIN,
    )
    text = _text(_l("What they said, in their words"), _l("Write what they said"), rows=8)
    concerns = SelectField(_l("Is it about somebody in management?"))
    files = _files()

    def offer(self, managers: list[Manager]) -> "TakenDownForm":
        """Return this form with the managers it may be about."""
        _with_managers(self, managers)
        return self


class CodeForm(Form):
    """A receipt code."""

    code = StringField(
        _l("Your code"),
        description=_l("Five groups of four letters and figures, as we showed it once."),
        validators=[DataRequired(_l("Enter your code")), Length(max=100)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class SayForm(Form):
    """Something more, from whoever sent it in."""

    more = _text(_l("Write to us"), _l("Write something first"))
    files = _files()


class TrusteeForm(SayForm):
    """The same from the trustee, who answers and closes it where nobody inside may (R28)."""

    ends = SelectField(_l("What you write is"))

    def offer(self, case: Case) -> "TrusteeForm":
        """Return this form with what it may be, as the complaint stands."""
        closing = {
            each.value: _("the closing letter: %(outcome)s", outcome=OUTCOMES[each])
            for each in Outcome
            if each is not Outcome.RELEASED
        }
        later = {LATER: _("why the answer in substance comes later")} if may_put_off(case) else {}
        open_ = {ANSWER: _("the answer in substance"), **later, **closing}
        self.ends.choices = offered({"": _("a message"), **({} if case.is_closed else open_)})
        return self


class ProofForm(Form):
    """Who opens it proves who they are, and says why."""

    why = StringField(_l("Why do you open it?"), validators=[Length(max=200)], render_kw=_PLAIN)


class AnswerForm(Form):
    """What management writes back."""

    text = _text(_l("Answer"), _l("Write your answer first"))
    files = _files()
    in_substance = BooleanField(_l("This is the answer in substance"))


class NoteForm(Form):
    """A thought for other managers."""

    note = _text(_l("Note"), _l("Write your note first"), rows=3)


class ExtendForm(Form):
    """Why the answer takes longer."""

    why_later = _text(_l("Why it takes longer"), _l("Write why it takes longer: the sender reads it"), rows=3)


class CloseForm(Form):
    """How it ends."""

    outcome = RadioField(
        _l("Outcome"),
        choices=offered({each.value: OUTCOMES[each] for each in Outcome if each is not Outcome.RELEASED}),
        validators=[InputRequired(_l("Choose how it ends"))],
    )
    measures = TextAreaField(
        _l("Measures"),
        description=_l("What changes because of it. The sender does not read this."),
        validators=[Length(max=MOST, message=_TOO_LONG)],
        render_kw={"rows": 2},
    )
    letter = _text(_l("Closing letter"), _l("Write the closing letter: the sender reads it"))


def _with_managers(form: Any, managers: list[Manager]) -> None:
    choices = {"": _l("No")} | {str(each.id): each.name for each in managers}
    form.concerns.choices = offered({**choices, ALL: _l("Yes, about several or I do not know the name")})
