"""Where a ledger is shown: the addresses of its page and files, for a client and for a manager."""

from dataclasses import dataclass, field

from flask import current_app

CLIENT_TICKET = "portal.request"  # the page of a request in the portal


@dataclass(frozen=True, slots=True)
class Place:
    """The endpoints of a ledger and what their addresses need; names of colleagues are for managers."""

    page: str
    csv: str
    pdf: str
    values: dict[str, int] = field(default_factory=dict)
    shows_names: bool = False


OWN = Place("portal.credits", "portal.credits_csv", "portal.credits_pdf")


def for_manager(organisation_id: int) -> Place:
    """Return where managers see the ledger of that client."""
    values = {"organisation": organisation_id}
    return Place("manage.ledger", "manage.ledger_csv", "manage.ledger_pdf", values, shows_names=True)


def client_ticket_page() -> str:
    """Return the endpoint of a ticket's page for clients; empty where there is none: its entries are shown instead."""
    return CLIENT_TICKET if CLIENT_TICKET in current_app.view_functions else ""
