"""What of this room goes along when a ticket is merged into another."""

from projectie.bonds.models import ChecklistItem, Follow, Reminder
from projectie.tickets.along import goes_along
from projectie.tickets.tag_models import TicketTag

goes_along(ChecklistItem.ticket_number, ChecklistItem.id)
goes_along(TicketTag.ticket_number, TicketTag.tag_id, once=True)
goes_along(Follow.ticket_number, Follow.person_id, once=True)
goes_along(Reminder.ticket_number, Reminder.id)
