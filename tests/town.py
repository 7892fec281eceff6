"""The cast: the same small town in every test."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from projectie.contracts.models import Contract
from projectie.database import db, transaction
from projectie.people.actions import new_person
from projectie.people.models import Hosting, MailDomain, Organisation, Person, Role
from projectie.people.passwords import hashed

PASSWORD = "projectie-demo"
LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
_hash: list[str] = []


@dataclass(frozen=True, slots=True)
class Townsman:
    """A person of the town."""

    id: int
    email: str
    name: str
    organisation_id: int | None


@dataclass(frozen=True, slots=True)
class Client:
    """An organisation of the town."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Town:
    """Two clients and five people; a stranger has no row."""

    leiden: Client
    abroad: Client
    mara: Townsman  # manager
    daan: Townsman  # developer
    lotte: Townsman  # client in Leiden, may agree to costs
    joris: Townsman  # her colleague, may not
    abby: Townsman  # client abroad


def found() -> Town:
    """Put the town in the database and return it."""
    with transaction() as session:
        leiden = _organisation(
            session, "Bakkerij Leiden", "NL", "nl", "bakkerij-leiden.example", studio_mail=True
        )
        abroad = _organisation(session, "Küste Werft GmbH", "DE", "en", "kueste.example", studio_mail=False)
        contract(session, leiden.id, "on_demand_plus")
        contract(session, abroad.id, "on_demand")
        return Town(
            leiden=leiden,
            abroad=abroad,
            mara=_person(session, "mara@projectie.example", "Mara Visser", Role.MANAGER),
            daan=_person(session, "daan@projectie.example", "Daan de Boer", Role.STAFF),
            lotte=_person(
                session, "lotte@bakkerij-leiden.example", "Lotte Bakker", Role.CLIENT, leiden, agrees=True
            ),
            joris=_person(session, "joris@bakkerij-leiden.example", "Joris Bakker", Role.CLIENT, leiden),
            abby=_person(
                session, "abby@kueste.example", "Abby Jansen", Role.CLIENT, abroad, agrees=True, language="en"
            ),
        )


def contract(
    session: Session, organisation: int, tier: str, starts: date = date(2026, 1, 1), ends: date | None = None
) -> None:
    """Give an organisation a contract."""
    session.add(Contract(organisation_id=organisation, tier=tier, starts_on=starts, ends_on=ends))
    session.flush()


def _organisation(
    session: Session, name: str, country: str, language: str, domain: str, *, studio_mail: bool
) -> Client:
    row = Organisation(
        name=name,
        country=country,
        language=language,
        hosting=Hosting.STUDIO,
        studio_mail=studio_mail,
        created_at=LONG_AGO,
        domains=[MailDomain(domain=domain)],
    )
    session.add(row)
    session.flush()
    return Client(row.id, name)


def _person(
    session: Session,
    email: str,
    name: str,
    role: Role,
    of: Client | None = None,
    *,
    agrees: bool = False,
    language: str = "nl",
) -> Townsman:
    row = new_person(
        email=email,
        name=name,
        role=role,
        organisation_id=of.id if of else None,
        language=language,
        may_agree=agrees,
        now=LONG_AGO,
    )
    if not _hash:
        _hash.append(hashed(PASSWORD))  # the same for all: hashing is slow by design
    row.password_hash = _hash[0]
    session.add(row)
    session.flush()
    return Townsman(row.id, email, name, row.organisation_id)


def speak(townsman: Townsman, language: str) -> None:
    """Let a person read in that language from now on."""
    with transaction() as session:
        session.get_one(Person, townsman.id).language = language
    db.session.remove()
