"""What the referee works with: places to look at, values there, and exact rewriting."""
