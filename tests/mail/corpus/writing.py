"""Writes every letter of the corpus and its reading into `tests/mail/letters`."""

import json
from pathlib import Path

from tests.mail.corpus import (
    answers,
    charsets,
    fields,
    forwards,
    machines,
    markup,
    outlook,
    quotes,
    shapes,
    structure,
)
from tests.mail.corpus.case import Case

FOLDER = Path(__file__).resolve().parents[1] / "letters"
CASES: tuple[Case, ...] = tuple(
    made
    for module in (answers, charsets, fields, forwards, machines, markup, outlook, quotes, shapes, structure)
    for made in module.CASES
)


def as_json(case: Case) -> str:
    """Return the reading expected of a letter as its file holds it."""
    return json.dumps(case.expected, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def forwarded_as_json(case: Case) -> str:
    """Return the mails a letter passes on as their file holds them."""
    return json.dumps(case.forwarded, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write() -> None:
    """Write all letters; those written by hand are left alone."""
    for case in CASES:
        (FOLDER / f"{case.name}.eml").write_bytes(case.raw)
        (FOLDER / f"{case.name}.json").write_text(as_json(case), encoding="utf-8", newline="\n")
        if case.forwarded is not None:
            passed_on = FOLDER / f"{case.name}.forwarded.json"
            passed_on.write_text(forwarded_as_json(case), encoding="utf-8", newline="\n")
