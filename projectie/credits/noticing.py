"""The mail at the posting that takes a balance below a threshold: a part of that very deed (R23)."""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from projectie.context import StudioInWords
from projectie.credits.crossing import crosses
from projectie.credits.models import BalanceNotice, LedgerEntry
from projectie.credits.worth import Worth, credits_in_words
from projectie.language import LOCALES
from projectie.links import link_to
from projectie.mail.notices import written
from projectie.mail.outbox import Draft, queue
from projectie.people.models import Organisation, Person
from projectie.private_links import token_for
from projectie.terms.figures import Figures
from projectie.terms.in_force import in_force, studio_facts
from projectie.terms.studio import StudioFacts

PURPOSE = "balance_notice"
# Every posting asks, so it is made once; only those who may buy credits are told.
_WANTED = (
    select(
        BalanceNotice.id,
        BalanceNotice.threshold,
        BalanceNotice.nonce,
        Person.id.label("person"),
        Person.name,
        Person.email,
        Person.language,
        Organisation.name.label("organisation"),
    )
    .join(Person, Person.id == BalanceNotice.person_id)
    .join(Organisation, Organisation.id == Person.organisation_id)
    .where(
        Person.organisation_id == bindparam("client"),
        Person.active.is_(True),
        Person.may_pay,
        BalanceNotice.active.is_(True),
    )
)
Wanted = Row[int, int, str, int, str, str, str, str]


def tell_of_crossing(session: Session, before: int, entry: LedgerEntry, now: datetime) -> None:
    """Queue a mail to each whose threshold this entry crossed; part of the deed that is open."""
    if entry.balance_after >= before:
        return  # nothing falls
    wanted = session.connection().execute(_WANTED, {"client": entry.organisation_id}).all()
    for each in wanted:
        if crosses(before, entry.balance_after, each.threshold):
            facts = studio_facts(session)
            figures = in_force(session, entry.day).terms.figures
            queue(session, _letter(each, entry, figures, facts), now)


def _letter(to: Wanted, entry: LedgerEntry, figures: Figures, facts: StudioFacts) -> Draft:
    token = token_for(PURPOSE, to.id, to.nonce, current_app.config["SECRET_KEY"])
    stop = link_to("public.balance_notice", language=to.language, token=token)
    with force_locale(LOCALES[to.language]):
        balance, threshold = credits_in_words(entry.balance_after), credits_in_words(to.threshold)
        time = Worth.of(entry.balance_after, figures).time
    words = written(
        "credits/low_balance",
        to.language,
        studio=StudioInWords(facts),
        name=to.name,
        organisation=to.organisation,
        balance=balance,
        time=time,
        short=entry.balance_after < 0,
        threshold=threshold,
        credits_url=link_to("portal.credits"),
        stop_url=stop,
    )
    return Draft(
        key=f"balance:{entry.id}:{to.person}",
        from_name=facts.name[:200],
        from_address=facts.support_address,
        to_name=to.name,
        to_address=to.email,
        subject=words.subject,
        body_text=words.text,
        body_html=words.html,
        language=to.language,
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
            "List-Unsubscribe": f"<{stop}>",  # a page: opening it changes nothing (R35)
        },
    )
