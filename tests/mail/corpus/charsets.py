"""Text in every charset, declared, not declared and lied about; every transfer encoding."""

from base64 import encodebytes
from binascii import b2a_uu
from quopri import encodestring
from typing import Any

from tests.mail.corpus.case import TEXT, Case, case, head

_EURO = "Hoi, de prijs is € 22,50 en dat is niet wat op de website staat – café „Zoë” klaagt."
_LATIN = "Hoi, het café van Zoë en André is niet te vinden op de site, hé."
_TYPED = "MIME-Version: 1.0\nContent-Type: text/plain; charset={}\nContent-Transfer-Encoding: {}\n\n"


def _in(name: str, text: str, charset: str, label: str | None = None, **expected: Any) -> Case:
    raw = (head(name) + _TYPED.format(label or charset, "8bit")).encode() + f"{text}\n".encode(charset)
    return case(name, raw, **({"body_text": text} | expected))


def _encoded(name: str, encoding: str, body: bytes, charset: str = "utf-8", **expected: Any) -> Case:
    raw = (head(name) + _TYPED.format(charset, encoding)).encode() + body
    return case(name, raw, **expected)


def declared() -> list[Case]:
    """Return letters whose charset says what it is."""
    others = {
        "iso-8859-2": "Dzień dobry, mam pytanie: źle działa strona.",
        "windows-1251": "Добрый день, сайт не работает.",
        "koi8-r": "Добрый день, сайт не работает.",
        "iso-8859-7": "Καλημέρα, ο ιστότοπος δεν λειτουργεί.",
        "windows-1253": "Καλημέρα, ο ιστότοπος δεν λειτουργεί.",
        "windows-1255": "שלום, האתר לא עובד.",
        "windows-1256": "مرحبا، الموقع لا يعمل.",
        "iso-8859-9": "İyi günler, sayfa açılmıyor, şifre yanlış.",
        "shift_jis": "こんにちは、ログインできません。",
        "iso-2022-jp": "こんにちは、ログインできません。",
        "euc-jp": "こんにちは、ログインできません。",
        "gb2312": "你好，网站打不开。",
        "gb18030": "你好，网站打不开。",
        "big5": "你好，網站打不開。",
        "euc-kr": "안녕하세요, 로그인이 안 됩니다.",
        "windows-874": "สวัสดี เว็บไซต์ใช้งานไม่ได้",
    }
    letters = [_in(f"charset-{label}", text, {"windows-874": "cp874"}.get(label, label), label, language=None)
               for label, text in others.items()]  # fmt: skip
    return [
        *letters,
        _in("charset-utf-8", _EURO, "utf-8"),
        _in("charset-utf-8-quoted-label", _EURO, "utf-8", '"UTF-8"'),
        _in("charset-utf8mb4", _EURO, "utf-8", "utf8mb4"),
        _in("charset-windows-1252", _EURO, "cp1252", "windows-1252"),
        _in("charset-iso-8859-1", _LATIN, "iso-8859-1"),
        _in("charset-iso-8859-15", "Hoi, dat is € 5 te veel voor een café.", "iso-8859-15"),
        _in("charset-utf-16", _EURO, "utf-16"),
        _in("charset-utf-7", _LATIN, "utf-7"),
        _in("charset-iso-8859-8-i", "שלום, האתר לא עובד.", "iso-8859-8", "iso-8859-8-i", language=None),
        _in(
            "charset-ks-c-5601-1987",
            "안녕하세요, 로그인이 안 됩니다.",
            "cp949",
            "ks_c_5601-1987",
            language=None,
        ),
        _in("charset-utf-8-bom", "\ufeff" + _EURO, "utf-8", body_text=_EURO),
    ]


def lying() -> list[Case]:
    """Return letters whose charset is missing, unknown or another than it says."""
    return [
        _in("lie-latin-1-is-windows-1252", _EURO, "cp1252", "iso-8859-1"),
        _in("lie-latin-1-is-utf-8", _EURO, "utf-8", "iso-8859-1", problems=["charset"]),
        _in("lie-windows-1252-is-utf-8", _EURO, "utf-8", "windows-1252", problems=["charset"]),
        _in("lie-utf-8-is-windows-1252", _EURO, "cp1252", "utf-8", problems=["charset"]),
        _in("lie-us-ascii-is-utf-8", _EURO, "utf-8", "us-ascii", problems=["charset"]),
        _in("lie-us-ascii-is-windows-1252", _EURO, "cp1252", "us-ascii"),
        _in("lie-utf-16-is-ascii", TEXT, "utf-8", "utf-16", problems=[]),
        _in("unknown-charset-utf-8", _EURO, "utf-8", "x-wonderland", problems=["charset"]),
        _in("unknown-charset-windows-1252", _EURO, "cp1252", "default", problems=["charset"]),
        _in("unknown-charset-8bit", _EURO, "utf-8", "unknown-8bit", problems=["charset"]),
        _in("charset-is-a-codec-of-python", TEXT, "utf-8", "rot13"),
        _in("charset-is-idna", TEXT, "utf-8", "idna"),
        _in("charset-is-unicode-escape", "Hallo, dit is niet \\u0041.", "utf-8", "unicode_escape"),
        _in("charset-empty", _EURO, "utf-8", '""'),
        case("no-charset-utf-8", (head("no-charset-utf-8") + "\n" + _EURO).encode(), body_text=_EURO),
        case("no-charset-windows-1252", head("no-charset-windows-1252").encode() + b"\n" + _EURO.encode("cp1252"),
             body_text=_EURO),
        case("mime-type-without-slash", head("mime-type-without-slash") + "Content-Type: text\n\n" + TEXT),
        case("mime-type-nonsense", head("mime-type-nonsense") + "Content-Type: ;;; =\n\n" + TEXT),
    ]  # fmt: skip


def transfers() -> list[Case]:
    """Return letters in every transfer encoding, and some that lie about it."""
    data = _EURO.encode()
    base64 = encodebytes(data)
    return [
        _encoded("transfer-quoted-printable", "quoted-printable", encodestring(data), body_text=_EURO),
        _encoded("transfer-quoted-printable-capitals", "Quoted-Printable", encodestring(data), body_text=_EURO),
        _encoded("transfer-quoted-printable-broken", "quoted-printable", b"Hallo =ZZ, dit is niet goed =\n= toch=",
                 body_text="Hallo =ZZ, dit is niet goed = toch"),
        _encoded("transfer-base64", "base64", base64, body_text=_EURO),
        _encoded("transfer-base64-one-line", "BASE64", base64.replace(b"\n", b""), body_text=_EURO),
        _encoded("transfer-base64-no-padding", "base64", base64.rstrip(b"=\n"), body_text=_EURO,
                 problems=["transfer"] if base64.rstrip(b"\n").endswith(b"=") else []),
        _encoded("transfer-base64-garbage-inside", "base64", b"!!" + base64[:20] + b"\x80*\n" + base64[20:],
                 body_text=_EURO),
        _encoded("transfer-base64-cut", "base64", encodebytes(b"Hallo, dit is niet af want de rest")[:37],
                 body_text="Hallo, dit is niet af want", problems=["transfer"]),
        _encoded("transfer-base64-is-plain", "base64", TEXT.encode(), body_text=TEXT, problems=["transfer"]),
        _encoded("transfer-base64-plain-footer", "base64", encodebytes(b"Hallo, is dit het einde?\n")
                 + b"-- \nThis list is kept by nobody.\n", problems=["transfer"],
                 body_text="Hallo, is dit het einde?\n-- \nThis list is kept by nobody.",
                 reply_text="Hallo, is dit het einde?"),
        _encoded("transfer-uuencode", "x-uuencode",
                 b"begin 644 tekst.txt\n" + b2a_uu(b"Hallo, dit is niet van ons.") + b"`\nend\n",
                 body_text="Hallo, dit is niet van ons."),
        _encoded("transfer-unknown", "x-fantasy", TEXT.encode(), problems=["transfer"]),
        _encoded("transfer-binary", "binary", TEXT.encode()),
        _encoded("transfer-with-comment", "7bit; harmless", TEXT.encode()),
    ]  # fmt: skip


CASES = [*declared(), *lying(), *transfers()]
