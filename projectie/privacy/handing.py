"""A copy of data for the browser of whoever asked for it: a download, never kept by the browser."""

from flask import Response, current_app

from projectie.context import today
from projectie.privacy.models import DataExport
from projectie.tickets.handing_out import handed_out


def handed(export: DataExport) -> Response:
    """Return the zip as a download."""
    blobs = current_app.extensions["projectie.blobs"]
    name = f"data-{today().isoformat()}-{export.id}.zip"
    response = handed_out(blobs, export.sha256 or "", "application/zip", name, inline=False)
    response.headers["Cache-Control"] = "no-store"
    return response
