"""What plugins log, and each call of one where that is asked for: on standard error."""

import logging

from vaultsync.cli.say import aside, flat

PLUGIN = "vaultsync.plugin"
TRACE = "vaultsync.trace"
FAILURES = "vaultsync.hooks.call"
"""Where a failure is logged with its traceback."""


class _Aside(logging.Handler):
    """Each record as a line beside the result."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say it; a plugin's word begins with the plugin's name."""
        said = flat(record.getMessage())
        name = record.name.removeprefix(f"{PLUGIN}.")
        aside(f"plugin {name}: {said}" if record.name.startswith(f"{PLUGIN}.") else said)
        if record.exc_info:
            aside(logging.Formatter().formatException(record.exc_info))


_HANDLER = _Aside()


def tell_of_logs(*, debug: bool = False) -> None:
    """From now on, let what plugins warn of be told; with ``debug``, the inside of their failures too."""
    _told(PLUGIN)
    if debug:
        _told(FAILURES).setLevel(logging.DEBUG)


def trace_plugins() -> None:
    """From now on, let each call be told, and all that plugins log."""
    for name in (PLUGIN, TRACE):
        _told(name).setLevel(logging.DEBUG)


def _told(name: str) -> logging.Logger:
    logger = logging.getLogger(name)
    if _HANDLER not in logger.handlers:
        logger.addHandler(_HANDLER)
        logger.propagate = False
    return logger
