"""Complaints of the demo desk: one waits, one is talked about, one is closed; a question and a sealed mail beside them."""

from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address

from flask import current_app

from projectie.clock.workdays import Calendar
from projectie.commands.demo import post
from projectie.commands.demo.moments import ago
from projectie.commands.demo.play import Play
from projectie.complaints import filing, handling, sealing
from projectie.complaints.case import About, File, Outcome, Way
from projectie.complaints.filing import Filed
from projectie.complaints.handling import Handler
from projectie.complaints.keys_kept import seal_in

By = Callable[[float], Handler]


def happen(play: Play, now: datetime, calendar: Calendar) -> None:
    """File them and handle some, as people and a manager do."""
    mara = play.cast.people["mara"]

    def by(days: float) -> Handler:
        return Handler(mara.id, mara.name, ago(now, days, calendar))

    _closed(by)
    _talked_about(by)
    _filed((About.SUGGESTION, "Kaart", "Een kaart op de statuspagina zou helpen."), by(2).at, "Puck Smit")
    _filed((About.COMPLAINT, "Toon", "Ik werd twee keer onderbroken aan de telefoon."), by(0.3).at)
    _mailed(play, by(0.2).at)


def _closed(by: By) -> None:
    told = (About.COMPLAINT, "Factuur", "Mijn factuur klopte drie keer niet.")
    number = _filed(told, by(12).at, "Els de Wit")
    handling.open_up(number, "oppakken", by(11.5))
    handling.take_up(number, by(11.4))
    handling.deliberate(number, "Klopt: het tarief stond nog op vorig jaar.", (), by(9))
    letter = "Je hebt gelijk. We hebben de facturen verbeterd en het verschil terugbetaald."
    handling.close(number, Outcome.UPHELD, "Tarieven lopen nu via de voorwaarden.", letter, by(6))


def _talked_about(by: By) -> None:
    text = "Er is drie weken niets gebeurd met mijn website, en niemand belde terug."
    file = File.of("tijdlijn.txt", "text/plain", b"3 november: gemaild\n17 november: gebeld\n")
    number = _filed((About.COMPLAINT, "Niemand belde terug", text), by(6).at, "Henk Vos", file)
    handling.open_up(number, "oppakken", by(5.5))
    handling.answer(number, "Dank je. Ik zoek uit wat er misging.", (), by(5.5), in_substance=False)
    handling.deliberate(number, "Wie had dit in november?", (), by(5))
    handling.extend(number, "De collega die het weet is volgende week terug.", by(1))


def _filed(told: tuple[About, str, str], at: datetime, name: str = "", *files: File) -> int:
    """File what is told: what it is, in a few words, and in full; without a name it is anonymous."""
    about, subject, text = told
    way = Way.NAMED if name else Way.ANONYMOUS
    address = f"{name.split(maxsplit=1)[0].lower()}@demo-klant.example" if name else ""
    return filing.file(Filed(about, way, "nl", text, subject, name, address, files=list(files)), at).number


def _mailed(play: Play, at: datetime) -> None:
    mail = post.Mail(
        key="in vertrouwen",
        from_=Address("Joost Blom", addr_spec="joost@demo-klant.example"),
        to=play.studio.info_address,
        subject="Vraag over mijn credits",
        text="Hoeveel credits heb ik nog, en verlopen die?\n",
        date=at,
    )
    sealing.receive(post.written(mail), seal_in(current_app.config["SETTINGS"].data_dir), at)
