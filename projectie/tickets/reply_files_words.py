"""What is said of a file that does not go along: what happened, what was kept, what to do next."""

from flask_babel import gettext as _

from projectie.context import size_in_words
from projectie.tickets.reply_files import FileRefused
from projectie.tickets.reply_files_rules import FileLimits, FileRefusal


def refused_in_words(refused: FileRefused, limits: FileLimits) -> str:
    """Return why a file was refused."""
    name, most = refused.name, size_in_words(limits.total)
    return str(
        {
            FileRefusal.NO_NAME: _("Not attached: choose a file first."),
            FileRefusal.EMPTY: _(
                "Not attached: %(name)s is empty. Check that you can open it. Your text and the other files have been kept.",
                name=name,
            ),
            FileRefusal.FORBIDDEN: _(
                "Not attached: %(name)s is a program or a script, and mail servers refuse those. Put it in a zip file with a password. Your text and the other files have been kept.",
                name=name,
            ),
            FileRefusal.TOO_LARGE: _(
                "Not attached: %(name)s is larger than %(most)s, and mail servers refuse that. Send it as a large file instead. Your text and the other files have been kept.",
                name=name,
                most=most,
            ),
            FileRefusal.TOO_MUCH: _(
                "Not attached: with %(name)s the files together would be larger than %(most)s. Send it in a second reply, or as a large file. Your text and the other files have been kept.",
                name=name,
                most=most,
            ),
            FileRefusal.TOO_MANY: _(
                "Not attached: at most %(most)s files go along with one reply. Put them in a zip file. Your text and the other files have been kept.",
                most=limits.files,
            ),
        }[refused.why]
    )
