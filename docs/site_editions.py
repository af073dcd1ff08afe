"""What the site holds beside its pages: the browser edition in try/, an atlas in atlas/, and links into the first.

A hook of MkDocs, named in mkdocs.yml. ``mkdocs build`` builds both (see web/build.mjs and `symbinfo.atlas`); ``mkdocs
serve`` shows the pages alone. Every question that a page asks gets a link that asks it in the browser edition.
"""

from __future__ import annotations

import ast
import contextlib
import html
import io
import posixpath
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.nav import Link
from platformdirs import user_cache_path

from symbinfo.course.exercises import exercises
from symbinfo.expressions.errors import SymbinfoError

ROOT = Path(__file__).parent.parent
EDITION, ATLAS = "try/index.html", "atlas/index.html"
#: The cells of the atlas that have a page: the other pairs lead to the browser edition.
MEASURES = ("kl", "entropy")
FAMILIES = ("Exponential", "Gamma", "Laplace", "Normal", "Uniform", "Weibull", "Bernoulli", "Geometric", "Poisson")
#: What asks a question on the command line, and in Python.
VERBS = ("derive", "verify", "eval", "plot", "solve")
#: Every block between fences, so that one inside of another is no block; and of which kinds questions are asked.
BLOCK = re.compile(r"(?ms)^(?P<fence>```|~~~)(?P<kind>\w*)[^\n]*\n(?P<text>.*?)^(?P=fence) *$\n?")
ASKING = ("console", "python", "symbinfo")
CODE = re.compile(r"(?m)`(symbinfo (?:derive|verify|eval) [^`]+)`$")
LONGEST = 60
building = False


class Question(NamedTuple):
    """What the browser edition is asked by a link: a query with its setting, or an exercise by its name."""

    text: str
    given: tuple[str, ...] = ()
    unit: str = "nats"
    mode: str = ""

    @property
    def fragment(self) -> str:
        """As the edition reads it, after ``#``."""
        if self.mode == "exercise":
            return f"exercises={quote(self.text)}"
        words = {"q": self.text, "given": "\n".join(self.given), "unit": self.unit * (self.unit == "bits")}
        return "&".join(f"{k}={quote(v, safe='')}" for k, v in (words | {"mode": self.mode}).items() if v)


def on_startup(command: str, **_: Any) -> None:
    """Remember whether the whole is built, or pages are shown while they are written."""
    global building
    building = command in ("build", "gh-deploy")


def on_nav(nav: Any, **_: Any) -> Any:
    """The browser edition and the atlas stand in the menu, after the first page."""
    if building:
        nav.items[1:1] = [Link("Try it", EDITION), Link("Atlas", ATLAS)]
    return nav


@event_priority(50)
def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """A link below every block that asks something, before the plug-in derives it, and beside every section of the course."""
    if not building:
        return markdown
    here = page.file.src_uri

    def below(found: re.Match[str]) -> str:
        asked = _questions(found) if found["kind"] in ASKING else []
        links = [_link(here, question, len(asked) > 1) for question in asked]
        said = f'\n<p class="try" data-search-exclude>{" ".join(links)}</p>\n\n' if links else ""
        return found[0] + said

    def beside(found: re.Match[str]) -> str:
        question = _of_command(found[1])
        return f"{found[0]} · {_link(here, question)}" if question else found[0]

    text = CODE.sub(beside, BLOCK.sub(below, markdown))
    return _of_a_section(here, text) if here.startswith("course/") else text


def on_post_build(config: Any, **_: Any) -> None:
    """Build the browser edition and the atlas into the site."""
    if not building:
        return
    site = Path(config["site_dir"])
    node = shutil.which("node")
    if node is None:
        raise PluginError("the browser edition in the site is built by node: install nodejs and npm")
    command = [
        node,
        str(ROOT / "web" / "build.mjs"),
        "-o",
        str(site / "try"),
        "--python",
        sys.executable,
        "--site",
        "..",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        raise PluginError(f"the browser edition cannot be built: {done.stderr.strip()[-400:]}")
    from symbinfo.atlas import make_all

    kept = user_cache_path("symbinfo") / "site" / "atlas"
    shutil.rmtree(kept / "cells", ignore_errors=True)
    make_all(MEASURES, kept, only=FAMILIES, site="..")
    shutil.copytree(kept, site / "atlas", ignore=lambda folder, names: {n for n in names if n.startswith(".")})


def _link(here: str, question: Question, named: bool = False) -> str:
    address = f"{posixpath.relpath(EDITION, posixpath.dirname(here) or '.')}#{question.fragment}"
    text = question.text if len(question.text) <= LONGEST else f"{question.text[: LONGEST - 2]} …"
    said = f"Try <code>{html.escape(text)}</code>" if named else "Try it in the browser"
    return f'<a href="{html.escape(address)}">{said}</a>'


def _questions(block: re.Match[str]) -> list[Question]:
    """What a block asks, each once."""
    lines = block["text"].splitlines()
    if block["kind"] == "symbinfo":
        given = tuple(line[6:].strip() for line in lines if line.startswith("given "))
        found = [Question(line.strip(), given) for line in lines if line.strip() and not line.startswith("given ")]
    elif block["kind"] == "console":
        found = [question for line in lines if line.startswith("$ ") and (question := _of_command(line[2:]))]
    else:
        found = [question for line in lines if line.startswith(">>> ") for question in _of_python(line[4:])]
    return list(dict.fromkeys(found))


def _of_command(line: str) -> Question | None:
    """A line of the command line as a question; None where it asks something else, or of a file."""
    from symbinfo.cli.usage import read_arguments

    try:
        words = shlex.split(line, comments=True)
        if words[:1] != ["symbinfo"] or words[1:2] == [] or words[1] not in VERBS:
            return None
        with contextlib.redirect_stderr(io.StringIO()):
            verb, options = read_arguments(words[1:])
    except (ValueError, SystemExit, SymbinfoError):
        return None
    if verb == "solve":
        (name, *more) = options["what"] or [""]
        return Question(name, mode="exercise") if not more and name in {e.id for e in exercises()} else None
    text = options.get("query") or ""
    if not isinstance(text, str) or not text or "::" in line or options.get("base"):
        return None
    mode = {"derive": "derive", "plot": "derive"}.get(verb, "")
    return Question(text, tuple(options.get("given") or ()), options.get("unit") or "nats", mode)


def _of_python(line: str) -> Iterator[Question]:
    """The calls of ``derive`` and ``verify`` in a line, of a text alone."""
    with contextlib.suppress(SyntaxError):
        for node in ast.walk(ast.parse(line)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in VERBS[:2]:
                with contextlib.suppress(ValueError):
                    values = [ast.literal_eval(value) for value in node.args]
                    named = {word.arg: ast.literal_eval(word.value) for word in node.keywords}
                    if len(values) == 1 and isinstance(values[0], str) and named.keys() <= {"given", "unit"}:
                        yield Question(values[0], tuple(named.get("given", ())), named.get("unit", "nats"))


def _of_a_section(here: str, text: str) -> str:
    """The end of each derivation of the course with a link that derives it."""
    names = {page.stem[3:]: page for page in (ROOT / "derivations").glob("[0-9]*.toml")}
    source = names.get(Path(here).stem)
    for entry in tomllib.loads(source.read_text(encoding="utf-8"))["derivation"] if source else []:
        question = Question(entry["of"], tuple(entry.get("given", ())), mode="derive")
        link = _link(here, question)
        anchor = re.escape(f'<a id="{entry.get("name", entry["of"])}">')
        text = re.sub(
            rf"(?s)({anchor}.*?)</small>", lambda found, link=link: f"{found[1]} {link}.</small>", text, count=1
        )
    return text
