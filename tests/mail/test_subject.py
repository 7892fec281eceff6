"""Subjects as the desk shows them."""

import pytest

from projectie.mail.subject import display_subject, is_forward


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Inloggen lukt niet", "Inloggen lukt niet"),
        ("Re: Inloggen", "Inloggen"),
        ("RE: re: Re : Inloggen", "Inloggen"),
        ("Antw: Inloggen", "Inloggen"),
        ("AW: WG: Inloggen", "Inloggen"),
        ("FW: Fwd: Inloggen", "Inloggen"),
        ("Doorst: Betr: Inloggen", "Inloggen"),
        ("TR : Inloggen", "Inloggen"),
        ("SV: Inloggen", "Inloggen"),
        ("Re[2]: Inloggen", "Inloggen"),
        ("Re(3): Inloggen", "Inloggen"),
        ("RE: [extern] Inloggen", "Inloggen"),
        ("[EXTERNAL] Re: Inloggen", "Inloggen"),
        ("[EXT]: Inloggen", "Inloggen"),
        ("[#1042] Re: Inloggen", "[#1042] Re: Inloggen"),
        ("Reactie: op het formulier", "Reactie: op het formulier"),
        ("Trein: gemist", "Trein: gemist"),
        ("Betreft: factuur", "factuur"),
        ("Re:", "Re:"),
        ("", ""),
    ],
)
def test_r30_prefixes_are_stripped_for_display(written: str, shown: str) -> None:
    assert display_subject(written) == shown


@pytest.mark.parametrize(
    ("subject", "forwards"),
    [
        ("FW: Inloggen", True),
        ("Fwd: Re: Inloggen", True),
        ("Doorst: Inloggen", True),
        ("WG: Inloggen", True),
        ("TR : Inloggen", True),
        ("[extern] FW: Inloggen", True),
        ("Re: FW: Inloggen", False),
        ("Inloggen", False),
    ],
)
def test_r33_subject_says_that_a_mail_is_passed_on(subject: str, forwards: bool) -> None:
    assert is_forward(subject) is forwards
