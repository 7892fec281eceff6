"""Who there is: organisations, their mail domains, persons; and how often a sign-in failed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
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

    domains: Mapped[list["MailDomain"]] = relationship(
        cascade="all, delete-orphan", order_by="MailDomain.domain"
    )


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
    may_agree: Mapped[bool]  # may agree to costs and buy credits
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

    organisation: Mapped[Organisation | None] = relationship()

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
        """Return what the session cookie names: the person and the key that can be withdrawn."""
        return f"{self.id}.{self.session_key}"


class SignInCount(Base):
    """Failed sign-ins of one account or one address in one window of time."""

    __tablename__ = "sign_in_count"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)  # keyed hash: no address is kept
    window_start: Mapped[datetime]
    failures: Mapped[int]
