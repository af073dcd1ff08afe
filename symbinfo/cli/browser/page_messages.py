"""One message of a page: which verb, what is asked; every error is an answer, too."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from symbinfo.cli.browser.page_questions import Question, asked, certificate_of, checked, found_of, valued, written
from symbinfo.expressions.errors import BudgetExceeded, QueryError, SymbinfoError

__all__ = ["VERBS_OF_A_PAGE", "answered"]

Options = dict[str, Any]


def _curve(o: Options) -> Any:
    from symbinfo.cli.browser.page_curve import curve_of

    derivation = found_of(Question.of(o))
    if not hasattr(derivation, "steps"):
        raise SymbinfoError("a verdict has no curve")
    return curve_of(derivation, str(o["name"]), dict(o["at"]), o["low"], o["high"], int(o.get("count", 80)))


def _exercises(o: Options) -> Any:
    from symbinfo.cli.browser import page_exercises as page

    name = str(o.get("id", ""))
    kinds: dict[str, Callable[[], Any]] = {
        "list": lambda: {"exercises": page.listed_exercises()},
        "pose": lambda: page.posed(name),
        "hint": lambda: {"html": page.hint_of(name, int(o.get("number", 1)))},
        "mark": lambda: page.marked(name, str(o.get("answer", ""))),
        "solution": lambda: {"html": page.solution_of(name)},
    }
    what = str(o.get("what", "list"))
    if what not in kinds:
        raise SymbinfoError(f"of exercises a page asks {', '.join(kinds)}: got {what!r}")
    return kinds[what]()


def _begin(o: Options) -> Any:
    """What the page needs once: the version, and the style of its derivations."""
    import symbinfo
    from symbinfo.render.style import STYLE

    return {"version": symbinfo.__version__, "style": STYLE}


def _theorems(o: Options) -> Any:
    from symbinfo.derivation.theorems import names

    return {"theorems": [{"name": name, "title": title} for name, title in names()]}


#: What a page may ask for.
VERBS_OF_A_PAGE: dict[str, Callable[[Options], Any]] = {
    "begin": _begin,
    "theorems": _theorems,
    "ask": lambda o: asked(Question.of(o), float(o.get("width") or 0)),
    "write": lambda o: {"text": written(Question.of(o), str(o.get("form", "text")))},
    "check": lambda o: checked(Question.of(o)),
    "certificate": lambda o: {"text": certificate_of(Question.of(o))},
    "value": lambda o: valued(Question.of(o), int(o.get("digits", 15))),
    "curve": _curve,
    "exercises": _exercises,
}


def answered(message: str) -> str:
    """The answer to a message: JSON with ``ok`` and ``data``, or with ``error`` and perhaps the ``place`` of a fault.

    Parameters
    ----------
    message : str
        JSON with ``verb``, a key of `VERBS_OF_A_PAGE`, and ``options``. Nothing in it is evaluated as Python.

    Examples
    --------
    >>> json.loads(answered('{"verb": "value", "options": {"text": "H(Bernoulli(1/2))", "unit": "bits"}}'))["data"]["value"]
    '1.00000000000000'
    >>> json.loads(answered('{"verb": "ask", "options": {"text": "H(Nrmal(0, 1))"}}'))["ok"]
    False
    """
    try:
        asking = json.loads(message)
        verb, options = str(asking.get("verb")), dict(asking.get("options", {}))
        if verb not in VERBS_OF_A_PAGE:
            raise SymbinfoError(f"a page asks {', '.join(VERBS_OF_A_PAGE)}: got {verb!r}")
        told: Options = {"ok": True, "data": VERBS_OF_A_PAGE[verb](options)}
    except KeyboardInterrupt:
        told = {"ok": False, "limit": True, "error": "stopped at the limit of time: ask something smaller"}
    except BudgetExceeded as error:
        told = {"ok": False, "limit": True, "error": str(error)}
    except QueryError as error:
        told = {"ok": False, "error": str(error), "place": error.caret()}
    except SymbinfoError as error:
        told = {"ok": False, "error": str(error)}
    except RecursionError:
        told = {"ok": False, "error": "the question is nested too deeply for this machine: simplify it"}
    except MemoryError:
        told = {"ok": False, "error": "the memory of this page is full: simplify the question"}
    except ModuleNotFoundError as error:
        told = {"ok": False, "error": f"the browser edition does not do this: it has no {error.name}"}
    except Exception as error:
        told = {
            "ok": False,
            "error": f"internal error, please report it with the question: {type(error).__name__}: {error}",
        }
    return json.dumps(told, ensure_ascii=False)
