"""What is being written at the demo studio: snippets, signatures, a colleague's draft with a file."""

from datetime import datetime, timedelta

from projectie.commands.demo.files import document
from projectie.commands.demo.play import Play
from projectie.people.profile import Density, Profile, Theme, keep_profile
from projectie.snippets.actions import Pair, add_snippet
from projectie.tickets.reply_files import Offered, add_file
from projectie.tickets.reply_files_rules import FileLimits
from projectie.tickets.working_drafts import Typed, keep
from projectie.tickets.writing_models import Box

MINUTE = timedelta(minutes=1)
SNIPPETS = (
    Pair(
        "bedankt",
        "Hallo {name},\n\nDank voor je bericht. We kijken ernaar en je hoort van ons: {promise}.",
        "Hello {name},\n\nThank you for your message. We are looking into it and you will hear from us: {promise}.",
    ),
    Pair(
        "cache",
        "Zie je de wijziging nog niet? Ververs de pagina dan met Ctrl en F5.",
        "Do you not see the change yet? Refresh the page with Ctrl and F5.",
    ),
    Pair(
        "inlog",
        "Stuur ons geen wachtwoorden per mail, {name}. Je krijgt van ons een link waarop je ze veilig invult.",
        "Please do not mail us passwords, {name}. We send you a link on which you can enter them safely.",
    ),
)
SIGNATURES = {
    "daan": ("Groet, Daan\nStudio Projectie", "Best wishes, Daan\nStudio Projectie"),
    "anne": ("Hartelijke groet,\nAnne Kuipers", "Kind regards,\nAnne Kuipers"),
}


def talk(play: Play, now: datetime) -> None:
    """Let colleagues have snippets and signatures, and one of them be in the middle of a reply."""
    people = play.cast.people
    for pair in SNIPPETS:
        add_snippet(pair, people["anne"].id, now - 60 * MINUTE)
    for name, texts in SIGNATURES.items():
        keep_profile(people[name].id, Profile(Density.NORMAL, Theme.SYSTEM, True, *texts), now - 60 * MINUTE)
    number, by = min(play.tickets.values()), people["anne"].id
    body = "Hallo,\n\nWe hebben het nagekeken. In de bijlage staat wat we zagen;"
    offered = Offered("bevindingen.pdf", document(("Bevindingen", "wat we zagen")))
    add_file(number, offered, by, play.intake.blobs, now - 9 * MINUTE, FileLimits())
    keep(number, Typed(Box.REPLY, body), by, now - 8 * MINUTE)
