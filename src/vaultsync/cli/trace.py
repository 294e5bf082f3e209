"""Telling of each call of a plugin, on standard error: for whoever writes one, or wonders which is slow."""

import logging
import sys


def trace_plugins() -> None:
    """From now on, let each call be a line on standard error, and what plugins log as well."""
    for name in ("vaultsync.trace", "vaultsync.plugin"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            handler = logging.StreamHandler(sys.stderr)
            handler.setFormatter(
                logging.Formatter("%(message)s" if name.endswith("trace") else "%(name)s: %(message)s")
            )
            logger.addHandler(handler)
            logger.setLevel(logging.DEBUG)
            logger.propagate = False
