"""What may be typed to bring something in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FileField, RadioField, ValidationError
from wtforms.validators import InputRequired

from projectie.forms import Form, offered
from projectie.imports.words import SOURCES

MOST = 30 * 1024 * 1024  # bytes, as the text says; the whole request may hold a little more
TOO_LARGE = _l("This file is larger than 30 MB. Bring it in on the server: flask --app app import.")


class ImportForm(Form):
    """A file, and what it is."""

    source = RadioField(
        _l("What is it?"),
        choices=offered({source.value: name for source, (name, _about) in SOURCES.items()}),
        validators=[InputRequired(_l("Say what kind of file it is"))],
    )
    file = FileField(
        _l("File"),
        description=_l("At most 30 MB. A larger one: flask --app app import."),
        render_kw={"data-most": MOST, "data-too-large": TOO_LARGE},
    )

    def validate_file(self, field: Any) -> None:
        """Refuse nothing at all."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_l("Choose a file"))
