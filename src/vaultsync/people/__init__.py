"""From notes to people, their contacts and their ties: pure."""
