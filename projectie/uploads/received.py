"""What came over a link, as whoever has it sees it: how many files, not which; others may have the link too."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.uploads.models import Upload, UploadState


@dataclass(frozen=True, slots=True)
class Came:
    """How many files were received, and how many in part."""

    done: int
    underway: int


def received_over(session: Session, link_id: int) -> Came:
    """Return how many files came over a link."""
    counted = select(Upload.state, func.count()).where(Upload.link_id == link_id).group_by(Upload.state)
    found: dict[UploadState, int] = {row[0]: row[1] for row in session.execute(counted)}
    return Came(found.get(UploadState.DONE, 0), found.get(UploadState.UNDERWAY, 0))
