"""From reminders to days: pure."""
