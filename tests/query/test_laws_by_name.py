"""Laws by other names and parameters in queries, settings and Python: what is read, and what is refused in one line."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import scipy.stats
from sympy import Rational, Symbol, simplify

import symbinfo as si
from symbinfo.expressions.errors import MeasureError, QueryError
from symbinfo.laws.names.conventions import said_of

READ = [
    ("Normal(mu, var=v)", "Normal(mu, sqrt(v))"),
    ("Normal(mu, precision=t)", "Normal(mu, 1/sqrt(t))"),
    ("Normal(log_var=u, mean=m)", "Normal(m, exp(u/2))"),
    ("Gamma(k, rate=b)", "Gamma(k, 1/b)"),
    ("Gamma(shape=k, scale=s)", "Gamma(k, s)"),
    ("Exponential(scale=s)", "Exponential(1/s)"),
    ("HalfNormal(s)", "HalfNormal(s)"),
    ("TruncatedNormal(m, s, a, b)", "truncated(Normal(m, s), a, b)"),
    ("TruncatedNormal(0, 1, low=0)", "truncated(Normal(0, 1), 0, oo)"),
    ("Categorical([p, 1 - p])", "FiniteRV({0: p, 1: 1 - p})"),
    ("Categorical(logits=[0, log(2)])", "FiniteRV({0: 1/3, 1: 2/3})"),
    ("Bernoulli(logits=0)", "Bernoulli(1/2)"),
    ("InverseGamma(a, b)", "GammaInverse(a, b)"),
    ("Gaussian(0, sd=2)", "Normal(0, 2)"),
    ("StudentT(nu, m, s)", "StudentT(nu, loc=m, scale=s)"),
    ("Chi2(df=n)", "ChiSquared(n)"),
    ("Beta(a, b, loc=-1, scale=2)", "Beta(a, b, loc=-1, scale=2)"),
    ("Gamma(k, scale=s, loc=m)", "Gamma(k, s, loc=m)"),
    ("Geometric(p, start=0)", "Geometric(p, loc=-1)"),
    ("Exponential(r) | (a, b)", "truncated(Exponential(r), a, b)"),
    ("Exponential(r) | (1, oo)", "truncated(Exponential(r), 1, oo)"),
    ("density(exp(-x), x, 0, oo)", "Density(exp(-x), (x, 0, oo))"),
    ("density(exp(-x), x in (0, oo))", "Density(exp(-x), (x, 0, oo))"),
    ("mass(1/6, k, 1, 6)", "Mass(1/6, (k, 1, 6))"),
    ("mixture([w, 1 - w], [Normal(0, 1), Normal(1, 1)])", "mixture(w: Normal(0, 1), 1 - w: Normal(1, 1))"),
]


@pytest.mark.parametrize(("text", "title"), READ, ids=[text for text, _ in READ])
def test_a_law_is_read(text: str, title: str) -> None:
    assert si.parse(f"H({text})").laws[0].title == title


GIVEN = [
    ("H(X | X > 1)", ["X ~ Normal(0, 1)"], "truncated(Normal(0, 1), 1, oo)"),
    ("H(X | X > 1)", ["X ~ Poisson(r)"], "truncated(Poisson(r), 2, oo)"),
    ("H(X | X >= 1)", ["X ~ Poisson(r)"], "truncated(Poisson(r), 1, oo)"),
    ("H(X | 1 < X <= 4)", ["X ~ Die(6)"], "truncated(Die(6), 2, 4)"),
    ("H(X | (X > 0) & (X < 1))", ["X ~ Normal(0, 1)"], "truncated(Normal(0, 1), 0, 1)"),
    ("H(X | X in (0, 1))", ["X ~ Normal(0, 1)"], "truncated(Normal(0, 1), 0, 1)"),
    ("H(P | (0, 1))", ["P = Normal(0, 1)"], "truncated(Normal(0, 1), 0, 1)"),
    ("H(Q)", ["P = Normal(0, 1)", "Q = P | (a, oo)"], "truncated(Normal(0, 1), a, oo)"),
    ("H(Q)", ["X ~ Exponential(r)", "Q = X | X > a"], "truncated(Exponential(r), a, oo)"),
    ("H(Y)", ["X ~ Exponential(r)", "Y ~ X | X > a"], "truncated(Exponential(r), a, oo)"),
    ("H(Q)", ["P = Exponential(2)", "Q = mixture(1/2: P, 1/2: Exponential(1))"],
     "mixture(1/2: Exponential(2), 1/2: Exponential(1))"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "given", "title"), GIVEN)
def test_a_law_of_a_setting_is_read(query: str, given: list[str], title: str) -> None:
    assert si.parse(query, given=given).laws[0].title == title


REFUSED = [
    ("Gamma(2, rate=1, scale=2)", "rate and scale say the same twice: give one of them"),
    ("Gamma(2, 3, rate=1)", "argument 2 and rate say the same twice"),
    ("Gamma(2, foo=1)", "Gamma has no parameter foo: known are k, shape"),
    ("Gamma(2, scale=-1)", "must be positive: got -1"),
    ("Beta(2, 3, scale=-2)", "scale must be positive: got -2"),
    ("Pareto(1, 2, scale=3)", "argument 1 and scale say the same twice"),
    ("Poisson(2, scale=3)", "Poisson has no parameter scale"),
    ("norm(0, 1)", "norm of scipy is Normal; write Normal(mean, std)"),
    ("dgamma(2, 1)", "dgamma of scipy is DoubleGamma, dgamma of R is Gamma; write"),
    ("Gama(2, 1)", "did you mean Gamma?"),
    ("mixture(Normal(0, 1))", "a mixture has a weight for each law"),
    ("mixture(1/3: Normal(0, 1), 1/3: Normal(1, 1))", "sums to 2/3"),
    ("mixture([1/2], [Normal(0, 1), Normal(1, 1)])", "1 weights and 2 laws"),
    ("Normal(0, 1: 2)", "weights stand in mixture(...) only"),
    ("Normal(0, 1) | x > 1", "an interval is expected behind a law"),
    ("Poisson(2) | (1, 4)", "whether the ends belong to it is not said"),
    ("truncated(Normal(0, 1))", "cut off between two ends"),
    ("truncated(Normal(0, 1), 2, 1)", "nothing is left"),
    ("X | X > 1", "X is not a law"),
    ("Categorical(1/2)", "probs is a list of numbers"),
    ("Categorical([1/2, 1/3])", "does not sum to 1"),
    ("density(exp(-x), 2 in (0, oo))", "a name lies between two ends"),
]


@pytest.mark.parametrize(("text", "words"), REFUSED, ids=[text for text, _ in REFUSED])
def test_what_is_no_law_is_refused_in_one_line(text: str, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        si.parse(f"H({text})")
    assert words in caught.value.message and "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("H(X | Y > 1)", "X is compared with what does not depend on it"),
        ("H(X | X > X + 1)", "X is compared with what does not depend on it"),
        ("H(X | (X > 1) & (X > 2))", "X has two lower ends"),
        ("H(X | Y in (0, 1))", "the interval is one of the variable"),
    ],
)
def test_a_condition_that_is_none_is_refused(query: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        si.parse(query, given=["X ~ Normal(0, 1)"])


def test_a_bar_between_names_stays_what_it_was() -> None:
    assert str(si.parse("H(X | Y)")) == "H(X|Y)"
    with pytest.raises(QueryError, match="stands only inside brackets"):
        si.parse("X | Y")


# --- Python -----------------------------------------------------------------------------------------------------------


def test_frozen_laws_of_scipy_stand_where_laws_do() -> None:
    assert (
        si.KL(scipy.stats.norm(0, 1), scipy.stats.norm(1, 2)).doit()
        == si.parse("KL(Normal(0, 1) || Normal(1, 2))").doit()
    )
    k = Symbol("k", positive=True)
    assert simplify(si.Entropy(si.law("Gamma", k, rate=3)).doit() - si.parse("H(Gamma(k, 1/3))").doit().subs(
        Symbol("k", positive=True), k)) == 0  # fmt: skip
    assert float(si.Entropy(scipy.stats.t(5, loc=1, scale=2)).evalf(12)) == pytest.approx(
        scipy.stats.t(5, scale=2).entropy()
    )


def foreign(module: str, kind: str, **attributes: Any) -> Any:
    """An object of a class of that name in that module, as a library that is not installed would make it."""
    made = type(kind, (), {"__module__": module})()
    vars(made).update(attributes)
    return made


FOREIGN = [
    (foreign("torch.distributions.normal", "Normal", loc=np.float32(0.1), scale=np.float32(2)), "Normal(1/10, 2)"),
    (foreign("torch.distributions.gamma", "Gamma", concentration=2.0, rate=0.1), "Gamma(2, 10)"),
    (foreign("torch.distributions.bernoulli", "Bernoulli", logits=np.array(0.0), _param=0.0), "Bernoulli(1/2)"),
    (foreign("numpyro.distributions.discrete", "BernoulliProbs", probs=np.array([0.3])), "Bernoulli(3/10)"),
    (foreign("numpyro.distributions.truncated", "LeftTruncatedDistribution", low=1.0, high=None,
             base_dist=foreign("numpyro.distributions.continuous", "Normal", loc=0, scale=1)),
     "truncated(Normal(0, 1), 1, oo)"),
    (foreign("tensorflow_probability.python.distributions.weibull", "Weibull",
             parameters={"concentration": 2.0, "scale": 3.0, "name": "W"}), "Weibull(3, 2)"),
    (foreign("torch.distributions.categorical", "Categorical", probs=np.float32([0.1, 0.2, 0.7])),
     "FiniteRV({0: 1/10, 1: 1/5, 2: 7/10})"),
    (foreign("torch.distributions.mixture_same_family", "MixtureSameFamily",
             mixture_distribution=SimpleNamespace(probs=np.array([0.25, 0.75])),
             component_distribution=foreign("torch.distributions.normal", "Normal", loc=np.array([0.0, 1.0]), scale=np.array(1.0))),
     "mixture(1/4: Normal(0, 1), 3/4: Normal(1, 1))"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "title"), FOREIGN, ids=[title for _, title in FOREIGN])
def test_an_object_is_read_by_its_class_and_its_attributes(made: Any, title: str) -> None:
    assert si.law(made).title == title
    assert si.Entropy(made).laws[0].title == title
    assert not {"torch", "numpyro", "tensorflow_probability"} & set(sys.modules)


NO_LAWS = [
    (scipy.stats.norm, "has no parameters yet"),
    (scipy.stats.skewcauchy(0.5), "skewcauchy of scipy is not read: no family of ours"),
    (scipy.stats.norm([0, 1], 1), "one number is expected"),
    (scipy.stats.norm(0, -1), "scale must be positive"),
    (foreign("torch.distributions.wishart", "Wishart", df=3), "Wishart of torch is not read: a law of matrices"),
    (foreign("torch.distributions.normal", "Norml", loc=0), "unknown law Norml of torch: did you mean Normal?"),
    (foreign("torch.distributions.normal", "Normal", loc=0), "Normal of torch does not say its scale"),
    (foreign("torch.distributions.normal", "Normal", loc=np.array([0, 1]), scale=1), "one number is expected"),
    (foreign("torch.distributions.normal", "Normal", loc="__import__('os')", scale=1), "got the text"),
    (foreign("torch.distributions.mixture_same_family", "MixtureSameFamily",
             mixture_distribution=SimpleNamespace(probs=np.array([0.25, 0.75])),
             component_distribution=foreign("torch.distributions.categorical", "Categorical",
                                            probs=np.array([[1.0, 0.0], [0.5, 0.5]]))), "one for each weight"),
    ("Gamma(2, 3)", "a name alone is expected"),
    (object(), "not a law"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "words"), NO_LAWS, ids=[words for _, words in NO_LAWS])
def test_an_object_that_is_no_law_is_refused_in_one_line(made: Any, words: str) -> None:
    with pytest.raises(si.errors.SymbinfoError, match=words.replace("?", r"\?")) as caught:
        si.law(made)
    assert "\n" not in str(caught.value)


def test_a_refuted_claim_says_how_the_law_was_read() -> None:
    verdict = si.verify("H(Gamma(2, 3)) = 2 - log(3) + loggamma(2) - digamma(2)")
    assert verdict.verdict == "refuted"
    assert verdict.reading == ("Gamma(2, 3) by place: shape, then scale (not a rate)",)
    assert si.verify("H(Gamma(2, 3)) = 2 + log(3) + loggamma(2) - digamma(2)").reading == ()
    assert said_of([si.law("Bernoulli", Rational(1, 2))]) == ()


def test_parameters_follow_a_name_only() -> None:
    with pytest.raises(MeasureError, match="an object has its own"):
        si.law(scipy.stats.norm(0, 1), 2)
