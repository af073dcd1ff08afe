"""The tools that look at built pages: node with KaTeX, headless Chromium, pdflatex; by name, where one is absent."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
REQUIRED = os.environ.get("SYMBINFO_PAGES") == "required"
KATEX = Path(os.environ.get("SYMBINFO_KATEX", HERE.parents[1]))
DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
INLINE = re.compile(r"(?<![\\$])\$([^$\n]+?)\$")


def need(*tools: str) -> None:
    """Skip, naming what is absent; where the pages are required, fail."""
    absent = [tool for tool in tools if not _is_there(tool)]
    if absent:
        (pytest.fail if REQUIRED else pytest.skip)(f"not installed: {', '.join(absent)}")


def _is_there(tool: str) -> bool:
    if tool == "katex":
        return (KATEX / "node_modules" / "katex").is_dir()
    if tool in ("markdown", "pymdownx"):
        from importlib.util import find_spec

        return find_spec(tool) is not None
    if tool.endswith(".cls"):
        found = (
            subprocess.run(["kpsewhich", tool], capture_output=True, check=False) if _is_there("kpsewhich") else None
        )
        return found is not None and bool(found.stdout)
    return shutil.which(tool) is not None


def formulas_of_markdown(text: str) -> list[tuple[str, bool]]:
    """Every formula of a page, each with whether it is displayed."""
    displays = [(found.strip(), True) for found in DISPLAY.findall(text)]
    return displays + [(found, False) for found in INLINE.findall(DISPLAY.sub("", text))]


def formulas_of_latex(text: str) -> list[tuple[str, bool]]:
    """Every formula of a document: displays, boxes, and what stands between dollars in the text."""
    body = text.partition(r"\begin{document}")[2]
    found = []
    for part in re.findall(r"\\begin\{flalign\*\}(.+?)\\end\{flalign\*\}", body, re.DOTALL):
        rows = part.replace("\\\\*", "\\\\")  # only paper has pages
        found.append((rf"\begin{{aligned}}{rows}\end{{aligned}}", True))
    body = re.sub(r"\\begin\{flalign\*\}.+?\\end\{flalign\*\}", "", body, flags=re.DOTALL)
    for start in (m.end() for m in re.finditer(r"\\shown\{", body)):
        found.append((_braced(body, start), True))
    body = re.sub(r"\\shown\{[^\n]*", "", body)
    return found + [(part, False) for part in INLINE.findall(body)]


def _braced(text: str, start: int) -> str:
    depth = 1
    for at in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0) if text[at - 1] != "\\" else 0
        if depth == 0:
            return text[start:at]
    raise AssertionError("a brace is not closed")


def refused_by_katex(formulas: list[tuple[str, bool]]) -> list[str]:
    """What KaTeX says of the formulas that it does not accept."""
    command = ["node", str(HERE / "pages_katex.cjs"), str(KATEX)]
    done = subprocess.run(command, input=json.dumps(formulas), capture_output=True, text=True, check=True, timeout=120)
    return [f"{formulas[index][0]}: {message}" for index, message in json.loads(done.stdout)]


def seen_in_browser(page: Path, width: int = 1000) -> dict[str, Any]:
    """What a browser makes of a page: the report of ``pages_judge.js``."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command += ["--allow-file-access-from-files", "--virtual-time-budget=20000", f"--window-size={width},1200"]
    command += [f"--user-data-dir={page.parent / 'profile'}", "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    report = re.search(r'<pre id="report">(.*?)</pre>', done.stdout, re.DOTALL)
    assert report, f"the browser gave no report: {done.stderr[-500:]}"
    seen: dict[str, Any] = json.loads(html.unescape(report[1]))
    return seen


def with_judge(page: str) -> str:
    """The page with the judge at its end, run when everything is laid out."""
    script = (HERE / "pages_judge.js").read_text(encoding="utf-8")
    return page.replace("</body>", f"<script>\n{script}\n</script>\n</body>")


def page_of_markdown(text: str) -> str:
    """The page as the course's own tools show it: Python-Markdown with its extensions, then KaTeX."""
    import markdown

    extensions = ["admonition", "pymdownx.details", "md_in_html", "tables", "pymdownx.arithmatex"]
    settings = {"pymdownx.arithmatex": {"generic": True}}
    body = markdown.markdown(text, extensions=extensions, extension_configs=settings)
    dist = (KATEX / "node_modules" / "katex" / "dist").as_uri()
    pairs = [("$$", "$$", "true"), (r"\\[", r"\\]", "true"), (r"\\(", r"\\)", "false")]
    delimiters = ", ".join(f'{{left: "{a}", right: "{b}", display: {shown}}}' for a, b, shown in pairs)
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><link rel="stylesheet" href="{dist}/katex.min.css">
<style>body {{ font: 17px/1.6 sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }}
.admonition, details {{ border: 1px solid #8ab; border-radius: 4px; padding: .2rem 1rem; margin: 1rem 0; }}
.admonition-title {{ font-weight: bold; }} table {{ border-collapse: collapse; }} td {{ padding: .2rem .6rem; }}
</style></head><body>
{body}
<script src="{dist}/katex.min.js"></script><script src="{dist}/contrib/auto-render.min.js"></script>
<script>renderMathInElement(document.body, {{throwOnError: false, delimiters: [{delimiters}]}});</script>
</body></html>
"""
