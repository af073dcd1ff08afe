"""Write docs/gallery.md and the derivations beside it, from the questions of gallery.toml; `--check` compares.

All that the page says of a result is derived and checked when it is written: the file of questions has titles and sentences.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import symbinfo as si
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.layout import Row
from symbinfo.render.story import Sentence, tell
from symbinfo.render.style import STYLE

QUESTIONS = Path(__file__).with_name("gallery.toml")
PAGE = Path(__file__).with_name("gallery.md")
FOLDER = PAGE.with_suffix("")
#: The look of the derivations, in one file beside them.
SHEET = FOLDER / "derivation.css"
#: What stands in a heading of the count; in this order.
LEVELS = (*(str(level) for level in Level if level), str(Outcome.REFUTED), str(Outcome.UNDECIDED), "unchecked", "open")
MEANING = {
    "proved": "every step was replayed exactly, from listed facts",
    "certified": "enclosed rigorously over the whole domain, or by a theorem",
    "checked": "every step was compared in numbers, or reduced to an integral that is proved",
    "refuted": "shown to be false, on purpose",
    "undecided": "the result stands, and the checker did not decide one of its steps",
    "unchecked": "derived, and not checked here",
    "open": "not done by the engine",
}


def files() -> dict[Path, str]:
    """The page and the derivations, by path."""
    asked = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))
    titles = Counter(slug(entry["title"]) for part in asked["part"] for entry in part["entry"])
    if twice := [title for title, count in titles.items() if count > 1]:
        raise ValueError(f"entries with one title: {twice}")
    made: dict[Path, str] = {SHEET: STYLE.lstrip()}
    levels: Counter[str] = Counter()
    parts = []
    for part in asked["part"]:
        entries = []
        for entry in part["entry"]:
            level, lines = shown(entry, made)
            levels[level] += 1
            entries.append("\n\n".join([f"### {entry['title']}", entry["says"], *lines]))
        parts.append("\n\n".join([f"## {part['title']}", *entries]))
    errors = [error_row(row) for row in asked["error"]]
    made[PAGE] = "\n\n".join([heading(levels), *parts, table_of(errors)]) + "\n"
    return made


def heading(levels: Counter[str]) -> str:
    """What the page is, and how many results have which level."""
    unknown = set(levels) - set(LEVELS)
    if unknown:
        raise ValueError(f"levels that the page does not explain: {sorted(unknown)}")
    rows = [f"| {level} | {levels[level]} | {MEANING[level]} |" for level in LEVELS if levels[level]]
    return "\n".join(
        [
            "# Gallery",
            "",
            "The results on information theory that [The Book of Statistical Proofs](https://statproofbook.github.io) has, and a",
            "few beside them, each derived by the engine and checked when this page was written. Titles and sentences are ours;",
            "formulas, levels and facts are what came out. What the engine does not do is listed, too. `python docs/gallery.py`",
            "writes the page from `docs/gallery.toml`.",
            "",
            "| level | results | what it means ([verdicts](verdicts.md)) |",
            "|---|---|---|",
            *rows,
        ]
    )


def shown(entry: dict[str, Any], made: dict[Path, str]) -> tuple[str, list[str]]:
    """The level of an entry, and what is printed of it below its sentence."""
    if "open" in entry:
        return "open", [f"**open**: {entry['open']}."]
    if "claim" in entry:
        return judged(entry)
    named = "theorem" in entry
    derivation = si.theorem(entry["theorem"]) if named else si.derive(entry["derive"], given=entry.get("given"))
    story = tell(derivation)
    end = story.conclusion
    result = latex_of_layout(Row((end.left, end.relation, end.result)))
    needs = f"provided {', '.join(f'${latex_of_layout(need)}$' for need in story.needs)}" if story.needs else ""
    level, facts = ("unchecked", ()) if "unchecked" in entry else evidence(derivation.check())
    facts = facts if level == Level.PROVED else ()
    path = FOLDER / f"{slug(entry['title'])}.html"
    made[path] = derivation.html().replace(f"<style>{STYLE}</style>", f'<link rel="stylesheet" href="{SHEET.name}">')
    status = "" if derivation.status == "closed" else f" ({derivation.status}: not all of it has a closed form)"
    lines = [said(story.setting)] if story.setting else []
    lines += [f"$$\n{result}\n$$", *([needs] if needs else [])]
    why = f": {entry['unchecked']}" if "unchecked" in entry else ""
    question = entry["theorem"] if named else entry["derive"]
    told = f"**{level}**{why}{resting(facts)}{status} · [derivation]({FOLDER.name}/{path.name}) · {command('derive', question, entry)}"
    return level, [*lines, told]


def judged(entry: dict[str, Any]) -> tuple[str, list[str]]:
    """A claim and its verdict."""
    verdict = si.verify(entry["claim"], given=entry.get("given") or ())
    level = verdict.level if verdict.verdict == Outcome.HOLDS else verdict.verdict
    lines = [f"```\n{entry['claim']}" + "".join(f"\n  with {line}" for line in entry.get("given", ())) + "\n```"]
    seen = seen_at(verdict.witness) if verdict.witness else ""
    proof = (
        f": {verdict.reason.removeprefix('proved ')}" if verdict.level == Level.PROVED and not verdict.axioms else ""
    )
    facts = verdict.axioms if verdict.level == Level.PROVED else ()
    return str(level), [
        *lines,
        f"**{level}**{seen}{proof}{resting(facts)} · {command('verify', entry['claim'], entry)}",
    ]


def seen_at(witness: dict[str, Any]) -> str:
    """The place that refutes a claim, and both values there."""
    places = ", ".join(f"{name} = {value}" for name, value in witness["parameters"].items())
    return f" at {places}: {witness['claimed']} is claimed and {witness['actual']} is right"


def evidence(report: Any) -> tuple[str, tuple[str, ...]]:
    """The level of a report, and the facts that it rests on."""
    return (str(report.level if report.accepted else report.verdict), tuple(report.axioms))


def resting(facts: tuple[str, ...]) -> str:
    """The facts that a proof rests on, each to be looked up."""
    known = [f"[{fact}](facts.md)" if re.fullmatch(r"[a-z0-9-]+", fact) else f"`{fact}`" for fact in facts]
    return f", from {', '.join(known)}" if known else ""


def command(verb: str, question: str, entry: dict[str, Any]) -> str:
    """How to make it again."""
    quoted = f'"{question}"' if re.search(r"[^\w-]", question) else question
    return "`symbinfo " + " ".join([verb, quoted, *(f'--given "{line}"' for line in entry.get("given", ()))]) + "`"


def said(sentence: Sentence) -> str:
    """Words and formulas as Markdown."""
    return "".join(part if isinstance(part, str) else f"${latex_of_layout(part)}$" for part in sentence)


def slug(title: str) -> str:
    """A title as the name of a file."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def error_row(row: dict[str, Any]) -> str:
    """A value that a public source gives, refuted, beside the right one."""
    verdict = si.verify(row["claim"])
    if verdict.verdict != Outcome.REFUTED:
        raise ValueError(f"{row['claim']} is no error: {verdict.verdict}")
    claimed, actual = verdict.witness["claimed"], verdict.witness["actual"]
    claim = row["claim"].replace("|", r"\|")  # a bar ends a cell, even inside code
    return f"| `{row['call']}` | {row['source']} | {claimed} | {str(actual)[:17]} | {row['says']} | `{claim}` |"


def table_of(errors: list[str]) -> str:
    """The errors of public sources."""
    return "\n".join(
        [
            "## Errors found in public sources",
            "",
            "What a call returns, typed as a claim, and refuted when this page was written: the right value is that of the",
            "definition. [Audits](audit.md) say how such calls are found.",
            "",
            "| call | of | returns | right | what goes wrong | refuted claim |",
            "|---|---|---|---|---|---|",
            *errors,
        ]
    )


if __name__ == "__main__":
    now = files()
    on_disk = {
        path: path.read_text(encoding="utf-8") for path in (PAGE, SHEET, *FOLDER.glob("*.html")) if path.exists()
    }
    if "--check" in sys.argv:
        old = sorted(path.name for path in now.keys() | on_disk.keys() if now.get(path) != on_disk.get(path))
        sys.exit(f"{', '.join(old)}: old; run python docs/gallery.py" if old else 0)
    FOLDER.mkdir(exist_ok=True)
    for path in on_disk.keys() - now.keys():
        path.unlink()
    for path, text in now.items():
        path.write_text(text, encoding="utf-8")
