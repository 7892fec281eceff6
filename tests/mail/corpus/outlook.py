"""winmail.dat: mails whose files and text Outlook packed into one part (TNEF), whole and broken."""

from base64 import encodebytes
from struct import pack

from tests.mail.corpus.case import TEXT, Case, case, file, head, html_part, mixed, text_part

SIGNATURE = b"\x78\x9f\x3e\x22"
MESSAGE, ATTACHMENT = 1, 2
_PDF = b"%PDF-1.7\n\x00\xff\x80 dit is geen echte\r\n"
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00plaatje"
_MARKUP = "<p>Hallo, dit is <b>één</b> en niet meer.</p>"
_EMBEDDED = b"\x07\x03\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
BODY, RICH, HTML, CODEPAGE = 0x1000, 0x1009, 0x1013, 0x3FDE
SUBJECT, OBJECT, LONG_NAME, TYPE, CONTENT_ID = 0x0037, 0x3701, 0x3707, 0x370E, 0x3712


def item(level: int, name: int, data: bytes, kind: int = 6) -> bytes:
    """Return one object, its checksum right."""
    return pack("<BHHI", level, name, kind, len(data)) + data + pack("<H", sum(data) & 0xFFFF)


def prop(name: int, value: str | bytes | int) -> bytes:
    """Return one property: a text in Unicode, bytes, or a number."""
    if isinstance(value, int):
        return pack("<HHI", 3, name, value)
    data = f"{value}\0".encode("utf-16-le") if isinstance(value, str) else value
    kind = 0x1F if isinstance(value, str) else 0x0D if name == OBJECT else 0x102
    return pack("<HHII", kind, name, 1, len(data)) + data + b"\0" * (-len(data) % 4)


def props(*each: bytes) -> bytes:
    """Return a list of properties."""
    return pack("<I", len(each)) + b"".join(each)


def message(*each: bytes) -> bytes:
    """Return the message's properties."""
    return item(MESSAGE, 0x9003, props(*each))


def packed(name: str, content: bytes, *each: bytes, short: bytes = b"FILE~1.DAT") -> bytes:
    """Return a file with its long name, its content and these further properties."""
    return (
        item(ATTACHMENT, 0x9002, b"\1\0" + b"\xff" * 12)
        + item(ATTACHMENT, 0x8010, short + b"\0", 1)
        + item(ATTACHMENT, 0x800F, content)
        + item(ATTACHMENT, 0x9005, props(*([prop(LONG_NAME, name)] if name else []), *each))
    )


def tnef(*each: bytes) -> bytes:
    """Return a whole winmail.dat."""
    version = item(MESSAGE, 0x9006, pack("<I", 0x10000), 8)
    return SIGNATURE + b"\1\0" + version + item(MESSAGE, 0x9007, pack("<II", 1252, 0)) + b"".join(each)


def rich(rtf: bytes) -> bytes:
    """Return RTF as Outlook compresses it, though nothing in it is made shorter."""
    body = b"".join(b"\0" + rtf[at : at + 8] for at in range(0, len(rtf), 8))
    return pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", 0) + body


def winmail(data: bytes, kind: str = "application/ms-tnef; name=winmail.dat") -> str:
    """Return the part that carries it."""
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n\n{encodebytes(data).decode()}"


def _kept(data: bytes) -> dict[str, object]:
    return file("winmail.dat", "application/ms-tnef", data)


def files() -> list[Case]:
    """Return letters with files in a winmail.dat."""
    offer = packed("Offerte voor de bäckerij – november.pdf", _PDF)
    two = tnef(offer, packed("", _PDF, short=b"R\xe9sum\xe9.doc"), packed("..\\..\\logo.png", _PNG))
    shown = tnef(packed("logo.png", _PNG, prop(CONTENT_ID, "logo@x.example"), prop(TYPE, "image/png")))
    inner = tnef(
        message(prop(SUBJECT, "Storing bij café De Zon"), prop(BODY, TEXT)), packed("log.txt", b"regel 1")
    )
    embedded = packed("Storing", b"", prop(OBJECT, _EMBEDDED + inner))
    mail = (
        b"Subject: =?utf-8?B?U3RvcmluZyBiaWogY2Fmw6kgRGUgWm9u?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + encodebytes(TEXT.encode()).replace(b"\n", b"\r\n")
    )
    markup = '<p>Hallo, zie het logo: <img src="cid:logo@x.example" alt="logo"></p>'
    return [
        mixed("winmail-one-file", text_part(), winmail(tnef(offer)),
              attachments=[file("Offerte voor de bäckerij – november.pdf", "application/pdf", _PDF)]),
        mixed("winmail-several-files", text_part(), winmail(two), attachments=[
              file("Offerte voor de bäckerij – november.pdf", "application/pdf", _PDF),
              file("Résumé.doc", "application/msword", _PDF), file("logo.png", "image/png", _PNG)]),
        mixed("winmail-by-its-bytes", text_part(), winmail(tnef(offer), "application/octet-stream; name=ATT00001"),
              attachments=[file("Offerte voor de bäckerij – november.pdf", "application/pdf", _PDF)]),
        mixed("winmail-inline-image", html_part(markup), winmail(shown), body_text="Hallo, zie het logo: [logo]", body_html=markup,
              attachments=[file("logo.png", "image/png", _PNG, inline=True, content_id="logo@x.example")]),
        mixed("winmail-embedded-mail", text_part(), winmail(tnef(embedded)), attachments=[
              file("Storing bij café De Zon.eml", "message/rfc822", mail), file("log.txt", "text/plain", b"regel 1")]),
        mixed("winmail-unnamed-file", text_part(), winmail(tnef(item(ATTACHMENT, 0x9002, b""), item(ATTACHMENT, 0x800F, _PDF))),
              attachments=[file("attachment-1.bin", "application/octet-stream", _PDF)]),
    ]  # fmt: skip


def texts() -> list[Case]:
    """Return letters whose text is in a winmail.dat, or in the mail and in it."""
    plain, code = message(prop(BODY, TEXT)), prop(CODEPAGE, 65001)
    page = message(code, prop(HTML, _MARKUP.encode()))
    rtf = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\pard Hallo, het inloggen lukt niet.\par Is er een st\'f6ring? \u8364?5\par}"
    html = rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}\htmlrtf \pard\par\htmlrtf0 Hallo, dit is {\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 vet{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0  en niet meer.{\*\htmltag72 </p>}}"
    said = "Hallo, het inloggen lukt niet.\nIs er een störing? €5"
    whole = (
        head("winmail-is-the-whole-mail")
        + "MIME-Version: 1.0\n"
        + winmail(tnef(plain, packed("a.pdf", _PDF)))
    )
    return [
        case("winmail-is-the-whole-mail", whole, attachments=[file("a.pdf", "application/pdf", _PDF)]),
        mixed("winmail-text", winmail(tnef(plain)), body_text=TEXT),
        mixed("winmail-html", winmail(tnef(page)), body_text="Hallo, dit is één en niet meer.", body_html=_MARKUP),
        mixed("winmail-rich-text", winmail(tnef(message(prop(RICH, rich(rtf))))), body_text=said),
        mixed("winmail-html-as-rich-text", winmail(tnef(message(prop(RICH, rich(html))))),
              body_text="Hallo, dit is vet en niet meer.", body_html="<p>Hallo, dit is <b>vet</b> en niet meer.</p>"),
        mixed("winmail-says-it-again", text_part(), winmail(tnef(plain, page)), attachments=[]),
        mixed("winmail-old-body", winmail(tnef(item(MESSAGE, 0x800C, "Hallo, dit is één.\0".encode("cp1252"), 2))),
              body_text="Hallo, dit is één."),
    ]  # fmt: skip


def broken() -> list[Case]:
    """Return letters whose winmail.dat lies: what can be read is, and it is kept."""
    whole = tnef(packed("a.pdf", _PDF), packed("b.pdf", _PDF))
    cut, endless = whole[:-60], tnef(packed("a.pdf", _PDF, pack("<HHI", 0x1002, 0x3000, 2**32 - 1)))
    many = tnef(item(MESSAGE, 0x9003, pack("<I", 2**32 - 1)))
    too_long = SIGNATURE + b"\1\0" + pack("<BHHI", 1, 0x800C, 2, 2**32 - 1) + b"Hallo"
    empty = tnef(message(prop(0x0E1D, "zonder inhoud")))
    a = file("a.pdf", "application/pdf", _PDF)
    problems = ["winmail"]
    return [
        mixed("winmail-cut", text_part(), winmail(cut), attachments=[_kept(cut), a], problems=problems),
        mixed("winmail-endless-values", text_part(), winmail(endless), attachments=[_kept(endless), a], problems=problems),
        mixed("winmail-endless-properties", text_part(), winmail(many), attachments=[_kept(many)], problems=problems),
        mixed("winmail-length-lies", text_part(), winmail(too_long), attachments=[_kept(too_long)], problems=problems),
        mixed("winmail-no-signature", text_part(), winmail(b"niets van dien aard"), attachments=[_kept(b"niets van dien aard")], problems=problems),
        mixed("winmail-nothing-in-it", text_part(), winmail(empty), attachments=[_kept(empty)]),
        _deep(),
    ]  # fmt: skip


def _deep() -> Case:
    stages = [tnef(message(prop(BODY, "diep")))]
    for _ in range(8):
        stages.append(tnef(packed("", b"", prop(OBJECT, _EMBEDDED + stages[-1]))))
    said = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    empty = b"Subject: =?utf-8?B??=\r\nMIME-Version: 1.0\r\n" + said
    mails = [file(f"attachment-{n}.eml", "message/rfc822", empty) for n in range(1, 5)]
    left = stages[3] + b"\0" * (-len(stages[3]) % 4)  # deeper than is read
    return mixed("winmail-nested", text_part(), winmail(stages[8]), attachments=[*mails, _kept(left)])


CASES = [*files(), *texts(), *broken()]
