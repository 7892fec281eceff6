"""Ways in: links from a mail, passkeys, codes of a second device, codes on paper, and invitations."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base
from projectie.people.rights import Right


class LinkWish(Base):
    """Somebody asked for a link to sign in with; the worker sees whether the address is anybody's.

    So the page gives the same answer in the same time, whoever asks.
    """

    __tablename__ = "link_wish"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    back: Mapped[str] = mapped_column(String(500))  # the page to see afterwards
    made_at: Mapped[datetime]


class SignInLink(Base):
    """A link that was mailed: it signs in once, and not for long."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(32))  # signed in the address
    back: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A key that lies in somebody's device; we keep its public half."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credential: Mapped[str] = mapped_column(String(1400), unique=True)  # base64url, as browsers name it
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Authenticator(Base):
    """An app that makes codes; its secret is sealed, and a code counts once."""

    __tablename__ = "authenticator"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    last_step: Mapped[int]  # of the last code that was used: no earlier one is taken


class RecoveryCode(Base):
    """A code on paper for whoever lost their device; shown once, hashed, used once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Invitation(Base):
    """Somebody is asked in: to an account that is there, or to one that begins when they accept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    right: Mapped[Right]
    responsible: Mapped[bool]
    nonce: Mapped[str] = mapped_column(String(32))  # signed in the address
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
