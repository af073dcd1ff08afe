"""Entropy rates: the entropy of one more variable of a stationary source, once all before it are known.

Of a Markov chain it is the entropy of a step given the state before; of a source that is driven by noise, that of the
noise; of independent variables, that of one of them. So a rate is one of these measures, with its own name and reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from sympy import Abs, And, Expr, Max, S, cancel, log, sympify, true

from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.laws.markov_chain import chain_of
from symbinfo.laws.read import law_of
from symbinfo.measures.base import base_of, one_variable
from symbinfo.measures.conditional_entropy import ConditionalEntropy
from symbinfo.measures.entropy import Entropy

__all__ = ["EntropyRate", "RateOfChain", "RateOfNoise"]


class RateOfChain(ConditionalEntropy):
    """The entropy rate of a stationary Markov chain: H(X1 | X0), with X0 in the stationary law.

    References
    ----------
    Cover and Thomas, Elements of Information Theory, 2nd edition, Theorem 4.2.4.
    """

    title = "entropy rate"
    because = "Given the state before, the next one depends on nothing else: the entropy rate is that of one step."


class RateOfNoise(Entropy):
    """The entropy rate of a source whose past determines the next variable up to an independent noise: that of the noise.

    Parameters
    ----------
    P : Law
        The law of the noise.
    condition : Boolean
        What makes the source stationary, and its noise that of the prediction from the past.

    References
    ----------
    Cover and Thomas, Elements of Information Theory, 2nd edition, section 12.5; for independent variables section 4.2.
    """

    title = "entropy rate"
    because = (
        "The past determines the next variable up to its noise, which is independent: the rate is the entropy of that."
    )
    words: ClassVar = {"EntropyRate": "EntropyRate(P)"}
    notation = r"\mathcal{H}\left($P\right)"

    def __new__(cls, P: Any, *rest: Any, unit: Any = "nats", base: Any = None) -> RateOfNoise:
        """The rate, not evaluated."""
        condition, *last = rest or (true,)
        (law,) = one_variable([law_of(P)])
        return Expr.__new__(cls, law, condition, base_of(last[0] if last else unit, base))

    condition = property(lambda self: self.args[1])

    @property
    def query(self) -> str:
        """The measure in the query language: that of independent variables."""
        return f"EntropyRate({self.laws[0].title})"

    def _sympystr(self, printer: Any) -> str:
        return f"Rate({self.laws[0].name})"


def EntropyRate(
    source: Any, ar: Sequence[Any] = (), ma: Sequence[Any] = (), unit: Any = "nats", base: Any = None
) -> Expr:
    """The entropy rate of a stationary source, not evaluated.

    Parameters
    ----------
    source : nested sequence, Matrix, Law or RandomSymbol
        The rows of transitions of a Markov chain; or a law, that of independent variables, or of the noise.
    ar : sequence of Expr
        With a law: the weights of the variables before, X[t] = ar[0] X[t-1] + ar[1] X[t-2] + ... + Z[t].
    ma : sequence of Expr
        With a normal law: the weight of the noise before, X[t] = Z[t] + ma[0] Z[t-1].
    unit, base
        Nats by default.

    Returns
    -------
    Expr
        A measure, for `derive`, or a sum with one.

    Raises
    ------
    MeasureError
        For a source of which no rate is known.
    DomainError
        When the source is known not to be stationary.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Normal
    >>> a, b, s = symbols("a b s", positive=True)
    >>> EntropyRate([[0, 1], [b, 1 - b]]).doit()
    (-b*log(b) + (b - 1)*log(1 - b))/(b + 1)
    >>> EntropyRate(Normal("Z", 0, s), ar=[a]).doit()
    log(2*pi*s**2)/2 + 1/2
    """
    if isinstance(source, (list, tuple)) or hasattr(source, "tolist"):
        if ar or ma:
            raise MeasureError("the weights of a source go with the law of its noise, and not with a chain")
        return of_chain(chain_of(source), base=base_of(unit, base))
    law, weights, before = law_of(source), [sympify(w) for w in ar], [sympify(w) for w in ma]
    if (ar and ma) or len(before) > 1:
        raise MeasureError("entropy rates are read of X[t] = a*X[t-1] + ... + Z[t], and of X[t] = Z[t] + b*Z[t-1]")
    condition = stationary_where(weights)
    if condition == False:  # noqa: E712 - a SymPy Boolean
        raise DomainError("EntropyRate", "ar", ", ".join(map(str, weights)), "the weights of a stationary source")
    if weights and not law.continuous:
        raise MeasureError(f"the noise of an autoregression has a density: got {law.title}")
    rate = RateOfNoise(law, condition, base_of(unit, base))
    if not before:
        return rate
    if law.family != "Normal":
        raise MeasureError(f"the rate of a moving average is known for normal noise: got {law.title}")
    return rate + log(Max(1, Abs(before[0]))) / log(base_of(unit, base))


def of_chain(joint: Any, base: Any) -> RateOfChain:
    """The rate of a chain, from the joint law of two steps."""
    first, second = joint.components
    made: RateOfChain = RateOfChain(second, first, base=base)
    return made


def stationary_where(weights: Sequence[Expr]) -> Any:
    """The condition under which an autoregression is stationary: every partial correlation lies between -1 and 1.

    Examples
    --------
    >>> from sympy import Rational, symbols
    >>> stationary_where([symbols("a", positive=True)])
    a < 1
    >>> stationary_where([Rational(1, 2), Rational(2, 3)])
    False

    References
    ----------
    P. J. Brockwell and R. A. Davis, Time Series: Theory and Methods, 2nd edition, section 5.2 (the Durbin-Levinson recursion).
    """
    conditions: list[Any] = []
    now = list(weights)
    while now:
        last, rest = now[-1], now[:-1]
        above, below = cancel(last).as_numer_denom()
        # The denominators keep their sign on the whole region, which holds the place where all weights are 0.
        sign = below.subs(dict.fromkeys(below.free_symbols, 0))
        conditions += [sign * above < sign * below, -sign * below < sign * above]
        if 1 - last**2 == 0:
            return S.false
        now = [cancel((w + last * other) / (1 - last**2)) for w, other in zip(rest, rest[::-1], strict=True)]
    return And(*conditions)
