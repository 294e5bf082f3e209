"""The disk: finding, reading and publishing files, and remembering what was published."""
