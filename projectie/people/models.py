"""Who there is: organisations, their mail domains, persons; and how often a sign-in failed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, Text, or_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from projectie.database import Base


class Role(StrEnum):
    """What a person may do (desk.md, section 8)."""

    CLIENT = "client"
    STAFF = "staff"
    MANAGER = "manager"


class Hosting(StrEnum):
    """Where the client's site runs (R5)."""

    STUDIO = "studio"
    SELF = "self"


class Organisation(Base):
    """A client: all of its people, tickets and money belong together."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    country: Mapped[str] = mapped_column(String(2))  # ISO 3166, upper case
    language: Mapped[str] = mapped_column(String(2))
    hosting: Mapped[Hosting]
    studio_mail: Mapped[bool]  # the studio supplies the mail service (R4)
    created_at: Mapped[datetime]
    # What an invoice needs (R24); whoever agrees to costs fills it in, the term a manager.
    legal_name: Mapped[str] = mapped_column(String(200), default="")  # empty: the name
    street: Mapped[str] = mapped_column(
        String(400), default=""
    )  # with number; abroad as many lines as it takes
    postcode: Mapped[str] = mapped_column(String(20), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    vat_number: Mapped[str] = mapped_column(String(20), default="")  # compact, with its country
    kvk: Mapped[str] = mapped_column(String(8), default="")
    purchase_reference: Mapped[str] = mapped_column(String(100), default="")
    invoice_email: Mapped[str] = mapped_column(String(254), default="")  # empty: those who may agree to costs
    payment_days: Mapped[int | None]  # none: as the studio's invoices say

    domains: Mapped[list["MailDomain"]] = relationship(
        cascade="all, delete-orphan", order_by="MailDomain.domain"
    )

    @property
    def is_addressed(self) -> bool:
        """Whether the address is known that the law wants on an invoice."""
        return bool(self.street and self.city)


class MailDomain(Base):
    """A domain whose senders belong to an organisation; one organisation each."""

    __tablename__ = "mail_domain"

    domain: Mapped[str] = mapped_column(String(253), primary_key=True)  # lower case
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class Person(Base):
    """Somebody who can sign in: of an organisation (clients) or of the studio."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("(role = 'client') = (organisation_id IS NOT NULL)", name="client_has_organisation"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    may_agree: Mapped[bool]  # may agree to costs, and buy credits
    may_buy: Mapped[bool] = mapped_column(default=False)  # may buy credits, whoever agrees to costs
    read_only: Mapped[bool] = mapped_column(
        default=False
    )  # reads along in the portal and changes nothing there
    responsible: Mapped[bool] = mapped_column(
        default=False
    )  # looks after people and data of the organisation
    language: Mapped[str] = mapped_column(String(2))
    theme: Mapped[str | None] = mapped_column(String(8))  # light, dark; none follows the system
    density: Mapped[str | None] = mapped_column(String(10))  # spacious, compact; none is normal
    keys: Mapped[bool] = mapped_column(default=True)  # single letters do something (WCAG 2.1.4)
    signature_nl: Mapped[str] = mapped_column(Text, default="")  # under letters to who reads Dutch
    signature_en: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_key: Mapped[str] = mapped_column(String(43))  # a new one signs every browser out
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]  # nobody is behind this number any more (AVG)

    organisation: Mapped[Organisation | None] = relationship()

    @hybrid_property
    def may_pay(self) -> bool:
        """Whether this person may buy credits for the organisation: who agrees to costs may too."""
        return self.may_agree or self.may_buy

    @may_pay.inplace.expression
    @classmethod
    def _may_pay(cls) -> ColumnElement[bool]:
        return or_(cls.may_agree, cls.may_buy)

    @property
    def may_bill(self) -> bool:
        """Whether this person may say what the organisation's invoices name: its address, its reference."""
        return self.responsible or self.may_pay

    @property
    def is_authenticated(self) -> bool:
        """Whether this person may be signed in; flask-login asks."""
        return self.active

    @property
    def is_active(self) -> bool:
        """The same, for flask-login."""
        return self.active

    @property
    def is_anonymous(self) -> bool:
        """Never: a stranger has no row."""
        return False

    def get_id(self) -> str:
        """Return the number; the cookie names no person but a browser (people/browsers.py)."""
        return str(self.id)


class Way(StrEnum):
    """How somebody proved who they are."""

    PASSWORD = "password"  # noqa: S105 (the name of a way in)
    LINK = "link"  # from a mail
    PASSKEY = "passkey"
    GOOGLE = "google"  # the studio's own provider, whoever that is
    INVITATION = "invitation"


class Stage(StrEnum):
    """How far in a browser is."""

    FULL = "full"
    SECOND = "second"  # the second step is still to come: nothing is open yet
    BARE = "bare"  # a second step must be set up first: the page for that is open, and no other


class Browser(Base):
    """A browser somebody is signed in with; its cookie holds the token, the table only a hash of it."""

    __tablename__ = "browser"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    way: Mapped[Way]
    stage: Mapped[Stage]
    device: Mapped[str] = mapped_column(String(100))  # in words that name nobody
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]  # the last proof of who it is


class SignInCount(Base):
    """Failed sign-ins of one account or one address in one window of time."""

    __tablename__ = "sign_in_count"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)  # keyed hash: no address is kept
    window_start: Mapped[datetime]
    failures: Mapped[int]
    until: Mapped[datetime | None]  # none: the usual time of a window
