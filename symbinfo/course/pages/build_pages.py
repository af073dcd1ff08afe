"""The build: what has changed is derived and checked by two workers, and the pages are written from what they say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from symbinfo.course.pages.index import INDICES
from symbinfo.course.pages.made import Result, Whole, ending
from symbinfo.course.pages.page_worker import checked, compiled, derived, drawn, preload, without
from symbinfo.course.pages.section_page import PAGES, latex_page
from symbinfo.course.pages.sources import Course, read
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.jobs.cache import Cache, checker_state, engine_state, key_of, write
from symbinfo.jobs.workers import Tell, each, workers_of
from symbinfo.render import FORMATS
from symbinfo.render.flavours import FLAVOURS

__all__ = ["FORMS", "Built", "build"]

#: The formats that a course can have.
FORMS = tuple(name for name, form in FORMATS.items() if form.in_course)
SECONDS = 180.0


@dataclass(frozen=True)
class Built:
    """What a build did: the whole, the files it wrote, and a line for everything that went wrong."""

    whole: Whole
    written: tuple[str, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 done; 1 a derivation is refuted; 2 one cannot be made; 3 undecided, or an equation is not backed."""
        if self.faults:
            return 2
        if any(r.verdict == Outcome.REFUTED for r in self.whole.results):
            return 1
        return 3 if self.whole.unbacked() or not all(r.holds for r in self.whole.results) else 0


def build(
    source: Path,
    target: Path,
    forms: Sequence[str] = FORMS,
    *,
    seconds: float = SECONDS,
    flavour: str = "material",
    executor: Executor | None = None,
    tell: Tell = lambda what, done, total: None,
) -> Built:
    r"""Build the pages of a folder of sources.

    Parameters
    ----------
    source, target : Path
        The folder of the sources, and the one to write to, which is made where it is not there.
    forms : sequence of str
        Out of `FORMS`.
    seconds : float
        The limit of time for each derivation, each check and each document.
    flavour : str
        Of the Markdown, a key of `FLAVOURS`.
    executor : concurrent.futures.Executor, optional
        Where the work is done; two processes by default.
    tell : callable
        Told what is being done, how much of it is done, and how much there is.

    Raises
    ------
    SymbinfoError
        When the sources cannot be read, or a file not written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "01-coin.toml").write_text('title = "A coin"\n[[derivation]]\nof = "H(Bernoulli(1/2))"')
    ...     built = build(Path(folder), Path(folder) / "built", ["html"])
    >>> built.exit_code, built.written
    (0, ('coin.html', 'index.html'))
    """
    course = read(source)
    forms = tuple(form for form in FORMS if form in forms)
    kept = Cache(target)
    with workers_of(executor, preload) as workers:
        made, faults = _derive_all(course, kept, workers, seconds, tell)
        checks = _check_all(made, kept, workers, seconds, tell)
        pictures, more, unseen = _draw_all(course, forms, kept, workers, seconds, tell)
        faults = {**faults, **more}
        forms, notes = _without_pdf(forms)
        notes += unseen
        whole = Whole(course, tuple(_results(course, made, checks, faults, pictures)), forms, FLAVOURS[flavour])
        files = _files(whole)
        written = [name for name, content in files.items() if write(target / name, content.encode("utf-8"))]
        if "pdf" in forms:
            pdfs, more = _pdfs(whole, target, kept, workers, seconds, tell)
            written, faults = [*written, *pdfs], {**faults, **more}
    kept.prune()
    return Built(whole, tuple(written), tuple(f"{place}: {fault}" for place, fault in faults.items()), tuple(notes))


def _place(file: str, at: int, of: str) -> str:
    return f"{file}, entry {at} ({of})"


def _derive_all(
    course: Course, kept: Cache, workers: Callable[[], Executor], seconds: float, tell: Tell
) -> tuple[dict[str, Any], dict[str, str]]:
    """What was made of each entry by ``section/name``, and what went wrong by its place."""
    jobs = {f"{s.name}/{e.name}": e.plain() for s in course.sections for e in s.entries}
    keys = {name: key_of("derived", job, engine_state()) for name, job in jobs.items()}
    made = {name: found for name, key in keys.items() if (found := kept.get(key))}
    calls = {name: (derived, jobs[name], seconds) for name in jobs if name not in made}
    for name, answer in each(workers, calls, "deriving", tell):
        if "error" not in answer:
            kept.put(keys[name], answer)
        made[name] = answer
    faults = {
        _place(s.file, at, e.of): str(made[f"{s.name}/{e.name}"]["error"])
        for s in course.sections
        for at, e in enumerate(s.entries, 1)
        if "error" in made[f"{s.name}/{e.name}"]
    }
    return {name: answer for name, answer in made.items() if "error" not in answer}, faults


def _check_all(
    made: dict[str, Any], kept: Cache, workers: Callable[[], Executor], seconds: float, tell: Tell
) -> dict[str, Any]:
    """What the checker says of each certificate; an answer that a limit of time cut short is not kept."""
    keys = {name: key_of("check", a["key"], checker_state()) for name, a in made.items() if "key" in a}
    checks: dict[str, Any] = {name: without(a["lack"]) for name, a in made.items() if "key" not in a}
    checks |= {name: found for name, key in keys.items() if (found := kept.get(key))}
    calls = {name: (checked, made[name]["certificate"], seconds) for name in keys if name not in checks}
    for name, answer in each(workers, calls, "checking", tell):
        if answer["level"]:
            kept.put(keys[name], answer)
        checks[name] = answer
    return checks


def _draw_all(
    course: Course, forms: tuple[str, ...], kept: Cache, workers: Callable[[], Executor], seconds: float, tell: Tell
) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """The picture of each entry that asks for one, what went wrong by its place, and a note where nothing draws."""
    asked = {
        f"{s.name}/{e.name}": (_place(s.file, at, e.picture[0]), e.drawn())
        for s in course.sections
        for at, e in enumerate(s.entries, 1)
        if e.picture
    }
    if not asked or not {"markdown", "html"} & set(forms):
        return {}, {}, []
    try:
        release = version("matplotlib")
    except PackageNotFoundError:
        return {}, {}, ["matplotlib is not installed: the pages are built without pictures"]
    keys = {name: key_of("drawn", job, release, engine_state()) for name, (_, job) in asked.items()}
    pictures = {name: found for name, key in keys.items() if (found := kept.get(key))}
    calls = {name: (drawn, asked[name][1], seconds) for name in asked if name not in pictures}
    faults = {}
    for name, answer in each(workers, calls, "drawing", tell):
        if "error" in answer:
            faults[f"{asked[name][0]}, picture"] = str(answer["error"])
            continue
        kept.put(keys[name], answer)
        pictures[name] = answer
    return pictures, faults, []


def _results(
    course: Course, made: dict[str, Any], checks: dict[str, Any], faults: dict[str, str], pictures: dict[str, Any]
) -> Iterator[Result]:
    for number, section in enumerate(course.sections, 1):
        for at, entry in enumerate(section.entries, 1):
            name = f"{section.name}/{entry.name}"
            fault = faults.get(_place(section.file, at, entry.of), "")
            check, picture = checks.get(name, {}), pictures.get(name)
            yield Result(f"{number}.{at}", section, entry, made.get(name), check, fault, picture)


def _without_pdf(forms: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """No PDF where there is no pdflatex; a note says so."""
    from shutil import which

    if "pdf" not in forms or which("pdflatex"):
        return forms, []
    return tuple(f for f in forms if f != "pdf"), ["pdflatex is not installed: the pages are built without PDF"]


def _files(whole: Whole) -> dict[str, str]:
    """The texts of all files but the PDFs, by their names in the target."""
    files = {
        section.name + ending(form): page(whole, section)
        for form, page in PAGES.items()
        if form in whole.forms
        for section in whole.course.sections
    }
    files |= {r.picture_file: r.picture["svg"] for r in whole.results if r.picture is not None and r.made is not None}
    if "json" in whole.forms:
        for r in whole.results:
            if r.made is not None and r.certified:
                check, certificate = dict(r.check), json.loads(r.made["certificate"])
                data = {**json.loads(r.made["data"]), "check": check, "certificate": certificate}
                text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
                files[f"{r.section.name}/{r.entry.name}.json"] = text
    return files | {f"index{ending(form)}": index(whole) for form, index in INDICES.items() if form in whole.forms}


def _pdfs(
    whole: Whole, target: Path, kept: Cache, workers: Callable[[], Executor], seconds: float, tell: Tell
) -> tuple[list[str], dict[str, str]]:
    """Compile the sections whose document has changed, or whose PDF is not there."""
    documents = {section.name: latex_page(whole, section) for section in whole.course.sections}
    keys = {name: key_of("pdf", name, document) for name, document in documents.items()}
    known = {name for name, key in keys.items() if kept.get(key) and (target / f"{name}.pdf").exists()}
    calls = {name: (compiled, document, seconds) for name, document in documents.items() if name not in known}
    written, faults = [], {}
    for name, answer in each(workers, calls, "typesetting", tell):
        if "pdf" not in answer:
            faults[f"{name}.tex"] = str(answer["error"])
            continue
        write(target / f"{name}.pdf", answer["pdf"])
        kept.put(keys[name], True)
        written.append(f"{name}.pdf")
    return sorted(written), faults
