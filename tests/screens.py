"""Every screen a person can see, for pictures and for axe: who looks, and where."""

from dataclasses import dataclass

NL, EN = "nl", "en"


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen of the demo desk: the role that sees it and its address in both languages."""

    name: str
    role: str | None
    nl: str
    en: str

    def address(self, language: str) -> str:
        """Return its address in that language."""
        return self.nl if language == NL else self.en


def _same(name: str, role: str, path: str) -> Screen:
    return Screen(name, role, path, path)


# Not among them: the page of a mail by itself (/desk/messages/<id>/page), where no script may run, so axe cannot either.
SCREENS = (
    Screen("support", None, "/nl/", "/en/"),
    Screen("terms", None, "/nl/voorwaarden", "/en/terms"),
    Screen("terms-both", None, "/nl/voorwaarden?view=both", "/en/terms?view=both"),
    Screen("status", None, "/nl/status", "/en/status"),
    Screen("sign-in", None, "/login", "/login"),
    Screen("not-found", None, "/nl/bestaat-niet", "/en/does-not-exist"),
    Screen("upload-closed", None, "/nl/bestanden/1-x", "/en/files/1-x"),
    Screen("secret-over", None, "/nl/geheim/1-x", "/en/secret/1-x"),
    Screen("sign-in-link-over", None, "/nl/inloggen/1-x", "/en/sign-in/1-x"),
    Screen("invitation-over", None, "/nl/uitnodiging/1-x", "/en/invitation/1-x"),
    _same("portal", "client", "/portal/"),
    _same("organisation", "client", "/portal/organisation"),
    _same("billing", "client", "/portal/organisation/billing"),
    _same("invite", "client", "/portal/organisation/invite"),
    _same("colleague", "client", "/portal/organisation/people/9"),
    _same("leave", "client", "/portal/organisation/leave"),
    _same("security", "client", "/account/security"),
    _same("prove", "client", "/account/prove"),
    _same("security-staff", "staff", "/account/security"),
    _same("own-password", "staff", "/account/password"),
    _same("app-new", "staff", "/account/app"),
    _same("passkey-new", "staff", "/account/passkeys/new"),
    _same("rounds", "client", "/portal/rounds"),
    _same("invoices-own", "client", "/portal/invoices"),
    _same("invoice-own", "client", "/portal/invoices/1"),
    _same("invoice-abroad", "abroad", "/portal/invoices/3"),
    _same("credits", "client", "/portal/credits"),
    _same("top-up", "client", "/portal/credits/top-up"),
    _same("top-up-summary", "client", "/portal/credits/top-up?amount=25"),
    _same("top-up-paid", "client", "/portal/credits/top-ups/1"),
    Screen("balance-notice-unknown", None, "/nl/saldomelding/1-x", "/en/balance-notice/1-x"),
    _same("today", "staff", "/desk/"),
    _same("board", "staff", "/desk/board"),
    _same("triage", "staff", "/desk/triage"),
    _same("triage-one", "staff", "/desk/triage/1058"),
    _same("alerts", "staff", "/desk/alerts"),
    _same("ticket", "staff", "/desk/tickets/1001"),
    _same("ticket-private", "staff", "/desk/tickets/1018"),
    _same("ticket-unknown", "manager", "/desk/tickets/1027"),
    _same("contact-of-sender", "manager", "/manage/tickets/1027/contact"),
    _same("client-of-sender", "manager", "/manage/tickets/1027/client"),
    _same("ticket-sla", "staff", "/desk/tickets/1061"),
    _same("ticket-round", "manager", "/desk/tickets/1065"),
    _same("round-result", "staff", "/desk/tickets/1065/result"),
    _same("ticket-new", "staff", "/desk/tickets/new?column=triaged"),
    _same("moves", "staff", "/desk/moves"),
    _same("placement", "staff", "/desk/tickets/1001/placement"),
    _same("planning", "staff", "/desk/planning"),
    _same("hours", "staff", "/desk/hours"),
    _same("mail", "staff", "/desk/mail"),
    _same("mail-found", "staff", "/desk/mail?fate=spam"),
    _same("mail-one", "staff", "/desk/mail/1"),
    _same("outbox", "staff", "/desk/outbox"),
    _same("letter", "staff", "/desk/outbox/1"),
    _same("search", "staff", "/desk/search?q=de"),
    _same("outages", "staff", "/desk/outages"),
    _same("outage", "staff", "/desk/outages/4"),
    _same("outage-new", "staff", "/desk/outages/new?ticket=1001"),
    _same("outage-change", "staff", "/desk/outages/4/change"),
    _same("maintenance-new", "staff", "/desk/maintenance/new"),
    _same("maintenance-change", "staff", "/desk/maintenance/1/change"),
    _same("calendar", "staff", "/desk/calendar"),
    _same("profile", "staff", "/desk/profile"),
    _same("snippets", "staff", "/desk/snippets"),
    _same("snippet-new", "staff", "/desk/snippets/new"),
    _same("snippet-change", "staff", "/desk/snippets/1/change"),
    _same("keys", "staff", "/desk/keys"),
    _same("manage", "manager", "/manage/"),
    _same("clients", "manager", "/manage/organisations"),
    _same("client-new", "manager", "/manage/organisations/new"),
    _same("client", "manager", "/manage/organisations/1"),
    _same("client-change", "manager", "/manage/organisations/1/change"),
    _same("client-tasks", "manager", "/manage/organisations/1/tasks"),
    _same("contract-new", "manager", "/manage/organisations/1/contracts/new"),
    _same("contract-change", "manager", "/manage/contracts/1/change"),
    _same("contract-end", "manager", "/manage/contracts/1/end"),
    _same("contract-sla", "manager", "/manage/contracts/1/sla"),
    _same("contract-sla-new", "manager", "/manage/contracts/1/sla/new"),
    _same("people", "manager", "/manage/people"),
    _same("person", "manager", "/manage/people/1"),
    _same("person-change", "manager", "/manage/people/1/change"),
    _same("person-new", "manager", "/manage/people/new"),
    _same("person-password", "manager", "/manage/people/2/password"),
    _same("person-access", "manager", "/manage/people/2/access"),
    _same("client-billing", "manager", "/manage/organisations/1/billing"),
    _same("trail", "manager", "/manage/trail"),
    _same("on-call", "manager", "/manage/on-call"),
    _same("planning-figures", "manager", "/manage/planning"),
    _same("hours-of", "manager", "/manage/people/2/hours"),
    _same("board-figures", "manager", "/manage/board"),
    _same("studio", "manager", "/manage/studio"),
    _same("terms-manage", "manager", "/manage/terms"),
    *(
        _same(f"terms-{page}", "manager", f"/manage/terms/draft/{page}")
        for page in ("prose", "figures", "matrix", "difference", "preview")
    ),
    _same("balances", "manager", "/manage/credits"),
    _same("ledger", "manager", "/manage/credits/1"),
    _same("correction-new", "manager", "/manage/credits/1/corrections/new"),
    _same("corrections", "manager", "/manage/credits/corrections"),
    _same("credit-figures", "manager", "/manage/credits/figures"),
    _same("top-ups", "manager", "/manage/top-ups"),
    _same("top-up-confirm", "manager", "/manage/top-ups/9"),
    _same("top-up-offer", "manager", "/manage/top-ups/offer"),
    *(
        _same(f"report-{name}", "manager", f"/manage/reports/{name}?period=year")
        for name in ("promises", "answers", "work", "credits", "mail")
    ),
    _same("recurring", "manager", "/manage/recurring"),
    _same("recurring-new", "manager", "/manage/recurring/new"),
    _same("recurring-change", "manager", "/manage/recurring/1/change"),
    _same("invoices", "manager", "/manage/invoices"),
    _same("invoices-due", "manager", "/manage/invoices/due"),
    _same("invoice", "manager", "/manage/invoices/2"),
    _same("credit-note", "manager", "/manage/invoices/5"),
    _same("invoice-draft", "manager", "/manage/invoices/6"),
    _same("invoice-draft-change", "manager", "/manage/invoices/6/change"),
    _same("invoice-next", "manager", "/manage/organisations/3/invoice"),
    _same("status-parts", "manager", "/manage/parts"),
    _same("status-part", "manager", "/manage/parts/1/change"),
    _same("closed-days", "manager", "/manage/closed-days"),
    _same("complaints", "manager", "/manage/complaints"),
)
