"""Parts: attachments and their names, inline images, attached mails, what is text and what is not."""

from base64 import encodebytes
from typing import Any

from tests.mail.corpus.case import Case, case, file, head, html_part, mixed, text_part

_PDF = b"%PDF-1.7\n\x00\xff\x80 dit is geen echte\r\n"
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00plaatje"
_MAIL = "From: Bo <bo@x.example>\nSubject: Binnenste\nMessage-ID: <in@x.example>\n\nDe site is kapot."
_ICS = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR"


def _part(headers: str, content: bytes = _PDF) -> str:
    return f"{headers}\nContent-Transfer-Encoding: base64\n\n{encodebytes(content).decode()}"


def _named(name: str, headers: str, filename: str, kind: str = "application/pdf", **expected: Any) -> Case:
    """Return a letter with a text and one attachment that must get that name."""
    return mixed(
        name, text_part(), _part(headers), **({"attachments": [file(filename, kind, _PDF)]} | expected)
    )


def names() -> list[Case]:
    """Return letters with an attachment named in every way."""
    pdf, attached = "Content-Type: application/pdf", "Content-Disposition: attachment; filename"
    return [
        _named("name-plain", f"{pdf}\n{attached}=offerte.pdf", "offerte.pdf"),
        _named("name-quoted", f'{pdf}\n{attached}="de offerte; deel 1.pdf"', "de offerte; deel 1.pdf"),
        _named("name-unquoted-spaces", f"{pdf}\n{attached}=de offerte.pdf", "de offerte.pdf"),
        _named("name-on-type", f'{pdf}; name="offerte.pdf"', "offerte.pdf"),
        _named("name-on-both", f'{pdf}; name="oud.pdf"\n{attached}="nieuw.pdf"', "nieuw.pdf"),
        _named("name-2231", f"{pdf}\n{attached}*=utf-8''caf%C3%A9%20%E2%82%AC.pdf", "café €.pdf"),
        _named("name-2231-latin", f"{pdf}\n{attached}*=iso-8859-1'nl'caf%E9.pdf", "café.pdf"),
        _named("name-2231-split", f"{pdf}\n{attached}*0*=utf-8''caf%C3;\n filename*1*=%A9%20;\n filename*2=\"offerte.pdf\"", "café offerte.pdf"),
        _named("name-2231-split-out-of-order", f'{pdf}\n{attached}*1="erte.pdf";\n filename*0="off"', "offerte.pdf"),
        _named("name-2231-no-charset", f"{pdf}\n{attached}*=caf%C3%A9.pdf", "café.pdf"),
        _named("name-2231-beats-plain", f"{pdf}\n{attached}=\"cafe.pdf\"; filename*=utf-8''caf%C3%A9.pdf", "café.pdf"),
        _named("name-2231-lying-charset", f"{pdf}\n{attached}*=utf-8''caf%E9.pdf", "café.pdf"),
        _named("name-2047", f'{pdf}\n{attached}="=?utf-8?Q?caf=C3=A9.pdf?="', "café.pdf"),
        _named("name-2047-split", f'{pdf}\n{attached}="=?utf-8?B?Y2Fm?=\n =?utf-8?B?w6kucGRm?="', "café.pdf"),
        _named("name-raw-8bit", f'{pdf}\n{attached}="café.pdf"', "café.pdf"),
        _named("name-escaped-quote", f'{pdf}\n{attached}="de \\"laatste\\".pdf"', 'de "laatste".pdf'),
        _named("name-unclosed-quote", f'{pdf}\n{attached}="offerte.pdf', "offerte.pdf"),
        _named("name-unix-path", f'{pdf}\n{attached}="../../etc/passwd"', "passwd"),
        _named("name-windows-path", f'{pdf}\n{attached}="C:\\Users\\anna\\offerte.pdf"', "offerte.pdf"),
        _named("name-encoded-path", f"{pdf}\n{attached}*=utf-8''..%2F..%2Fofferte.pdf", "offerte.pdf"),
        _named("name-control-characters", f"{pdf}\n{attached}*=utf-8''off%00er%0D%0Ate.pdf", "offerte.pdf"),
        _named("name-override", f"{pdf}\n{attached}*=utf-8''factuur%E2%80%AEfdp.exe", "factuurfdp.exe"),
        _named("name-dots-only", f'{pdf}\n{attached}=".."', "attachment-1.pdf"),
        _named("name-hidden", f'{pdf}\n{attached}=".htaccess"', "htaccess"),
        _named("name-emoji", f"{pdf}\n{attached}*=utf-8''%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7.pdf", "👩\u200d👧.pdf"),
        _named("name-too-long", f'{pdf}\n{attached}="{"a" * 300}.pdf"', "a" * 146 + ".pdf"),
        _named("name-missing", pdf, "attachment-1.pdf"),
        _named("name-missing-unknown-type", "Content-Type: application/x-fantasy", "attachment-1.bin", "application/x-fantasy"),
        _named("name-missing-type", attached + "=offerte.pdf", "offerte.pdf", "text/plain"),
    ]  # fmt: skip


def attachments() -> list[Case]:
    """Return letters with parts that are not text to read."""
    png, cid = "Content-Type: image/png; name=logo.png", "Content-ID: <logo@x.example>"
    shown = '<p>Hallo, zie het logo: <img src="cid:logo@x.example" alt="logo"></p>'
    image = _part(f"{png}\n{cid}", _PNG)
    related = f"Content-Type: multipart/related; boundary=binnen\n\n--binnen\n{html_part(shown)}\n--binnen\n{image}--binnen--"
    signature = b"handtekening"
    return [
        mixed("inline-image", related, body_text="Hallo, zie het logo: [logo]", body_html=shown, language="nl",
              attachments=[file("logo.png", "image/png", _PNG, inline=True, content_id="logo@x.example")]),
        mixed("inline-image-called-attachment", html_part(shown), _part(f"{png}\n{cid}\nContent-Disposition: attachment", _PNG),
              body_text="Hallo, zie het logo: [logo]", body_html=shown, kind="related",
              attachments=[file("logo.png", "image/png", _PNG, inline=True, content_id="logo@x.example")]),
        mixed("inline-image-apple", text_part("Kijk, dit is het:"), _part(f"{png}\nContent-Disposition: inline", _PNG),
              text_part("En dat is niet goed."), body_text="Kijk, dit is het:\n\nEn dat is niet goed.",
              attachments=[file("logo.png", "image/png", _PNG, inline=True)]),
        mixed("image-not-inline", text_part(), _part(f"{png}\nContent-Disposition: attachment", _PNG),
              attachments=[file("logo.png", "image/png", _PNG)]),
        mixed("attached-mail", text_part(), f"Content-Type: message/rfc822\n\n{_MAIL}",
              attachments=[file("Binnenste.eml", "message/rfc822", _MAIL.encode())]),
        mixed("attached-mail-base64", text_part(), _part("Content-Type: message/rfc822; name=klacht.eml", _MAIL.encode()),
              attachments=[file("klacht.eml", "message/rfc822", _MAIL.encode())]),
        mixed("digest", f"\n{_MAIL}", f"\n{_MAIL}", kind="digest", body_text="", language=None,
              attachments=[file("Binnenste.eml", "message/rfc822", _MAIL.encode())] * 2),
        mixed("calendar", text_part(), f"Content-Type: text/calendar; method=REQUEST; charset=utf-8\n\n{_ICS}",
              kind="alternative", attachments=[file("invitation.ics", "text/calendar", _ICS.encode())]),
        mixed("calendar-alone", f"Content-Type: text/calendar; method=CANCEL; charset=utf-8; name=afspraak.ics\n\n{_ICS}",
              body_text="", language=None, attachments=[file("afspraak.ics", "text/calendar", _ICS.encode())]),
        case("calendar-is-the-whole-mail", head("calendar-is-the-whole-mail") + f"Content-Type: text/calendar; method=REQUEST\n\n{_ICS}",
             body_text="", language=None, attachments=[file("invitation.ics", "text/calendar", _ICS.encode())]),
        case("smime-encrypted", head("smime-encrypted") + _part("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"
             "Content-Disposition: attachment; filename=smime.p7m", signature), body_text="", language=None,
             attachments=[file("smime.p7m", "application/pkcs7-mime", signature)]),
        case("smime-opaque-without-name", head("smime-opaque-without-name") + _part("Content-Type: application/x-pkcs7-mime; smime-type=signed-data", signature),
             body_text="", language=None, attachments=[file("smime.p7m", "application/x-pkcs7-mime", signature)]),
        mixed("attached-mail-with-a-slash", text_part(), f"Content-Type: message/rfc822\n\n{_MAIL.replace('Binnenste', '=?utf-8?Q?Offerte_1/2_=E2=80=93_caf=C3=A9?=')}",
              attachments=[file("Offerte 1 2 – café.eml", "message/rfc822", _MAIL.replace("Binnenste", "=?utf-8?Q?Offerte_1/2_=E2=80=93_caf=C3=A9?=").encode())]),
        mixed("attached-mail-without-subject", text_part(), "Content-Type: message/rfc822\n\nFrom: bo@x.example\n\nDe site is kapot.",
              attachments=[file("attachment-1.eml", "message/rfc822", b"From: bo@x.example\n\nDe site is kapot.")]),
        mixed("pgp-key", text_part(), "Content-Type: application/pgp-keys; name=OpenPGP_0x1234.asc\n\nhandtekening",
              attachments=[file("OpenPGP_0x1234.asc", "application/pgp-keys", signature)]),
        mixed("smime-signed", text_part(), _part("Content-Type: application/pkcs7-signature; name=smime.p7s\n"
              "Content-Disposition: attachment; filename=smime.p7s", signature), kind="signed",
              attachments=[file("smime.p7s", "application/pkcs7-signature", signature)]),
        mixed("pgp-signed", text_part(), "Content-Type: application/pgp-signature\n\nhandtekening", kind="signed",
              attachments=[file("signature.asc", "application/pgp-signature", signature)]),
        mixed("pgp-encrypted", "Content-Type: application/pgp-encrypted\n\nVersion: 1",
              "Content-Type: application/octet-stream; name=encrypted.asc\n\nhandtekening", kind="encrypted",
              body_text="", language=None, attachments=[file("attachment-1.asc", "application/pgp-encrypted", b"Version: 1"),
              file("encrypted.asc", "application/octet-stream", signature)]),
        mixed("winmail", text_part(), _part("Content-Type: application/ms-tnef; name=winmail.dat", b"\x78\x9f\x3e\x22"),
              attachments=[file("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22")]),
        mixed("text-attached", text_part(), "Content-Type: text/plain; name=fout.log\nContent-Disposition: attachment\n\nregel 1\nregel 2",
              attachments=[file("fout.log", "text/plain", b"regel 1\nregel 2")]),
        mixed("text-inline-with-name", text_part(), "Content-Type: text/plain; name=fout.log\nContent-Disposition: inline\n\nregel",
              attachments=[file("fout.log", "text/plain", b"regel", inline=True)]),
        mixed("csv", text_part(), "Content-Type: text/csv\n\na;b", attachments=[file("attachment-1.csv", "text/csv", b"a;b")]),
        mixed("html-attached", text_part(), html_part("<p>los</p>").replace("utf-8", "utf-8\nContent-Disposition: attachment"),
              attachments=[file("attachment-1.html", "text/html", b"<p>los</p>")]),
        mixed("empty-attachment", text_part(), "Content-Type: application/pdf; name=leeg.pdf\n\n",
              attachments=[file("leeg.pdf", "application/pdf", b"")]),
        mixed("only-an-attachment", _part("Content-Type: application/pdf; name=a.pdf"), body_text="", language=None,
              attachments=[file("a.pdf", "application/pdf", _PDF)]),
        mixed("attachment-base64-broken", text_part(), "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nSGFsb*G8",
              attachments=[file("a.pdf", "application/pdf", b"Hallo")], problems=["transfer"]),
    ]  # fmt: skip


def texts() -> list[Case]:
    """Return letters whose text is spread over parts."""
    two = "Content-Type: multipart/alternative; boundary=binnen\n\n--binnen\n{}\n--binnen\n{}\n--binnen--"
    markup = "<p>Hallo, dit is <b>vet</b> en niet meer.</p>"
    return [
        mixed("alternative", text_part(), html_part(markup), kind="alternative", body_html=markup),
        mixed("alternative-html-first", html_part(markup), text_part(), kind="alternative", body_html=markup),
        mixed("alternative-empty-text", text_part(" \n"), html_part(markup), kind="alternative", body_html=markup,
              body_text="Hallo, dit is vet en niet meer."),
        mixed("alternative-and-list-footer", two.format(text_part(), html_part(markup)), text_part("Dit is een lijst."),
              body_text="Hallo,\n\nHet inloggen op de website lukt niet. Kunnen jullie ernaar kijken?\n\nGroet,\nAnna\n\nDit is een lijst.",
              body_html=f"{markup}\n<div>Dit is een lijst.</div>"),
        mixed("two-texts", text_part("Deel een is dit."), text_part("En deel twee is dat."), body_text="Deel een is dit.\n\nEn deel twee is dat."),
        mixed("two-html", html_part("<p>Dit is een.</p>"), html_part("<p>Dat is twee.</p>"), body_text="Dit is een.\n\nDat is twee.",
              body_html="<p>Dit is een.</p>\n<p>Dat is twee.</p>"),
        mixed("html-with-open-comment-then-text", html_part("<p>Dit is een.</p><!-- open"), text_part("Dat is <i>twee</i>."),
              body_text="Dit is een.\n\nDat is <i>twee</i>.", body_html="<p>Dit is een.</p>\n<div>Dat is &lt;i&gt;twee&lt;/i&gt;.</div>"),
    ]  # fmt: skip


CASES = [*names(), *attachments(), *texts()]
