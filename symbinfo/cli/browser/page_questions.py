"""What is typed into a page: a measure, a theorem or a claim; what was derived is kept for all that is asked of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from symbinfo.cli.queries import THEOREM, derivation_of, is_claim, parsed
from symbinfo.expressions.errors import QueryError, SymbinfoError

__all__ = ["Question", "asked", "certificate_of", "checked", "found_of", "valued", "written"]

MODES = ("auto", "derive", "verify")
#: What a page can have written.
FORMS = ("text", "latex", "latex-fragment", "markdown", "json")
MOST_DIGITS = 1000
#: Of the lines of a formula, in em.
NARROWEST, WIDEST = 10.0, 33.0
#: Of one certificate.
LONGEST_CHECK = 25.0


@dataclass(frozen=True)
class Question:
    """What is typed.

    Parameters
    ----------
    text : str
        A measure, a theorem's name or a claim.
    given : tuple of str
        The lines of its setting, or what may be assumed.
    unit : str
        "nats" or "bits".
    mode : str
        What is wanted: "derive", "verify", or "auto", which judges a claim and derives the rest.
    """

    text: str
    given: tuple[str, ...] = ()
    unit: str = "nats"
    mode: str = "auto"

    @classmethod
    def of(cls, options: dict[str, Any]) -> Question:
        """A question out of a message.

        Raises
        ------
        SymbinfoError
            When something in it is not as it must be.
        """
        text, unit, mode = (str(options.get(k, v)) for k, v in (("text", ""), ("unit", "nats"), ("mode", "auto")))
        if not text.strip():
            raise SymbinfoError("nothing is asked: type a measure, such as H(Normal(mu, sigma)), or a claim")
        if unit not in ("nats", "bits") or mode not in MODES:
            raise SymbinfoError(f"a question is in nats or bits, and its mode one of {', '.join(MODES)}")
        given = options.get("given", ())
        lines = given.splitlines() if isinstance(given, str) else [str(line) for line in given]
        return cls(text.strip(), tuple(line.strip() for line in lines if line.strip()), unit, mode)

    @property
    def options(self) -> dict[str, Any]:
        """The same as the command line has it."""
        given = list(self.given) or None
        unit = None if self.unit == "nats" else self.unit
        return {"query": self.text, "given": given, "unit": unit, "base": None, "form": "auto"}


@lru_cache(maxsize=12)
def found_of(question: Question) -> Any:
    """The derivation of a question, or the verdict on it."""
    if question.mode == "derive" or THEOREM.fullmatch(question.text):
        return derivation_of(question.options)
    from symbinfo.query.setting import parse_given

    claim: Any = None
    given: Any = ()
    try:
        claim, given = parse_given(question.text, question.given, question.unit, None, "auto")
    except QueryError:
        # Of a setting the reader of claims knows best what is wrong; else derive may have advice.
        if question.mode == "verify" or question.given:
            raise
    if is_claim(claim):
        from symbinfo.verification.referee.verify import verify

        return verify(claim, given=given)
    if question.mode == "verify":
        raise QueryError("this is no claim: write two sides with =, <=, >=, <, > or != between them", question.text)
    return derivation_of(question.options)


def _derived(question: Question) -> Any:
    found = found_of(question)
    if not hasattr(found, "steps"):
        raise SymbinfoError("this is a claim: only a derivation has steps to be written")
    return found


def asked(question: Question, width: float = 0) -> dict[str, Any]:
    """The derivation as HTML for the page, its formulas in lines of a width in em, or the verdict as data."""
    from symbinfo.query.reading import reading_of

    found = found_of(question)
    reading = None if THEOREM.fullmatch(question.text) else reading_of(question.text, "auto", question.given)
    read = {"read_as": reading.text if reading else "", "notes": list(reading.notes) if reading else []}
    if hasattr(found, "steps"):
        from symbinfo.cli.browser.page_curve import parameters_of
        from symbinfo.render.html import body_of, heading_of, in_lines_of
        from symbinfo.render.line import line_of
        from symbinfo.render.story import tell

        story = tell(found)
        with in_lines_of(min(max(width or WIDEST, NARROWEST), WIDEST)):
            body = body_of(story)
        return {
            "kind": "derivation",
            "title": story.title or line_of(story.conclusion.left),
            "html": f"{heading_of(story, 2)}\n{body}",
            "status": str(found.status),
            "parameters": parameters_of(found),
            **read,
        }
    return {"kind": "verdict", **found.to_dict(), "text": found.text(), "proof": found.certificate is not None, **read}


def written(question: Question, form: str) -> str:
    """The derivation as text, LaTeX, Markdown or JSON."""
    if form not in FORMS:
        raise SymbinfoError(f"no format {form!r}: choose from {', '.join(FORMS)}")
    from symbinfo.render import render

    if form == "latex-fragment":
        return render(_derived(question), "latex", fragment=True)
    return render(_derived(question), form, **({"encoding": "utf-8"} if form == "text" else {}))


@lru_cache(maxsize=4)
def certificate_of(question: Question) -> str:
    """The text of the certificate, which ``symbinfo check`` replays.

    Raises
    ------
    SymbinfoError
        When there is none.
    """
    found = found_of(question)
    if hasattr(found, "steps"):
        from symbinfo.render.json import certificate_data

        data = certificate_data(found)
    else:
        data = found.certificate
    if data is None:
        raise SymbinfoError(
            "there is no certificate: only a single claim that is proved or refuted by a law has one, or a derivation "
            "that is no matrix"
        )
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def checked(question: Question) -> dict[str, Any]:
    """What the checker says of the certificate, the facts that it rests on, and every step in words."""
    from symbinfo.trusted import axioms_in_words, check_text, steps_of_text

    text = certificate_of(question)
    report = check_text(text, LONGEST_CHECK)
    return {
        "verdict": report.verdict,
        "level": report.level,
        "reason": report.reason,
        "statement": report.statement,
        "assumptions": list(report.assumptions),
        "facts": list(axioms_in_words(report.axioms)),
        "steps": list(steps_of_text(text)),
    }


def valued(question: Question, digits: int) -> dict[str, Any]:
    """The value of a measure whose parameters are numbers."""
    if not 1 <= digits <= MOST_DIGITS:
        raise SymbinfoError(f"a whole number of digits from 1 to {MOST_DIGITS} is expected: got {digits}")
    measure = parsed(question.options)
    if is_claim(measure):
        raise QueryError("this is a claim: it has a verdict, and no value", question.text)
    if not hasattr(measure, "free_symbols"):
        raise QueryError(f"{measure} has no value without a law: write H(Normal(0, 1)), say", question.text)
    from symbinfo.verification.values.evaluate import evaluate

    value = evaluate(measure, digits)
    return {"value": value.text, "digits": value.digits, "method": value.method}
