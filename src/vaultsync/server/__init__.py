"""HTTP on the loopback: feeds for calendar programs that follow addresses."""
