"""Urgent work in words."""

from flask_babel import lazy_gettext as _l

from projectie.urgent.models import ConsentWay
from projectie.urgent.rules import Against, Ground, QuoteState, Wrong

GROUNDS = {
    Ground.CAPACITY: _l("our planning is full"),
    Ground.COMPLEXITY: _l("the work is complex"),
    Ground.OUT_OF_HOURS: _l("we work outside office hours"),
}
STATES = {
    QuoteState.SENT: _l("waits for the client"),
    QuoteState.AGREED: _l("agreed in writing"),
    QuoteState.DECLINED: _l("declined"),
    QuoteState.WITHDRAWN: _l("withdrawn by us"),
    QuoteState.EXPIRED: _l("expired"),
    QuoteState.SUPERSEDED: _l("replaced by a newer version"),
}
CHIPS = {QuoteState.SENT: "waiting", QuoteState.AGREED: "ok"}
REFUSED = {
    Against.AGREED: _l("This quote was agreed to already. That agreement stands; nothing was changed."),
    Against.DECLINED: _l("This quote was declined already. Nothing was changed."),
    Against.WITHDRAWN: _l(
        "We have withdrawn this quote, so it can no longer be agreed to. Nothing was changed."
    ),
    Against.EXPIRED: _l(
        "This quote has expired, so it can no longer be agreed to. Nothing was changed; ask us for a new one."
    ),
    Against.SUPERSEDED: _l(
        "A newer version of this quote was sent to you, so this one can no longer be agreed to. Nothing was changed; look at the newest one."
    ),
    Against.OTHER_TEXT: _l(
        "The quote on your screen was another one. Nothing was changed: read this one, then decide."
    ),
    Against.NOT_YOU: _l(
        "Only somebody who may agree to costs for this client can do that. Nothing was changed; a colleague of yours can."
    ),
    Against.NO_PROOF: _l(
        "The sender of this mail is not proven, so it is no evidence. Nothing was recorded; ask them to agree on the page of the quote."
    ),
}
WAYS = {
    ConsentWay.PORTAL: _l("in the portal, signed in"),
    ConsentWay.LINK: _l("by the personal link in the mail"),
    ConsentWay.MAIL: _l("by an answer to the mail"),
}
WRONG = {
    Wrong.GROUNDS: ("grounds", _l("Choose at least one reason")),
    Wrong.FACTOR: ("factor", _l("Enter a factor from 1 to 10, with at most two decimals")),
    Wrong.MINUTES: ("minutes", _l("Enter how long the work takes")),
    Wrong.MAXIMUM: ("maximum", _l("This is less than a request costs at least")),
    Wrong.READY: ("ready_on", _l("Choose a moment within the hours in which urgent work is carried out")),
    Wrong.VALID: ("valid_on", _l("Choose a moment from now until the work is ready")),
    Wrong.BREAKS: ("grounds", _l("This breaks a promise to another client: ask a manager to send it.")),
    Wrong.NOT_ASKED: ("grounds", _l("The client has not asked for urgency. Note their request first.")),
    Wrong.NO_CLIENT: ("grounds", _l("This ticket has no client yet: choose one under Properties first.")),
    Wrong.NOBODY: (
        "grounds",
        _l("Nobody of this client may agree to costs. Ask a manager to mark somebody, then send the quote."),
    ),
    Wrong.DONE: ("grounds", _l("This ticket is done: reopen it first.")),
    Wrong.OVERTAKEN: (
        "grounds",
        _l("Another version was sent meanwhile. Look at it, then open this page anew."),
    ),
}
