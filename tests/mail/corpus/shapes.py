"""Raw mails out of shape: line ends, mailbox files, NUL bytes, headers that are none, broken parts."""

from typing import Any

from tests.mail.corpus.case import TEXT, Case, case, file, head, html_part, mixed, plain, text_part

_NO_HEADER: dict[str, object] = {
    "message_id": None, "from_": None, "to": [], "subject": "", "date": None, "unreadable": True,
    "problems": ["no_headers"],
}  # fmt: skip


def _crlf(made: Case, name: str, ends: bytes = b"\r\n", **expected: Any) -> Case:
    """Return the same letter with other line ends."""
    known = made.expected | {"from_": made.expected["from"]}
    usual = {key: known[key] for key in known if key not in {"from", "auto", "raw_size", "raw_sha256"}}
    return case(name, made.raw.replace(b"\n", ends), **(usual | expected))


def line_ends() -> list[Case]:
    """Return letters as pipes, mailbox files and servers hand them over."""
    usual = plain("crlf")
    parts = mixed(
        "crlf-parts",
        text_part(),
        "Content-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\na\nb",
    )
    attached = [file("a.txt", "text/plain", b"a\r\nb")]
    return [
        _crlf(usual, "crlf"),
        _crlf(plain("cr"), "cr", b"\r"),
        _crlf(plain("crlf-blank-lines", "een\n\ndrie is de tekst"), "crlf-blank-lines"),
        _crlf(parts, "crlf-parts", attachments=attached),
        case("mbox", b"From anna@bakkerij.example Mon Nov 23 15:05:00 2026\n" + plain("mbox").raw),
        case("mbox-crlf", (b"From anna@bakkerij.example Mon Nov 23 15:05:00 2026\n" + plain("mbox-crlf").raw).replace(b"\n", b"\r\n")),
        case("mbox-from-inside-header", head("mbox-from-inside-header", ">From anna@x.example Mon Nov 23 15:05:00 2026") + f"\n{TEXT}",
             problems=["broken_headers"]),
        case("blank-lines-in-front", b"\n\r\n" + plain("blank-lines-in-front").raw),
        case("byte-order-mark-in-front", b"\xef\xbb\xbf" + plain("byte-order-mark-in-front").raw),
        case("no-last-line-end", plain("no-last-line-end").raw.rstrip(b"\n")),
        plain("from-in-text", "Hallo, dit is de tekst:\n\n>From here on\nFrom there too"),
    ]  # fmt: skip


def nothing_like_a_mail() -> list[Case]:
    """Return inputs that are hardly a mail or none at all."""
    pdf = b"%PDF-1.7\n\x00\x01\x02\xff\xfe"
    nothing = _NO_HEADER | {"body_text": "", "language": None}
    words = "Hallo, hier is geen enkel veld boven.\n\nDe tekst is er wel."
    return [
        case("empty", b"", **(nothing | {"problems": ["empty", "no_headers"]})),
        case("only-line-ends", b"\r\n\r\n\n", **(nothing | {"problems": ["empty", "no_headers"]})),
        case("only-nul", b"\0" * 40, **(nothing | {"problems": ["empty", "no_headers"]})),
        case("no-headers", words, **(_NO_HEADER | {"body_text": words})),
        case("no-headers-but-colons", f"Let op: {words}", **(_NO_HEADER | {"body_text": f"Let op: {words}"})),
        case("no-headers-8bit", words.replace("een", "één").encode("cp1252"), **(_NO_HEADER | {"body_text": words.replace("een", "één")})),
        case("binary", pdf, **(_NO_HEADER | {"body_text": "%PDF-1.7\nÿþ", "language": None})),
        plain("no-sender-no-text", "", fields={"From": None}, from_=None, body_text="", language=None, unreadable=True),
        plain("no-sender-but-text", fields={"From": None}, from_=None),
        plain("no-text", "", language=None),
        case("headers-only", head("headers-only").rstrip("\n"), body_text="", language=None),
        case("one-field", "Subject: Hallo, dit is alles", **(_NO_HEADER | {"subject": "Hallo, dit is alles", "body_text": "", "problems": []})),
    ]  # fmt: skip


def headers() -> list[Case]:
    """Return letters with headers that are broken or full of bytes."""
    nul = (
        head("nul-in-headers", Subject="In\0loggen lukt niet").encode()
        + b"\n"
        + TEXT.encode().replace(b"op", b"o\0p")
    )
    return [
        case("nul-in-headers", nul),
        case("no-blank-line", head("no-blank-line") + TEXT, problems=["broken_headers"]),
        case("stray-line-in-headers", head("stray-line-in-headers").replace("Subject", "zomaar iets\nSubject") + f"\n{TEXT}", problems=["broken_headers"]),
        case("headers-8bit", head("headers-8bit", Subject="Café", From="Zoë <zoe@x.example>").encode("cp1252") + b"\n" + TEXT.encode(),
             subject="Café", from_={"name": "Zoë", "address": "zoe@x.example"}),
        case("header-folded-badly", head("header-folded-badly", Subject="Inloggen\n \n lukt niet") + f"\n{TEXT}"),
        case("header-escape", head("header-escape", Subject="Inloggen \x1b[31mlukt\x07 niet") + f"\n{TEXT}", subject="Inloggen [31mlukt niet"),
        case("header-name-odd", head("header-name-odd").replace("To:", "Ünicode: a\nTo:") + f"\n{TEXT}", problems=["broken_headers"]),
        plain("fields-twice", TEXT, "Subject: Inloggen lukt niet", "Message-ID: <fields-twice@bakkerij.example>"),
    ]  # fmt: skip


def broken_parts() -> list[Case]:
    """Return multiparts that do not hold together."""
    typed = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="grens"\n\n'
    bare = "MIME-Version: 1.0\nContent-Type: multipart/mixed\n\n"
    deep = "".join(f"Content-Type: multipart/mixed; boundary=g{n}\n\n--g{n}\n" for n in range(18))
    whole = f"--grens\n{text_part()}\n--grens--\n"
    return [
        case("never-closed", f"{head('never-closed')}{typed}--grens\n{text_part()}"),
        case("boundary-missing", f"{head('boundary-missing')}{bare}{whole}", problems=["boundary"]),
        case("boundary-missing-and-no-parts", f"{head('boundary-missing-and-no-parts')}{bare}{TEXT}", problems=["boundary"]),
        case("boundary-never-comes", f"{head('boundary-never-comes')}{typed}{TEXT}", problems=["boundary"]),
        case("boundary-is-another", f"{head('boundary-is-another')}{typed}{whole.replace('grens', 'heg')}", problems=["boundary"]),
        case("boundary-with-spaces", f"{head('boundary-with-spaces')}{typed}{whole.replace('--grens', '--grens   ', 1)}"),
        case("boundary-begins-like-another", f"{head('boundary-begins-like-another')}{typed}--grens\nContent-Type: multipart/mixed; boundary=grens2\n\n"
             f"--grens2\n{text_part()}\n--grens2--\n--grens--\n"),
        case("boundary-nested-the-same", f"{head('boundary-nested-the-same')}{typed}--grens\nContent-Type: multipart/alternative; boundary=grens\n\n{whole}",
             problems=["boundary"]),
        case("inner-never-closed", f"{head('inner-never-closed')}{typed}--grens\nContent-Type: multipart/mixed; boundary=binnen\n\n--binnen\n"
             f"{text_part()}\n--grens\nContent-Type: application/pdf; name=a.pdf\n\nx\n--grens--\n",
             attachments=[file("a.pdf", "application/pdf", b"x")]),
        case("parts-in-front-and-behind", f"{head('parts-in-front-and-behind')}{typed}Dit is MIME.\n{whole}En dit is erachter."),
        case("part-without-header", f"{head('part-without-header')}{typed}--grens\n\n{TEXT}\n--grens--"),
        case("part-without-blank-line", f"{head('part-without-blank-line')}{typed}--grens\n{TEXT}\n--grens--", problems=["broken_headers"]),
        case("empty-parts", f"{head('empty-parts')}{typed}--grens\n--grens\n\n--grens\n{text_part()}\n--grens--"),
        case("no-mime-version", f"{head('no-mime-version')}{typed.removeprefix('MIME-Version: 1.0')[1:]}{whole}"),
        case("eighteen-deep", f"{head('eighteen-deep')}MIME-Version: 1.0\n{deep}{text_part()}"),
        case("nobody-asked-for-this-type", f"{head('nobody-asked-for-this-type')}Content-Type: multipart/fantasy; boundary=grens\n\n{whole}"),
        mixed("html-and-nothing-else-closed", html_part("<p>Hallo, dit is <b>niet af"), body_html="<p>Hallo, dit is <b>niet af</b></p>",
              body_text="Hallo, dit is niet af"),
    ]  # fmt: skip


def flowed() -> list[Case]:
    """Return letters with lines broken for travelling (RFC 3676)."""

    def _flowed(name: str, text: str, shown: str, *, typed: str = "format=flowed", **expected: Any) -> Case:
        return case(
            name,
            f"{head(name)}Content-Type: text/plain; charset=utf-8; {typed}\n\n{text}",
            **({"body_text": shown} | expected),
        )

    quoted = "> Is dit \n> niet een regel?\n>> en dit \n>> ook\n\nJa, dat is \nhet."
    return [
        _flowed("flowed", "Dit is een \nlange regel.\nEn dat is niet.", "Dit is een lange regel.\nEn dat is niet."),
        _flowed("flowed-delsp", "Dit is een lan \nge regel.\nEn niet.", "Dit is een lange regel.\nEn niet.", typed="format=flowed; delsp=yes"),
        _flowed("flowed-stuffed", "Dit is het:\n  ingesprongen\n >geen citaat\n From hier", "Dit is het:\n ingesprongen\n>geen citaat\nFrom hier"),
        _flowed("flowed-quoted", quoted, "> Is dit niet een regel?\n>> en dit ook\n\nJa, dat is het.", reply_text="Ja, dat is het."),
        _flowed("flowed-signature", "Dit is niet goed. \n-- \nAnna \nVisser", "Dit is niet goed. \n-- \nAnna Visser", reply_text="Dit is niet goed."),
        _flowed("flowed-depth-changes", "> Dit is \nhet antwoord niet.", "> Dit is \nhet antwoord niet.", reply_text="het antwoord niet."),
        _flowed("flowed-not", "Dit is een \nlange regel.", "Dit is een \nlange regel.", typed="format=fixed"),
    ]  # fmt: skip


CASES = [*line_ends(), *nothing_like_a_mail(), *headers(), *broken_parts(), *flowed()]
