"""What a server writes down: one line a request, as text or JSON, and never a token or a traceback."""

import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Literal, TextIO

import msgspec

LogFormat = Literal["text", "json"]

FIELDS = "fields"
"""The attribute of a log record that holds what JSON tells one by one."""

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
        """Write the record's line, without its end."""
        at = datetime.fromtimestamp(record.created, tz=UTC).astimezone()
        text = " ".join(f"{record.getMessage()} {_fault(record)}".split())
        # Nothing hands a token to a logger; should anything ever, this is the last chance to see it.
        text = _TOKEN.sub("/feeds/…", text)
        if not self._as_json:
            return f"{at:%Y-%m-%dT%H:%M:%S} {text}"
        fields = getattr(record, FIELDS, None)
        told = {"time": at.isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
        line = {**told, **fields} if fields else {**told, "message": text}
        return msgspec.json.encode(line).decode()


def _fault(record: logging.LogRecord) -> str:
    """An exception in a clause: its kind, its text, and where it was raised."""
    if not record.exc_info or record.exc_info[1] is None:
        return ""
    error = record.exc_info[1]
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"
