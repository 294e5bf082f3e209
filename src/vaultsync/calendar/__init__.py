"""Events and feeds as iCalendar text (RFC 5545): pure, and public to plugins."""

from vaultsync.calendar.check import feed_faults
from vaultsync.calendar.event import Event, event_digest, render_event, starts_of
from vaultsync.calendar.feed import FEED_END, MOST_BYTES, MOST_EVENTS, Feed, FeedText, Rendered, feed_head, render_feed
from vaultsync.calendar.identity import event_uid
from vaultsync.calendar.invite import is_calendar, render_invitation
from vaultsync.calendar.ledger import KEEP_DAYS, Entry, Stamp, advance, pruned
from vaultsync.calendar.links import conference_link, obsidian_url
from vaultsync.calendar.text import clean_line, clean_text

__all__ = [
    "FEED_END",
    "KEEP_DAYS",
    "MOST_BYTES",
    "MOST_EVENTS",
    "Entry",
    "Event",
    "Feed",
    "FeedText",
    "Rendered",
    "Stamp",
    "advance",
    "clean_line",
    "clean_text",
    "conference_link",
    "event_digest",
    "event_uid",
    "feed_faults",
    "feed_head",
    "is_calendar",
    "obsidian_url",
    "pruned",
    "render_event",
    "render_feed",
    "render_invitation",
    "starts_of",
]
