"""How a term grows as a variable t goes to +oo: a sum of parts on an ordered scale, each with a factor free of t.

What holds of parts holds from some t on, which is never named: a limit of a quotient compares two terms there. Each rule
also shows that the term has a value from some t on, if what is free of t in it has.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce

from ..terms import Term, dump, free_symbols
from .context import Context
from .definedness import undefined
from .growth_scale import ABOVE_LOG_LOG, LINEAR, LOG, ONE, Comparison, Part, Scale, plus, times
from .refusal import Refused

__all__ = ["Growth"]

MOST_PARTS, HIGHEST_POWER = 40, 6
#: Continuous wherever they are defined.
CONTINUOUS = frozenset(
    {"sin", "cos", "atan", "tanh", "sinh", "cosh", "erf", "erfc", "gamma", "loggamma", "beta", "besseli", "besselk"}
)
#: Bounded on the whole line.
BOUNDED = frozenset({"sin", "cos", "atan", "tanh", "erf", "erfc", "sign"})


class Growth(Comparison):
    """How terms in a variable grow.

    Parameters
    ----------
    variable : str
        t.
    context : Context
        Where the other symbols live.
    """

    def __init__(self, variable: str, context: Context) -> None:
        super().__init__(context)
        self.t = variable

    # --- the leading part --------------------------------------------------------------------------------------------

    def lead(self, term: Term) -> Part:
        """The part that all others are small against.

        Raises
        ------
        Refused
            When it is not known.
        """
        if isinstance(term, tuple) and term[0] == "*":
            whole = Part(1, ONE, True)
            for factor in term[1:]:
                whole = self.multiplied(whole, self.lead(factor))
            return whole
        return self.top(self.parts(term))

    # --- all parts ---------------------------------------------------------------------------------------------------

    def parts(self, term: Term) -> list[Part]:
        """The parts of which a term is the sum.

        Raises
        ------
        Refused
            When no rule says how it grows.
        """
        if self.t not in free_symbols(term):
            return [Part(term, ONE, True)]
        if not isinstance(term, tuple):
            return [Part(1, LINEAR, True)]
        rule = _RULES.get(term[0])
        found = rule(self, term) if rule is not None else None
        return found if found is not None else self._of_limits(term)

    def _of_limits(self, term: Term) -> list[Part]:
        """A continuous function of what goes to a number; a bounded one of anything."""
        head, *arguments = term if isinstance(term, tuple) else ("", term)
        if head in CONTINUOUS:
            limits = [self.limit(self.lead(argument)) for argument in arguments]
            whole = (head, *limits)
            if None not in limits and not undefined(whole, self.context):
                return [Part(whole, ONE)]
        if head in BOUNDED:
            self.lead(arguments[0])  # it has a value far out
            return [Part(None, ONE)]
        raise Refused(f"how {dump(term)[:60]} grows is not known")

    def _of_sum(self, term: tuple[Term, ...]) -> list[Part]:
        return [part for addend in term[1:] for part in self.parts(addend)]

    def _of_product(self, term: tuple[Term, ...]) -> list[Part]:
        found = [Part(1, ONE, True)]
        for factor in term[1:]:
            parts = self.parts(factor)
            if len(found) * len(parts) > MOST_PARTS:
                found, parts = [self.top(found)], [self.top(parts)]
            found = [self.multiplied(own, part) for own in found for part in parts]
        return found

    def _of_power(self, term: tuple[Term, ...]) -> list[Part]:
        _, base, n = term
        if self.t in free_symbols(n):
            return self.parts(("exp", ("*", n, ("log", base))))
        parts = self.parts(base)
        if isinstance(n, int) and 0 < n <= HIGHEST_POWER and len(parts) ** n <= MOST_PARTS:
            return self._of_product(("*", *([base] * n)))
        lead = self.top(parts)
        if lead.factor is None:
            raise Refused("a power of what is only bounded")
        positive = self.sign_of(lead.factor) == "positive"
        nonzero = positive or self.sign_of(lead.factor) == "negative"
        if not positive and not (isinstance(n, int) and (n > 0 or nonzero)):
            raise Refused(f"that the base {dump(base)[:60]} is positive far out is not shown")
        return [Part(("^", lead.factor, n), self.power(lead.scale, n), lead.exact)]

    def _of_exponential(self, term: tuple[Term, ...]) -> list[Part]:
        """Of a sum: what goes to 0 is dropped, c t^k and c log t are of the scale, a constant is a factor."""
        factor: Term = 1
        scale, exact = ONE, True
        for part in self.grouped(self.parts(term[1])):
            way = self.trend(part.scale)
            if way == "negative":
                exact = False
                continue
            if part.factor is None:
                raise Refused("an exponential of what is only bounded")
            if way == "zero":
                factor, exact = times(factor, ("exp", part.factor)), exact and part.exact
                continue
            if not part.exact:
                raise Refused(f"the exponent {dump(term[1])[:60]} is not known but for what goes to 0")
            scale = self.product(scale, self._exponential_of(part))
        return [Part(factor, scale, exact)]

    def _exponential_of(self, part: Part) -> Scale:
        c, (exponentials, power, logs) = part.factor, part.scale
        if c is not None and not exponentials:
            if self.sign_of(power) == "positive" or (
                self.is_zero(power) and self.sign_of(plus(logs, -1)) == "positive"
            ):
                return Scale(((c, power, logs),))
            if self.is_zero(power) and self.is_zero(plus(logs, -1)):
                return Scale(power=c)
        raise Refused("an exponential that is not of the scale")

    def _of_logarithm(self, term: tuple[Term, ...]) -> list[Part]:
        """log(c m (1 + o(1))) is log m + log c + o(1), for c > 0."""
        inner = term[1]
        if isinstance(inner, tuple) and inner[0] == "*":
            return [part for factor in inner[1:] for part in self._log_of(self.lead(factor), factor)]
        return self._log_of(self.lead(inner), inner)

    def _log_of(self, lead: Part, term: Term) -> list[Part]:
        if lead.factor is None or self.sign_of(lead.factor) != "positive":
            raise Refused(f"that {dump(term)[:60]} is positive far out is not shown")
        found = [Part(c, Scale(power=k, logs=n), True) for c, k, n in lead.scale.exponentials]
        found.append(Part(lead.scale.power, LOG, True))
        if not self.is_zero(lead.scale.logs):
            found.append(Part(0, ABOVE_LOG_LOG))
        if lead.factor != 1:
            found.append(Part(("log", lead.factor), ONE, True))
        return found if lead.exact else [*found, Part(0, ONE)]

    def _of_absolute_value(self, term: tuple[Term, ...]) -> list[Part]:
        lead = self.lead(term[1])
        way = "" if lead.factor is None else self.sign_of(lead.factor)
        if way in ("positive", "negative"):  # it keeps its sign far out, and so do all parts
            parts = self.parts(term[1])
            return parts if way == "positive" else [self.multiplied(Part(-1, ONE, True), part) for part in parts]
        return [lead._replace(factor=None if lead.factor is None else ("abs", lead.factor))]

    def _of_cases(self, term: tuple[Term, ...]) -> list[Part]:
        for case in term[1:]:
            if not isinstance(case, tuple):
                break
            if self._holds(case[2]):
                return self.parts(case[1])
        raise Refused("which of the cases holds far out is not shown")

    def _holds(self, condition: Term) -> bool:
        """Whether a condition holds from some t on; otherwise it fails from some t on."""
        if condition in ("true", "false"):
            return condition == "true"
        if isinstance(condition, tuple) and condition[0] in ("and", "or"):
            return (all if condition[0] == "and" else any)([self._holds(part) for part in condition[1:]])
        if isinstance(condition, tuple) and condition[0] in ("<", "<="):
            lead = self.lead(("+", condition[2], ("*", -1, condition[1])))
            way = "" if lead.factor is None else self.sign_of(lead.factor)
            if way in ("positive", "negative"):
                return way == "positive"
        raise Refused(f"whether {dump(condition)[:60]} far out is not shown")

    # --- special functions -------------------------------------------------------------------------------------------

    def _far_out(self, term: Term) -> bool:
        """Whether a term goes to +oo."""
        lead = self.lead(term)
        return (
            lead.factor is not None and self.sign_of(lead.factor) == "positive" and self.trend(lead.scale) == "positive"
        )

    def _of_log_gamma(self, term: tuple[Term, ...]) -> list[Part] | None:
        """DLMF 5.11.1: log Gamma(u) = (u - 1/2) log u - u + log(2 pi)/2 + o(1) as u goes to +oo."""
        u = term[1]
        if not self._far_out(u):
            return None
        half = Fraction(1, 2)
        constant = ("*", half, ("log", ("*", 2, "%pi")))
        stirling: Term = ("+", ("*", ("+", u, -half), ("log", u)), ("*", -1, u), constant)
        return [*self.parts(stirling), Part(0, ONE)]

    def _of_gamma(self, term: tuple[Term, ...]) -> list[Part] | None:
        """Gamma(u) is exp(log Gamma(u)) for u > 0; u! is u Gamma(u)."""
        u = term[1]
        logarithm: Term = ("loggamma", u) if term[0] == "gamma" else ("+", ("log", u), ("loggamma", u))
        return self.parts(("exp", logarithm)) if self._far_out(u) else None

    def _of_binomial(self, term: tuple[Term, ...]) -> list[Part] | None:
        """DLMF 5.11.12: the binomial coefficient of u over v is like v^d/Gamma(d + 1) for d = u - v free of t, d > -1."""
        _, u, v = term
        d = self.parts(("+", u, ("*", -1, v)))
        none: Term = 0
        constant = reduce(plus, [part.factor or 0 for part in d if part.scale == ONE and part.exact], none)
        rest = [part for part in self.grouped(d) if not (part.scale == ONE and part.exact)]
        if rest or self.sign_of(plus(constant, 1)) != "positive" or not self._far_out(v):
            return None
        return [self.multiplied(Part(("^", ("gamma", plus(constant, 1)), -1), ONE), self.lead(("^", v, constant)))]

    def _of_beta(self, term: tuple[Term, ...]) -> list[Part] | None:
        """DLMF 5.11.12: beta(u, v) is like Gamma(v) u^-v as u goes to +oo."""
        for u, v in ((term[1], term[2]), (term[2], term[1])):
            if self.t not in free_symbols(v) and self.sign_of(v) == "positive" and self._far_out(u):
                return [self.multiplied(Part(("gamma", v), ONE), self.lead(("^", u, times(-1, v))))]
        return None

    def _of_bessel_i(self, term: tuple[Term, ...]) -> list[Part] | None:
        """DLMF 10.30.4 as u goes to +oo: I_v(u) is like exp(u)/(2 pi u)^(1/2)."""
        _, v, u = term
        if self.t in free_symbols(v) or not self._far_out(u):
            return None
        shape: Term = ("*", ("exp", u), ("^", ("*", 2, "%pi", u), Fraction(-1, 2)))
        return [self.lead(shape)._replace(exact=False)]

    def _of_bessel_k(self, term: tuple[Term, ...]) -> list[Part] | None:
        """DLMF 10.25.3: K_v(u) is like (pi/(2 u))^(1/2) exp(-u) as u goes to +oo."""
        _, v, u = term
        if self.t in free_symbols(v) or not self._far_out(u):
            return None
        shape: Term = ("*", ("exp", ("*", -1, u)), ("^", ("*", 2, ("^", "%pi", -1), u), Fraction(-1, 2)))
        return [self.lead(shape)._replace(exact=False)]

    def _of_error_function(self, term: tuple[Term, ...]) -> list[Part] | None:
        """DLMF 7.12.1: erfc(u) is like exp(-u^2)/(u pi^(1/2)) as u goes to +oo; it goes to 2 as u goes to -oo."""
        u = term[1]
        if self._far_out(("*", -1, u)):
            return [Part(2, ONE)]
        if not self._far_out(u):
            return None
        shape: Term = ("*", ("exp", ("*", -1, ("^", u, 2))), ("^", u, -1), ("^", "%pi", Fraction(-1, 2)))
        return [self.lead(shape)._replace(exact=False)]

    def _of_hyperbolic_cosine(self, term: tuple[Term, ...]) -> list[Part] | None:
        """By cosh u = (exp u + exp(-u))/2."""
        u = term[1]
        return self.parts(("*", Fraction(1, 2), ("+", ("exp", u), ("exp", ("*", -1, u)))))

    def _of_hyperbolic_sine(self, term: tuple[Term, ...]) -> list[Part] | None:
        """By sinh u = (exp u - exp(-u))/2."""
        u = term[1]
        return self.parts(("*", Fraction(1, 2), ("+", ("exp", u), ("*", -1, ("exp", ("*", -1, u))))))


_RULES: dict[str, Callable[[Growth, tuple[Term, ...]], list[Part] | None]] = {
    "+": Growth._of_sum,
    "*": Growth._of_product,
    "^": Growth._of_power,
    "exp": Growth._of_exponential,
    "log": Growth._of_logarithm,
    "abs": Growth._of_absolute_value,
    "cases": Growth._of_cases,
    "loggamma": Growth._of_log_gamma,
    "gamma": Growth._of_gamma,
    "factorial": Growth._of_gamma,
    "binomial": Growth._of_binomial,
    "beta": Growth._of_beta,
    "besseli": Growth._of_bessel_i,
    "besselk": Growth._of_bessel_k,
    "erfc": Growth._of_error_function,
    "cosh": Growth._of_hyperbolic_cosine,
    "sinh": Growth._of_hyperbolic_sine,
}
