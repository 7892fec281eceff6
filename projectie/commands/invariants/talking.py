"""What is written: the files of a letter are those of the reply it carries, and no snippet asks for what nobody knows."""

from collections.abc import Iterator

from sqlalchemy import exists, select

from projectie.commands.invariants.desk import Desk
from projectie.mail.models import LetterFile
from projectie.snippets.models import Snippet
from projectie.snippets.rules import unknown
from projectie.tickets.download_models import DownloadLink
from projectie.tickets.models import Attachment, Delivery


def letter_files(desk: Desk) -> Iterator[str]:
    """Name letters with a file that their reply does not have, and replies whose file is in none of their letters.

    What is too large for mail is in none: the reply has a download link.
    """
    carried = select(LetterFile.id, LetterFile.letter_id).join(
        Delivery, Delivery.letter_id == LetterFile.letter_id
    )
    shown = exists().where(
        Attachment.message_id == Delivery.message_id,
        Attachment.sha256 == LetterFile.sha256,
        Attachment.filename == LetterFile.filename,
    )
    for file, letter in desk.session.execute(carried.where(~shown).order_by(LetterFile.id)):
        yield f"file {file} of letter {letter} is not on its reply"
    sent = select(Attachment.id, Delivery.letter_id).join(
        Delivery, Delivery.message_id == Attachment.message_id
    )
    enclosed = exists().where(
        LetterFile.letter_id == Delivery.letter_id,
        LetterFile.sha256 == Attachment.sha256,
        LetterFile.filename == Attachment.filename,
    )
    by_link = exists().where(DownloadLink.message_id == Attachment.message_id)
    for file, letter in desk.session.execute(sent.where(~enclosed, ~by_link).order_by(Attachment.id)):
        yield f"attachment {file} is not in letter {letter}"


def snippets(desk: Desk) -> Iterator[str]:
    """Name snippets with a variable that does not exist."""
    for one in desk.session.scalars(select(Snippet).order_by(Snippet.id)):
        wrong = unknown(one.text_nl) + unknown(one.text_en)
        if wrong:
            yield f"snippet {one.id} names {wrong[0]!r}"
