"""The deeds of the audit trail in words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.people.models import Way

DEEDS = {
    "browser.signed_in": _l("signed in"),
    "browser.signed_out": _l("signed out"),
    "person.sign_in_braked": _l("stopped attempts to sign in"),
    "person.signed_out": _l("signed browsers out"),
    "person.added": _l("added an account"),
    "person.invited": _l("sent an invitation"),
    "person.invitation_withdrawn": _l("took an invitation back"),
    "person.joined": _l("accepted an invitation"),
    "person.changed": _l("changed an account or its rights"),
    "person.shut_out": _l("withdrew access"),
    "person.let_in": _l("gave access again"),
    "person.left": _l("left the organisation"),
    "person.password_set": _l("set a password"),
    "person.passkey_added": _l("added a passkey"),
    "person.passkey_removed": _l("removed a passkey"),
    "person.app_added": _l("added an app for codes"),
    "person.app_removed": _l("removed the app for codes"),
    "person.codes_renewed": _l("made new recovery codes"),
    "person.recovery_code_used": _l("used a recovery code"),
    "person.second_step_removed": _l("removed a lost second step"),
    "organisation.added": _l("added a client"),
    "organisation.changed": _l("changed a client"),
    "organisation.billing": _l("changed billing details"),
    "tasks.divided": _l("changed the division of tasks"),
    "organisation.corrected": _l("corrected the balance"),
    "credits.corrected": _l("corrected the balance"),
    "credits.notice": _l("changed when a mail about the balance comes"),
    "ticket.ceiling_set": _l("set a ceiling for costs"),
    "contract.added": _l("added a contract"),
    "contract.changed": _l("changed a contract"),
    "contract.ended": _l("ended a contract"),
    "contract.withdrawn": _l("withdrew a contract"),
    "contract.sla_agreed": _l("agreed an SLA"),
    "studio.changed": _l("changed the studio’s details"),
    "on_call.arranged": _l("changed who is on call"),
    "profile.kept": _l("changed their profile"),
    "board.watched": _l("chose columns to watch"),
    "call.availability": _l("changed when calls are taken"),
    "hours.kept": _l("changed working hours"),
    "leave.taken": _l("took leave"),
    "leave.withdrawn": _l("withdrew leave"),
    "calendar.made": _l("made a calendar feed"),
    "calendar.changed": _l("changed a calendar feed"),
    "calendar.revoked": _l("withdrew a calendar feed"),
    "terms.draft_started": _l("started a draft of the terms"),
    "terms.draft_saved": _l("changed the draft of the terms"),
    "terms.draft_discarded": _l("threw the draft of the terms away"),
    "terms.published": _l("published the terms"),
    "data.asked": _l("asked for a copy of data"),
    "data.fetched": _l("fetched a copy of data"),
    "person.erased": _l("erased a person"),
    "person.erasure_asked": _l("asked to be erased"),
    "retention.changed": _l("changed how long data is kept"),
    "retention.run": _l("removed what is no longer kept"),
    "data.imported": _l("brought data in"),
    "trail.exported": _l("exported the audit trail"),
}
WAYS = {
    Way.PASSWORD: _l("password"),
    Way.LINK: _l("link from a mail"),
    Way.PASSKEY: _l("passkey"),
    Way.GOOGLE: _l("the studio’s account"),
    Way.INVITATION: _l("invitation"),
}


def deed_in_words(deed: str) -> str:
    """Return a deed in the reader's language; one without words by its name."""
    return str(DEEDS.get(deed, deed))


def detail_in_words(details: dict[str, Any]) -> str:
    """Return what can be said of it more: the way in, the fields that changed, how many."""
    way = details.get("way")
    if way in list(Way):
        return str(WAYS[Way(way)])
    if details.get("fields"):
        return str(_("fields: %(names)s", names=", ".join(str(name) for name in details["fields"])))
    many = details.get("browsers") or details.get("lines")
    return str(many) if many else ""
