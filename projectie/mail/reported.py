"""What a delivery report means for the letter it reports on (R34): pure."""

import re

from projectie.mail.letter import Delivery, Letter

_ONLY_DELAYED = re.compile(
    r"delay|warning|still (?:being )?(?:trying|retried)|not yet|vertraagd|vertraging|waarschuwing|verzögert|retard",
    re.IGNORECASE,
)
_FAILED = "failed"


def failure(report: Letter) -> str | None:
    """Return why a letter did not arrive, in the report's own words; None when it may still arrive, or did."""
    if report.bounce is None:
        return None
    failed = next((each for each in report.bounce.deliveries if each.action == _FAILED), None)
    if failed is not None:
        return _reason(failed)
    if report.bounce.deliveries or _ONLY_DELAYED.search(report.subject):
        return None
    return " ".join(report.subject.split())[:200] or _FAILED


def _reason(failed: Delivery) -> str:
    return f"{failed.status} {failed.address}".strip()
