"""Laws: what a distribution is to the engine, and how one is read."""
