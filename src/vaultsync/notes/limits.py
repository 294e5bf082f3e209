"""How much of a note is read before it is too much."""

from vaultsync.model import Value


class ReadLimits(Value, frozen=True, kw_only=True):
    """Bounds that no ordinary note comes near, so that a hostile one costs little.

    ``max_bytes`` is a whole note: above it only the front matter is read. ``front_matter`` is its length in characters,
    ``depth`` how many maps and lists may stand in one another, ``aliases`` how many YAML aliases it may use, ``nodes``
    how many values it may come to with all aliases followed.
    """

    max_bytes: int = 10_000_000
    front_matter: int = 65_536
    depth: int = 24
    aliases: int = 100
    nodes: int = 10_000


USUAL = ReadLimits()
"""The bounds that a note is read within."""
