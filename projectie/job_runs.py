"""When each job of the worker ran last, and how that went: what shows that a worker runs at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from projectie.database import Base, transaction

NOTED_EVERY = timedelta(seconds=30)  # a note a round would cost a commit a second
PATIENCE = timedelta(minutes=5)  # after which nobody seems to work


class JobRun(Base):
    """The last run of one job, by whichever worker; noted every half minute."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    ran_at: Mapped[datetime]
    done_at: Mapped[datetime | None]  # the last time that it went well
    error: Mapped[str | None] = mapped_column(String(100))  # the kind of error of the last run alone


@dataclass(frozen=True, slots=True)
class Ran:
    """How one run of a job went."""

    at: datetime
    error: str | None


class Notebook:
    """What ran since the last note, for one worker."""

    def __init__(self) -> None:
        self._ran: dict[str, Ran] = {}
        self._noted: datetime | None = None

    def add(self, name: str, at: datetime, error: str | None) -> None:
        """Remember how a job went; an error stays until it is noted."""
        before = self._ran.get(name)
        self._ran[name] = Ran(at, error or (before.error if before else None))

    def note(self, now: datetime) -> bool:
        """Write it down when it is time; return whether it was."""
        if not self._ran or (self._noted and now - self._noted < NOTED_EVERY and now >= self._noted):
            return False
        note_runs(self._ran)
        self._ran, self._noted = {}, now
        return True


def note_runs(ran: Mapping[str, Ran]) -> None:
    """Write down how jobs went; of several workers the last one counts."""
    with transaction() as session:
        known = {run.name: run for run in session.scalars(select(JobRun))}
        for name, how in ran.items():
            run = known.get(name)
            if run is None:
                run = JobRun(name=name, ran_at=how.at, done_at=None, error=None)
                session.add(run)
            run.ran_at, run.error = how.at, how.error
            run.done_at = run.done_at if how.error else how.at


def job_runs(session: Session) -> list[JobRun]:
    """Return the last run of every job, by name."""
    return list(session.scalars(select(JobRun).order_by(JobRun.name)))
