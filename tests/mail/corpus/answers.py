"""Other programs, answers between and below quotes, signatures, and what must not be cut."""

from typing import Any

from tests.mail.corpus.case import Case, plain

_NL = "Ja, dat is gelukt. Het werkt weer en we zijn er blij mee."
_EN = "Yes, that works. Thank you for the quick help with this."
_QUOTED = "> Beste Anna,\n>\n> Is het gelukt?\n>\n> Groet,\n> Support"


def _cut(name: str, own: str, rest: str, language: str | None = "nl", **expected: Any) -> Case:
    return plain(name, f"{own}\n\n{rest}", **({"reply_text": own, "language": language} | expected))


def _whole(name: str, text: str, **expected: Any) -> Case:
    """Return a letter of which nothing may be cut off."""
    return plain(name, text, **expected)


def programs() -> list[Case]:
    """Return replies by the other programs people use."""
    return [
        _cut("thunderbird-nl", _NL, f"Op 23-11-2026 om 15:05 schreef Support:\n{_QUOTED}"),
        _cut("thunderbird-en", _EN, f"On 23/11/2026 15:05, Support wrote:\n{_QUOTED}", "en"),
        _cut("thunderbird-plain-nl", _NL, f"Support schreef:\n{_QUOTED}"),
        _cut("roundcube-nl", _NL, f"Support schreef op 2026-11-23 15:05:\n{_QUOTED}"),
        _cut("roundcube-en", _EN, f"Support wrote on 2026-11-23 15:05:\n{_QUOTED}", "en"),
        _cut("yahoo-nl", _NL, f"Op maandag 23 november 2026 15:05:00 CET schreef Support <support@studio.example>:\n\n{_QUOTED}"),
        _cut("proton-en", _EN, f"Sent with Proton Mail secure email.\n\n------- Original Message -------\nOn Monday, 23 November 2026 at 15:05, Support <support@studio.example> wrote:\n\n{_QUOTED}", "en"),
        _cut("mutt-en", _EN, f"* Support <support@studio.example> wrote:\n{_QUOTED}", "en"),
        _cut("quote-without-line-above", _NL, _QUOTED),
        _cut("quote-twice-deep", _NL, f"Op 23-11-2026 om 15:05 schreef Support:\n{_QUOTED}\n>> Nog ouder\n> > en ouder"),
        _cut("our-marker-nl", _NL, "--- Antwoord boven deze regel ---\n\nBeste Anna,\n\nIs het gelukt?"),
        _cut("our-marker-en", _EN, "--- Reply above this line ---\n\nDear Anna,\n\nDone?", "en"),
        _cut("our-marker-below-a-line", _NL, "Op 23-11-2026 om 15:05 schreef Support:\n--- Antwoord boven deze regel ---\n\nBeste Anna"),
        _cut("our-marker-quoted", _NL, "Op 23-11-2026 om 15:05 schreef Support:\n> --- Antwoord boven deze regel ---\n> Beste Anna"),
    ]  # fmt: skip


def arrangements() -> list[Case]:
    """Return answers above, between and below what they answer."""
    intro = "Op 23-11-2026 om 15:05 schreef Support:\n"
    between = "> Is het gelukt?\n\nJa, dat is het.\n\n> Welke dag komt het uit?\n\nDinsdag is het best."
    return [
        plain("answer-below", f"{intro}> Is het gelukt?\n\n{_NL}", reply_text=_NL),
        plain("answer-below-marker", f"{intro}> --- Antwoord boven deze regel ---\n> Is het gelukt?\n\n{_NL}", reply_text=_NL),
        plain("answer-below-with-signature", f"{intro}> Is het gelukt?\n\n{_NL}\n\n-- \nAnna Visser\nBakkerij", reply_text=_NL),
        _whole("answers-between", f"{intro}{between}"),
        _whole("answers-between-greeting", f"Hoi, zie mijn antwoorden hieronder.\n\n{intro}{between}"),
        plain("answers-between-then-quote", f"{intro}{between}\n\n> Groet,\n> Support", reply_text=f"{intro}{between}"),
        _whole("only-a-quote", f"{intro}{_QUOTED}", language="nl"),
        _whole("only-quote-marks", _QUOTED, language="nl"),
        _whole("only-a-signature", "-- \nAnna Visser, de bakker van het dorp en van de stad"),
        _whole("only-a-device", "Verstuurd vanaf mijn iPhone"),
        plain("device-above-quote", f"Verstuurd vanaf mijn iPhone\n\n{intro}{_QUOTED}", reply_text="Verstuurd vanaf mijn iPhone"),
        _whole("forward-gmail", "Zie hieronder, dat is van de klant.\n\n---------- Forwarded message ---------\nVan: Bo <bo@x.example>\n"
               "Date: ma 23 nov 2026 om 15:05\nSubject: Kapot\nTo: Anna <anna@bakkerij.example>\n\nDe site is kapot."),
        _whole("forward-apple", "Begin doorgestuurd bericht:\n\nVan: Bo <bo@x.example>\nOnderwerp: Kapot\nDatum: 23 november 2026\n"
               "Aan: Anna <anna@bakkerij.example>\n\nDe site is kapot en dat is niet goed."),
        _whole("sentence-with-schreef", "Wat Jan schreef is niet waar:\nhet werkt niet, en de knop is weg."),
        _whole("sentence-with-op", "Op de site staat nog steeds het oude adres. Kan dat weg?\nGraag voor 1 december:\ndan komt het boekje uit."),
        _whole("sentence-with-from", "Van: dat woord staat er twee keer.\nHet is niet goed en het moet weg."),
    ]  # fmt: skip


def signatures() -> list[Case]:
    """Return letters with a signature, and some with what looks like one."""
    return [
        _cut("signature", _NL, "-- \nAnna Visser\nBakkerij Visser\n071 000 00 00"),
        _cut("signature-no-space", _NL, "--\nAnna Visser\nBakkerij Visser"),
        _cut("signature-above-quote", _NL, f"-- \nAnna Visser\n\nOp 23-11-2026 om 15:05 schreef Support:\n{_QUOTED}"),
        _cut("signature-twice", _NL, "-- \nAnna Visser\n\n-- \nYou received this message because you are on a list."),
        _cut("signature-android-nl", _NL, "Verzonden vanaf mijn Android-telefoon"),
        _cut("signature-samsung-nl", _NL, "Verzonden vanaf mijn Galaxy"),
        _cut("signature-windows-en", _EN, "Sent from Mail for Windows", "en"),
        _whole("dashes-far-above", "Dit is de lijst van wat er niet is:\n--\n" + "\n".join(f"regel {n}" for n in range(20))),
        _whole("greeting-stays", f"{_NL}\n\nMet vriendelijke groet,\n\nAnna Visser\nBakkerij Visser"),
        _whole("dashes-in-text", f"{_NL}\n\n--- dit is een kopje ---\nen dit de tekst van het stuk"),
    ]  # fmt: skip


CASES = [*programs(), *arrangements(), *signatures()]
