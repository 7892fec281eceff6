"""Mail by machines: answers, notices, lists, bounces; and what our own server says about senders."""

from typing import Any

from tests.mail.corpus.case import OURS, TEXT, Case, case, file, head, mixed, plain, text_part

_ORIGINAL = "Message-ID: <ours-1@studio.example>\nSubject: Uw aanvraag\nTo: weg@bakkerij.example"
_DAEMON = {"name": "Mail Delivery System", "address": "MAILER-DAEMON@mx.bakkerij.example"}


def _auto(name: str, field: str, reason: str, **expected: Any) -> Case:
    return plain(name, TEXT, *([field] if field else []), auto_reason=reason, **expected)


def _titled(name: str, subject: str, reason: str) -> Case:
    return plain(name, fields={"Subject": subject}, subject=subject, auto_reason=reason)


def automatic() -> list[Case]:
    """Return letters that are automatic, and some that only look so."""
    return [
        _auto("auto-replied", "Auto-Submitted: auto-replied", "auto_replied"),
        _auto("auto-replied-with-comment", "Auto-Submitted: Auto-Replied (vacation); owner=x", "auto_replied"),
        _auto("auto-generated", "Auto-Submitted: auto-generated", "auto_generated"),
        _auto("auto-notified", "Auto-Submitted: auto-notified; owner-email=x", "auto_generated"),
        _auto("auto-submitted-no", "Auto-Submitted: no", "none"),
        _auto("auto-submitted-empty", "Auto-Submitted:", "none"),
        _auto("auto-submitted-unreal", "Auto-Submitted: yes please", "none"),
        _auto("x-autoreply", "X-Autoreply: yes", "auto_replied"),
        _auto("x-autoreply-no", "X-Autoreply: no", "none"),
        _auto("x-autorespond", "X-Autorespond: vakantie", "auto_replied"),
        _auto("precedence-auto-reply", "Precedence: auto_reply", "auto_replied"),
        _auto("precedence-bulk", "Precedence: bulk", "precedence"),
        _auto("precedence-junk", "Precedence: JUNK", "precedence"),
        _auto("precedence-list", "Precedence: list", "list"),
        _auto("precedence-first-class", "Precedence: first-class", "none"),
        _auto("list-id", "List-Id: Bakkers <bakkers.lists.example>", "list"),
        _auto("list-unsubscribe", "List-Unsubscribe: <mailto:weg@lists.example>", "list"),
        _auto("null-return-path", "Return-Path: <>", "null_return_path", return_path=""),
        _auto("return-path-empty-field", "Return-Path:", "none"),
        _auto("suppress-all", "X-Auto-Response-Suppress: All", "auto_generated"),
        _auto("suppress-oof", "X-Auto-Response-Suppress: DR, OOF, AutoReply", "auto_generated"),
        _auto("suppress-receipts-only", "X-Auto-Response-Suppress: DR, RN, NRN", "none"),
        _titled("vacation-nl", "Automatisch antwoord: Inloggen", "vacation"),
        _titled("vacation-nl-away", "Afwezig: Inloggen", "vacation"),
        _titled("vacation-en", "Out of Office: Re: login", "vacation"),
        _titled("vacation-en-exchange", "Automatic reply: login", "vacation"),
        _titled("vacation-de", "Abwesenheitsnotiz: Login", "vacation"),
        _titled("vacation-fr", "Réponse automatique : connexion", "vacation"),
        _titled("vacation-answered-by-a-person", "Re: Automatisch antwoord: Inloggen", "none"),
        _titled("vacation-nothing-behind", "Out of office", "vacation"),
        _titled("vacation-before-re", "Out of Office Re: login", "vacation"),
        _titled("about-automatic-answers", "Automatische antwoorden werken niet", "none"),
        _titled("about-office-hours", "Out of office hours support", "none"),
        _titled("about-being-away", "Vraag over afwezigheid instellen", "none"),
        plain("vacation-exchange-headers", TEXT, "Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All",
              fields={"Subject": "Automatisch antwoord: Inloggen"}, subject="Automatisch antwoord: Inloggen", auto_reason="vacation"),
        mixed("read-receipt", text_part(), "Content-Type: message/disposition-notification\n\nDisposition: displayed",
              kind="report; report-type=disposition-notification", auto_reason="auto_generated",
              attachments=[file("attachment-1.txt", "message/disposition-notification", b"Disposition: displayed")]),
        mixed("abuse-report", text_part(), "Content-Type: message/feedback-report\n\nFeedback-Type: abuse",
              kind="report; report-type=feedback-report", auto_reason="auto_generated",
              attachments=[file("attachment-1.bin", "message/feedback-report", b"Feedback-Type: abuse")]),
    ]  # fmt: skip


def _report(
    name: str, status: str, original: str, kind: str, deliveries: list[dict[str, str]], found: str | None
) -> Case:
    head_of = f"Content-Type: {kind}"
    ending = "eml" if kind == "message/rfc822" else "txt"
    return mixed(
        name, text_part("Dit is het systeem. De mail is niet aangekomen."), f"Content-Type: message/delivery-status\n\n{status}",
        f"{head_of}\n\n{original}", kind="report; report-type=delivery-status", extra=("Return-Path: <>",),
        body_text="Dit is het systeem. De mail is niet aangekomen.", return_path="", auto_reason="bounce",
        bounce={"message_id": found, "deliveries": deliveries},
        attachments=[file("attachment-1.txt", "message/delivery-status", status.encode()),
                     file("Uw aanvraag.eml" if ending == "eml" else f"attachment-2.{ending}", kind, original.encode())],
    )  # fmt: skip


def bounces() -> list[Case]:
    """Return reports of letters that did not arrive, in the standard's form and in others."""
    status = "Reporting-MTA: dns; mx.bakkerij.example\n\nFinal-Recipient: rfc822; weg@bakkerij.example\nAction: {}\nStatus: {}"
    failed = {"address": "weg@bakkerij.example", "action": "failed", "status": "5.1.1"}
    late = failed | {"action": "delayed", "status": "4.4.1"}
    other = {"address": "vol@bakkerij.example", "action": "failed", "status": "5.2.2"}
    two = (
        status.format("failed", "5.1.1")
        + "\n\nFinal-Recipient: RFC822;vol@bakkerij.example\nAction: Failed\nStatus: 5.2.2 (full)"
    )
    from_daemon: dict[str, str | None] = {"From": "Mail Delivery System <MAILER-DAEMON@mx.bakkerij.example>"}
    qmail = ("Hi. This is the qmail-send program at mx.bakkerij.example.\n\n<weg@bakkerij.example>:\nSorry, no mailbox here by that name.\n\n"
             "--- Below this line is a copy of the message.\n\nMessage-ID: <ours-1@studio.example>\nSubject: Uw aanvraag\n")  # fmt: skip
    return [
        _report("bounce", status.format("failed", "5.1.1"), _ORIGINAL + "\n\nHallo", "message/rfc822", [failed], "<ours-1@studio.example>"),
        _report("bounce-headers-only", status.format("failed", "5.1.1"), _ORIGINAL, "text/rfc822-headers", [failed], "<ours-1@studio.example>"),
        _report("bounce-delayed", status.format("delayed", "4.4.1"), _ORIGINAL, "text/rfc822-headers", [late], "<ours-1@studio.example>"),
        _report("bounce-two-recipients", two, _ORIGINAL, "text/rfc822-headers", [failed, other], "<ours-1@studio.example>"),
        _report("bounce-no-original", status.format("failed", "5.1.1"), "Subject: geen nummer", "text/rfc822-headers", [failed], None),
        plain("bounce-exim", "A message that you sent could not be delivered.\n\n  weg@bakkerij.example\n    Unrouteable address\n",
              "X-Failed-Recipients: weg@bakkerij.example, vol@bakkerij.example", "Return-Path: <>", return_path="",
              fields=from_daemon | {"Subject": "Mail delivery failed"}, from_=_DAEMON, subject="Mail delivery failed", auto_reason="bounce",
              language="en", bounce={"message_id": None, "deliveries": [failed | {"status": ""}, other | {"status": ""}]},
              body_text="A message that you sent could not be delivered.\n\n  weg@bakkerij.example\n    Unrouteable address"),
        plain("bounce-qmail", qmail, fields=from_daemon | {"Subject": "failure notice"}, from_=_DAEMON, subject="failure notice",
              body_text=qmail.rstrip(), reply_text=qmail.rstrip(), auto_reason="bounce", language="en",
              bounce={"message_id": "<ours-1@studio.example>", "deliveries": [failed | {"status": ""}]}),
        plain("bounce-postmaster-in-words", "De mail kon niet worden bezorgd. Het adres is niet bekend.", "Return-Path: <>",
              fields={"From": "postmaster@bakkerij.example", "Subject": "Onbestelbaar: Uw aanvraag"}, return_path="",
              from_={"name": "", "address": "postmaster@bakkerij.example"}, subject="Onbestelbaar: Uw aanvraag",
              auto_reason="bounce", bounce={"message_id": None, "deliveries": []}),
        plain("postmaster-is-a-person", fields={"From": "postmaster@bakkerij.example"},
              from_={"name": "", "address": "postmaster@bakkerij.example"}),
        mixed("bounce-forwarded-by-a-person", text_part(), f"Content-Type: message/delivery-status\n\n{status.format('failed', '5.1.1')}",
              attachments=[file("attachment-1.txt", "message/delivery-status", status.format("failed", "5.1.1").encode())]),
    ]  # fmt: skip


def _proven(name: str, verdict: str, *lines: str, **expected: Any) -> Case:
    return plain(name, TEXT, *lines, authentication=verdict, **expected)


def authenticated() -> list[Case]:
    """Return letters with verdicts about the sender, by our server and by others."""
    ours = f"Authentication-Results: {OURS}; "
    passed = "dmarc=pass (p=REJECT sp=REJECT) header.from=bakkerij.example"
    hop = "Received: from x.example by y.example; Mon, 23 Nov 2026 15:05:00 +0100"
    return [
        _proven("dmarc-pass", "pass", f"{ours}dkim=pass header.d=bakkerij.example; spf=pass; {passed}"),
        _proven("dmarc-pass-folded", "pass", f"Authentication-Results: {OURS};\n dkim=pass;\n\t{passed}"),
        _proven("dmarc-pass-version", "pass", f"Authentication-Results: {OURS.upper()} 1; {passed}"),
        _proven("dmarc-pass-no-domain", "pass", f"{ours}dmarc=pass"),
        _proven("dmarc-fail", "fail", f"{ours}dmarc=fail (p=NONE) header.from=bakkerij.example"),
        _proven("dmarc-none", "none", f"{ours}dmarc=none header.from=bakkerij.example"),
        _proven("dmarc-temperror", "unknown", f"{ours}dmarc=temperror header.from=bakkerij.example"),
        _proven("dmarc-not-looked-at", "unknown", f"{ours}spf=pass smtp.mailfrom=bakkerij.example"),
        _proven("dmarc-in-comment", "unknown", f"{ours}spf=pass (dmarc=pass; header.from=bakkerij.example)"),
        _proven("dmarc-in-nested-comment", "unknown", f"{ours}spf=none (a (b) ; {passed})"),
        _proven("dmarc-pass-of-another-domain", "fail", f"{ours}dmarc=pass header.from=evil.example"),
        _proven("dmarc-other-server", "unknown", f"Authentication-Results: mx.evil.example; {passed}"),
        _proven("dmarc-server-name-longer", "unknown", f"Authentication-Results: {OURS}.evil.example; {passed}"),
        _proven("dmarc-no-server-name", "unknown", f"Authentication-Results: {passed}"),
        _proven("dmarc-none-server-named-in-comment", "unknown", f"Authentication-Results: ({OURS}); {passed}"),
        _proven("dmarc-forged-below-ours", "fail", f"{ours}dmarc=fail header.from=bakkerij.example", f"{ours}{passed}"),
        _proven("dmarc-forged-below-hop", "unknown", f"{ours}spf=none", hop, f"{ours}{passed}"),
        _proven("dmarc-two-headers-of-ours", "pass", f"{ours}dkim=pass", f"{ours}{passed}", hop),
        _proven("dmarc-below-our-received", "pass", hop, f"{ours}{passed}"),
        case("dmarc-pass-two-senders", head("dmarc-pass-two-senders", f"{ours}{passed}", "From: Anna Visser <anna@bakkerij.example>",
             From="Chef <chef@bank.example>") + f"\n{TEXT}", authentication="fail", problems=["repeated_from"]),
        plain("dmarc-pass-international", TEXT, f"{ours}dmarc=pass header.from=xn--bcher-kva.example",
              fields={"From": "Jü <jü@bücher.example>"}, from_={"name": "Jü", "address": "jü@bücher.example"}, authentication="pass"),
    ]  # fmt: skip


CASES = [*automatic(), *bounces(), *authenticated()]
