"""Mails that a colleague passes on, as mail programs write them, in four languages (R33)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tests.mail.corpus.case import Case, case, head, html_part, mixed, plain, text_part

OWN = "Kunnen jullie dit oppakken? Het is van een klant.\n\nDaan"
SIGNED = f"{OWN}\n-- \nDaan de Boer\nStudio"
FROM = "Daan de Boer <daan@studio.example>"
DAAN = {"name": "Daan de Boer", "address": "daan@studio.example"}
ANNA = "Anna Visser <anna@bakkerij.example>"
TEXT = "Hallo Daan,\n\nHet inloggen lukt niet.\n\nAnna"
ORIGINAL = {
    "above": OWN,
    "from": {"name": "Anna Visser", "address": "anna@bakkerij.example"},
    "subject": "Inloggen lukt niet",
    "text": TEXT,
}
# from, date, to, subject
NAMES = {
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp"),
    "en": ("From", "Sent", "To", "Subject"),
    "de": ("Von", "Gesendet", "An", "Betreff"),
    "fr": ("De ", "Envoyé ", "À ", "Objet "),
}
DATES = {
    "nl": "maandag 23 november 2026 15:05",
    "en": "Monday, November 23, 2026 3:05 PM",
    "de": "Montag, 23. November 2026 15:05",
    "fr": "lundi 23 novembre 2026 15:05",
}
PREFIX = {"nl": "FW", "en": "Fwd", "de": "WG", "fr": "TR"}


def _block(language: str, sender: str = ANNA, subject: str = "Inloggen lukt niet") -> str:
    from_, date, to, title = NAMES[language]
    return f"{from_}: {sender}\n{date}: {DATES[language]}\n{to}: Daan de Boer\n{title}: {subject}"


def passed(
    name: str, body: str, *found: dict[str, Any], subject: str = "FW: Inloggen lukt niet", **more: Any
) -> Case:
    """Return a letter of Daan that passes those mails on."""
    made = plain(
        name,
        body,
        fields={"From": FROM, "Subject": subject},
        from_=DAAN,
        subject=subject,
        **({"reply_text": body} | more),
    )
    return replace(made, forwarded=list(found))


def outlook() -> Iterable[Case]:
    """Return forwards by Outlook: the header is repeated, and nothing marked."""
    for language in NAMES:
        subject = f"{PREFIX[language]}: Inloggen lukt niet"
        rule = "_" * 32 + "\n"
        for kind, above in (("", ""), ("-rule", rule)):
            body = f"{OWN}\n\n{above}{_block(language)}\n\n{TEXT}"
            yield passed(f"forward-outlook-{language}{kind}", body, ORIGINAL, subject=subject)
    original = f"{OWN}\n\n-----Oorspronkelijk bericht-----\n{_block('nl', 'Anna Visser [mailto:anna@bakkerij.example]')}\n\n{TEXT}"
    yield passed("forward-outlook-original-nl", original, ORIGINAL)
    bold = (
        _block("nl").replace("Van:", "*Van:*").replace("Verzonden:", "*Verzonden:*").replace("Aan:", "*Aan:*")
    )
    yield passed("forward-outlook-bold", f"{OWN}\n\n{bold}\n\n{TEXT}", ORIGINAL)
    many = _block("nl").replace(
        "Daan de Boer", "Daan de Boer <daan@studio.example>;\n Joris <joris@bakkerij.example>"
    )
    yield passed("forward-outlook-many-recipients", f"{OWN}\n\n{many}\n\n{TEXT}", ORIGINAL)
    named = _block("nl", "Anna Visser")
    yield passed("forward-outlook-no-address", f"{OWN}\n\n{named}\n\n{TEXT}")
    reply = f"{OWN}\n\n{_block('nl')}\n\n{TEXT}"
    yield passed("forward-none-but-a-reply", reply, subject="RE: Inloggen lukt niet", reply_text=OWN)
    nothing = {**ORIGINAL, "above": ""}
    yield passed("forward-outlook-nothing-added", f"{_block('nl')}\n\n{TEXT}", nothing)


def marked() -> Iterable[Case]:
    """Return forwards by Gmail, Thunderbird and Yahoo, which put a line of dashes above the header."""
    gmail = {
        "nl": ("Van", "Date", "Subject", "To"),
        "en": ("From", "Date", "Subject", "To"),
        "de": ("Von", "Date", "Subject", "To"),
        "fr": ("De", "Date", "Subject", "To"),
    }
    for language, (from_, date, title, to) in gmail.items():
        block = f"{from_}: Anna Visser <anna@bakkerij.example>\n{date}: ma 23 nov 2026 om 15:05\n{title}: Inloggen lukt niet\n{to}: <daan@studio.example>"
        body = f"{OWN}\n\n---------- Forwarded message ---------\n{block}\n\n\n{TEXT}"
        yield passed(f"forward-gmail-{language}", body, ORIGINAL, subject="Fwd: Inloggen lukt niet")
    bird = {
        "nl": ("Doorgestuurd bericht", "Onderwerp", "Datum", "Van", "Aan"),
        "en": ("Forwarded Message", "Subject", "Date", "From", "To"),
        "de": ("Weitergeleitete Nachricht", "Betreff", "Datum", "Von", "An"),
        "fr": ("Message transféré", "Sujet ", "Date ", "De ", "Pour "),
    }
    for language, (line, title, date, from_, to) in bird.items():
        block = f"{title}: \tInloggen lukt niet\n{date}: \tMon, 23 Nov 2026 15:05:00 +0100\n{from_}: \t{ANNA}\n{to}: \tdaan@studio.example"
        body = f"{OWN}\n\n-------- {line} --------\n{block}\n\n\n{TEXT}"
        yield passed(f"forward-thunderbird-{language}", body, ORIGINAL, subject="Fwd: Inloggen lukt niet")
    unsaid = f"{OWN}\n\n---------- Forwarded message ---------\n{_block('en')}\n\n{TEXT}"
    yield passed("forward-marked-in-the-text-alone", unsaid, ORIGINAL, subject="Voor jullie")


def apple() -> Iterable[Case]:
    """Return forwards by Apple Mail and iPhones: a sentence, and all of it with quote marks."""
    said = {
        "nl": ("Begin doorgestuurd bericht:", "Van", "Onderwerp", "Datum", "Aan"),
        "en": ("Begin forwarded message:", "From", "Subject", "Date", "To"),
        "de": ("Anfang der weitergeleiteten Nachricht:", "Von", "Betreff", "Datum", "An"),
        "fr": ("Début du message réexpédié :", "De", "Objet", "Date", "À"),
    }
    quoted = "\n".join(f"> {line}".rstrip() for line in TEXT.splitlines())
    for language, (line, from_, title, date, to) in said.items():
        block = f"> {from_}: {ANNA}\n> {title}: Inloggen lukt niet\n> {date}: {DATES[language]}\n> {to}: daan@studio.example"
        body = f"{OWN}\n\n{line}\n\n{block}\n>\n{quoted}"
        yield passed(f"forward-apple-{language}", body, ORIGINAL, subject="Fwd: Inloggen lukt niet")
    phone = f"Verstuurd vanaf mijn iPhone\n\nBegin doorgestuurd bericht:\n\n> Van: {ANNA}\n> Datum: 23 november 2026\n> Onderwerp: Inloggen lukt niet\n>\n{quoted}"
    yield passed(
        "forward-iphone-nothing-added", phone, {**ORIGINAL, "above": ""}, subject="Fwd: Inloggen lukt niet"
    )


def nested() -> Iterable[Case]:
    """Return forwards of forwards, each with what stands above it."""
    mara, inner = _block("nl", "Mara Visser <mara@studio.example>"), _block("en")
    body = f"{OWN}\n\n{mara}\n\nZie onder.\n\n{inner}\n\n{TEXT}"
    outer = {
        "above": OWN,
        "from": {"name": "Mara Visser", "address": "mara@studio.example"},
        "subject": "Inloggen lukt niet",
        "text": f"Zie onder.\n\n{inner}\n\n{TEXT}",
    }
    yield passed("forward-nested", body, outer, {**ORIGINAL, "above": f"{OWN}\n\n{mara}\n\nZie onder."})
    yield passed("forward-signed", f"{SIGNED}\n\n{_block('nl')}\n\n{TEXT}", ORIGINAL)


def attached() -> Iterable[Case]:
    """Return forwards that attach the mail as it was."""
    inner = f"From: {ANNA}\nTo: daan@studio.example\nSubject: Inloggen lukt niet\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}\n"
    for kind, name in (("", "Inloggen lukt niet.eml"), ("; name=klacht.eml", "klacht.eml")):
        title = "forward-attached-named" if kind else "forward-attached"
        made = mixed(title, text_part(OWN), f"Content-Type: message/rfc822{kind}\n\n{inner}".rstrip("\n"))
        raw = made.raw.replace(b"Anna Visser <anna@bakkerij.example>", FROM.encode(), 1)
        yield replace(_attached(title, raw, name, inner.rstrip("\n")), forwarded=[ORIGINAL])


def _attached(title: str, raw: bytes, name: str, inner: str) -> Case:
    from tests.mail.corpus.case import file

    return case(
        title, raw, from_=DAAN, body_text=OWN, attachments=[file(name, "message/rfc822", inner.encode())]
    )


def markup() -> Iterable[Case]:
    """Return a forward in HTML, whose header is a table."""
    rows = "".join(
        f"<tr><th>{name}: </th><td>{value}</td></tr>"
        for name, value in (
            ("Onderwerp", "Inloggen lukt niet"),
            ("Datum", "Mon, 23 Nov 2026"),
            ("Van", "Anna Visser &lt;anna@bakkerij.example&gt;"),
        )
    )
    shown = f"<p>Van een klant.</p><div>-------- Doorgestuurd bericht --------<table><tbody>{rows}</tbody></table><p>Het inloggen lukt niet.</p></div>"
    text = "Van een klant.\n\n-------- Doorgestuurd bericht --------\n\nOnderwerp:   Inloggen lukt niet\nDatum:   Mon, 23 Nov 2026\nVan:   Anna Visser <anna@bakkerij.example>\n\nHet inloggen lukt niet."
    raw = f"{head('forward-thunderbird-html', From=FROM, Subject='Fwd: Inloggen lukt niet')}MIME-Version: 1.0\n{html_part(shown)}\n"
    made = case(
        "forward-thunderbird-html",
        raw,
        from_=DAAN,
        subject="Fwd: Inloggen lukt niet",
        body_text=text,
        body_html=shown,
    )
    yield replace(
        made, forwarded=[{**ORIGINAL, "above": "Van een klant.", "text": "Het inloggen lukt niet."}]
    )


CASES = [*outlook(), *marked(), *apple(), *nested(), *attached(), *markup()]
