"""What both sides keep of an agreement: one page of proof with a code to verify it, and the terms it was made under (R15)."""

import io
import re
from datetime import UTC, datetime, time
from html import unescape
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from projectie.context import long_moment
from projectie.language import LOCALES
from projectie.links import link_to
from projectie.paper import pdf
from projectie.people.models import Organisation
from projectie.terms.in_force import Published, studio_facts, version
from projectie.terms.shown import Reading, reading
from projectie.terms.studio import StudioFacts
from projectie.urgent.models import Consent, ConsentWay, Quote
from projectie.urgent.words import WAYS

PROOF, TERMS = (Path(__file__).with_name(name) for name in ("consent.typ", "terms.typ"))
_ITEM, _END, _TAG = re.compile(r"<li>"), re.compile(r"</(?:p|li|ul|ol)>|<br ?/?>"), re.compile(r"<[^>]+>")


def proof_of(session: Session, consent: Consent) -> bytes:
    """Return the proof of a consent as a PDF in the language of its quote, the same bytes each time."""
    quote = session.get_one(Quote, consent.quote_id)
    client = session.get_one(Organisation, consent.organisation_id)
    facts, url = studio_facts(session), verify_url(consent, quote.language)
    with force_locale(LOCALES[quote.language]):
        title = _("Written agreement to urgent work, request #%(number)s", number=consent.ticket_number)
        said = {
            "language": quote.language,
            "studio": [facts.name, *facts.address, _("KVK %(number)s", number=facts.kvk)],
            "rows": [list(row) for row in _rows(consent, quote, client)],
            "quote_title": _("What was shown, word for word"),
            "text": consent.text,
            "button_label": _("The button"),
            "button": consent.button,
            "hashes": [
                [_("This agreement"), consent.hash],
                [_("The page that was shown"), consent.html_sha256],
                [_("Its text"), consent.text_sha256],
            ],
            "verify": _("Verify this agreement by the code, or at:"),
            "url": url,
            "code": _code(url),
            "code_alt": _("Code that leads to the page where this agreement is verified"),
        }
        return pdf(PROOF, said, str(title), consent.at)


def terms_of(session: Session, number: int, language: str) -> bytes:
    """Return a version of the terms as a PDF, to keep (BW 6:234)."""
    published, facts = version(session, number), studio_facts(session)
    read = reading(published.terms, facts, (), language)
    with force_locale(LOCALES[language]):
        said = _terms(facts, read)
        title = str(_("Terms and rates of %(studio)s, version %(number)s", studio=facts.name, number=number))
        return pdf(TERMS, said, title, _moment(published))


def verify_url(consent: Consent, language: str) -> str:
    """Return the address of the page that says whether an agreement is ours."""
    return link_to("public.verify_consent", language=language, digest=consent.hash)


def _rows(consent: Consent, quote: Quote, client: Organisation) -> list[tuple[str, str]]:
    recorded = consent.way is ConsentWay.MAIL
    return [
        (_("Who"), f"{consent.name}, {consent.role}"),
        (_("On behalf of"), client.legal_name or client.name),
        (_("When"), f"{long_moment(consent.at)} ({consent.local})"),
        (_("How"), str(WAYS[consent.way])),
        (_("From"), consent.address if recorded else f"{consent.address} · {consent.device}"),
        (_("To what"), _("quote version %(version)s", version=quote.version)),
        (_("Terms"), _("version %(number)s", number=consent.terms_number)),
    ]


def _code(url: str) -> str:
    import segno  # only papers draw

    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", scale=4, border=2, dark="#000", light="#fff"
    )
    return out.getvalue().decode()


def _terms(facts: StudioFacts, read: Reading) -> dict[str, Any]:
    matrix = read.matrix
    return {
        "language": read.language,
        "studio": [facts.name, *facts.address, _("KVK %(number)s", number=facts.kvk)],
        "parts": [{"title": part.title, "text": plain(str(part.html))} for part in read.parts],
        "matrix_title": read.titles.matrix,
        "matrix": [
            [read.titles.service, *(column.name for column in matrix.columns)],
            *([row.name, *(cell.words if cell else "" for cell in row.cells)] for row in matrix.rows),
        ],
        "notes": list(matrix.notes),
        "figures_title": read.titles.figures,
        "figures": [[fact.label, fact.value] for facts_ in read.figures for fact in facts_.rows],
        "page": _("page"),
    }


def plain(html: str) -> str:
    """Return the text of the prose: paragraphs and items on lines of their own."""
    text = _TAG.sub("", _END.sub("\n", _ITEM.sub("• ", html)))
    return re.sub(r"\n\s*\n+", "\n", unescape(text)).strip()


def _moment(published: Published) -> datetime:
    return datetime.combine(published.in_force_from, time(), tzinfo=UTC)
