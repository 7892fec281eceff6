"""Requests that carry something said in confidence: their files never touch a disk unsealed (R27)."""

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request

PATHS = ("/nl/klacht", "/en/complaint", "/portal/confidence", "/desk/confidence", "/manage/complaints")


class CarefulRequest(Request):
    """A request as Flask has it; what is sent in confidence is read into memory, not into temporary files."""

    def _get_file_stream(self, *arguments: Any, **named: Any) -> IO[bytes]:
        if self.path.startswith(PATHS):
            return BytesIO()
        return super()._get_file_stream(*arguments, **named)


def init(app: Flask) -> None:
    """Read requests so."""
    app.request_class = CarefulRequest
