"""What may be typed about proofs: a file to put up, and the client's answer."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from projectie.context import size_in_words
from projectie.forms import Form, offered, trimmed
from projectie.mail.programs import HEAD, begins_as_program, is_program
from projectie.proofs.models import ProofVerdict
from projectie.proofs.rules import LARGEST

VERDICTS = {
    ProofVerdict.APPROVED.value: _l("Approved: print it like this"),
    ProofVerdict.CHANGES.value: _l("Something must change"),
}


class ProofForm(Form):
    """A file to approve."""

    proof_file = FileField(_l("File"))
    proof_piece = StringField(
        _l("What is it a proof of?"),
        description=_l("The same name again makes it the next version."),
        filters=[trimmed],
        validators=[DataRequired(_l("Say what it is, for instance: poster A2")), Length(max=100)],
        render_kw={"autocomplete": "off"},
    )
    proof_words = TextAreaField(
        _l("With it, to the client"), validators=[Length(max=2000)], render_kw={"rows": 2}
    )

    def validate_proof_file(self, field: FileField) -> None:
        """Refuse what is no file, empty, too large, or a program, with the reason."""
        if not field.data or not field.data.filename:
            raise ValidationError(_("Choose a file"))
        size = field.data.stream.seek(0, 2)
        field.data.stream.seek(0)
        head: bytes = field.data.stream.read(HEAD)
        field.data.stream.seek(0)
        if is_program(field.data.filename) or begins_as_program(head):
            raise ValidationError(_("This is a program or a script. Choose a picture or a PDF."))
        if size == 0:
            raise ValidationError(_("This file is empty. Check that you can open it, then choose it again."))
        if size > LARGEST:
            raise ValidationError(_("The file must be smaller than %(most)s", most=size_in_words(LARGEST)))


class AnswerForm(Form):
    """What the client says of a file; `sha256` names the very file that was on screen."""

    sha256 = HiddenField(validators=[InputRequired()])
    verdict = RadioField(
        _l("What do you think of it?"),
        choices=offered(VERDICTS),
        validators=[InputRequired(_l("Choose an answer"))],
    )
    words = TextAreaField(
        _l("What must change?"),
        description=_l("Only if something must change."),
        filters=[trimmed],
        validators=[Length(max=5000, message=_l("Make it shorter than 5,000 characters"))],
        render_kw={"rows": 4},
    )
    name = StringField(
        _l("Your name"),
        filters=[trimmed],
        validators=[DataRequired(_l("Enter your name")), Length(max=200)],
        render_kw={"autocomplete": "name"},
    )

    def validate_words(self, field: Any) -> None:
        """Ask what must change from whoever says that something must."""
        if self.verdict.data == ProofVerdict.CHANGES.value and not field.data:
            raise ValidationError(_("Say what must change"))
