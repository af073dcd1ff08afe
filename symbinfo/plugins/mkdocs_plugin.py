"""The plug-in of MkDocs: fenced blocks become derivations and verdicts, and a claim that does not hold stops the build."""

from __future__ import annotations

from itertools import chain
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

from symbinfo.plugins.fenced_blocks import answers_of, as_html, blocks_in
from symbinfo.render.style import STYLE

__all__ = ["SymbinfoPlugin"]


class SymbinfoPlugin(BasePlugin):
    """Registered as ``symbinfo``: ``plugins: [search, symbinfo]`` in mkdocs.yml."""

    def on_page_markdown(self, markdown: str, page: Any, **_: Any) -> str:
        """The page with its blocks derived and judged.

        Raises
        ------
        PluginError
            With the file and the line of a claim that is false, undecided or cannot be read.
        """
        answered = [(block, list(answers_of(block))) for block in blocks_in(markdown)]
        if not answered:
            return markdown
        for answer in chain.from_iterable(answers for _, answers in answered):
            if answer.fault:
                line = answer.line + _lines_above(markdown, page.file.content_string)
                raise PluginError(f"{page.file.src_path}, line {line}: {answer.text}\n{answer.fault}")
        lines = markdown.split("\n")
        for block, answers in reversed(answered):
            lines[block.begin : block.end] = as_html(answers).splitlines()
        return "\n".join([f"<style>{' '.join(STYLE.split())}</style>", "", *lines])


def _lines_above(markdown: str, source: str) -> int:
    """How many lines of the file stand above its text: MkDocs takes off what begins a page as data."""
    return source.removesuffix(markdown).count("\n") if source.endswith(markdown) else 0
