"""Every room with a door: importing its views puts them behind the doors."""

from importlib import import_module

VIEWS = (
    "projectie.sessions",
    "projectie.home.public",
    "projectie.home.health",
    "projectie.home.desk",
    "projectie.home.portal",
    "projectie.home.manage",
    "projectie.people.public",
    "projectie.people.manage",
    "projectie.people.organisations_manage",
    "projectie.contracts.manage",
    "projectie.contracts.clients_manage",
    "projectie.terms.public",
    "projectie.terms.manage",
    "projectie.terms.draft_manage",
    "projectie.terms.closed_days_manage",
    "projectie.terms.studio_manage",
    "projectie.tickets.board_desk",
    "projectie.tickets.ticket_desk",
    "projectie.tickets.reply_desk",
    "projectie.tickets.people_desk",
    "projectie.tickets.sender_manage",
    "projectie.tickets.mail_desk",
    "projectie.uploads.desk",
    "projectie.uploads.public",
    "projectie.whispers.desk",
    "projectie.whispers.manage",
    "projectie.whispers.public",
    "projectie.search.desk",
    "projectie.live.account",
    "projectie.complaints.manage",
)


def open_all() -> None:
    """Import every view, once."""
    for name in VIEWS:
        import_module(name)
