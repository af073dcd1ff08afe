"""Laws from the objects of other libraries: frozen distributions of scipy.stats, torch, NumPyro and TFP.

They are known by their class and read by their attributes: no library is imported for them, nothing in them is run but
what gives a parameter. Floats are read as their shortest decimals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sympy import S

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.law import Law
from symbinfo.laws.mixture import mixture
from symbinfo.laws.names.conventions import law_of_row, named, rows_named
from symbinfo.laws.names.exact_numbers import exact, plain_array
from symbinfo.laws.names.parametrisation import Parametrisation
from symbinfo.laws.truncation import truncated

__all__ = ["convention_of", "law_of_object"]

#: By the beginning of the module of a class: whose it is.
MODULES: Mapping[str, str] = {
    "scipy.stats": "scipy",
    "torch.distributions": "torch",
    "numpyro.distributions": "numpyro",
    "tensorflow_probability": "tfp",
}
#: Of scipy's objects that are no frozen distribution of one variable: the name of their row and their attributes.
SCIPY_OBJECTS: Mapping[str, tuple[str, Sequence[str]]] = {
    "multivariate_normal_frozen": ("multivariate_normal", ("mean", "cov")),
    "dirichlet_frozen": ("dirichlet", ("alpha",)),
    "multinomial_frozen": ("multinomial", ("n", "p")),
}
#: Classes of scipy's newer kind, by the names of textbooks: our name and their attributes.
SCIPY_CLASSES: Mapping[str, tuple[str, Sequence[str]]] = {
    "Normal": ("Normal", ("mu", "sigma")),
    "Uniform": ("Uniform", ("a", "b")),
    "Binomial": ("Binomial", ("n", "p")),
    "Logistic": ("Logistic", ("mu", "s")),
}
MOST_COMPONENTS = 64


def convention_of(given: Any) -> str | None:
    """Whose object it is, by the module of its class; None of anything else.

    Examples
    --------
    >>> import scipy.stats
    >>> convention_of(scipy.stats.norm(0, 2)), convention_of(3)
    ('scipy', None)
    """
    modules = [kind.__module__ for kind in type(given).__mro__]
    return next((whose for start, whose in MODULES.items() for m in modules if m.startswith(start)), None)


def law_of_object(given: Any, name: str = "P") -> Law:
    """The law of a distribution of another library.

    Parameters
    ----------
    given : object
        A frozen distribution of scipy.stats, or a distribution of torch, NumPyro or TFP with one law in it.
    name : str
        What to call it.

    Raises
    ------
    MeasureError
        When its class has no row, or it holds several laws at once.

    Examples
    --------
    >>> import scipy.stats
    >>> law_of_object(scipy.stats.gamma(2, scale=0.1)).title
    'Gamma(2, 1/10)'
    """
    convention = convention_of(given)
    if convention is None:
        raise MeasureError(f"not a distribution that is known: {type(given).__name__}")
    if convention == "scipy":
        return _of_scipy(given, name)
    kind = type(given).__name__
    if kind == "MixtureSameFamily":
        return _mixed(given, convention, name)
    base = getattr(given, "base_dist", None)
    if base is not None and "Truncated" in kind:
        low, high = getattr(given, "low", None), getattr(given, "high", None)
        ends = (-S.Infinity if low is None else exact(low), S.Infinity if high is None else exact(high))
        return truncated(law_of_object(base, name), *ends, name)
    row, values = _row_and_values(given, convention)
    return law_of_row(row, values, {}, name)


def _of_scipy(given: Any, name: str) -> Law:
    kind = type(given).__name__
    if kind in SCIPY_OBJECTS:
        row, attributes = SCIPY_OBJECTS[kind]
        return named(row, [_plain(getattr(given, word)) for word in attributes], {}, "scipy", name)
    dist = getattr(given, "dist", None)
    if dist is not None and isinstance(getattr(dist, "name", None), str):
        return named(dist.name, given.args, given.kwds, "scipy", name)
    if kind in SCIPY_CLASSES:
        ours, attributes = SCIPY_CLASSES[kind]
        return named(ours, [getattr(given, word) for word in attributes], {}, call_it=name)
    if hasattr(given, "freeze") or hasattr(given, "rvs"):
        raise MeasureError(
            f"{getattr(given, 'name', kind)} of scipy.stats has no parameters yet: give it its shapes, loc and scale"
        )
    raise MeasureError(f"{kind} of scipy.stats is not read: write its law with si.law or si.Density")


def _plain(value: Any) -> Any:
    """A matrix or a vector as lists."""
    return value.tolist() if hasattr(value, "tolist") else value


def _row_and_values(given: Any, convention: str) -> tuple[Parametrisation, dict[str, Any]]:
    """The row of a class whose parameters the object was made with, and their values."""
    kind = type(given).__name__
    for ending in ("Probs", "Logits"):
        kind = kind.removesuffix(ending)
    rows = rows_named(kind, convention)
    stated = _stated(given)
    for row in rows:
        if all(p.name in stated for p in row.parameters):
            return row, {p.name: stated[p.name] for p in row.parameters}
    row = rows[0]
    values = {p.name: getattr(given, p.name, None) for p in row.parameters}
    lost = next((word for word, value in values.items() if value is None), None)
    if lost:
        raise MeasureError(f"{kind} of {convention} does not say its {lost}: write its law with si.law")
    return row, values


def _stated(given: Any) -> dict[str, Any]:
    """The parameters that the object keeps, with what they are."""
    kept = getattr(given, "parameters", None)  # of TFP
    if isinstance(kept, Mapping):
        return {word: value for word, value in kept.items() if value is not None}
    return {word: value for word, value in vars(given).items() if value is not None and not word.startswith("_")}


def _mixed(given: Any, convention: str, name: str) -> Law:
    """A mixture of laws of one family, which lie in one object side by side."""
    weights: Any = getattr(given, "mixture_distribution", None) or getattr(given, "mixing_distribution", None)
    parts = getattr(given, "component_distribution", None) or getattr(given, "components_distribution", None)
    chances = plain_array(weights.probs_parameter() if hasattr(weights, "probs_parameter") else weights.probs)
    if chances.ndim != 1 or chances.size > MOST_COMPONENTS:
        raise MeasureError(f"a mixture of at most {MOST_COMPONENTS} laws is read, one mixture at a time")
    row, values = _row_and_values(parts, convention)
    arrays = {word: plain_array(value) for word, value in values.items()}
    if any(array.size not in (1, chances.size) for array in arrays.values()):
        raise MeasureError(
            "a mixture is read of laws of one variable whose parameters are numbers, one for each weight"
        )
    laws = []
    for i in range(chances.size):
        own = {word: array if array.size == 1 else array.reshape(-1)[i : i + 1] for word, array in arrays.items()}
        laws.append(law_of_row(row, own, {}, name))
    shares = [exact(chance) for chance in chances.reshape(-1)]
    return mixture(
        [(share / sum(shares) if sum(shares) != 1 else share, law) for share, law in zip(shares, laws, strict=True)],
        name,
    )
