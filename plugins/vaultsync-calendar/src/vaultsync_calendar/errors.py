"""What can go wrong with a calendar."""


class SourceError(Exception):
    """A calendar cannot be read now. The message goes on after its name: ``does not answer``."""


class CalendarsUnreadError(Exception):
    """Calendars that could never be read: what they hold is not known. The message names each, and what to do."""
