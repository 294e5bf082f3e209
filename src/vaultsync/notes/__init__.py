"""From the bytes of a note to what it says: pure, and public to plugins."""
