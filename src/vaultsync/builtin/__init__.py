"""The built-in plugins: one file each, on the public hooks and imports alone, loaded by name."""
