"""From SymPy to certificates: expressions as terms, derivations as certificates with everything explicit.

Nothing is evaluated on the way: the certificate says what the step says, with expectations lowered to integrals and
sums, and named densities to their expressions.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.core.symbol import Str
from sympy.logic.boolalg import And, Boolean, BooleanFalse, BooleanTrue, Not, Or

from symbinfo import trusted as cert
from symbinfo.derivation import Derivation, Step
from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.abstract import kinds_of
from symbinfo.laws.expectation import ConditionalValue, DensityValue, Expectation
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.matrices import PositiveDefinite, SpaceIntegral
from symbinfo.laws.table import JointTable
from symbinfo.measures.base import Measure
from symbinfo.measures.conditional_entropy import EntropyGivenValue

__all__ = ["certificate_of", "kind_of", "term_of"]

CONSTANTS = {
    sp.pi: "%pi",
    sp.E: "%e",
    sp.EulerGamma: "%gamma",
    sp.Catalan: "%catalan",
    sp.oo: "%oo",
    -sp.oo: "%-oo",
}

# SymPy class -> head, arguments in order.
HEADS: dict[Any, str] = {
    sp.Add: "+",
    sp.Mul: "*",
    sp.Pow: "^",
    sp.exp: "exp",
    sp.log: "log",
    sp.Abs: "abs",
    sp.sign: "sign",
    sp.floor: "floor",
    sp.Min: "min",
    sp.Max: "max",
    sp.sin: "sin",
    sp.cos: "cos",
    sp.tan: "tan",
    sp.sinh: "sinh",
    sp.cosh: "cosh",
    sp.tanh: "tanh",
    sp.asin: "asin",
    sp.acos: "acos",
    sp.atan: "atan",
    sp.asinh: "asinh",
    sp.acosh: "acosh",
    sp.atanh: "atanh",
    sp.gamma: "gamma",
    sp.loggamma: "loggamma",
    sp.polygamma: "polygamma",
    sp.beta: "beta",
    sp.betainc: "betainc",
    sp.uppergamma: "uppergamma",
    sp.lowergamma: "lowergamma",
    sp.erf: "erf",
    sp.erfc: "erfc",
    sp.erfi: "erfi",
    sp.Ei: "Ei",
    sp.expint: "expint",
    sp.besseli: "besseli",
    sp.besselj: "besselj",
    sp.besselk: "besselk",
    sp.polylog: "polylog",
    sp.factorial: "factorial",
    sp.binomial: "binomial",
    sp.harmonic: "harmonic",
    sp.LambertW: "lambertw",
    sp.Si: "Si",
    sp.Ci: "Ci",
}

RELATIONS = {"<": "<", "<=": "<=", "==": "=", "!=": "!="}


def term_of(expr: Any) -> Any:
    """The expression as a term of a certificate.

    Parameters
    ----------
    expr : Expr or Boolean
        Any expression over the closed set of heads, named densities and expectations included.

    Raises
    ------
    MeasureError
        When the expression has a head that certificates do not know.

    Examples
    --------
    >>> from sympy import log, symbols
    >>> term_of(log(symbols("a")/2))
    ('log', ('*', Fraction(1, 2), 'a'))
    """
    if isinstance(expr, sp.Integer):
        return int(expr)
    if isinstance(expr, sp.Rational):
        return Fraction(int(expr.p), int(expr.q))
    if expr in CONSTANTS:
        return CONSTANTS[expr]
    if isinstance(expr, sp.Symbol):
        return expr.name
    if isinstance(expr, (Boolean, Relational)) and not isinstance(expr, PositiveDefinite):
        return _condition(expr)
    for kind, lower in _SPECIAL:
        if isinstance(expr, kind):
            return lower(expr)
    head = HEADS.get(expr.func)
    if head is None:
        raise MeasureError(f"{expr.func.__name__} cannot be written into a certificate")
    return (head, *(term_of(arg) for arg in expr.args))


def _condition(expr: Any) -> Any:
    if isinstance(expr, (BooleanTrue, BooleanFalse)):
        return "true" if expr == True else "false"  # noqa: E712 - a SymPy Boolean
    if isinstance(expr, (And, Or)):
        word = "and" if isinstance(expr, And) else "or"
        return (word, *(term_of(arg) for arg in sorted(expr.args, key=str)))
    if isinstance(expr, Not):
        return ("not", term_of(expr.args[0]))
    if expr.rel_op in (">", ">="):
        expr = expr.reversed
    return (RELATIONS[expr.rel_op], term_of(expr.lhs), term_of(expr.rhs))


def _binder(head: str) -> Any:
    return lambda expr: _bound(term_of(expr.function), head, expr.limits)


def _bound(body: Any, head: str, limits: Iterable[Any]) -> Any:
    """Nested sums or integrals of a body, the innermost limits first."""
    for variable, low, high in limits:
        body = (head, body, variable.name, term_of(low), term_of(high))
    return body


def _expectation(expr: Expectation) -> Any:
    law = expr.law
    if isinstance(law, FiniteLaw):
        terms = tuple(term_of(term) for term in expr.terms())
        return terms[0] if len(terms) == 1 else ("+", *terms)
    body = ("*", _density_term(law), term_of(expr.body))
    if isinstance(law, JointLaw):
        return _bound(body, "integral" if law.continuous else "sum", law.binders)
    return ("integral" if law.continuous else "sum", body, law.variable.name, term_of(law.lower), term_of(law.upper))


def _density_term(law: Any) -> Any:
    """The density; that of two jointly normal variables as a marginal density times a conditional one."""
    if isinstance(law, JointNormal) and len(law.names) == 2:
        return ("*", term_of(law.marginal((0,)).density), term_of(law.given(1, 0).density))
    return term_of(law.density)


def _derivative_at(expr: sp.Subs) -> Any:
    """A derivative taken at a point, and a plain substitution."""
    inner, (variable,), (point,) = expr.expr, expr.variables, expr.point
    if isinstance(inner, sp.Derivative):
        (name, order) = inner.variable_count[0]
        return ("diff", term_of(inner.expr), name.name, term_of(point), int(order))
    return term_of(inner.xreplace({variable: point}))


def _derivative(expr: sp.Derivative) -> Any:
    inner, (variable, order) = expr.expr, expr.variable_count[0]
    if isinstance(inner, sp.zeta) and len(inner.args) == 1 and inner.args[0] == variable and order == 1:
        return ("dzeta", term_of(variable))
    return ("diff", term_of(inner), variable.name, term_of(variable), int(order))


def _piecewise(expr: sp.Piecewise) -> Any:
    return ("cases", *(("case", term_of(value), term_of(condition)) for value, condition in expr.args))


def _zeta(expr: sp.zeta) -> Any:
    arguments = [term_of(a) for a in expr.args]
    return ("zeta", *arguments) if len(arguments) == 1 else ("zeta2", *arguments)


def _harmonic(expr: sp.harmonic) -> Any:
    """A harmonic number; one of another order as its sum."""
    if len(expr.args) == 1:
        return ("harmonic", term_of(expr.args[0]))
    n, order = expr.args
    name = next(name for name in ("j", "i", "h", "l", "jj") if name not in {s.name for s in expr.free_symbols})
    return ("sum", ("^", name, term_of(-order)), name, 1, term_of(n))


def _hyper(expr: sp.hyper) -> Any:
    head = f"hyper{len(expr.ap)}f{len(expr.bq)}"
    if head not in cert.HEADS:
        raise MeasureError(f"{expr} cannot be written into a certificate")
    return (head, *(term_of(a) for a in (*expr.ap, *expr.bq, expr.argument)))


def _limit(expr: sp.Limit) -> Any:
    body, variable, point, direction = expr.args
    return ("limit", term_of(body), variable.name, term_of(point), str(direction))


def _delta(expr: sp.KroneckerDelta) -> Any:
    left, right = (term_of(arg) for arg in expr.args[:2])
    return ("cases", ("case", 1, ("=", left, right)), ("case", 0, "true"))


UNKNOWN_SIZE = "matrices of unknown size are not written into certificates"


def _refused(expr: Any) -> Any:
    raise MeasureError(UNKNOWN_SIZE)


_SPECIAL: tuple[tuple[Any, Any], ...] = (
    ((sp.MatrixExpr, sp.Trace, sp.Determinant, SpaceIntegral, PositiveDefinite), _refused),
    (Expectation, _expectation),
    ((DensityValue, ConditionalValue, EntropyGivenValue), lambda expr: term_of(expr.doit())),
    (Measure, lambda expr: term_of(expr.definition())),
    (AppliedUndef, lambda expr: ("apply", expr.func.__name__, *(term_of(a) for a in expr.args))),
    (sp.Integral, _binder("integral")),
    (sp.Sum, _binder("sum")),
    (sp.Subs, _derivative_at),
    (sp.Derivative, _derivative),
    (sp.Piecewise, _piecewise),
    (sp.zeta, _zeta),
    (sp.hyper, _hyper),
    (sp.harmonic, _harmonic),
    (sp.Limit, _limit),
    (sp.KroneckerDelta, _delta),
    (sp.catalan, lambda expr: term_of(expr.rewrite(sp.gamma))),
    (sp.exp_polar, lambda expr: ("exp", term_of(expr.args[0]))),
)


# --- derivations -----------------------------------------------------------------------------------------------------


def certificate_of(derivation: Derivation) -> cert.Certificate:
    """The derivation as a certificate: every lemma once, cited by name, and everything explicit.

    Parameters
    ----------
    derivation : Derivation
        A derivation of a measure, or of any expression.

    Returns
    -------
    Certificate
        Plain data; `symbinfo.checker` re-checks it without SymPy.
    """
    exported = _Export()
    exported.add(derivation, "main")
    return cert.Certificate.from_dict({"schema": 1, "main": "main", "derivations": exported.done})


class _Export:
    """Derivations collected under their names, lemmas before what cites them."""

    def __init__(self) -> None:
        self.done: dict[str, Any] = {}
        self.names: dict[Derivation, str] = {}

    def add(self, derivation: Derivation, name: str | None = None) -> str:
        known = self.names.get(derivation)
        if known is not None:
            return known
        cited = [[self.add(lemma) for lemma in step.lemmas] for step in derivation.steps]
        name = name or f"L{len(self.names) + 1}"
        self.names[derivation] = name
        self.done[name] = _plain(derivation, cited)
        return name


def _plain(derivation: Derivation, cited: list[list[str]]) -> dict[str, Any]:
    steps = [_step(s, lemmas) for s, lemmas in zip(derivation.steps, cited, strict=True)]
    start = cert.dump(term_of(derivation.left))
    last = steps[-1]["term"] if steps else start
    conditions = [*derivation.domain.conditions, *sorted(sp.And.make_args(derivation.requires), key=str)]
    measure = derivation.left if isinstance(derivation.left, Measure) else None
    return {
        "symbols": _symbols(derivation, conditions),
        "conditions": [cert.dump(_condition(c)) for c in conditions if c not in (sp.true, True)],
        "functions": _functions(derivation),
        "laws": {law.name: _law(law, measure) for law in (measure.laws if measure is not None else ())},
        "measure": None if measure is None else _measure(measure),
        "start": start,
        "steps": steps,
        "claim": {"relation": str(derivation.relation), "left": start, "right": last},
    }


def _step(step: Step, lemmas: list[str]) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "relation": str(step.relation),
        "term": cert.dump(term_of(step.expr)),
        "rule": step.rule,
        "lemmas": lemmas,
    }
    if step.equality is not None:
        over = [[v.name, cert.dump(term_of(low)), cert.dump(term_of(high))] for v, low, high in step.equality.over]
        plain["equality"] = {"condition": cert.dump(term_of(step.equality.condition)), "over": over}
    return plain


def _expressions(derivation: Derivation) -> list[Any]:
    return [derivation.left, *(step.expr for step in derivation.steps)]


def _symbols(derivation: Derivation, conditions: Iterable[Any]) -> dict[str, str]:
    found: set[sp.Symbol] = set()
    for expr in (*_expressions(derivation), *conditions):
        found |= _free(expr)
    return {s.name: kind_of(s) for s in sorted(found, key=lambda s: s.name)}


def _free(expr: Any) -> set[sp.Symbol]:
    """Free symbols, those of laws included; a bound variable counts where it stands free (a point of the support)."""
    if isinstance(expr, (Expectation, Measure)):
        return set(expr.free_symbols)
    if isinstance(expr, DensityValue):
        return set(expr.law.free_symbols) | set(expr.point.free_symbols)
    if isinstance(expr, (sp.Integral, sp.Sum, sp.Subs, sp.Limit)):
        return set(expr.free_symbols) if not expr.has(Expectation, DensityValue, Measure) else _free_by_parts(expr)
    if not expr.args:
        return set(expr.free_symbols)
    return set().union(*(_free(arg) for arg in expr.args))


def _free_by_parts(expr: Any) -> set[sp.Symbol]:
    bound = set(getattr(expr, "variables", ())) or {expr.args[1]}
    return set().union(*(_free(arg) for arg in expr.args if hasattr(arg, "free_symbols"))) - bound


def kind_of(symbol: sp.Symbol) -> str:
    """What a symbol stands for, in the words of certificates."""
    if symbol.is_integer:
        sign = "positive " if symbol.is_positive else "nonnegative " if symbol.is_nonnegative else ""
        return f"{sign}integer"
    for assumption in ("positive", "nonnegative", "negative", "nonzero"):
        if getattr(symbol, f"is_{assumption}"):
            return assumption
    return "real"


def _functions(derivation: Derivation) -> dict[str, str]:
    """The abstract functions, each with its kind, which says on what it is a mass or a density."""
    found: set[str] = set()
    kinds: dict[str, str] = {}
    for expr in _expressions(derivation):
        laws = expr.atoms(Law)
        parts = (expr, *(law.density for law in laws if hasattr(law, "density")))
        found |= {node.func.__name__ for part in parts for node in part.atoms(AppliedUndef)}
        for law in laws:
            kinds |= kinds_of(law)
    return {name: kinds.get(name, "density on R") for name in sorted(found)}


def _law(law: Law, measure: Any = None) -> dict[str, Any]:
    if isinstance(law, JointTable) and not hasattr(measure, "outcome"):
        rows = [[[_label(o) for o in outcome], cert.dump(term_of(p))] for outcome, p in law.outcomes]
        return {"kind": "table", "outcomes": rows}
    kind = "continuous" if law.continuous else "discrete"
    if isinstance(law, JointLaw) and len(law.variable) > 1:
        ends = [[cert.dump(term_of(end)) for end in pair] for pair in law.ranges]
        variables = [[v.name, kind, *pair] for v, pair in zip(law.variable, ends, strict=True)]
        return {"kind": "joint", "variables": variables, "density": cert.dump(_density_term(law))}
    if isinstance(law, FiniteLaw):
        return {
            "kind": "finite",
            "outcomes": [[_outcome(i, o), cert.dump(term_of(p))] for i, (o, p) in enumerate(law.outcomes)],
        }
    one = isinstance(law, JointLaw)
    variable, (lower, upper) = (law.variable[0], law.ranges[0]) if one else (law.variable, (law.lower, law.upper))
    return {
        "kind": kind,
        "variable": variable.name,
        "density": cert.dump(term_of(law.density)),
        "lower": cert.dump(term_of(lower)),
        "upper": cert.dump(term_of(upper)),
    }


def _label(outcome: Any) -> str:
    """One coordinate of an outcome: a number, or its name."""
    if not isinstance(outcome, Str):
        return cert.dump(term_of(outcome))
    return "outcome_" + "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in outcome.name)


def _outcome(index: int, outcome: Any) -> str:
    """Outcomes only have to be told apart: numbers stay, labels become their place in the list."""
    return (
        cert.dump(term_of(outcome)) if isinstance(outcome, sp.Expr) and not outcome.free_symbols else f"outcome{index}"
    )


def _outcome_asked(measure: Any) -> str:
    """The outcome of a self-information; of a list of outcomes, by the label that it has there."""
    law = measure.laws[0]
    if isinstance(law, FiniteLaw):
        place = next((i for i, (o, _) in enumerate(law.outcomes) if o == measure.outcome), None)
        return "impossible" if place is None else _outcome(place, measure.outcome)
    return cert.dump(term_of(measure.outcome))


def _measure(measure: Measure) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "name": measure.key,
        "laws": [law.name for law in measure.laws],
        "base": cert.dump(term_of(measure.base)),
    }
    if hasattr(measure, "outcome"):
        plain["at"] = _outcome_asked(measure)
    order = getattr(measure, "order", None) or getattr(measure, "theta", None)
    if order is not None:
        plain["order"] = cert.dump(term_of(order))
    if hasattr(measure, "blocks"):
        plain["blocks"] = [list(block) for block in measure.blocks]
    return plain
