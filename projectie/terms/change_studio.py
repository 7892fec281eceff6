"""A manager says who the studio is: one deed, since letters and pages take it from one row."""

from datetime import datetime

from projectie import history
from projectie.database import transaction
from projectie.terms.models import Studio
from projectie.terms.studio import BILLING, StudioFacts


def change_studio(facts: StudioFacts, by: int | None, now: datetime) -> None:
    """Keep the studio's facts; the history names which changed, not what they were."""
    wanted = {
        "name": facts.name,
        "address": "\n".join(facts.address),
        "kvk": facts.kvk,
        "vat_id": facts.vat_id,
        "site": facts.site,
        "phone": facts.phone,
        "support_address": facts.support_address,
        "urgent_address": facts.urgent_address,
        "info_address": facts.info_address,
        "tagline_nl": facts.tagline.nl,
        "tagline_en": facts.tagline.en,
        "zone": facts.zone,
        **{name: getattr(facts, name) for name in BILLING},
    }
    with transaction() as session:
        row = session.get_one(Studio, 1, with_for_update=True)
        names = [name for name, value in wanted.items() if getattr(row, name) != value]
        for name in names:
            setattr(row, name, wanted[name])
        if names:
            row.updated_at = now
            history.record(
                session, at=now, by=by, deed="studio.changed", of=("studio", 1), details={"fields": names}
            )
