"""The atlas and its explorer."""
