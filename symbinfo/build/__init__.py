"""The pages of a course: sources in, pages in every format out, with certificates and an index of verdicts."""

from __future__ import annotations

from symbinfo.build.run import FORMS, Built, build

__all__ = ["FORMS", "Built", "build"]
