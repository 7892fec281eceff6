"""Imports in words: what can be brought in, and why a line was refused."""

from flask_babel import lazy_gettext as _l

from projectie.imports.items import Outcome, Why
from projectie.imports.models import ImportState
from projectie.imports.sources import Source

# source: (what it is called, what must stand in it)
SOURCES = {
    Source.CLIENTS: (
        _l("Clients (CSV)"),
        _l(
            "Columns name, country (NL), language (nl or en); if you like also domains, hosting, studio_mail, legal_name, street, postcode, city, vat_number, kvk, purchase_reference, invoice_email."
        ),
    ),
    Source.PEOPLE: (
        _l("People of clients (CSV)"),
        _l(
            "Columns email, name, client, language; if you like also right (agree, buy, write, read) and responsible (yes). Nobody is mailed."
        ),
    ),
    Source.BALANCES: (
        _l("Opening balances (CSV)"),
        _l("Columns client, credits; if you like also day (2026-01-31) and remark. Once for each client."),
    ),
    Source.MBOX: (_l("Old mail (mbox)"), _l("Each conversation becomes a request that is done.")),
    Source.ZAMMAD: (_l("Zammad (JSON)"), _l("Tickets with their articles, as its API gives them.")),
    Source.FREESCOUT: (
        _l("FreeScout (JSON)"),
        _l("Conversations with their threads, as its API gives them."),
    ),
}
STATES = {
    ImportState.WAITING: _l("waiting"),
    ImportState.RUNNING: _l("under way"),
    ImportState.DONE: _l("done"),
    ImportState.FAILED: _l("failed"),
}
OUTCOMES = {
    Outcome.CREATED: _l("brought in"),
    Outcome.THERE: _l("there already"),
    Outcome.REFUSED: _l("refused"),
}
TRIED = {**OUTCOMES, Outcome.CREATED: _l("to be brought in")}  # of a dry run
WHY = {
    Why.UNREADABLE: _l("cannot be read"),
    Why.COLUMNS: _l("columns are missing"),
    Why.MISSING: _l("a name is missing"),
    Why.COUNTRY: _l("no country code of two letters"),
    Why.LANGUAGE: _l("language must be nl or en"),
    Why.HOSTING: _l("hosting must be studio or self"),
    Why.ADDRESS: _l("no email address"),
    Why.DOMAIN: _l("no mail domain"),
    Why.CLIENT: _l("there is no client of that name"),
    Why.RIGHT: _l("right must be agree, buy, write or read"),
    Why.NUMBER: _l("no whole number of credits"),
    Why.DAY: _l("no day of the past, such as 2026-01-31"),
    Why.TAKEN: _l("belongs to another already"),
    Why.BALANCE: _l("this client has another opening balance already; correct it in the ledger"),
    Why.INTERNAL: _l("an internal note or a line of the system: those stay behind"),
    Why.NO_DATE: _l("no date"),
    Why.NOTHING: _l("nothing was found that can be brought in; check the file, and what you said it is"),
    Why.FAULT: _l("our program stumbled over it"),
}
