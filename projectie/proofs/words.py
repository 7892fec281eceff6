"""Proofs in words."""

from flask_babel import lazy_gettext as _l

from projectie.proofs.rules import Against

REFUSALS = {
    Against.ANSWERED: _l(
        "This version was answered already. Your answer was not kept; below is what was said."
    ),
    Against.SUPERSEDED: _l(
        "A newer version was sent to you meanwhile, so this one can no longer be approved. Look at the newest letter."
    ),
    Against.OTHER_FILE: _l("The file on your screen was another one. Look at this one, then answer."),
}
