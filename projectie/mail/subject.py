"""The subject as the desk shows it: without the prefixes mail programs pile up."""

import re

_PREFIX = re.compile(
    r"\s*(?:(?:re|aw|antw|antwoord|sv|rif|réf|ref|fw|fwd|wg|doorst|tr|betr|betreft)\s{0,3}(?:\[\d{1,3}\]|\(\d{1,3}\))?\s{0,3}[::]"
    r"|[\[(](?:ext|extern|external|externe mail)[\])]:?)\s*",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"\s*(?:[\[(]ext(?:ern|ernal)?[\])]:?\s{0,3})?(?:fw|fwd|wg|doorst|tr|i)\s{0,3}[::]", re.IGNORECASE
)


def display_subject(subject: str) -> str:
    """Return the subject without reply, forward and "[extern]" prefixes in any language.

    For display only, never for threading (R30). Where only prefixes are written they stay.
    """
    at = 0
    while (prefix := _PREFIX.match(subject, at)) is not None:
        at = prefix.end()
    return subject[at:].strip() or subject.strip()


def is_forward(subject: str) -> bool:
    """Return whether the subject says that a mail is passed on."""
    return _FORWARD.match(subject) is not None
