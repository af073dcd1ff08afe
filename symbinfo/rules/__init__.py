"""Rules: one file a theme."""
