"""Replies as mail programs quote them, in four languages, with signatures of every kind."""

from typing import Any

from tests.mail.corpus.case import Case, html_part, mixed, plain, text_part

_NL = "Ja, dat is gelukt. Het werkt weer en we zijn er blij mee."
_EN = "Yes, that works. Thank you for the quick help with this."
_DE = "Ja, das funktioniert jetzt. Vielen Dank dafür."
_FR = "Oui, cela fonctionne maintenant. Merci beaucoup."
_QUOTED = "> Beste Anna,\n>\n> Is het gelukt?\n>\n> Groet,\n> Support"
_UNQUOTED = "Beste Anna,\n\nIs het gelukt?\n\nGroet,\nSupport"


def _cut(name: str, own: str, rest: str, language: str | None = "nl", **expected: Any) -> Case:
    """Return a letter of which `rest` must be cut off."""
    return plain(name, f"{own}\n\n{rest}", **({"reply_text": own, "language": language} | expected))


def gmail() -> list[Case]:
    """Return replies by Gmail."""
    address = "Support <support@studio.example>"
    return [
        _cut("gmail-nl", _NL, f"Op ma 23 nov 2026 om 15:05 schreef {address}:\n\n{_QUOTED}"),
        _cut("gmail-nl-wrapped", _NL, f"Op ma 23 nov 2026 om 15:05 schreef Support <\nsupport@studio.example>:\n\n{_QUOTED}"),
        _cut("gmail-nl-wrapped-before-verb", _NL, f"Op ma 23 nov 2026 om 15:05\nschreef {address}:\n\n{_QUOTED}"),
        _cut("gmail-nl-no-marks", _NL, f"Op ma 23 nov 2026 om 15:05 schreef {address}:\n\n{_UNQUOTED}"),
        _cut("gmail-en", _EN, f"On Mon, Nov 23, 2026 at 3:05 PM {address} wrote:\n\n{_QUOTED}", "en"),
        _cut("gmail-en-wrapped", _EN, f"On Mon, Nov 23, 2026 at 3:05 PM Support <support@studio.example>\nwrote:\n\n{_QUOTED}", "en"),
        _cut("gmail-de", _DE, f"Am Mo., 23. Nov. 2026 um 15:05 Uhr schrieb {address}:\n\n{_QUOTED}", None),
        _cut("gmail-fr", _FR, f"Le lun. 23 nov. 2026 à 15:05, {address} a écrit :\n\n{_QUOTED}", None),
        mixed("gmail-nl-alternative", text_part(f"{_NL}\n\nOp ma 23 nov 2026 om 15:05 schreef {address}:\n\n{_QUOTED}\n"),
              html_part(f'<div dir="ltr">{_NL}</div><br><div class="gmail_quote">'
                        '<div dir="ltr" class="gmail_attr">Op ma 23 nov 2026 schreef Support:<br></div>'
                        '<blockquote class="gmail_quote" style="margin:0">Is het gelukt?</blockquote></div>'),
              kind="alternative", body_text=f"{_NL}\n\nOp ma 23 nov 2026 om 15:05 schreef {address}:\n\n{_QUOTED}",
              reply_text=_NL,
              body_html=f'<div dir="ltr">{_NL}</div><br><div><div dir="ltr">Op ma 23 nov 2026 schreef Support:<br></div>'
                        "<blockquote>Is het gelukt?</blockquote></div>"),
        mixed("gmail-nl-html-only", html_part(
                  f'<div dir="ltr">{_NL}</div><br><div class="gmail_quote"><div>Op ma 23 nov 2026 om 15:05 schreef '
                  'Support &lt;<a href="mailto:support@studio.example">support@studio.example</a>&gt;:<br></div>'
                  "<blockquote>Is het gelukt?<br>Groet</blockquote></div>"),
              body_text=f"{_NL}\n\nOp ma 23 nov 2026 om 15:05 schreef Support <support@studio.example>:\n\n"
                        "> Is het gelukt?\n> Groet",
              reply_text=_NL,
              body_html=f'<div dir="ltr">{_NL}</div><br><div><div>Op ma 23 nov 2026 om 15:05 schreef Support &lt;'
                        '<a href="mailto:support@studio.example" title="mailto:support@studio.example" '
                        'rel="noopener noreferrer nofollow">support@studio.example</a>&gt;:<br></div>'
                        "<blockquote>Is het gelukt?<br>Groet</blockquote></div>"),
    ]  # fmt: skip


def apple() -> list[Case]:
    """Return replies by Apple Mail and by iPhones."""
    address = "Support <support@studio.example>"
    return [
        _cut("apple-nl", _NL, f"> Op 23 nov. 2026, om 15:05 heeft {address} het volgende geschreven:\n> \n{_QUOTED}"),
        _cut("apple-nl-unmarked-line", _NL, f"Op 23 nov. 2026 heeft {address} het volgende geschreven:\n\n{_QUOTED}"),
        _cut("apple-nl-wrapped", _NL, f"Op 23 nov. 2026, om 15:05 heeft Support\n<support@studio.example> het volgende\ngeschreven:\n\n{_QUOTED}"),
        _cut("iphone-nl", _NL, f"Verstuurd vanaf mijn iPhone\n\n> Op 23 nov. 2026 om 15:05 heeft {address} het volgende geschreven:\n> \n> ﻿Is het gelukt?",
             body_text=f"{_NL}\n\nVerstuurd vanaf mijn iPhone\n\n> Op 23 nov. 2026 om 15:05 heeft {address} het volgende geschreven:\n> \n> Is het gelukt?"),
        _cut("iphone-en", _EN, f"Sent from my iPhone\n\n> On 23 Nov 2026, at 15:05, {address} wrote:\n> \n> Done?", "en"),
        _cut("iphone-de", _DE, f"Von meinem iPhone gesendet\n\n> Am 23.11.2026 um 15:05 schrieb {address}:\n> \n> Fertig?", None),
        _cut("iphone-fr", _FR, f"Envoyé de mon iPhone\n\n> Le 23 nov. 2026 à 15:05, {address} a écrit :\n> \n> Fini ?", None),
        _cut("apple-en", _EN, f"On 23 Nov 2026, at 15:05, {address} wrote:\n\n{_QUOTED}", "en"),
        _cut("apple-de", _DE, f"Am 23.11.2026 um 15:05 schrieb {address}:\n\n{_QUOTED}", None),
        _cut("apple-fr", _FR, f"Le 23 nov. 2026 à 15:05, {address} a écrit :\n\n{_QUOTED}", None),
    ]  # fmt: skip


def outlook() -> list[Case]:
    """Return replies by Outlook, which repeats the header and marks no line."""
    nl = f"Van: Support <support@studio.example>\nVerzonden: maandag 23 november 2026 15:05\nAan: Anna Visser\nOnderwerp: RE: Inloggen\n\n{_UNQUOTED}"
    en = f"From: Support <support@studio.example>\nSent: Monday, November 23, 2026 3:05 PM\nTo: Anna Visser\nSubject: RE: Inloggen\n\n{_UNQUOTED}"
    de = f"Von: Support <support@studio.example>\nGesendet: Montag, 23. November 2026 15:05\nAn: Anna Visser\nBetreff: AW: Inloggen\n\n{_UNQUOTED}"
    fr = f"De : Support <support@studio.example>\nEnvoyé : lundi 23 novembre 2026 15:05\nÀ : Anna Visser\nObjet : RE: Inloggen\n\n{_UNQUOTED}"
    return [
        _cut("outlook-nl", _NL, nl),
        _cut("outlook-nl-rule", _NL, "_" * 32 + f"\n{nl}"),
        _cut("outlook-nl-bold", _NL, nl.replace("Van:", "*Van:*").replace("Verzonden:", "*Verzonden:*").replace("Aan:", "*Aan:*")),
        _cut("outlook-nl-mac", _NL, nl.replace("Verzonden:", "Datum:")),
        _cut("outlook-nl-original", _NL, f"-----Oorspronkelijk bericht-----\n{nl}"),
        _cut("outlook-en", _EN, en, "en"),
        _cut("outlook-en-original", _EN, f"-----Original Message-----\n{en}", "en"),
        _cut("outlook-de", _DE, de, None),
        _cut("outlook-de-original", _DE, f"-----Ursprüngliche Nachricht-----\n{de}", None),
        _cut("outlook-fr", _FR, fr, None),
        _cut("outlook-fr-original", _FR, f"-----Message d'origine-----\n{fr}", None),
        _cut("outlook-ios-nl", _NL, f"Outlook voor iOS<https://aka.ms/o0ukef> downloaden\n{'_' * 32}\n{nl}"),
        _cut("outlook-ios-en", _EN, f"Get Outlook for iOS<https://aka.ms/o0ukef>\n{'_' * 32}\n{en}", "en"),
        mixed("outlook-nl-html", html_part(
                  f'<p class="MsoNormal">{_NL}<o:p></o:p></p><p class="MsoNormal">&nbsp;</p><div style="border:none">'
                  '<p class="MsoNormal"><b>Van:</b> Support &lt;support@studio.example&gt;<br><b>Verzonden:</b> maandag'
                  " 23 november 2026 15:05<br><b>Aan:</b> Anna Visser<br><b>Onderwerp:</b> RE: Inloggen</p></div>"
                  '<p class="MsoNormal">Is het gelukt?</p>'),
              body_text=f"{_NL}\n\nVan: Support <support@studio.example>\nVerzonden: maandag 23 november 2026 15:05\n"
                        "Aan: Anna Visser\nOnderwerp: RE: Inloggen\n\nIs het gelukt?",
              reply_text=_NL,
              body_html=f"<p>{_NL}</p><p>&nbsp;</p><div><p><b>Van:</b> Support &lt;support@studio.example&gt;<br>"
                        "<b>Verzonden:</b> maandag 23 november 2026 15:05<br><b>Aan:</b> Anna Visser<br>"
                        "<b>Onderwerp:</b> RE: Inloggen</p></div><p>Is het gelukt?</p>"),
        plain("outlook-forward", f"Kunnen jullie dit oppakken? Het is van een klant.\n\n{nl}",
              fields={"Subject": "FW: Inloggen"}, subject="FW: Inloggen"),
        plain("outlook-forward-nothing-added", nl, fields={"Subject": "FW: Inloggen"}, subject="FW: Inloggen"),
    ]  # fmt: skip


CASES = [*gmail(), *apple(), *outlook()]
