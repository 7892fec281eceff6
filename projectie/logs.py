"""Structured logs without personal data: ids, routes and figures; never bodies, subjects or addresses."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

from flask import has_request_context, request


class JsonLines(logging.Formatter):
    """One JSON object a line; of an error its type and the places, not its message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": record.getMessage(),
        }
        if has_request_context():
            line["route"] = str(request.url_rule or "-")
            line["method"] = request.method
        if record.exc_info and record.exc_info[0]:
            places = traceback.extract_tb(record.exc_info[2])
            line["error"] = record.exc_info[0].__name__
            line["at_code"] = [f"{place.filename}:{place.lineno} {place.name}" for place in places][-12:]  # type: ignore[assignment]
        return json.dumps(line, ensure_ascii=False)


def init(level: str) -> None:
    """Log to standard error from that level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("projectie")
    logger.handlers = [handler]
    logger.setLevel(level)
    logger.propagate = False
