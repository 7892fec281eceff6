"""A file of an invoice for a browser: the paper may be shown, the e-invoice is a download."""

from flask import Response, abort, current_app

from projectie.database import db
from projectie.invoices.files import files_of
from projectie.invoices.models import FileKind, Invoice
from projectie.tickets.handing_out import handed_out


def handed(invoice: Invoice, kind: FileKind) -> Response:
    """Return a file of an invoice that the reader may see; 404 for a draft, and while it is being made."""
    file = next((each for each in files_of(db.session(), invoice) if each.kind is kind), None) or abort(404)
    blobs = current_app.extensions["projectie.blobs"]
    return handed_out(blobs, file.sha256, file.content_type, file.filename, inline=False)
