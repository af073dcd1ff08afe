"""The atlas: a measure of every family, or of every ordered pair of families, derived and checked."""

from symbinfo.atlas.run import Atlas, make

__all__ = ["Atlas", "make"]
