"""Requests that carry something said in confidence: their files never touch a disk unsealed (R27)."""

from typing import IO, Any

from flask import Flask, Request

from projectie.spool import for_upload

PATHS = ("/nl/klacht", "/en/complaint", "/portal/confidence", "/desk/confidence", "/manage/complaints")


class CarefulRequest(Request):
    """A request as Flask has it; what is sent along lies in memory or sealed on the disk, never in plain temporary files."""

    def _get_file_stream(self, total_content_length: int | None, *more: Any, **named: Any) -> IO[bytes]:
        del more, named
        return for_upload(total_content_length)


def init(app: Flask) -> None:
    """Read requests so."""
    app.request_class = CarefulRequest
