"""Why a step was not replayed."""

from __future__ import annotations

__all__ = ["Refused"]


class Refused(Exception):
    """A form does not reach, or one of its conditions was not proved: the step stays unproved, and is not false."""
