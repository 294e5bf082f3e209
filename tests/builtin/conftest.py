"""The program, for what only a whole run shows."""

from tests.cli.conftest import cli

__all__ = ["cli"]
