"""Where a place lies on the earth."""

from vaultsync.model.base import Value

POLE, DATE_LINE = 90.0, 180.0


class Location(Value, frozen=True, kw_only=True, array_like=True):
    """Where a place lies that somebody named in words.

    ``place`` are those words, as they were handed over. ``latitude`` and ``longitude`` are degrees, north and east
    above zero. ``name`` says which place it was taken for, so that a reader can tell it from others of the name:
    ``Phoenix, Arizona, US``. ``country`` is its ISO 3166-1 code of two letters, ``source`` where that is known from.
    ``plugin`` is stamped by the host.
    """

    place: str
    latitude: float
    longitude: float
    name: str
    country: str = ""
    source: str = ""
    plugin: str = ""

    def __post_init__(self) -> None:
        """Reject what is nowhere on the earth."""
        if not (-POLE <= self.latitude <= POLE and -DATE_LINE <= self.longitude <= DATE_LINE):
            raise ValueError("a latitude is from -90 to 90 degrees, a longitude from -180 to 180")
