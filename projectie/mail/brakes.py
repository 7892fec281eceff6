"""How much the desk writes by itself (R31): enough to answer everybody, too little to be used against anybody."""

from dataclasses import dataclass
from datetime import timedelta

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most letters the desk writes by itself, in the hour or the day before."""

    unproven_address_a_day: int = 1  # to an address that is not a proven client's
    unproven_an_hour: int = 60  # to all such addresses together
    address_an_hour: int = 30  # to any address: a machine that writes back is left alone
    address_a_day: int = 100
    thread_a_day: int = 12
    desk_an_hour: int = 600


@dataclass(frozen=True, slots=True)
class Traffic:
    """What the desk wrote by itself lately, as the limits count it."""

    unproven_address_a_day: int = 0
    unproven_an_hour: int = 0
    address_an_hour: int = 0
    address_a_day: int = 0
    thread_a_day: int = 0
    desk_an_hour: int = 0


USUAL = Limits()


def may_write(traffic: Traffic, limits: Limits = USUAL, *, proven: bool) -> bool:
    """Return whether one more letter may go, to a proven client or to somebody else."""
    if not proven and (
        traffic.unproven_address_a_day >= limits.unproven_address_a_day
        or traffic.unproven_an_hour >= limits.unproven_an_hour
    ):
        return False
    return (
        traffic.address_an_hour < limits.address_an_hour
        and traffic.address_a_day < limits.address_a_day
        and traffic.thread_a_day < limits.thread_a_day
        and traffic.desk_an_hour < limits.desk_an_hour
    )


def mailbox_of(address: str) -> str:
    """Return by what an address is counted: somebody+one@… and somebody+two@… are read by the same person."""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"
