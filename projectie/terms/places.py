"""Where a part of the terms is on the screen, by its path: on which page of the editor, in which field, by what name."""

from flask_babel import gettext as _

from projectie.language import language
from projectie.terms.figures import LANGUAGES, Coverage, Service, Terms, Text, Tier
from projectie.terms.labels import COVERAGES, FIGURES, LANGUAGE_NAMES

PAGES = ("figures", "matrix", "prose")


def page_of(path: str) -> str:
    """Return on which page of the editor that path stands."""
    return path.partition(".")[0]


def field_of(path: str) -> str:
    """Return the id of the field at that path; of a whole cell or a whole text the first one."""
    parts = path.split(".")
    if parts[:2] == ["matrix", "cells"] and len(parts) == 4:
        parts.append("coverage")
    elif parts[-1] == "note" or (parts[:2] == ["matrix", "legend"] and len(parts) == 3):
        parts.append(LANGUAGES[0])
    elif path in {"prose", "matrix.services", "matrix.tiers"}:
        parts.append("add")
    elif parts[-1] == "key":
        parts[-1] = "name" if parts[0] == "matrix" else "title"
        parts.append(LANGUAGES[0])
    return "-".join(parts)


def words(path: str, terms: Terms, older: Terms | None = None) -> str:
    """Return what the part at that path is called; of what these terms lack, what the older ones called it."""
    parts = path.split(".")
    suffix = parts.pop() if parts[-1] in LANGUAGES else None
    said = _words(parts, terms, older)
    return _("%(part)s (%(language)s)", part=said, language=LANGUAGE_NAMES[suffix]) if suffix else said


def _words(parts: list[str], terms: Terms, older: Terms | None) -> str:
    if parts[0] == "figures":
        return str(FIGURES[parts[1]])
    return (_text if parts[0] == "prose" else _row)(parts[1:], terms, older)


def _text(parts: list[str], terms: Terms, older: Terms | None) -> str:
    if len(parts) < 2:  # the texts as such, or their order
        return str(_("Texts"))
    title = _title(parts[0], terms, older)
    return str(_("Title of ‘%(title)s’", title=title)) if parts[1] == "title" else title


def _row(parts: list[str], terms: Terms, older: Terms | None) -> str:
    match parts:
        case ["cells", service, tier, *rest]:
            return _cell(_name(service, terms, older), _name(tier, terms, older), rest)
        case ["legend", coverage]:
            return str(_("Words for ‘%(coverage)s’", coverage=COVERAGES[Coverage(coverage)]))
        case [_rows, key, _what]:
            return str(_("Name of ‘%(name)s’", name=_name(key, terms, older)))
    return str(_("Services") if parts[0] == "services" else _("Tiers"))


def _cell(service: str, tier: str, rest: list[str]) -> str:
    if rest == ["note"]:
        return str(_("%(service)s, %(tier)s: footnote", service=service, tier=tier))
    if rest == ["condition"]:
        return str(_("%(service)s, %(tier)s: condition", service=service, tier=tier))
    return f"{service}, {tier}"


def _name(key: str, terms: Terms, older: Terms | None) -> str:
    rows: list[Service | Tier] = []
    for known in (terms, older):
        rows += (*known.matrix.services, *known.matrix.tiers) if known else ()
    return next((said for row in rows if row.key == key and (said := _said(row.name))), key)


def _title(key: str, terms: Terms, older: Terms | None) -> str:
    blocks = (block for known in (terms, older) if known for block in known.prose)
    return next(
        (said for block in blocks if block.key == key and (said := _said(block.title))),
        key or str(_("Texts")),
    )


def _said(text: Text) -> str:
    return text.in_(language()) or text.nl or text.en
