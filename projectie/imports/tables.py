"""Clients, people and opening balances from CSV: comma or semicolon, a heading in the first line, UTF-8 or Latin-1."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

from babel import Locale
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.credits.models import EntryKind
from projectie.credits.posting import MOST, KeyTakenError, Posting, post
from projectie.imports.items import Ground, Item, Outcome, RefusedError, Why
from projectie.people.actions import keep_person, new_person
from projectie.people.addresses import kept_address, kept_domain
from projectie.people.faults import PeopleError
from projectie.people.models import Hosting, Organisation, Person, Role
from projectie.people.organisation_actions import OrganisationFacts, keep_organisation
from projectie.people.organisation_forms import NO_COUNTRIES
from projectie.people.rights import Right, flags_of

Row = Mapping[str, str]
Keep = Callable[[Row, Session, Ground], Outcome]
YES = frozenset(("yes", "ja", "1", "true", "x"))
LANGUAGES = ("nl", "en")
COUNTRIES = {str(code) for code in Locale("en").territories if len(str(code)) == 2} - NO_COUNTRIES
BILLING = {
    "legal_name": 200, "street": 400, "postcode": 20, "city": 100, "vat_number": 20, "kvk": 8,
    "purchase_reference": 100, "invoice_email": 254,
}  # fmt: skip


def items(content: bytes, keep: Keep, needed: tuple[str, ...]) -> Iterator[Item]:
    """Yield each row of a table; one item that is refused where the heading lacks a column."""
    text = _decoded(content)
    heading = text.partition("\n")[0]
    rows = csv.DictReader(
        io.StringIO(text), delimiter=";" if heading.count(";") > heading.count(",") else ","
    )
    names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    rows.fieldnames = names
    if missing := [name for name in needed if name not in names]:
        yield Item(1, ", ".join(missing), _refused(Why.COLUMNS, ", ".join(missing)))
        return
    for row in rows:
        said = {name: (value or "").strip() for name, value in row.items() if name and isinstance(value, str)}
        yield Item(rows.line_num, said[needed[0]], partial(_kept, keep, said))


def client(row: Row, session: Session, ground: Ground) -> Outcome:
    """Add a client; one of that name that is there already stays as it is."""
    known = select(Organisation.id).where(func.lower(Organisation.name) == row["name"].lower())
    if session.scalar(known) is not None:
        return Outcome.THERE
    country = row["country"].upper()
    if country not in COUNTRIES:
        raise RefusedError(Why.COUNTRY, row["country"])
    facts = OrganisationFacts(
        name=row["name"][:200],
        country=country,
        language=_language(row),
        domains=_domains(row.get("domains", "")),
        hosting=_hosting(row.get("hosting", "")),
        studio_mail=row.get("studio_mail", "").lower() in YES,
    )
    number = keep_organisation(session, facts, ground.by, ground.now)
    organisation = session.get_one(Organisation, number)
    for name, longest in BILLING.items():
        setattr(organisation, name, row.get(name, "")[:longest])
    return Outcome.CREATED


def person(row: Row, session: Session, ground: Ground) -> Outcome:
    """Add somebody of a client; whoever has that address already stays as they are. Nobody is mailed."""
    email = kept_address(row["email"])
    if email is None:
        raise RefusedError(Why.ADDRESS, row["email"])
    organisation = _client(row, session)
    known = session.scalars(select(Person).where(Person.email == email)).first()
    if known is not None:
        if known.organisation_id != organisation:
            raise RefusedError(Why.TAKEN, email)
        return Outcome.THERE
    right = row.get("right", "").lower() or Right.WRITE.value
    if right not in list(Right):
        raise RefusedError(Why.RIGHT, right)
    flags = flags_of(Right(right))
    added = new_person(
        email=email,
        name=row["name"][:200] or email,
        role=Role.CLIENT,
        organisation_id=organisation,
        language=_language(row),
        may_agree=flags.may_agree,
        may_buy=flags.may_buy,
        read_only=flags.read_only,
        responsible=row.get("responsible", "").lower() in YES,
        now=ground.now,
    )
    keep_person(session, added, ground.by, ground.now)
    return Outcome.CREATED


def balance(row: Row, session: Session, ground: Ground) -> Outcome:
    """Post an opening balance, once for each client (R19); the same again changes nothing, another is refused."""
    organisation = _client(row, session)
    try:
        credits_ = int(row["credits"])
        day = date.fromisoformat(row.get("day", "")) if row.get("day") else ground.now.date()
    except ValueError as error:
        why = Why.DAY if row["credits"].lstrip("+-").isdecimal() else Why.NUMBER
        raise RefusedError(why, row.get("day", "") if why is Why.DAY else row["credits"]) from error
    if not 0 < abs(credits_) <= MOST or day > ground.now.date():
        raise RefusedError(Why.DAY if day > ground.now.date() else Why.NUMBER, row["credits"])
    posting = Posting(
        organisation_id=organisation,
        kind=EntryKind.CORRECTION,
        credits=credits_,
        day=day,
        key=f"import:balance:{organisation}",
        why=row.get("remark", "")[:500],
        by=ground.by,
    )
    try:
        entry = post(session, posting, ground.now)
    except KeyTakenError as error:
        raise RefusedError(Why.BALANCE, row["credits"]) from error
    return Outcome.CREATED if entry.at == ground.now else Outcome.THERE


def _kept(keep: Keep, row: Row, session: Session, ground: Ground) -> Outcome:
    if "name" in row and not row["name"]:
        raise RefusedError(Why.MISSING, "name")
    try:
        return keep(row, session, ground)
    except PeopleError as error:
        raise RefusedError(Why.TAKEN, ", ".join(error.values.values())) from error


def _refused(why: Why, what: str) -> Callable[[Session, Ground], Outcome]:
    def refuse(session: Session, ground: Ground) -> Outcome:
        del session, ground
        raise RefusedError(why, what)

    return refuse


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _language(row: Row) -> str:
    language = row["language"].lower()
    if language not in LANGUAGES:
        raise RefusedError(Why.LANGUAGE, row["language"])
    return language


def _domains(text: str) -> tuple[str, ...]:
    found = []
    for word in text.replace(",", " ").split():
        domain = kept_domain(word)
        if domain is None:
            raise RefusedError(Why.DOMAIN, word)
        found.append(domain)
    return tuple(dict.fromkeys(found))


def _hosting(text: str) -> Hosting:
    wanted = text.lower() or Hosting.STUDIO.value
    if wanted not in list(Hosting):
        raise RefusedError(Why.HOSTING, text)
    return Hosting(wanted)


def _client(row: Row, session: Session) -> int:
    named = select(Organisation.id).where(func.lower(Organisation.name) == row["client"].lower())
    found = session.scalar(named)
    if found is None:
        raise RefusedError(Why.CLIENT, row["client"])
    return found
