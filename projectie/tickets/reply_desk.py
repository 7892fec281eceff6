"""Replies on the ticket page: sent, sent on a morning, taken back, thrown away."""

from flask import Response, current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.tickets import conversation, drafts, withdrawing, working_drafts
from projectie.tickets.answer_doubts import stopped_once
from projectie.tickets.forms import ReplyForm
from projectie.tickets.merged import MergedAway
from projectie.tickets.merged_words import kept_there
from projectie.tickets.planning_desk import indication
from projectie.tickets.planning_words import refused_in_words
from projectie.tickets.promise_keeping import Refused
from projectie.tickets.reply_files import FilesGone
from projectie.tickets.reply_files_desk import take_uploads
from projectie.tickets.taking_part import NotTaking
from projectie.tickets.ticket_shown import again, found, said
from projectie.tickets.typed_form import typed_in
from projectie.tickets.writing_models import Box

_NO_ADDRESS = _l("Not sent: this ticket has no email address to answer to.")


@desk.post("/tickets/<int:ticket>/replies", endpoint="add_reply")
def add_reply(ticket: int) -> Response:
    """Send a reply; whatever stops it, its text and its files are kept."""
    form = ReplyForm().offer()
    valid, form.upload.errors = form.validate_on_submit(), take_uploads(ticket)
    if not valid or form.upload.errors:
        return again(ticket, reply_form=form)
    if stopped_once(db.session(), ticket, form, current_user):
        return again(ticket, 409, reply_form=form)
    status = _sent(ticket, form)
    return again(ticket, status, reply_form=form) if status else said(ticket)


def _sent(ticket: int, form: ReplyForm) -> int:
    """Send it, unless somebody was just ahead: then once show what is new. Return the status of a refusal, else 0."""
    try:
        conversation.reply(ticket, _typed(form, ticket), current_user, _key(), now())
    except conversation.Overtaken as overtaken:
        form.seen.raw_data, form.seen.data = None, overtaken.newest_message
        form.body.errors = [_("Not sent: a new message arrived meanwhile. Read it above, then send.")]
        return 409
    except MergedAway as away:
        working_drafts.keep(ticket, typed_in(Box.REPLY), current_user.id, now())
        form.body.errors = [kept_there(away)]
        return 409
    except (conversation.NobodyToAnswer, NotTaking, FilesGone, Refused) as refused:
        return _refused(form, refused)
    return 0


def _refused(form: ReplyForm, why: Exception) -> int:
    match why:
        case conversation.NobodyToAnswer():
            form.body.errors = [_NO_ADDRESS]
        case NotTaking():
            form.also.errors = [_("Not sent: somebody you chose takes no part any more. Check who gets it.")]
            return 409
        case FilesGone():
            form.upload.errors = [
                _("Not sent: a file was taken off in another window. Check which files go along.")
            ]
            return 409
        case Refused():
            form.planning.errors = [refused_in_words(why.rule, why.wanted, why.ground)]
    return 422


@desk.post("/tickets/<int:ticket>/replies/<int:message>/withdrawal", endpoint="withdraw_reply")
def withdraw_reply(ticket: int, message: int) -> Response:
    """Take back a reply that has not left: its text is in the form again, above what is typed there now."""
    form = ReplyForm().offer()
    typed = withdrawing.Typed(form.body.data or "", form.made_of(), typed_in(Box.REPLY).version)
    try:
        withdrawing.withdraw(ticket, message, typed, current_user.id, now())
    except withdrawing.TooLate:
        form.seen.data = form.seen.data or found(ticket).newest_message
        form.body.errors = [_("Not taken back: the reply is on its way already.")]
        return again(ticket, 409, reply_form=form)
    return said(ticket, to_reply=True)


@desk.post("/tickets/<int:ticket>/drafts/<int:draft>/removal", endpoint="remove_draft")
def remove_draft(ticket: int, draft: int) -> Response:
    """Throw a reply that did not go out away."""
    drafts.throw_away(ticket, draft)
    return said(ticket, to_reply=True)


def _typed(form: ReplyForm, ticket: int) -> conversation.Reply:
    planning = indication(ticket, form.planning.data, now())
    then = form.goes_to(planning)
    return conversation.Reply(
        form.body.data,
        form.seen.data,
        then,
        form.not_before(now()),
        form.made_of(),
        planning=planning,
        also=tuple(form.also.data or ()),
        files=tuple(int(one) for one in request.form.getlist("file") if _is_id(one)),
        typed=typed_in(Box.REPLY),
    )


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key
