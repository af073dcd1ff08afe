"""Proofreading: every formula of a document is read with the words around it and judged, and what was found is kept."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from symbinfo.expressions.errors import BudgetExceeded, SymbinfoError
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.jobs.cache import Cache, engine_state, key_of, users_folder
from symbinfo.jobs.limits import run_limited
from symbinfo.jobs.workers import Tell, each, workers_of
from symbinfo.verification.documents.findings import NOT_READ, Finding, Kind, Proofread
from symbinfo.verification.documents.formats.document_parts import Document
from symbinfo.verification.documents.formats.formulas_of_markdown import document_of_markdown
from symbinfo.verification.documents.formats.formulas_of_notebooks import document_of_notebook
from symbinfo.verification.documents.formats.formulas_of_tex import document_of_tex
from symbinfo.verification.documents.kinds_of_formulas import kind_of
from symbinfo.verification.documents.settings.setting_of_prose import InSetting, Setting, formulas_in_their_settings

__all__ = ["FORMS", "proofread"]

SECONDS = 30.0
OWN_SHARE = 0.4
LARGEST = 4_000_000
#: How many statements a child judges.
AT_ONCE = 12
#: How a document is written, by the ending of its file.
FORMS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".tex": "tex",
    ".ipynb": "notebook",
    ".qmd": "markdown",
    ".rmd": "markdown",
}
_READERS = {"markdown": document_of_markdown, "tex": document_of_tex, "notebook": document_of_notebook}
#: How many verdicts are kept.
MOST_KEPT = 20_000


def proofread(
    document: str | os.PathLike[str],
    *,
    form: str = "auto",
    seconds: float = SECONDS,
    cache: bool | str | os.PathLike[str] = True,
    jobs: int = 1,
    executor: Executor | None = None,
    tell: Tell = lambda what, done, total: None,
) -> Proofread:
    r"""Read a document and judge every formula in it.

    Parameters
    ----------
    document : str or path
        A file (.md, .tex or .ipynb), or the text itself.
    form : str
        "markdown", "tex", "notebook", or "auto": by the ending of the file, or by the text.
    seconds : float
        A limit of time for each statement; one that takes longer is undecided.
    cache : bool or path
        True: verdicts are kept in the user's cache folder; a path: in that folder; False: nowhere.
    jobs : int
        How many processes judge.
    executor : concurrent.futures.Executor, optional
        Where the work is done, instead of processes of our own.
    tell : callable
        Told what is being done, how much of it is done, and how much there is.

    Returns
    -------
    Proofread
        With `findings`, each with its place, reading, setting, verdict and repair.

    Raises
    ------
    SymbinfoError
        When the file cannot be read, or is of no format that is known.

    Examples
    --------
    >>> text = "Let $X \\sim \\mathcal{N}(\\mu, \\sigma^2)$. Then\n$$h(X) = \\log(2 \\pi e \\sigma^2).$$"
    >>> found = proofread(text, cache=False)
    >>> [(f.verdict, str(f.place), f.repair) for f in found.statements]
    [('refuted', '2:3', 'a factor 1/2 is lost')]
    """
    name, text, form = _source(document, form)
    read: Document = _READERS[form](text)
    formulas = formulas_in_their_settings(read)
    kept = _cache(cache)
    waiting: dict[str, str] = {}
    answers: dict[str, dict[str, Any]] = {}
    drafts = list(_drafts(formulas))
    for _, job in drafts:
        if job is None:
            continue
        key = key_of("proofread", job, engine_state())
        found = kept.get(key) if kept else None
        if found is not None:
            answers[key] = found
        else:
            waiting[key] = json.dumps(job)
    known = sum(job is not None and key_of("proofread", job, engine_state()) in answers for _, job in drafts)
    for key, answer in _answers(waiting, seconds, jobs, executor, tell):
        if kept and not answer.pop("limit", False):
            kept.put(key, answer)
        answers[key] = answer
    findings = []
    for finding, job in drafts:
        if job is not None:
            answer = answers[key_of("proofread", job, engine_state())]
            finding = _with(finding, answer)
        findings.append(finding)
    return Proofread(name, tuple(findings), read.faults, text, known, form)


def _source(document: str | os.PathLike[str], form: str) -> tuple[str, str, str]:
    """The name, the text and the format of a document."""
    if form != "auto" and form not in _READERS:
        raise SymbinfoError(f"a document is one of {', '.join(_READERS)}: got {form}")
    is_path = not isinstance(document, str) or ("\n" not in document and len(document) < 4_096 and _is_file(document))
    if not is_path:
        text = str(document)
        return "the document", text, _form_of(text) if form == "auto" else form
    path = Path(document)
    ending = path.suffix.lower()
    if form == "auto" and ending not in FORMS:
        raise SymbinfoError(f"{path} is no document that is read: write a file that ends in {', '.join(FORMS)}")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise SymbinfoError(f"cannot read {path}: {error.strerror}") from None
    if len(data) > LARGEST:
        raise SymbinfoError(f"{path} holds more than {LARGEST // 1_000_000} MB: divide it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SymbinfoError(f"{path} is not UTF-8 text") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return str(path), text, FORMS[ending] if form == "auto" else form


def _is_file(text: str) -> bool:
    path = Path(text)
    return path.suffix.lower() in FORMS or path.is_file()


def _form_of(text: str) -> str:
    if text.lstrip().startswith("{") and '"cells"' in text:
        return "notebook"
    return "tex" if r"\documentclass" in text or r"\begin{document}" in text or r"\section{" in text else "markdown"


def _cache(cache: bool | str | os.PathLike[str]) -> Cache | None:
    if cache is False:
        return None
    kept = Cache(users_folder() / "proofread" if cache is True else Path(cache))
    kept.limit(MOST_KEPT)
    return kept


def _drafts(formulas: list[InSetting]) -> Iterator[tuple[Finding, dict[str, Any] | None]]:
    """The findings before anything is judged, each with the job that decides it."""
    for one in formulas:
        formula = one.formula
        draft = Finding(formula.place, formula.text.strip(), Kind.EXPRESSION, display=formula.display, end=formula.end)
        if one.fault:
            yield replace(draft, kind=Kind.STATEMENT, verdict=NOT_READ, reason=one.fault), None
        elif not one.clauses:
            yield draft, None
        known = frozenset(name for line in one.setting.lines if line.law for name in line.names)
        for clause in one.clauses:
            meant = one.meant.get(clause.text)
            kind = Kind.STATEMENT if meant else kind_of(clause.text, known, clause.text in one.declares)
            made = replace(draft, text=clause.text, kind=kind)
            if meant and meant.reason:
                yield replace(made, verdict=NOT_READ, reason=meant.reason), None
                continue
            if one.wrong and clause.text in one.declares and clause is one.clauses[-1]:
                verdict = replace(
                    made, kind=Kind.STATEMENT, verdict=str(Outcome.REFUTED), reason=one.wrong, repair=one.wrong
                )
                yield verdict, None
            elif kind is Kind.STATEMENT and clause.words not in ("if", "iff", "when", "whenever", "unless"):
                text, added = (meant.text, meant.lines) if meant else (clause.text, ())
                setting = replace(one.setting, lines=(*one.setting.lines, *added))
                other = {"otherwise": meant.otherwise} if meant and meant.otherwise else {}
                yield made, {"text": text, "setting": _plain(setting), **other}
            else:
                yield made, None


def _plain(setting: Setting) -> dict[str, Any]:
    data = asdict(setting)
    for part in ("lines", "near", "largest"):
        data[part] = [{**line, "uses": sorted(line["uses"])} for line in data[part]]
    return data


def _setting(data: dict[str, Any]) -> Setting:
    from symbinfo.verification.documents.settings.lines_of_settings import Line

    lines, near, largest = (
        tuple(Line(**{**line, "names": tuple(line["names"]), "uses": frozenset(line["uses"])}) for line in data[part])
        for part in ("lines", "near", "largest")
    )
    return Setting(
        lines, data["nameless"], data["unit"], tuple(data["doubts"]), data["differential"], near,
        tuple(data["own"]), data["nameless_here"], data["theorem"], largest,
    )  # fmt: skip


def _with(finding: Finding, answer: dict[str, Any]) -> Finding:
    fields = {k: v for k, v in answer.items() if k not in ("kind", "shown", "notes", "limit")}
    return replace(
        finding, **fields, kind=Kind(answer["kind"]), setting=tuple(answer["shown"]), notes=tuple(answer["notes"])
    )


def _answers(
    waiting: dict[str, str], seconds: float, jobs: int, executor: Executor | None, tell: Tell
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The answers, some at a time: one group after the other, or by several processes."""
    keys = list(waiting)
    groups = [keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE)]
    calls = {str(n): (judged_group, [waiting[key] for key in group], seconds) for n, group in enumerate(groups)}
    if executor is None and (jobs == 1 or len(groups) < 2):
        if waiting:
            preload()
        for done, (number, (judge, texts, limit)) in enumerate(calls.items()):
            tell("judging", done, len(groups))
            yield from zip(groups[int(number)], judge(texts, limit), strict=True)
        return
    with workers_of(executor, preload, jobs) as workers:
        for number, answers in each(workers, calls, "judging", tell):
            yield from zip(groups[int(number)], answers, strict=True)


def preload() -> None:
    """Import what every statement needs."""
    from symbinfo.derivation.theorems import names

    names()


def judged_group(jobs: list[str], seconds: float) -> list[dict[str, Any]]:
    """Judge some statements in one child; where that does not come to its end, each in a child of its own.

    Parameters
    ----------
    jobs : list of str
        Statements with their settings, as JSON.
    seconds : float
        The limit of time for each.

    Returns
    -------
    list of dict
        The fields of each finding as plain data, and ``limit`` where a limit was met.
    """
    if len(jobs) > 1:
        try:
            found: list[dict[str, Any]] = run_limited(_judge_all, seconds, "the verdict", (jobs, seconds * OWN_SHARE))
            return found
        except SymbinfoError:
            return [one for job in jobs for one in judged_group([job], seconds)]
    try:
        found = run_limited(_judge_all, seconds, "the verdict", (jobs, seconds * OWN_SHARE))
    except BudgetExceeded as error:
        reason = str(error).replace("; raise --timeout, or simplify the query", "")
        return [{**_nothing(str(Outcome.UNDECIDED), reason), "limit": True}]
    except SymbinfoError as error:
        return [_nothing(NOT_READ, str(error).partition("\n")[0])]
    return found


def _judge_all(jobs: list[str], seconds: float) -> list[dict[str, Any]]:
    found = []
    for job in jobs:
        start = time.monotonic()
        answer = _judge(job, seconds)
        late = answer["verdict"] == Outcome.UNDECIDED and time.monotonic() - start > seconds
        found.append({**answer, "limit": late})
    return found


def _nothing(verdict: str, reason: str) -> dict[str, Any]:
    return {
        "verdict": verdict, "level": "", "reason": reason, "read_as": "", "repair": "", "witness": None, "notes": [],
        "shown": [], "kind": Kind.STATEMENT.value,
    }  # fmt: skip


def _judge(job: str, seconds: float) -> dict[str, Any]:
    from symbinfo.verification.documents.judge_formula import judged_statement

    data = json.loads(job)
    setting = _setting(data["setting"])
    judged = judged_statement(data["text"], setting, seconds)
    if judged.verdict == Outcome.REFUTED and "otherwise" in data:
        other = judged_statement(data["otherwise"], setting, seconds)
        if other.verdict == Outcome.HOLDS:
            reason = "it holds of the two laws in the other order, and which is meant is not said"
            judged = replace(other, verdict=str(Outcome.UNDECIDED), level="", reason=reason)
    found = asdict(judged)
    plain: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return plain
