"""Every room with a door: importing its views puts them behind the doors."""

import gc
import sys
from importlib import import_module

VIEWS = (
    "projectie.sessions",
    "projectie.home.public",
    "projectie.home.health",
    "projectie.home.desk",
    "projectie.home.portal",
    "projectie.home.manage",
    "projectie.accounts.sign_in_public",
    "projectie.accounts.link_public",
    "projectie.accounts.passkey_public",
    "projectie.accounts.provider_public",
    "projectie.accounts.invitation_public",
    "projectie.accounts.account",
    "projectie.accounts.app_account",
    "projectie.accounts.proving_account",
    "projectie.accounts.organisation_portal",
    "projectie.accounts.colleagues_portal",
    "projectie.accounts.person_manage",
    "projectie.accounts.trail_manage",
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
    "projectie.tickets.private_signals",  # no view: who hears of a private ticket
    "projectie.tickets.board_desk",
    "projectie.tickets.figures_manage",
    "projectie.tickets.moves_desk",
    "projectie.tickets.telling_desk",
    "projectie.tickets.peek_desk",
    "projectie.tickets.inline_desk",
    "projectie.tickets.selection_desk",
    "projectie.tickets.views_desk",
    "projectie.tickets.holding_desk",
    "projectie.tickets.quick_desk",
    "projectie.tickets.keys_desk",
    "projectie.tickets.ticket_desk",
    "projectie.tickets.reply_desk",
    "projectie.tickets.reply_files_desk",
    "projectie.tickets.draft_desk",
    "projectie.tickets.presence_desk",
    "projectie.tickets.snippet_desk",
    "projectie.snippets.desk",
    "projectie.tickets.people_desk",
    "projectie.tickets.sender_manage",
    "projectie.tickets.mail_desk",
    "projectie.uploads.desk",
    "projectie.uploads.download_public",
    "projectie.uploads.in_reply",
    "projectie.uploads.outward",
    "projectie.uploads.public",
    "projectie.whispers.desk",
    "projectie.whispers.manage",
    "projectie.whispers.public",
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
    "projectie.planning.planning_desk",
    "projectie.planning.hours_desk",
    "projectie.planning.hours_manage",
    "projectie.planning.estimate_desk",
    "projectie.planning.proposing",
    "projectie.planning.closing_manage",
    "projectie.calls.portal",
    "projectie.calls.public",
    "projectie.calls.panel",
    "projectie.calls.calls_desk",
    "projectie.calls.moving_desk",
    "projectie.calls.agenda_desk",
    "projectie.calls.figures_manage",
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
    "projectie.invoices.client_section",
    "projectie.invoices.invoices_manage",
    "projectie.invoices.invoice_manage",
    "projectie.invoices.drafts_manage",
    "projectie.invoices.client_manage",
    "projectie.invoices.portal",
    "projectie.requests.urgency",  # no view: hangs beside a request
    "projectie.requests.request_public",
    "projectie.requests.new_portal",
    "projectie.requests.requests_portal",
    "projectie.requests.request_portal",
    "projectie.invoices.sales",  # no view: a sale is followed by its invoice
    "projectie.credits.portal",
    "projectie.credits.notice_public",
    "projectie.credits.figures_manage",
    "projectie.credits.corrections_manage",
    "projectie.credits.manage",
    "projectie.topups.beside",  # no view: hangs from the start
    "projectie.topups.portal",
    "projectie.topups.topup_portal",
    "projectie.topups.public",
    "projectie.topups.manage",
    "projectie.imports.manage",
    "projectie.privacy.public",
    "projectie.privacy.portal",
    "projectie.privacy.client_section",
    "projectie.privacy.exports_manage",
    "projectie.privacy.retention_manage",
    "projectie.bonds.brought",  # no view: what goes along with a ticket is known from the start
    "projectie.bonds.ties_desk",
    "projectie.bonds.links_desk",
    "projectie.bonds.tags_desk",
    "projectie.bonds.mine_desk",
    "projectie.bonds.checklist_desk",
    "projectie.proofs.desk",
    "projectie.proofs.portal",
    "projectie.proofs.public",
    "projectie.exports.desk",
    "projectie.exports.manage",
    "projectie.work.panel",
    "projectie.work.planned",
    "projectie.work.time_desk",
    "projectie.work.timer_desk",
    "projectie.work.ceilings_desk",
    "projectie.work.leniency_manage",
    "projectie.work.portal",
    "projectie.work.spoken",  # no view: a call is time of its ticket
    "projectie.work.tied",  # no view: time goes along where tickets are merged
    "projectie.work.following",  # no view: what a ticket costs follows whatever deed decides on it
    "projectie.urgent.covered",  # no view: says what time may be urgent, from the start
    "projectie.urgent.late_proposal",  # no view: says when leniency is proposed
    "projectie.urgent.panel",
    "projectie.urgent.quote_desk",
    "projectie.urgent.portal",
    "projectie.urgent.public",
    "projectie.live.account",
    "projectie.watching.public",
    "projectie.reports.manage",
    "projectie.complaints.manage",
    "projectie.complaints.handling_manage",
    "projectie.complaints.mail_manage",
    "projectie.complaints.public",
    "projectie.complaints.follow_public",
    "projectie.complaints.portal",
    "projectie.complaints.desk",
)


def open_all() -> None:
    """Import every view, once.

    Meanwhile nothing is garbage, and afterwards nobody looks for any among what was made: a quarter of a cold start,
    and of every thousandth request as well.
    """
    if VIEWS[-1] in sys.modules:
        return
    collects = gc.isenabled()
    gc.disable()
    try:
        for name in VIEWS:
            import_module(name)
    finally:
        gc.freeze()
        if collects:
            gc.enable()
