"""What can be done about organisations: add one, change it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import db, transaction
from projectie.people.faults import Fault, PeopleError
from projectie.people.models import Hosting, MailDomain, Organisation

FIELDS = ("name", "country", "language", "hosting", "studio_mail")


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What a manager says about a client."""

    name: str
    country: str  # ISO 3166, upper case
    language: str
    domains: tuple[str, ...]  # lower case, each once
    hosting: Hosting
    studio_mail: bool


def facts_of(organisation: Organisation) -> OrganisationFacts:
    """Return what is kept of an organisation."""
    domains = tuple(row.domain for row in organisation.domains)
    return OrganisationFacts(**{name: getattr(organisation, name) for name in FIELDS}, domains=domains)


def add_organisation(facts: OrganisationFacts, by: int | None, now: datetime) -> int:
    """Keep a new organisation and return its id; raise PeopleError when its name or a domain is another's."""
    with transaction() as session:
        return keep_organisation(session, facts, by, now)


def keep_organisation(session: Session, facts: OrganisationFacts, by: int | None, now: datetime) -> int:
    """Do the same as part of a deed that is open."""
    organisation = Organisation(created_at=now)
    session.add(organisation)
    _write(session, organisation, facts)
    of = ("organisation", organisation.id)
    history.record(session, at=now, by=by, deed="organisation.added", of=of)
    return organisation.id


def change_organisation(
    organisation_id: int, facts: OrganisationFacts, by: int | None, now: datetime
) -> None:
    """Keep what is said about an organisation now; raise PeopleError when its name or a domain is another's."""
    with transaction() as session:
        organisation = session.get_one(Organisation, organisation_id, with_for_update=True)
        names = _write(session, organisation, facts)
        if names:
            subject = ("organisation", organisation_id)
            history.record(
                session, at=now, by=by, deed="organisation.changed", of=subject, details={"fields": names}
            )


def organisation_named(name: str) -> Organisation | None:
    """Return the organisation of exactly that name."""
    return db.session.scalars(select(Organisation).where(Organisation.name == name)).first()


def _write(session: Session, organisation: Organisation, facts: OrganisationFacts) -> list[str]:
    """Put the facts into the row and return the names of those that are new."""
    with session.no_autoflush:
        _refuse_taken(session, organisation.id, facts)
        names = [name for name in FIELDS if getattr(organisation, name) != getattr(facts, name)]
        for name in names:
            setattr(organisation, name, getattr(facts, name))
        names += _write_domains(organisation, facts.domains)
    _flush(session, facts)
    return names


def _write_domains(organisation: Organisation, domains: tuple[str, ...]) -> list[str]:
    kept = {row.domain: row for row in organisation.domains}
    if set(kept) == set(domains):
        return []
    organisation.domains = [kept.get(domain) or MailDomain(domain=domain) for domain in domains]
    return ["domains"]


def _refuse_taken(session: Session, organisation_id: int | None, facts: OrganisationFacts) -> None:
    another = Organisation.id.is_distinct_from(organisation_id)
    same = func.lower(Organisation.name) == facts.name.lower()
    if session.scalar(select(Organisation.id).where(same, another).limit(1)) is not None:
        raise PeopleError(Fault.NAME_TAKEN, name=facts.name)
    taken = (
        select(MailDomain.domain, Organisation.name)
        .join(Organisation)
        .where(MailDomain.domain.in_(facts.domains))
    )
    for domain, name in session.execute(taken.where(another).limit(1)):
        raise PeopleError(Fault.DOMAIN_TAKEN, domain=domain, organisation=name)


def _flush(session: Session, facts: OrganisationFacts) -> None:
    try:
        session.flush()
    except IntegrityError as error:  # somebody else took it in the same instant
        raise PeopleError(Fault.NAME_TAKEN, name=facts.name) from error
