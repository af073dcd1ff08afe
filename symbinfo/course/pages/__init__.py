"""The pages of a course: sources in, pages in every format out, with certificates and an index of verdicts.

- `build_pages`: the build: what has changed is derived and checked by two workers, and the pages are written from
  what they say.
- `index`: the index: every derivation with its verdict and its files, and every equation of the course with what
  backs it.
- `made`: what was made of a course, as the pages need it: each derivation with its texts and its verdict.
- `page_worker`: what a worker does: derives one entry, writes it in every format, and has its certificate checked.
- `section_page`: a section as a page, in each format: title, introduction, and every derivation under its number with
  its verdict.
- `sources`: the sources of the pages: one TOML file a section, and the list of the equations that they back.
"""

from __future__ import annotations

from symbinfo.course.pages.build_pages import FORMS, Built, build

__all__ = ["FORMS", "Built", "build"]
