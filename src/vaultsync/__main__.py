"""``python -m vaultsync``."""

from vaultsync.cli.main import run

run()
