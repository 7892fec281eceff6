"""Privacy in words: what kinds of data there are, what becomes of each, and how far a copy is."""

import json
from pathlib import Path

from flask_babel import lazy_gettext as _l

from projectie.privacy.holding import Fate
from projectie.privacy.models import ExportState
from projectie.privacy.obstacles import Obstacle

YEARS = json.loads(Path(__file__).with_name("law.json").read_text("utf-8"))["administration_years"]

# topic: (what it is called, what erasing does to it)
TOPICS = {
    "account": (
        _l("Name, email address, language, signature"),
        _l("The name becomes a number, the address goes, and nobody can sign in with the account."),
    ),
    "ways_in": (_l("Password, passkeys, codes, sessions and invitations"), _l("Removed at once.")),
    "wishes": (_l("Notifications, calendar address, hours and leave"), _l("Removed at once.")),
    "requests": (
        _l("Requests"),
        _l("Name and address go. The subject goes too, unless credits were charged for it."),
    ),
    "messages": (
        _l("Mails and files this person sent"),
        _l("Texts, names of files, the files themselves and the mails as they came in are removed."),
    ),
    "mentions": (
        _l("Name and address in what others wrote on those requests"),
        _l("Replaced by a dash."),
    ),
    "letters": (_l("Letters to this person"), _l("Address and text are removed; that one was sent stays.")),
    "money": (
        _l("Invoices, ledger, payments, consents"),
        _l(
            "Dutch tax law (AWR, article 52) demands %(years)s years. What is left of the person is a number.",
            years=YEARS,
        ),
    ),
    "history": (
        _l("Who did what and when"),
        _l("Evidence of what happened. It holds numbers and no texts, so it names nobody any more."),
    ),
    "work": (
        _l("Planning, decisions and work on requests"),
        _l("Belongs to the client’s file. What is left of the person is a number."),
    ),
    "client": (
        _l("Details of the organisation, contracts and agreements"),
        _l("These are of the organisation, and say nothing about a person."),
    ),
}
FATES = {Fate.GONE: _l("goes"), Fate.BLANK: _l("goes"), Fate.STAYS: _l("stays")}
EXPORT_STATES = {
    ExportState.WAITING: _l("waiting"),
    ExportState.RUNNING: _l("being made"),
    ExportState.READY: _l("ready"),
    ExportState.FAILED: _l("failed"),
    ExportState.EXPIRED: _l("expired"),
}
OBSTACLES = {
    Obstacle.ERASED: _l("This person was erased already."),
    Obstacle.OWN_ACCOUNT: _l("You cannot erase yourself. Ask another manager."),
    Obstacle.LAST_MANAGER: _l(
        "This is the last manager who can sign in. Make somebody else a manager first."
    ),
    Obstacle.LAST_RESPONSIBLE: _l(
        "Nobody else looks after the organisation’s account. Make a colleague responsible first."
    ),
    Obstacle.OPEN_REQUESTS: _l(
        "There are open requests of this person. Close them, or give them to a colleague first."
    ),
    Obstacle.CONTACT: _l("This person is asked about work that comes back. Choose another contact first."),
}
# kind: (what it is called, what is removed, counted from when)
KIND_WORDS = {
    "copies": (_l("Copies that people asked for"), _l("Days after they were made.")),
    "spam": (_l("Spam"), _l("Days after arrival. Original, files and text go; that it came in stays.")),
    "automatic": (_l("Bounces and automatic replies"), _l("Days after arrival. The original goes.")),
    "originals": (
        _l("Mails as they came in"),
        _l("Days after a request was done. The original goes; what was read from it stays on the request."),
    ),
    "files": (_l("Files of requests that are done"), _l("Days after a request was done. Their names stay.")),
    "texts": (
        _l("What was said on requests that are done"),
        _l(
            "Days after a request was done, at least 90. Mails, their originals and notes go; subject, promises and costs stay, and mails that are an agreement."
        ),
    ),
    "letters": (_l("Texts of letters we sent"), _l("Days after they were made. That one was sent stays.")),
    "sign_ins": (_l("Records of signing in"), _l("Days, at least 30.")),
    "history": (_l("Who did what"), _l("Days, at least 365.")),
    "events": (
        _l("Signals to open pages"),
        _l("Days. They say that something changed, and nothing of anybody."),
    ),
}
