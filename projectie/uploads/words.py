"""What is said to whoever sends a file: how large it may be, and why it is not taken."""

from flask_babel import gettext as _

from projectie.context import size_in_words
from projectie.uploads.rules import Limits, Refusal


def sentence_for(why: Refusal, limits: Limits) -> str:
    """Return what to say: what happened, what was kept, what to do next."""
    most = size_in_words(limits.file)
    return str(
        {
            Refusal.NO_NAME: _("Not sent: choose a file first."),
            Refusal.EMPTY: _(
                "Not sent: this file is empty. Check that you can open it, then choose it again."
            ),
            Refusal.TOO_LARGE: _(
                "Not sent: this file is larger than %(most)s. Make it smaller or split it; all that was sent before is kept.",
                most=most,
            ),
            Refusal.FORBIDDEN: _(
                "Not sent: this is a program or a script, and we do not take those. Put it in a zip file if we need it; all that was sent before is kept."
            ),
            Refusal.LINK_FULL: _(
                "Not sent: all files together would be more than %(most)s. Ask us for a new link; all that was sent before is kept.",
                most=size_in_words(limits.link),
            ),
            Refusal.TOO_MANY: _(
                "Not sent: over this link come at most %(most)s files. Ask us for a new link; all that was sent before is kept.",
                most=limits.files,
            ),
            Refusal.NO_ROOM: _(
                "Not sent: there is no room on our side just now. Call us, or try again later; all that was sent before is kept."
            ),
        }[why]
    )


def too_large_for_a_form(limits: Limits) -> str:
    """Return what to say when a form, sent without the script, is larger than we read at once."""
    return str(
        _(
            "Not sent: without scripts your browser can send at most %(most)s at once. Send the files one by one, or open this page in a browser that runs scripts: then a file may have %(file)s. All that was sent before is kept.",
            most=size_in_words(limits.plain),
            file=size_in_words(limits.file),
        )
    )
