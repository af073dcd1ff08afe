"""scipy.stats: the entropies of its distributions, of its newer classes, and of lists of probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

from symbinfo.laws.names.frozen_objects import SCIPY_CLASSES
from symbinfo.laws.names.makers import categorical
from symbinfo.laws.names.parametrisation import Parametrisation, family_row, row
from symbinfo.verification.libraries.library import Found, Library, Written
from symbinfo.verification.libraries.source_text import source_text

__all__ = ["LIBRARY"]

#: The function of lists, and what it takes.
_LISTS, _LIST, _SAMPLE = "entropy", "list of probabilities", "sample"


def _walk() -> list[Found]:
    return [*_distributions(), *_classes(), *_functions()]


def _distributions() -> Iterator[Found]:
    import scipy.stats
    from scipy.stats import rv_continuous, rv_discrete

    generic = (rv_continuous, rv_discrete)
    for name, value in sorted(vars(scipy.stats).items()):
        if isinstance(value, (type, ModuleType)) or not hasattr(value, "entropy") or name.startswith("_"):
            continue
        kind = type(value)
        own = getattr(kind, "_entropy", None) if isinstance(value, generic) else kind.entropy
        by_numbers = isinstance(value, generic) and any(own is getattr(g, "_entropy", None) for g in generic)
        numeric = ("quadrature" if isinstance(value, rv_continuous) else "a sum") if by_numbers else ""
        function = f"{kind.__module__}.{kind.__qualname__}.{'_entropy' if isinstance(value, generic) else 'entropy'}"
        yield Found(
            "entropy", (name,), function, "" if by_numbers or own is None else source_text(own, [kind]), numeric
        )


def _classes() -> Iterator[Found]:
    import scipy.stats

    for name, kind in sorted(vars(scipy.stats).items()):
        old = (scipy.stats.rv_continuous, scipy.stats.rv_discrete, scipy.stats.rv_histogram)
        if isinstance(kind, type) and kind not in old and hasattr(kind, "entropy") and not name.startswith("_"):
            yield Found("entropy", (name,), f"scipy.stats.{name}.entropy")


def _functions() -> Iterator[Found]:
    import scipy.stats

    for name, value in sorted(vars(scipy.stats).items()):
        if callable(value) and name.endswith("entropy") and not name.startswith("_"):
            lists = name == _LISTS
            laws = (_LIST,) if lists else (_SAMPLE,)
            yield Found("entropy", laws, f"scipy.stats.{name}")
            if lists:
                yield Found("kl", laws * 2, f"scipy.stats.{name}")


def _written(measure: str, laws: Written) -> str:
    lists = [words["pk"] for _, words in laws if "pk" in words]
    if lists:
        return f"scipy.stats.entropy({', '.join(lists)})"
    name, words = laws[0]
    return f"scipy.stats.{name}({', '.join(_arguments(name, words))}).entropy()"


def _arguments(name: str, words: Mapping[str, str]) -> list[str]:
    if name[:1].isupper():
        return [f"{word}={value}" for word, value in words.items()]
    usual = {"loc": 0.0, "scale": 1.0}
    shapes = [value for word, value in words.items() if word not in usual]
    return shapes + [f"{word}={words[word]}" for word in usual if word in words and float(words[word]) != usual[word]]


def _refused(name: str, words: Mapping[str, str]) -> bool:
    """Whether the distribution's own check says no, to which it answers with NaN."""
    import scipy.stats

    kind: Any = getattr(scipy.stats, name, None)
    if isinstance(kind, type):
        made = kind(**{word: float(value) for word, value in words.items()})
        return bool(getattr(made, "_invalid", False))
    if not hasattr(kind, "_argcheck"):
        return False
    shapes = [float(value) for word, value in words.items() if word not in ("loc", "scale")]
    return not bool(kind._argcheck(*shapes))


def _class_row(name: str) -> Parametrisation:
    """The row of a newer class: our parameters under its words."""
    ours, words = SCIPY_CLASSES[name]
    known = family_row(ours).parameters
    return replace(
        family_row(ours), name=name, parameters=tuple(replace(p, words=(w,)) for p, w in zip(known, words, strict=True))
    )


LIBRARY = Library(
    name="scipy",
    package="scipy",
    distribution="scipy",
    rows="scipy",
    preamble="import scipy.stats",
    walk=_walk,
    written=_written,
    folder="stats",
    standard=("loc", "scale"),
    more_rows={
        _LIST: row(_LIST, "pk:list", "FiniteRV", categorical),
        **{name: _class_row(name) for name in SCIPY_CLASSES},
        "Logistic": row("Logistic", "", "Logistic", lambda: (0, 1)),  # the class has no parameters
    },
    without={_SAMPLE: "it estimates from a sample: there is no law to compare with"},
    refused=_refused,
)
