"""What a server writes down: one line a request, as text or JSON, and never a token or a traceback."""

import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Literal, TextIO

import msgspec

LogFormat = Literal["text", "json"]

FIELDS = "fields"
"""The attribute of a log record that holds what is told key by key."""

_BARE = frozenset({"at", "level", "event"})
"""What a line of text begins with, and tells without its name."""

LOGGERS = ("vaultsync.server", "uvicorn.error")

_TOKEN = re.compile(r"/feeds/[^/\s\"']+")


def begin(log_format: LogFormat, stream: TextIO, *, level: int = logging.INFO) -> None:
    """Let the server's loggers write to the stream, and nowhere else."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines(as_json=log_format == "json"))
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
    logging.getLogger("vaultsync.server").setLevel(level)
    # What uvicorn itself says of its coming and going is said by us, in our words.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)


class Lines(logging.Formatter):
    """Each record on one line."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Write the record's line, without its end, as the watch beside it writes its own."""
        at = datetime.fromtimestamp(record.created, tz=UTC).astimezone()
        fields: dict[str, object] | None = getattr(record, FIELDS, None)
        if fields is None:
            fields = {"event": "server", "message": _told(record)}
        line = {"at": at.isoformat(timespec="milliseconds"), "level": record.levelname.lower(), **fields}
        if self._as_json:
            return msgspec.json.encode(line).decode()
        said = (value if key in _BARE else f"{key}={_quoted(str(value))}" for key, value in line.items())
        return " ".join(map(str, said))


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode() if not text or set(text) & set(' "=') else text


def _told(record: logging.LogRecord) -> str:
    """The record's message and fault on one line.

    Nothing hands a token to a logger; should anything ever, this is the last chance to see it.
    """
    return _TOKEN.sub("/feeds/…", " ".join(f"{record.getMessage()} {_fault(record)}".split()))


def _fault(record: logging.LogRecord) -> str:
    """An exception in a clause: its kind, its text, and where it was raised."""
    if not record.exc_info or record.exc_info[1] is None:
        return ""
    error = record.exc_info[1]
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"
