"""Values that are proven: balls which contain an integral or a sum, tails and singular ends included.

Needs python-flint (`pip install "symbinfo[rigorous]"`); without it `available()` is False and nothing is certified.
"""

from symbinfo.rigorous.balls import Ball, available
from symbinfo.rigorous.enclosures import enclosure

__all__ = ["Ball", "available", "enclosure"]
