"""What a worker does: derives one entry, writes it in every format, and has its certificate checked.

Jobs and answers are plain data, so that any executor can carry them, and each job runs in a child of its own, under a
limit of time that holds inside long calls, too.
"""

from __future__ import annotations

import json
from hashlib import sha256
from tempfile import TemporaryDirectory
from typing import Any

from symbinfo.expressions.errors import BudgetExceeded, SymbinfoError
from symbinfo.jobs.limits import run_limited

__all__ = ["checked", "compiled", "derived", "drawn", "preload", "without", "writers"]


def preload() -> None:
    """Import what every entry needs."""
    import symbinfo.derivation.plans.derive
    import symbinfo.query
    import symbinfo.render.article
    import symbinfo.render.html
    import symbinfo.render.json
    import symbinfo.render.markdown  # noqa: F401
    from symbinfo.derivation.theorems import names

    names()


def derived(job: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Derive an entry and write it.

    Parameters
    ----------
    job : dict
        As from `Entry.plain`.
    seconds : float
        The limit of time.

    Returns
    -------
    dict
        ``title``, ``says``, ``shows`` and ``body``, each by format; ``data``, the derivation as JSON, and ``certificate``, both as
        text, and the ``key`` of the certificate; ``lack`` instead of a certificate, where none can be written; or only
        ``error``, where nothing came out.
    """
    return _guarded(_derived, (job,), seconds, f"the derivation of {job['of']}")


def drawn(job: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Draw the picture of an entry.

    Parameters
    ----------
    job : dict
        As from `Entry.drawn`.
    seconds : float
        The limit of time.

    Returns
    -------
    dict
        ``svg`` and the ``words`` for those who do not see it; or only ``error``.
    """
    return _guarded(_drawn, (job,), seconds, f"the picture of {job['query']}")


def checked(certificate: str, seconds: float) -> dict[str, Any]:
    """Have a certificate checked: the report as plain data; where the limit of time is spent, undecided."""
    found = _guarded(_checked, (certificate,), seconds, "the check")
    if "error" not in found:
        return found
    return without(str(found["error"]))


def without(reason: str) -> dict[str, Any]:
    """The report of a check that was not made, or not to its end."""
    from symbinfo.derivation.certify.checking import report_data, unchecked

    return report_data(unchecked(reason))


def compiled(document: str, seconds: float) -> dict[str, Any]:
    """Compile a LaTeX document: ``pdf``, the bytes, or ``error``."""
    from symbinfo.render.pdf import pdf_of_document

    try:
        with TemporaryDirectory(prefix="symbinfo-") as folder:
            return {"pdf": pdf_of_document(document, folder, seconds)}
    except SymbinfoError as error:
        return {"error": str(error)}


def _guarded(function: Any, arguments: tuple[Any, ...], seconds: float, what: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = run_limited(function, seconds, what, arguments)
        return found
    except BudgetExceeded as error:
        return {"error": str(error).replace("; raise --timeout, or simplify the query", "")}
    except SymbinfoError as error:
        return {"error": str(error)}


def _derivation(job: dict[str, Any]) -> Any:
    from symbinfo.derivation.theorems import names, theorem

    text = job["of"].strip()
    if not job["given"] and all(c.isalnum() or c == "-" for c in text):
        return theorem(text)
    from symbinfo.derivation.plans.derive import derive
    from symbinfo.query import parse

    if job["given"]:
        from symbinfo.query.setting import parse_in

        if text in dict(names()):
            raise SymbinfoError(f"{text} is a theorem, which takes no setting: remove `given`")
        measure = parse_in(text, job["given"])
    else:
        measure = parse(text)
    if not hasattr(measure, "free_symbols"):
        raise SymbinfoError(f"{text} is no measure of given laws: write H(Normal(0, 1)), say")
    return derive(measure)


def _derived(job: dict[str, Any]) -> dict[str, Any]:
    from dataclasses import replace

    from symbinfo.render.json import data_of
    from symbinfo.render.story import tell

    derivation = _derivation(job)
    if job["title"]:
        derivation = replace(derivation, title=job["title"])
    story = tell(derivation)
    formats = writers()
    heading = story.heading or (story.chain.left,)
    says, shows = _sentence_of(job["says"]), _sentence_of(job["shows"])
    return {
        "title": {form: said(heading) for form, (said, _) in formats.items()},
        "says": {form: said(says) for form, (said, _) in formats.items()},
        "shows": {form: said(shows) for form, (said, _) in formats.items()},
        "body": {form: body(story) for form, (_, body) in formats.items()},
        "data": json.dumps(data_of(derivation), ensure_ascii=False),
        **_certified(derivation),
    }


def _drawn(job: dict[str, Any]) -> dict[str, Any]:
    from symbinfo.plots.asked_picture import plot
    from symbinfo.plots.picture_file import picture_bytes

    axes = plot(job["query"], job["ranges"], given=job["given"], shown=False)
    return {"svg": picture_bytes(axes, ".svg").decode(), "words": axes.symbinfo_words[1]}


def writers() -> dict[str, Any]:
    """What writes a sentence and the body of a derivation, by format; of Markdown by flavour."""
    from functools import partial

    from symbinfo.render import article, html, markdown
    from symbinfo.render.flavours import FLAVOURS

    flavours = {
        name: (partial(markdown.said, flavour=row), partial(markdown.body_of, flavour=row, boxed=True))
        for name, row in FLAVOURS.items()
    }
    return {
        **flavours,
        "latex": (article.sentence_of, article.body_of),
        "html": (html.said, html.body_of),
    }


def _certified(derivation: Any) -> dict[str, str]:
    """The certificate and its key; what is not in the language of certificates can be read, but not checked."""
    from symbinfo.render.json import certificate_data

    try:
        certificate = json.dumps(certificate_data(derivation), ensure_ascii=False)
    except SymbinfoError as error:
        return {"lack": str(error)}
    return {"certificate": certificate, "key": sha256(certificate.encode()).hexdigest()}


def _sentence_of(text: str) -> tuple[Any, ...]:
    from symbinfo.render.names import GREEK
    from symbinfo.render.words import parts_of

    return tuple(parts_of(text, GREEK))


def _checked(certificate: str) -> dict[str, Any]:
    from symbinfo.derivation.certify.checking import report_data
    from symbinfo.trusted import Certificate, check

    return report_data(check(Certificate.loads(certificate)))
