"""The private addresses of a call and of a proposal: by signed token, and opening one changes nothing (R35)."""

from flask import current_app
from sqlalchemy.orm import Session

from projectie.calls.models import Call, CallProposal
from projectie.links import link_to
from projectie.private_links import fits, number_in, token_for

CALL, PROPOSAL = "call", "call-proposal"  # what a token is for: one never opens the other


def token_of(call: Call, key: str) -> str:
    """Return the token of that call's page."""
    return token_for(CALL, call.id, call.nonce, key)


def address_of(call: Call, language: str, key: str) -> str:
    """Return the whole address of that call's page."""
    return link_to("public.call", language=language, token=token_of(call, key))


def address_of_proposal(proposal: CallProposal, language: str, key: str) -> str:
    """Return the whole address of the page on which one of the moments is picked."""
    token = token_for(PROPOSAL, proposal.id, proposal.nonce, key)
    return link_to("public.call_proposal", language=language, token=token)


def call_behind(session: Session, token: str) -> Call | None:
    """Return the call of that token; nothing for one that is altered."""
    call = session.get(Call, number_in(token) or 0)
    return call if call and fits(token, CALL, call.id, call.nonce, _key()) else None


def proposal_behind(session: Session, token: str) -> CallProposal | None:
    """Return the proposal of that token; nothing for one that is altered."""
    row = session.get(CallProposal, number_in(token) or 0)
    return row if row and fits(token, PROPOSAL, row.id, row.nonce, _key()) else None


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key
