"""How much of a mail this desk reads, by its settings."""

from projectie.config import Settings
from projectie.mail.letter import Limits


def limits_by(settings: Settings) -> Limits:
    """Return the limits of these settings; whatever is past them stays in the raw mail."""
    return Limits(
        mail_bytes=settings.mail_max_bytes, parts=settings.mail_max_parts, depth=settings.mail_max_depth
    )
