"""What goes over private links: files received are attachments, and no secret outlives its reading."""

from collections.abc import Iterator

from sqlalchemy import and_, exists, or_, select

from projectie.accounts.models import Authenticator, Passkey, RecoveryCode
from projectie.accounts.sealing import opened
from projectie.commands.invariants.desk import Desk
from projectie.people.models import Organisation, Person
from projectie.tickets.models import Attachment, Message
from projectie.uploads.models import Upload, UploadLink, UploadState
from projectie.uploads.parts import Parts
from projectie.whispers.models import PasswordMail, Whisper
from projectie.whispers.rules import MOST_WRONG
from projectie.whispers.sealing import Lock


def uploads(desk: Desk) -> Iterator[str]:
    """Name files said to be received that are no attachment of their ticket, and parts that are not on disk."""
    attached = (
        exists()
        .where(Message.id == Upload.message_id, Attachment.message_id == Message.id)
        .where(Attachment.size == Upload.size, Message.ticket_number.is_not(None))  # it may be split off
    )
    outward = exists().where(UploadLink.id == Upload.link_id, UploadLink.outward.is_(True))
    done = Upload.state == UploadState.DONE
    stray = or_(
        and_(done, or_(~attached & ~outward, Upload.received != Upload.size)),
        and_(~done, Upload.message_id.is_not(None)),
    )
    for number in desk.session.scalars(select(Upload.id).where(stray).order_by(Upload.id)):
        yield f"upload {number} and its attachment do not fit"
    parts = Parts(desk.data_dir / "uploads")
    underway = select(Upload.id, Upload.key, Upload.received).where(~done, Upload.received > 0)
    for number, key, received in desk.session.execute(underway.order_by(Upload.id)):
        path = parts.path(key)
        if not path.exists() or path.stat().st_size < received:
            yield f"upload {number} lacks bytes it says it has"


def whispers(desk: Desk) -> Iterator[str]:
    """Name secrets that are still there after their reading, and those that no key opens; nothing of what they are."""
    over = or_(
        Whisper.read_at.is_not(None), Whisper.revoked_at.is_not(None), Whisper.wrong_words >= MOST_WRONG
    )
    left = select(Whisper.id).where(over, Whisper.sealed.is_not(None))
    for number in desk.session.scalars(left.order_by(Whisper.id)):
        yield f"secret {number} is over and was not destroyed"
    if not (desk.data_dir / "whispers.key").exists():
        return
    lock = Lock(desk.data_dir)
    for model, key in ((Whisper, Whisper.id), (PasswordMail, PasswordMail.message_id)):
        kept = select(key, model.sealed).where(model.sealed.is_not(None))
        for number, sealed in desk.session.execute(kept.order_by(key)):
            if lock.open(sealed or b"") is None:
                yield f"{model.__tablename__} {number} is sealed with another key"


def accounts(desk: Desk) -> Iterator[str]:
    """Name apps whose secret no key opens, and second steps and rights of people who can have none."""
    if (desk.data_dir / "accounts.key").exists():
        for number, sealed in desk.session.execute(select(Authenticator.person_id, Authenticator.sealed)):
            if opened(sealed) is None:
                yield f"the app of person {number} is sealed with another key"
    for model in (Passkey, RecoveryCode):
        later = model.used_at.is_not(None) & (model.used_at < model.made_at)
        for number in desk.session.scalars(select(model.id).where(later)):
            yield f"{model.__tablename__} {number} was used before it was made"
    stray = Person.organisation_id.is_(None) & (Person.responsible | Person.may_buy | Person.read_only)
    torn = Person.read_only & (Person.may_agree | Person.may_buy)
    for number in desk.session.scalars(select(Person.id).where(or_(stray, torn)).order_by(Person.id)):
        yield f"person {number}: the rights do not fit"
    negative = Organisation.payment_days < 0
    for number in desk.session.scalars(select(Organisation.id).where(negative)):
        yield f"organisation {number} has less than no days to pay"
