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
    "projectie.people.desk",
    "projectie.people.organisations_manage",
    "projectie.contracts.manage",
    "projectie.contracts.clients_manage",
    "projectie.contracts.sla_manage",
    "projectie.terms.public",
    "projectie.terms.manage",
    "projectie.terms.draft_manage",
    "projectie.terms.studio_manage",
    "projectie.alerts.manage",
    "projectie.tickets.board_desk",
    "projectie.tickets.figures_manage",
    "projectie.tickets.ticket_desk",
    "projectie.tickets.reply_desk",
    "projectie.tickets.people_desk",
    "projectie.tickets.sender_manage",
    "projectie.tickets.mail_desk",
    "projectie.search.desk",
    "projectie.tickets.files_desk",
    "projectie.tickets.triage_desk",
    "projectie.tickets.triage_deeds_desk",
    "projectie.tickets.overrule_desk",
    "projectie.tickets.alert_desk",
    "projectie.tickets.one_mail_desk",
    "projectie.tickets.coverage_desk",
    "projectie.tickets.sla_follow",  # no view: what hangs on deeds hangs from the start
    "projectie.tickets.sla_panel",
    "projectie.tickets.sla_record",
    "projectie.tickets.planning_desk",
    "projectie.tickets.mail_desk",
    "projectie.planning.planning_desk",
    "projectie.planning.hours_desk",
    "projectie.planning.hours_manage",
    "projectie.planning.estimate_desk",
    "projectie.planning.proposing",
    "projectie.planning.closing_manage",
    "projectie.outages.outages_desk",
    "projectie.outages.updates_desk",
    "projectie.outages.maintenance_desk",
    "projectie.outages.parts_manage",
    "projectie.outages.public",
    "projectie.outages.panel",
    "projectie.calendar_feed.desk",
    "projectie.calendar_feed.public",
    "projectie.recurring.manage",
    "projectie.recurring.portal",
    "projectie.recurring.desk",
    "projectie.live.account",
    "projectie.complaints.manage",
)


def open_all() -> None:
    """Import every view, once."""
    for name in VIEWS:
        import_module(name)
