"""What a built site is asked: its pages as they stand, and what a browser makes of them."""

from __future__ import annotations

import html
import json
import re
import subprocess
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

__all__ = ["Page", "fetched_in_style", "found", "missing_places", "pages_of", "read_page", "seen"]

#: What of an element a browser fetches by itself; a link to click is not among it.
FETCHED = {"script": "src", "img": "src", "source": "src", "iframe": "src", "embed": "src", "object": "data"}
#: Where a page speaks of itself or of another to readers and search engines, without fetching it.
TOLD = {"canonical", "next", "prev", "alternate"}
HEADING = re.compile("h[1-6]")


@dataclass
class Page(HTMLParser):
    """A page of HTML: what it fetches, where it leads, the names of its places, its headings."""

    fetched: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    headings: list[str] = field(default_factory=list)
    _open: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.places |= {has[name] for name in ("id", "name") if name in has}
        self.fetched += fetched_in_style(has.get("style", ""))
        if tag in FETCHED and has.get(FETCHED[tag]):
            self.fetched.append(has[FETCHED[tag]])
        if tag == "link" and not TOLD & set(has.get("rel", "").split()):
            self.fetched.append(has.get("href", ""))
        if tag == "a" and "href" in has:
            self.leads.append(has["href"])
        if HEADING.fullmatch(tag):
            self._open = True
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        if HEADING.fullmatch(tag):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.headings[-1] += data


def fetched_in_style(text: str) -> list[str]:
    """The addresses that a style sheet has fetched."""
    return re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')\s;]+)", text)


#: How the name of a copy of a page begins that a browser is given.
JUDGED = "judged-"


@cache
def read_page(path: Path) -> Page:
    """The page of a file."""
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def pages_of(site: Path) -> list[Path]:
    """The pages of a site, without the copies that other tests put beside them meanwhile."""
    return sorted(path for path in site.rglob("*.html") if not path.name.startswith(JUDGED))


def missing_places(site: Path) -> list[str]:
    """Links of a site that lead nowhere: no such file, or no such place in it; a question or an address is none."""
    wrong = []
    for path in pages_of(site):
        for link in read_page(path).leads:
            target, _, place = link.partition("#")
            if re.match(r"[a-z]+:", link) or target.startswith("/"):
                continue
            stands = (path.parent / unquote(target)).resolve() if target else path
            stands = stands / "index.html" if stands.is_dir() else stands
            there = stands.is_file() and (
                not place or "=" in place or "/" in place or unquote(place) in read_page(stands).places
            )
            if not there:
                wrong.append(f"{path.relative_to(site)}: {link}")
    return wrong


#: Looks at a page once all is set: formulas, what is left of TeX, and what stands out to the right.
JUDGE = """
window.addEventListener("load", () => setTimeout(() => {
  const wide = [...document.querySelectorAll("article *:not(svg, svg *)")].filter(element => {
    const right = element.getBoundingClientRect().right;
    if (right <= innerWidth + 1) return false;
    for (let over = element.parentElement; over; over = over.parentElement)
      if (over.scrollWidth > over.clientWidth && ["auto", "scroll", "hidden"].includes(getComputedStyle(over).overflowX)
          && over.getBoundingClientRect().right <= innerWidth + 1) return false;
    return true;
  });
  const plain = document.body.cloneNode(true);
  plain.querySelectorAll("pre, code, script, style, .katex").forEach(element => element.remove());
  const words = plain.textContent;
  const report = {
    formulas: document.querySelectorAll(".katex").length,
    errors: document.querySelectorAll(".katex-error").length,
    raw: (words.match(/\\$\\$|\\\\[(\\[]/g) || []).length,
    wide: wide.slice(0, 5).map(element => element.tagName + " " + element.textContent.trim().slice(0, 60)),
    width: document.documentElement.scrollWidth - innerWidth,
  };
  const pre = document.createElement("pre");
  pre.id = "report";
  pre.textContent = JSON.stringify(report);
  document.body.append(pre);
}, 500));
"""


def dumped(address: str, width: int, profile: Path) -> str:
    """A page after its scripts ran, in headless Chromium."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
    command += ["--disable-background-networking", "--disable-component-update", "--hide-scrollbars"]
    command += ["--allow-file-access-from-files", "--virtual-time-budget=10000", f"--window-size={width},1200"]
    command += [f"--user-data-dir={profile}", "--dump-dom", address]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout, f"the browser gave nothing: {done.stderr[-500:]}"
    return done.stdout


def seen(page: Path, width: int, profile: Path) -> dict[str, Any]:
    """What the browser makes of a page at a width: the report of the judge, which is put beside the page."""
    judged = page.with_name(f"{JUDGED}{width}-{page.name}")
    judged.write_text(page.read_text(encoding="utf-8").replace("</body>", f"<script>{JUDGE}</script></body>"), "utf-8")
    try:
        shown = dumped(judged.as_uri(), width, profile)
    finally:
        judged.unlink()
    report = re.search(r'<pre id="report">(.*?)</pre>', shown, re.DOTALL)
    assert report, "the judge gave no report"
    told: dict[str, Any] = json.loads(html.unescape(report[1]))
    return told


def found(site: Path, word: str, profile: Path) -> list[str]:
    """The titles of the pages that the search finds, without a server."""
    shown = dumped(f"{(site / 'index.html').as_uri()}?q={word}", 1200, profile)
    results = shown.partition("md-search-result__list")[2].partition("</ol>")[0]
    return [re.sub("<[^>]*>", "", title) for title in re.findall("<h1[^>]*>(.*?)</h1>", results)]
