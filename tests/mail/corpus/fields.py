"""Header fields: names, subjects, ids, dates, addresses, as programs write them and as they should not."""

from typing import Any

from tests.mail.corpus.case import ANNA, SUPPORT, Case, case, head, plain


def _from(name: str, field: str, shown: str, address: str = "anna@bakkerij.example", **expected: Any) -> Case:
    return plain(name, fields={"From": field}, **({"from_": {"name": shown, "address": address}} | expected))


def _subject(name: str, field: str, shown: str, **expected: Any) -> Case:
    return plain(name, fields={"Subject": field}, **({"subject": shown} | expected))


def _date(name: str, field: str, moment: str | None, **expected: Any) -> Case:
    return plain(name, fields={"Date": field}, **({"date": moment} | expected))


def senders() -> list[Case]:
    """Return letters with the sender written in every way."""
    return [
        _from("from-bare", "anna@bakkerij.example", ""),
        _from("from-angle-only", "<anna@bakkerij.example>", ""),
        _from("from-comment-name", "anna@bakkerij.example (Anna Visser)", "Anna Visser"),
        _from("from-nested-comment", "Anna (zeg maar (An)) Visser <anna@bakkerij.example>", "Anna Visser"),
        _from("from-quoted-comma", '"Visser, Anna" <anna@bakkerij.example>', "Visser, Anna"),
        _from("from-quoted-escapes", r'"Anna \"An\" Visser" <anna@bakkerij.example>', 'Anna "An" Visser'),
        _from("from-unquoted-comma-in-word", "=?utf-8?Q?Visser,_Anna?= <anna@bakkerij.example>", "Visser, Anna"),
        _from("from-q-word", "=?iso-8859-1?Q?Ren=E9e_de_B=FCrger?= <anna@bakkerij.example>", "Renée de Bürger"),
        _from("from-b-word", "=?UTF-8?B?Wm/DqyDigqw=?= <anna@bakkerij.example>", "Zoë €"),
        _from("from-word-in-quotes", '"=?utf-8?Q?Zo=C3=AB?=" <anna@bakkerij.example>', "Zoë"),
        _from("from-two-words", "=?utf-8?Q?Zo=C3=AB?=\n =?utf-8?Q?_Visser?= <anna@bakkerij.example>", "Zoë Visser"),
        _from("from-word-no-space", "=?utf-8?Q?Zo=C3=AB?=<anna@bakkerij.example>", "Zoë"),
        _from("from-raw-8bit", "Zoë Visser <anna@bakkerij.example>", "Zoë Visser"),
        _from("from-single-quotes", "'Anna Visser' <anna@bakkerij.example>", "Anna Visser"),
        _from("from-no-angles", "Anna Visser anna@bakkerij.example", "Anna Visser"),
        _from("from-double-angles", "Anna Visser <<anna@bakkerij.example>>", "Anna Visser"),
        _from("from-space-in-angles", "Anna Visser < anna@bakkerij.example >", "Anna Visser"),
        _from("from-mailto", "Anna Visser <mailto:anna@bakkerij.example>", "Anna Visser"),
        _from("from-one-quote-too-many", 'Anna" Visser <anna@bakkerij.example>', "Anna Visser"),
        _from("from-route", "Anna Visser <@relay.example,@b.example:anna@bakkerij.example>", "Anna Visser"),
        _from("from-quoted-local", '"anna visser"@bakkerij.example', "", '"anna visser"@bakkerij.example'),
        _from("from-international", "Jürgen <jürgen@bücher.example>", "Jürgen", "jürgen@bücher.example"),
        _from("from-override", "Anna\u202erotsivda <anna@bakkerij.example>", "Annarotsivda"),
        _from("from-name-is-address", '"baas@bank.example" <anna@bakkerij.example>', "baas@bank.example"),
        _from("from-no-domain", "Anna <anna@>", "Anna", ""),
        _from("from-only-open-angle", "<e@", "e@", ""),
        _from("from-name-only", "Anna Visser", "Anna Visser", ""),
        _from("from-two", "Anna Visser <anna@bakkerij.example>, Bo <bo@bakkerij.example>", "Anna Visser"),
        plain("from-missing", fields={"From": None}, from_=None),
        plain("from-empty", fields={"From": ""}, from_=None),
        plain("from-group-empty", fields={"From": "undisclosed-recipients:;"}, from_=None),
        plain("from-twice", "Hallo, wie ben ik dan niet?", "From: Chef <chef@bank.example>",
              from_={"name": "Chef", "address": "chef@bank.example"}, problems=["repeated_from"]),
    ]  # fmt: skip


def recipients() -> list[Case]:
    """Return letters with recipients of every kind."""
    bo, cas = {"name": "Bo", "address": "bo@x.example"}, {"name": "", "address": "cas@x.example"}
    several = {"To": "Bo <bo@x.example>, cas@x.example", "Cc": "Support <support@studio.example>"}
    groups = {"To": "Team: Bo <bo@x.example>, cas@x.example;, Support <support@studio.example>"}
    return [
        plain("to-several", fields=several, to=[bo, cas], cc=[SUPPORT]),
        plain("to-group", fields=groups, to=[bo, cas, SUPPORT]),
        plain("to-semicolons", fields={"To": "Bo <bo@x.example>; cas@x.example"}, to=[bo, cas]),
        plain("to-undisclosed", fields={"To": "undisclosed-recipients:;"}, to=[]),
        plain("to-missing", fields={"To": None}, to=[]),
        plain("to-name-only", fields={"To": "Iedereen, Bo <bo@x.example>"}, to=[bo]),
        plain("to-folded", fields={"To": "Bo\n\t<bo@x.example>,\n cas@x.example"}, to=[bo, cas]),
        plain("to-twice", fields={"To": "Bo <bo@x.example>\nTo: cas@x.example"}, to=[bo, cas]),
        plain("to-lines-only-commas", fields={"To": ",,, ,Bo <bo@x.example>,,"}, to=[bo]),
        plain("reply-to", fields={"Reply-To": "Bo <bo@x.example>"}, reply_to=[bo]),
        plain("delivered-to", fields={"Delivered-To": "support+t42.x9@studio.example\nX-Original-To: spoed@studio.example"},
              delivered_to=["support+t42.x9@studio.example", "spoed@studio.example"]),
        plain("return-path", fields={"Return-Path": "<anna+bounce@bakkerij.example>"},
              return_path="anna+bounce@bakkerij.example"),
    ]  # fmt: skip


def subjects() -> list[Case]:
    """Return letters whose subject takes reading."""
    euro = "Factuur: € 22,50 voor café"
    return [
        _subject("subject-missing-word-end", "=?utf-8?Q?Storing_op_de_caf=C3=A9?", "Storing op de café?"),
        _subject("subject-cut-word", "=?utf-8?Q?Storing_caf=C3=A9", "Storing café"),
        _subject("subject-b-word", "=?utf-8?B?RmFjdHV1cjog4oKsIDIyLDUwIHZvb3IgY2Fmw6k=?=", euro),
        _subject("subject-b-no-padding", "=?utf-8?B?RmFjdHV1cjog4oKsIDIyLDUwIHZvb3IgY2Fmw6k?=", euro),
        _subject("subject-split-inside-letter", "=?utf-8?Q?Factuur:_=E2=82?=\n =?utf-8?Q?=AC_22,50_voor_caf=C3=A9?=", euro),
        _subject("subject-split-inside-base64", "=?utf-8?B?RmFjdHV1cjog4oKsIDIyLD?=\n =?utf-8?B?UwIHZvb3IgY2Fmw6k=?=", euro),
        _subject("subject-spaces-in-word", "=?utf-8?Q?Factuur: =E2=82=AC 22,50 voor caf=C3=A9?=", euro),
        _subject("subject-question-in-word", "=?utf-8?Q?Werkt_de_site_al??=", "Werkt de site al?"),
        _subject("subject-word-inside-text", "Over =?utf-8?Q?caf=C3=A9?= en meer", "Over café en meer"),
        _subject("subject-glued-words", "=?utf-8?Q?caf=C3=A9?==?utf-8?Q?=E2=82=AC?=", "café€"),
        _subject("subject-other-charsets", "=?utf-8?Q?=E2=82=AC?= =?iso-8859-1?Q?=E9?=", "€é"),
        _subject("subject-language-tag", "=?utf-8*nl?Q?caf=C3=A9?=", "café"),
        _subject("subject-unknown-charset", "=?x-mars?Q?caf=C3=A9?=", "café"),
        _subject("subject-lying-charset", "=?utf-8?Q?caf=E9?=", "café"),
        _subject("subject-unknown-encoding", "=?utf-8?X?caf?=", "=?utf-8?X?caf?="),
        _subject("subject-raw-8bit", "Café is dicht", "Café is dicht"),
        _subject("subject-folded", "Inloggen\n lukt\n\tniet", "Inloggen lukt niet"),
        _subject("subject-newline-in-word", "=?utf-8?Q?Inloggen=0D=0ABcc:_x=40y.example?=", "Inloggen Bcc: x@y.example"),
        _subject("subject-control-characters", "=?utf-8?Q?In=00log=1Bgen=07?=", "Inloggen"),
        _subject("subject-override", "=?utf-8?Q?factuur=E2=80=AEfdp.exe?=", "factuurfdp.exe"),
        _subject("subject-emoji", "=?utf-8?B?8J+YgCBnZWx1a3Q=?=", "😀 gelukt"),
        _subject("subject-prefixes-stay", "RE: [extern] Antw: FW: Inloggen", "RE: [extern] Antw: FW: Inloggen"),
        _subject("subject-empty", "", ""),
        plain("subject-missing", fields={"Subject": None}, subject=""),
        case("subject-raw-windows-1252", head("subject-raw-windows-1252", Subject="Café €").encode("cp1252") + b"\nHoi",
             subject="Café €", body_text="Hoi", language=None),
    ]  # fmt: skip


def ids_and_dates() -> list[Case]:
    """Return letters with ids and dates of every kind."""
    return [
        plain("ids", fields={"In-Reply-To": "<b@x.example>", "References": "<a@x.example> <b@x.example>"},
              in_reply_to="<b@x.example>", references=["<a@x.example>", "<b@x.example>"]),
        plain("ids-folded", fields={"References": "<a@x.example>\n\t<b@\n x.example><c@x.example>"},
              references=["<a@x.example>", "<b@x.example>", "<c@x.example>"]),
        plain("ids-no-brackets", fields={"Message-ID": "abc@x.example", "References": "a@x.example, b@x.example"},
              message_id="<abc@x.example>", references=["<a@x.example>", "<b@x.example>"]),
        plain("ids-twice-the-same", fields={"References": "<a@x.example> <a@x.example>"}, references=["<a@x.example>"]),
        plain("ids-with-words", fields={"In-Reply-To": 'Your message of "Mon" <a@x.example>'},
              in_reply_to="<a@x.example>"),
        plain("ids-words-only", fields={"In-Reply-To": "Your message"}),
        plain("id-missing", fields={"Message-ID": None}, message_id=None),
        plain("id-empty", fields={"Message-ID": "<>"}, message_id=None),
        plain("id-without-at", fields={"Message-ID": "<abc>"}, message_id="<abc>"),
        _date("date-with-comment", "Mon, 23 Nov 2026 15:05:00 +0100 (CET)", "2026-11-23T14:05:00+00:00"),
        _date("date-zone-name", "Mon, 23 Nov 2026 15:05:00 CEST", "2026-11-23T13:05:00+00:00"),
        _date("date-gmt", "23 Nov 2026 15:05 GMT", "2026-11-23T15:05:00+00:00"),
        _date("date-no-zone", "Mon, 23 Nov 2026 15:05:00", "2026-11-23T15:05:00+00:00"),
        _date("date-iso", "2026-11-23T15:05:00+01:00", "2026-11-23T14:05:00+00:00"),
        _date("date-short-year", "Mon, 23 Nov 26 15:05:00 +0100", "2026-11-23T14:05:00+00:00"),
        _date("date-far-zone", "Mon, 23 Nov 2026 15:05:00 +9999", None, problems=["date"]),
        _date("date-nonsense", "gisteren", None, problems=["date"]),
        _date("date-31-february", "Mon, 31 Feb 2026 15:05:00 +0100", None, problems=["date"]),
        plain("date-missing", fields={"Date": None}, date=None),
        plain("all-fields-lower-case", fields={"From": None, "from": "Anna Visser <anna@bakkerij.example>"}, from_=ANNA),
        plain("space-before-colon", fields={"Subject": None, "Subject ": "Inloggen lukt niet"}),
    ]  # fmt: skip


CASES = [*senders(), *recipients(), *subjects(), *ids_and_dates()]
