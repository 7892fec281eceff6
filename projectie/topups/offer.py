"""Which amounts are offered, and what each costs by the terms of a day (R18, R22)."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.money import Total, value_of, with_vat
from projectie.terms.figures import Figures
from projectie.topups.models import TopUpOffer

MOST_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Priced:
    """A number of credits with its price."""

    credits: int
    price_cents: int
    vat_percent: int
    total: Total


def priced(credits_: int, figures: Figures) -> Priced:
    """Return what so many credits cost, VAT over the total (R24)."""
    price, percent = figures.credit_price_cents, figures.vat_percent
    return Priced(credits_, price, percent, with_vat(value_of(credits_, price), percent))


def amounts(session: Session) -> tuple[int, ...]:
    """Return the amounts that are offered."""
    kept = session.get(TopUpOffer, 1)
    return tuple(kept.amounts) if kept else shipped()


def offer(chosen: tuple[int, ...], by: int, now: datetime) -> None:
    """Offer these amounts from now on."""
    with transaction() as session:
        kept = session.get(TopUpOffer, 1)
        if kept is None:
            session.add(TopUpOffer(id=1, amounts=list(chosen), changed_at=now, changed_by_id=by))
        else:
            kept.amounts, kept.changed_at, kept.changed_by_id = list(chosen), now, by
        session.flush()
        details = {"amounts": list(chosen)}
        history.record(session, at=now, by=by, deed="topup.offered", of=("top_up_offer", 1), details=details)


@lru_cache(maxsize=1)
def shipped() -> tuple[int, ...]:
    """Return the amounts that came with the program."""
    read = json.loads(files("projectie.topups").joinpath("offer.json").read_text(encoding="utf-8"))
    return tuple(int(each) for each in read["amounts"])
