"""Property tests see the same examples in every run, and are never judged by the clock."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("the same for everybody", deadline=None, derandomize=True)
settings.load_profile("the same for everybody")
