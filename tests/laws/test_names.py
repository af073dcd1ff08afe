"""Every row of the names means what its library documents, and what the library computes where it is installed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import scipy.stats
from scipy.stats import _distr_params as scipy_parameters
from sympy import Integer, Rational, oo, sympify

from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.names.binding import NotBound
from symbinfo.laws.names.conventions import LIBRARIES, named, table
from symbinfo.laws.names.frozen_objects import law_of_object
from symbinfo.laws.names.language import ALIASES, CONVENTIONS, LANGUAGE_NAMES, rows_of
from symbinfo.laws.names.listing import described
from symbinfo.laws.names.parametrisation import ALL_FAMILIES, Parametrisation, family_row
from tests.laws.density_oracles import LANGUAGE, OBJECTS, TEXTBOOKS, R

D = ParameterDomain
#: Values of a parameter by its domain, one after the other for the parameters of a row.
POOLS: dict[ParameterDomain, tuple[str, ...]] = {
    D.REAL: ("2/5", "-3/10", "7/10"),
    D.POSITIVE: ("13/10", "17/10", "7/10", "23/10"),
    D.NONNEGATIVE: ("4/5", "13/10"),
    D.ABOVE_ONE: ("12/5", "3"),
    D.PROBABILITY: ("3/10", "3/5"),
    D.OPEN_PROBABILITY: ("3/10", "3/5"),
    D.POSITIVE_PROBABILITY: ("3/10", "3/5"),
    D.POSITIVE_INTEGER: ("3", "4"),
    D.NONNEGATIVE_INTEGER: ("5", "4", "3"),
}
#: Where the values of the pools do not fit together.
SPECIAL: dict[str, tuple[Any, ...]] = {
    "scipy:hypergeom": (10, 4, 3, 0),
    "scipy:nhypergeom": (9, 4, 3, 2),
    "scipy:randint": (2, 7, 1),
    "scipy:trapezoid": ("3/10", "3/5", "2/5", "13/10"),
    "scipy:truncexpon": ("13/10", "2/5", "17/10"),
    "scipy:truncnorm": ("-1/2", "3/2", "2/5", "13/10"),
    "scipy:truncweibull_min": ("17/10", "1/2", "2", "2/5", "13/10"),
    "scipy:reciprocal": ("13/10", "7/2", "2/5", "17/10"),
    "scipy:loguniform": ("13/10", "7/2", "2/5", "17/10"),
    "torch:Uniform": ("-3/10", "2/5"),
    "torch:GeneralizedPareto": ("2/5", "13/10", "1/2"),
    "numpyro:Uniform": ("-3/10", "2/5"),
    "numpyro:DiscreteUniform": (2, 7),
    "numpyro:LogUniform": ("13/10", "7/2"),
    "numpyro:LowerTruncatedPowerLaw": ("-5/2", "13/10"),
    "numpyro:TruncatedCauchy": ("2/5", "13/10", "-1/2", "3/2"),
    "numpyro:TruncatedGamma": ("13/10", "17/10", "1/2", "3/2"),
    "numpyro:TruncatedNormal": ("2/5", "13/10", "-1/2", "3/2"),
    "tfp:Uniform": ("-3/10", "2/5"),
    "tfp:Triangular": ("-3/10", "3/2", "1/2"),
    "tfp:GeneralizedPareto": ("2/5", "13/10", "1/2"),
    "tfp:GeneralizedExtremeValue": ("2/5", "13/10", "1/2"),
    "tfp:TruncatedCauchy": ("2/5", "13/10", "-1/2", "3/2"),
    "tfp:TruncatedNormal": ("2/5", "13/10", "-1/2", "3/2"),
    "R:unif": ("-3/10", "2/5"),
    "R:hyper": (5, 4, 3),
    "textbook:Hypergeometric": (10, 4, 3),
    "textbook:TruncatedNormal": ("2/5", "13/10", "-1/2", "3/2"),
    "textbook:U": ("-3/10", "2/5"),
    "textbook:Unif": ("-3/10", "2/5"),
    "textbook:Uniform": ("-3/10", "2/5"),
    "symbinfo:TruncatedNormal": ("2/5", "13/10", "-1/2", "3/2"),
}
#: Of these scipy states the whole line, whatever the density.
NO_SUPPORT = ("vonmises", "pearson3")
LIST = [Rational(1, 2), Rational(1, 5), Rational(3, 10)]
SEVERAL = ("MultivariateNormal", "Dirichlet", "Multinomial")


def rows(convention: str) -> Iterator[Any]:
    """The rows about one variable."""
    for some in table(convention).values():
        for row in some:
            if row.family not in SEVERAL:
                words = ", ".join(p.name for p in row.parameters)
                yield pytest.param(row, id=f"{row.name}({words})")


def values_of(convention: str, row: Parametrisation) -> tuple[Any, ...]:
    special = SPECIAL.get(f"{convention}:{row.name}")
    if special:
        return tuple(sympify(value) for value in special)
    count: dict[ParameterDomain, int] = {}
    found: list[Any] = []
    for parameter in row.parameters:
        if parameter.domain is D.NUMBERS:
            found.append(LIST)
            continue
        number = count.get(parameter.domain, 0)
        count[parameter.domain] = number + 1
        pool = POOLS[parameter.domain]
        found.append(sympify(pool[number % len(pool)]))
    if row.family in ALL_FAMILIES and ALL_FAMILIES[row.family].kind != "continuous":
        found = [sympify(2) if p.name == "loc" else v for p, v in zip(row.parameters, found, strict=True)]
    return tuple(found)


def places_of(law: Any) -> list[Any]:
    """A few places of the support."""
    if isinstance(law, FiniteLaw):
        return [outcome for outcome, _ in law.outcomes][:5]
    low, high = law.lower, law.upper
    if not law.continuous:
        first = int(low) if low.is_finite else -2
        return [Integer(k) for k in range(first, first + 5) if k <= high]
    shares = (Rational(1, 7), Rational(4, 9), Rational(5, 6))
    if low.is_finite and high.is_finite:
        found = [low + (high - low) * share for share in shares]
    elif low.is_finite:
        found = [low + 4 * share for share in shares]
    elif high.is_finite:
        found = [high - 4 * share for share in shares]
    else:
        found = [8 * share - Rational(7, 2) for share in shares]
    return [Rational(str(place.evalf(20))).limit_denominator(10**6) for place in found]


def agree(law: Law, other: Callable[[float], float], relative: float = 1e-9) -> None:
    for place in places_of(law):
        ours, theirs = float(law.density_at(place).evalf(20)), float(other(float(place)))
        assert ours == pytest.approx(theirs, rel=relative, abs=1e-300), (law.title, place)


def floats(values: tuple[Any, ...]) -> list[Any]:
    return [[float(v) for v in value] if isinstance(value, list) else float(value) for value in values]


# --- scipy.stats, which is always there -------------------------------------------------------------------------------


@pytest.mark.parametrize("row", list(rows("scipy")))
def test_a_row_of_scipy_is_its_density(row: Parametrisation) -> None:
    values = values_of("scipy", row)
    law = row.law(values)
    theirs = getattr(scipy.stats, row.name)(*(int(v) if v.is_Integer else float(v) for v in values))
    agree(law, theirs.pdf if law.continuous else theirs.pmf)
    low, high = theirs.support()
    if not isinstance(law, FiniteLaw) and row.name not in NO_SUPPORT:
        assert (float(law.lower), float(law.upper)) == pytest.approx((low, high))


@pytest.mark.parametrize("row", list(rows("scipy")))
def test_a_frozen_object_of_scipy_is_its_row(row: Parametrisation) -> None:
    values = values_of("scipy", row)
    numbers = [int(v) if v.is_Integer else float(v) for v in values]
    shapes = numbers[: len(row.parameters) - sum(p.name in ("loc", "scale") for p in row.parameters)]
    place = {p.name: v for p, v in zip(row.parameters, numbers, strict=True) if p.name in ("loc", "scale")}
    made = law_of_object(getattr(scipy.stats, row.name)(*shapes, **place))
    assert made == row.law(values)


def test_every_name_of_scipy_has_a_row_or_a_reason() -> None:
    from symbinfo.laws.names.scipy_names import WITHOUT

    theirs = {name for name, _ in (*scipy_parameters.distcont, *scipy_parameters.distdiscrete) if isinstance(name, str)}
    ours = set(table("scipy"))
    assert theirs - ours - set(WITHOUT) == set()
    assert ours & set(WITHOUT) == set()


# --- the others: the density as documented, and what they compute where they are installed ----------------------------


@pytest.mark.parametrize(
    ("convention", "row"),
    [pytest.param(c, *p.values, id=f"{c}-{p.id}") for c in ("torch", "numpyro", "tfp") for p in rows(c)],
)
def test_a_row_of_an_object_is_the_density_of_its_documentation(convention: str, row: Parametrisation) -> None:
    values = values_of(convention, row)
    names = sorted(p.name for p in row.parameters)
    oracle = OBJECTS[f"{row.name}({', '.join(names)})"]
    given = dict(zip((p.name for p in row.parameters), floats(values), strict=True))
    agree(row.law(values), lambda x: oracle(x, **given))


def _torch(row: Parametrisation, values: list[Any]) -> Callable[[float], float]:
    torch = pytest.importorskip("torch")
    made = _made_by_torch(row, values)
    return lambda x: float(made.log_prob(torch.tensor(x, dtype=_precision(torch, row))).exp())


def _precision(torch: Any, row: Parametrisation) -> Any:
    """Of 64 bits, which torch.distributions.GeneralizedPareto does not take."""
    return torch.float32 if row.name == "GeneralizedPareto" else torch.float64


def _made_by_torch(row: Parametrisation, values: list[Any]) -> Any:
    torch = pytest.importorskip("torch")
    given = {p.name: torch.tensor(v, dtype=_precision(torch, row)) for p, v in zip(row.parameters, values, strict=True)}
    return getattr(torch.distributions, row.name)(**given, validate_args=False)


def _made_by_numpyro(row: Parametrisation, values: list[Any]) -> Any:
    jax = pytest.importorskip("jax")
    numpyro = pytest.importorskip("numpyro.distributions")
    jax.config.update("jax_enable_x64", True)
    given = {p.name: jax.numpy.asarray(v) for p, v in zip(row.parameters, values, strict=True)}
    whole = {
        p.name: int(v) for p, v in zip(row.parameters, values, strict=True) if p.domain.numeric and p.domain.integral
    }
    return getattr(numpyro, row.name)(**{**given, **whole})


def _numpyro(row: Parametrisation, values: list[Any]) -> Callable[[float], float]:
    made = _made_by_numpyro(row, values)
    discrete = row.family in ALL_FAMILIES and ALL_FAMILIES[row.family].kind != "continuous"
    return lambda x: math.exp(float(made.log_prob(int(x) if discrete or row.family == "FiniteRV" else x)))


def _made_by_tfp(row: Parametrisation, values: list[Any]) -> Any:
    tfp = pytest.importorskip("tensorflow_probability")
    import numpy as np

    given = {p.name: np.asarray(v, dtype=np.float64) for p, v in zip(row.parameters, values, strict=True)}
    return getattr(tfp.distributions, row.name)(**given, **({"dtype": np.float64} if row.name == "Zipf" else {}))


def _tfp(row: Parametrisation, values: list[Any]) -> Callable[[float], float]:
    made = _made_by_tfp(row, values)
    dtype = {"Categorical": "int32", "Bernoulli": "int32"}.get(row.name, "float64")
    import numpy as np

    return lambda x: math.exp(float(made.log_prob(np.asarray(x, dtype=dtype))))


MADE = {"torch": _made_by_torch, "numpyro": _made_by_numpyro, "tfp": _made_by_tfp}
COMPUTED = {"torch": _torch, "numpyro": _numpyro, "tfp": _tfp}


@pytest.mark.parametrize(
    ("convention", "row"), [pytest.param(c, *p.values, id=f"{c}-{p.id}") for c in COMPUTED for p in rows(c)]
)
def test_a_row_is_what_an_installed_library_computes(convention: str, row: Parametrisation) -> None:
    values = values_of(convention, row)
    agree(row.law(values), COMPUTED[convention](row, floats(values)), relative=1e-5)


@pytest.mark.parametrize(
    ("convention", "row"), [pytest.param(c, *p.values, id=f"{c}-{p.id}") for c in MADE for p in rows(c)]
)
def test_an_object_of_an_installed_library_is_read_as_its_row(convention: str, row: Parametrisation) -> None:
    values = values_of(convention, row)
    made = law_of_object(MADE[convention](row, floats(values)))
    expected = row.law(values)
    for place in places_of(expected):
        assert float(made.density_at(place).evalf(15)) == pytest.approx(
            float(expected.density_at(place).evalf(15)), rel=1e-6
        )


@pytest.mark.parametrize("row", list(rows("R")))
def test_a_row_of_R_is_the_density_of_its_documentation(row: Parametrisation) -> None:
    values = values_of("R", row)
    oracle = R[f"{row.name}({', '.join(p.name for p in row.parameters)})"]
    agree(row.law(values), lambda x: oracle(x, *floats(values)))


@pytest.mark.parametrize("row", list(rows("textbook")))
def test_a_row_of_the_textbooks_is_their_density(row: Parametrisation) -> None:
    values = values_of("textbook", row)
    agree(row.law(values), lambda x: TEXTBOOKS[row.name](x, *floats(values)))


# --- our own words ----------------------------------------------------------------------------------------------------


def _own_rows() -> Iterator[Any]:
    for name in sorted({*LANGUAGE_NAMES, *ALL_FAMILIES} - set(ALIASES)):
        for row in rows_of(name):
            yield pytest.param(name, row, id=f"{name}({', '.join(p.name for p in row.parameters)})")


@pytest.mark.parametrize(("name", "row"), list(_own_rows()))
def test_our_words_mean_what_they_say(name: str, row: Parametrisation) -> None:
    """By the oracle, or by the family's own parameters: its names, its order and its domains."""
    words = ", ".join(p.name for p in row.parameters)
    if f"{name}({words})" not in LANGUAGE:
        plain = family_row(name)
        assert [(p.name, p.domain, p.default) for p in row.parameters] == [
            (p.name, p.domain, p.default) for p in plain.parameters
        ]
        assert row.values is None and not row.placed
        return
    values = values_of("symbinfo", row)
    agree(row.law(values), lambda x: LANGUAGE[f"{name}({words})"](x, *floats(values)))


def test_what_is_said_of_a_convention_is_said_of_a_family() -> None:
    assert set(CONVENTIONS) <= set(ALL_FAMILIES)


@pytest.mark.parametrize("convention", ["symbinfo", *LIBRARIES])
def test_no_word_of_a_row_is_used_twice(convention: str) -> None:
    for some in table(convention).values():
        for row in some:
            assert len(set(row.words)) == len(row.words), row.usage


@pytest.mark.parametrize("convention", ["symbinfo", *LIBRARIES])
def test_a_logarithm_may_be_negative(convention: str) -> None:
    for some in table(convention).values():
        for row in some:
            for p in row.parameters:
                assert p.domain in (D.REAL, D.NUMBERS) or not p.name.startswith("log"), row.usage


TOLD = [
    ("LogNormal", "scipy", "gibrat(loc=0, scale=1) = LogNormal(log(scale), 1, loc=loc)"),
    ("Gumbel", "scipy", "gumbel_l(loc=0, scale=1) = Gumbel(scale, loc, True) (the law of minima)"),
    ("Levy", "scipy", "levy_l(loc=0, scale=1) = Levy(0, scale, loc=loc, scale=-1)"),
    ("Gamma", "R", "gamma(shape, rate=1) = Gamma(shape, 1/rate) (by place it takes a rate)"),
    ("Lomax", "scipy", "genpareto(c, loc=0, scale=1)"),
]


@pytest.mark.parametrize(("name", "convention", "line"), TOLD, ids=[line for *_, line in TOLD])
def test_what_a_name_means_is_told_with_all_parameters(name: str, convention: str, line: str) -> None:
    assert line in described(name).elsewhere[convention]


CALLS = [
    (("Gamma", (2,), {"rate": 4}), "Gamma(2, 1/4)"),
    (("Gaussian", (0, 2)), "Normal(0, 2)"),
    (("Normal", (0.1,), {"sd": 2}), "Normal(1/10, 2)"),
    (("StudentT", (3, 1, 2)), "StudentT(3, loc=1, scale=2)"),
    (("Beta", (2, 3), {"loc": 1, "scale": 2}), "Beta(2, 3, loc=1, scale=2)"),
    (("Geometric", (Rational(1, 3),), {"start": 0}), "Geometric(1/3, loc=-1)"),
    (("NegativeBinomial", (4, Rational(1, 2)), {"start": 4}), "NegativeBinomial(4, 1/2, loc=4)"),
    (("Categorical", ([0.5, 0.5],)), "FiniteRV({0: 1/2, 1: 1/2})"),
    (("Poisson", (), {"log_rate": -1}), "Poisson(exp(-1))"),
    (("dnorm", (0, 2), {}, "R"), "Normal(0, 2)"),
    (("gamma", (2,), {"scale": 3}, "scipy"), "Gamma(2, 3)"),
    (("gamma", (2, 4), {}, "R"), "Gamma(2, 1/4)"),
    (("N", (0, 4), {}, "textbook"), "Normal(0, 2)"),
    (("Bernoulli", (0,), {}, "tfp"), "Bernoulli(1/2)"),
    (("TruncatedNormal", (0, 1, 0, oo)), "truncated(Normal(0, 1), 0, oo)"),
]


@pytest.mark.parametrize(("call", "title"), CALLS, ids=[title for _, title in CALLS])
def test_a_call_is_bound(call: Any, title: str) -> None:
    assert named(*call).title == title


REFUSED = [
    (("Gamma", (2,), {"foo": 1}), NotBound, "Gamma has no parameter foo: known are k, shape"),
    (("Gamma", (2,), {"scal": 1}), NotBound, "did you mean scale"),
    (("Gamma", (2,), {"rate": 1, "scale": 1}), NotBound, "rate and scale say the same twice"),
    (("Gamma", (2, 3), {"rate": 1}), NotBound, "argument 2 and rate say the same twice"),
    (("Exponential", (2,), {"scale": 1}), NotBound, "argument 1 and scale"),
    (("Normal", (0, 1), {"mean": 1}), NotBound, "mean is given twice"),
    (("Normal", (0, 1, 2)), NotBound, "Normal has 2 parameters: write Normal"),
    (("Gamma", (2,)), NotBound, "theta is missing"),
    (("Normal", (0,), {"scale": -1}), DomainError, "must be positive: got -1"),
    (("Gamma", (2,), {"rate": -1}), DomainError, "rate must be positive: got -1"),
    (("Beta", (2, 3), {"scale": -2}), DomainError, "scale must be positive"),
    (("Poisson", (2,), {"loc": Rational(1, 2)}), DomainError, "loc must be an integer"),
    (("Poisson", (2,), {"scale": 2}), NotBound, "Poisson has no parameter scale"),
    (("Bernoulli", (2,)), DomainError, "in \\[0, 1\\]"),
    (("norm", (0, 1)), MeasureError, "norm of scipy is Normal; write Normal"),
    (("dirichlet", ([1, 2],)), MeasureError, "dirichlet of scipy is Dirichlet; write Dirichlet\\("),
    (("truncexpon", (2,)), MeasureError, "truncexpon of scipy is truncated; write truncated\\(P, a, b\\)"),
    (("Gama", (2, 1)), MeasureError, "did you mean Gamma"),
    (("gama", (2, 1), {}, "scipy"), MeasureError, "unknown law gama of scipy: did you mean gamma"),
    (("skewcauchy", (2,), {}, "scipy"), MeasureError, "skewcauchy of scipy is not read: no family of ours"),
    (("Normal", (0, 1), {}, "stan"), MeasureError, "nobody is known as stan"),
    (("Normal", ("0", 1)), MeasureError, "got the text '0'"),
    (("Normal", ([1, 2], 1)), MeasureError, "one number is expected"),
    (("Categorical", (3,)), DomainError, "probs must be a list of numbers, one an outcome: got 3"),
    (("Categorical", ([[0.5, 0.5], [0, 1]],)), DomainError, "probs must be a list of numbers"),
    (("Categorical", (), {"logits": []}), DomainError, "logits must be a list of numbers"),
    (("Categorical", (), {"logits": 5}), DomainError, "logits must be a list of numbers"),
    (("multinomial", (2, [[0.5, 0.5]]), {}, "scipy"), DomainError, "Multinomial: p must be like"),
    (("dirichlet", (3,), {}, "scipy"), DomainError, "Dirichlet: alpha must be like"),
    (("multivariate_normal", (0, 1), {}, "scipy"), DomainError, "MultivariateNormal: mu must be like"),
    (("Categorical", ([0.5, 0.4],)), NotNormalised, "does not sum to 1"),
]


@pytest.mark.parametrize(("call", "kind", "words"), REFUSED, ids=[words for *_, words in REFUSED])
def test_what_does_not_fit_is_refused_in_one_line(call: Any, kind: type, words: str) -> None:
    with pytest.raises(kind, match=words) as caught:
        named(*call)
    assert "\n" not in str(caught.value)
