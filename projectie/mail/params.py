"""Fields with parameters, as Content-Type and Content-Disposition are: RFC 2045 and RFC 2231."""

import re
from itertools import islice
from urllib.parse import unquote_to_bytes

from projectie.mail.charsets import decode
from projectie.mail.words import decode_words

_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_MOST = 200  # parameters of one field
_NAME = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?\Z")
_ESCAPED = re.compile(r'\\(["\\])')


def read_params(text: str) -> tuple[str, dict[str, str]]:
    """Return a field's first word in lower case, and its parameters, names in lower case.

    A value in pieces is put together; what is encoded is read, by RFC 2231 as well as by the
    encoded words (RFC 2047) that many programs write instead. A later namesake changes nothing.
    """
    if ";" not in text:
        return text.strip().lower(), {}
    main, _, _ = text.partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for found in islice(_PARAMETER.finditer(text, len(main)), _MOST):
        name = _NAME.match(found[1].lower())
        if name is None:
            continue
        value = _unquoted(found[2])
        if name[2] is None and name[3] is None:
            plain.setdefault(name[1], decode_words(value))
        else:
            pieces.setdefault(name[1], {}).setdefault(int(name[2] or 0), (name[3] is not None, value))
    return main.strip().lower(), plain | {name: _joined(parts) for name, parts in pieces.items()}


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        value = value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
        return _ESCAPED.sub(r"\1", value) if "\\" in value else value
    return value


def _joined(pieces: dict[int, tuple[bool, str]]) -> str:
    ordered = [pieces[index] for index in sorted(pieces)]
    encoded, value = ordered[0]
    charset = None
    if encoded and value.count("'") >= 2:
        charset, _, value = value.split("'", 2)
    ordered[0] = (encoded, value)
    data = b"".join(unquote_to_bytes(part) if coded else part.encode() for coded, part in ordered)
    return decode(data, charset)[0]
