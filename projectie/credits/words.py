"""The kinds of entries in words."""

from flask_babel import lazy_gettext as _l

from projectie.credits.models import EntryKind

KINDS = {
    EntryKind.TOP_UP: _l("Top-up"),
    EntryKind.CHARGE: _l("Charge"),
    EntryKind.URGENT_CHARGE: _l("Urgent charge"),
    EntryKind.ADMINISTRATION: _l("Administration"),
    EntryKind.LENIENCY: _l("Leniency"),
    EntryKind.CORRECTION: _l("Correction"),
    EntryKind.SETTLEMENT: _l("Settled by invoice"),
}
