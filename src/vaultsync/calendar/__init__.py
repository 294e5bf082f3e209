"""Events and feeds as iCalendar text (RFC 5545): pure, and public to plugins."""
