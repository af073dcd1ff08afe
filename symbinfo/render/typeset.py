"""From SymPy expressions to layouts: the one place that decides how a formula of this field is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Expr, Mul, Rational, S, Symbol, default_sort_key
from sympy.core.function import AppliedUndef

from symbinfo.expressions.domain import Letter
from symbinfo.laws.expectation import ConditionalValue, DensityValue, Expectation, points_of, variables_of
from symbinfo.render import layout as lay
from symbinfo.render.layout import (
    Apply,
    At,
    Atom,
    Big,
    Cases,
    Fence,
    Frac,
    Layout,
    Level,
    Row,
    Sub,
    Sup,
    fenced,
    level_of,
    operator,
)
from symbinfo.render.measure_notation import MEASURES
from symbinfo.render.names import capital, name_of, number, upright, word
from symbinfo.render.notation import (
    CONSTANTS,
    DISTINCT,
    EXPECTATION,
    GIVEN,
    RELATIONS,
    TO,
    USUAL_LAWS,
    VARIABLE_LIKE,
)
from symbinfo.render.ordering import exponent_is_high, terms_in_order
from symbinfo.render.typeset_functions import SETTERS
from symbinfo.render.typeset_laws import LAW_PARTS
from symbinfo.render.typeset_matrices import MATRICES
from symbinfo.render.typeset_optima import OPTIMA
from symbinfo.render.typeset_products import product_of, slashed

__all__ = ["Typesetter"]


@dataclass(frozen=True)
class Typesetter:
    """Lays out expressions in one setting.

    Parameters
    ----------
    laws : tuple of str
        The names of the laws in play; with a single one, indices that tell laws apart are left out.
    capitals : mapping
        Inside an expectation: the bound variables with the random variables that stand for them.
    taken : frozenset of str
        The names of the parameters: Euler's gamma and e are told apart from parameters of those names.
    mixed : bool
        Measures in several units meet: those not in nats carry their base as an index.
    by_variance : bool
        Normal laws are written as N(mu, sigma^2).
    """

    laws: tuple[str, ...] = ()
    capitals: Mapping[Any, Layout] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    mixed: bool = False
    by_variance: bool = False

    def __call__(self, expr: Any) -> Layout:
        """The layout of an expression or a condition."""
        if expr in self.capitals:
            return self.capitals[expr]
        if expr in CONSTANTS:
            return self.constant(expr)
        if isinstance(expr, AppliedUndef):
            return self.undefined(expr)
        for kind in type(expr).__mro__:
            method = _METHODS.get(kind.__name__)
            if method is not None:
                return method(self, expr)
        return self.function(expr)

    def constant(self, expr: Any) -> Layout:
        """A constant, told apart from a parameter of the same name."""
        name, distinct = DISTINCT.get(expr, ("", CONSTANTS[expr]))
        return distinct if name in self.taken else CONSTANTS[expr]

    # Sums and products.

    def sum(self, expr: Expr) -> Layout:
        """Terms with their signs, in order."""
        items: list[Layout] = []
        for term in terms_in_order(expr):
            negative, body = self.signed(term)
            if level_of(body) is Level.SUM:
                body = fenced(body)
            if items:
                items += [lay.MINUS if negative else lay.PLUS, body]
            else:
                items += [lay.NEGATIVE, body] if negative else [body]
        return Row(tuple(items), Level.SUM)

    def signed(self, expr: Expr) -> tuple[bool, Layout]:
        """Whether a minus stands in front, and the rest."""
        if isinstance(expr, Mul):
            return product_of(expr, self)
        if (expr.is_Number and expr.is_negative) or expr is S.NegativeInfinity:
            return True, self(-expr)
        return False, self(expr)

    def product(self, expr: Expr) -> Layout:
        """A product, with its sign in front."""
        negative, body = product_of(expr, self)
        if not negative:
            return body
        return Row((lay.NEGATIVE, fenced(body) if level_of(body) is Level.SUM else body), Level.SUM)

    def rational(self, expr: Rational) -> Layout:
        """An integer, a fraction, or a decimal as given."""
        if expr < 0:
            return Row((lay.NEGATIVE, self.rational(-expr)), Level.SUM)
        if expr.q == 1:
            return number(str(expr.p))
        return Frac(number(str(expr.p)), number(str(expr.q)))

    def float(self, expr: Expr) -> Layout:
        """A decimal number."""
        text = str(expr)
        return Row((lay.NEGATIVE, number(text[1:])), Level.SUM) if text.startswith("-") else number(text)

    def power(self, expr: Expr) -> Layout:
        """Roots, reciprocals and powers."""
        base, exponent = expr.args
        if exponent == S.Half:
            return lay.Root(self(base))
        if exponent == -1 or (exponent.is_Rational and exponent.is_negative):
            rest = self(base) if exponent == -1 else self.power_of(base, -exponent)
            return Frac(number("1"), rest)
        return self.power_of(base, exponent)

    def power_of(self, base: Expr, exponent: Expr) -> Layout:
        """A base with its exponent."""
        if exponent == S.Half:
            return lay.Root(self(base))
        if base is S.Exp1:
            return self.exponential_of(exponent)
        body = self(base)
        if isinstance(body, Apply) and isinstance(body.head, Atom) and body.head.text == "log" and exponent.is_Integer:
            return Apply(Sup(body.head, self.inline(exponent)), body.body, body.left, body.right, body.bare)
        if level_of(body) is not Level.ATOM or isinstance(body, (Sup, Row)):
            body = fenced(body)
        return Sup(body, self.inline(exponent))

    def inline(self, expr: Expr) -> Layout:
        """An exponent or an end of an integral: fractions on one line."""
        return slashed(self(expr))

    def exponential(self, expr: Expr) -> Layout:
        """The exponential function."""
        return self.exponential_of(expr.args[0])

    def exponential_of(self, exponent: Expr) -> Layout:
        """The number e with a superscript, or exp(...) where that is too high."""
        if exponent_is_high(exponent):
            return Apply(upright("exp", latex=r"\exp"), self(exponent), lay.LEFT, lay.RIGHT)
        return Sup(self.constant(S.Exp1), self.inline(exponent))

    # Names.

    def symbol(self, expr: Symbol) -> Layout:
        """A parameter or a variable."""
        return name_of(expr.name)

    def label(self, expr: Any) -> Layout:
        """An outcome that is a word."""
        return word(expr.name)

    def undefined(self, expr: AppliedUndef) -> Layout:
        """An abstract density p(x)."""
        return Apply(name_of(type(expr).__name__), self.in_line(expr.args), lay.LEFT, lay.RIGHT)

    def listed(self, expressions: Any) -> Layout:
        """Arguments with commas."""
        items: list[Layout] = []
        for expression in expressions:
            items += [lay.COMMA] if items else []
            items.append(self(expression))
        return items[0] if len(items) == 1 else Row(tuple(items))

    def in_line(self, expressions: Any) -> Layout:
        """Arguments with commas, their fractions on one line."""
        return slashed(self.listed(expressions))

    def tuple(self, expr: Any) -> Layout:
        """Several things in brackets."""
        return fenced(self.listed(expr))

    def table(self, expr: Any) -> Layout:
        """Outcomes with their probabilities."""
        items: list[Layout] = []
        for outcome, mass in sorted(expr.args, key=lambda pair: default_sort_key(pair[0])):
            items += [lay.COMMA] if items else []
            items += [self(outcome), operator(r" : ", ": "), self(mass)]
        return Fence(lay.BRACE_LEFT, Row(tuple(items)), lay.BRACE_RIGHT)

    def function(self, expr: Any) -> Layout:
        """A function: by its row in the table, or by its name."""
        name = type(expr).__name__
        if name in SETTERS:
            return SETTERS[name](self, expr)
        return Apply(upright(name), self.listed(expr.args) if expr.args else word(""), lay.LEFT, lay.RIGHT)

    # Laws and expectations.

    def density(self, expr: DensityValue) -> Layout:
        """p(x) for a density, P(x) for a mass; the letter is the law's."""
        return Apply(self.letter_of(expr), self.in_line(points_of(expr)), lay.LEFT, lay.RIGHT)

    def letter_of(self, expr: DensityValue) -> Layout:
        """The letter of a density: that of the law, and p for a random variable; P for masses."""
        law = expr.law
        letter = "p" if law.continuous else "P"
        given = law.name.partition("(")[0]  # Q of Q(X), which is a marginal
        if given in USUAL_LAWS or law.family == "mass":
            return name_of(given.lower() if law.continuous else given)
        own = [getattr(point, "name", "").upper() for point in points_of(expr)]
        if self.single or sorted(own) == sorted(law.name.split(",")):
            return name_of(letter)
        return Sub(name_of(letter), name_of(law.name))

    def conditional(self, expr: ConditionalValue) -> Layout:
        """P(x | y)."""
        before, behind = (self.in_line(part) for part in expr.points)
        return Apply(self.letter_of(expr.joint), Row((before, GIVEN, behind)), lay.LEFT, lay.RIGHT)

    def delta(self, expr: Any) -> Layout:
        """1 where two letters are equal, and 0 elsewhere: 1[x = c]."""
        first, second = sorted(expr.args[:2], key=lambda arg: not isinstance(arg, Letter))
        inside = Row((self(first), operator(" = ", " = "), self(second)))
        return Apply(Atom(r"\mathbf{1}", "1", "1"), inside, lay.OPEN, lay.CLOSE)

    def expectation(self, expr: Expectation) -> Layout:
        """E[...] with the random variable in capitals."""
        law, variables = expr.law, variables_of(expr.law)
        named = name_of(law.name) if law.name in VARIABLE_LIKE else None
        random = {x: named or capital(x.name) for x in variables}
        inside = replace(self, capitals={**self.capitals, **random})
        head: Layout = EXPECTATION
        if (law.name in USUAL_LAWS and len(variables) == 1) or not (self.single or len(variables) > 1):
            head = Sub(head, name_of(law.name))
        return Apply(head, inside(expr.body), lay.OPEN, lay.CLOSE)

    @property
    def single(self) -> bool:
        """Only one law is in play."""
        return len(self.laws) < 2

    # Binders.

    def binder(self, expr: Any) -> Layout:
        """Integrals and sums, the innermost limits first."""
        body = self(expr.function)
        if level_of(body) is Level.SUM:
            body = fenced(body)
        is_sum = type(expr).__name__ == "Sum"
        if all(isinstance(limit[0], Letter) for limit in expr.limits):
            return self._over_letters(body, expr.limits, is_sum)
        for limit in expr.limits:
            body = self._sum(body, *limit) if is_sum else self._integral(body, *limit)
        return body

    def _over_letters(self, body: Layout, limits: Any, is_sum: bool) -> Layout:
        """A total over abstract laws: no ends, all variables of a sum under one sign."""
        variables = [limit[0] for limit in reversed(limits)]
        if is_sum:
            return Big(operator(r"\sum", "∑", "sum"), self.listed(variables), None, body)
        for variable in reversed(variables):
            d = Row((Atom("d", "d", "d"), self(variable)))
            body = Big(operator(r"\int", "∫", "int"), None, None, body, d)
        return body

    def _integral(self, body: Layout, variable: Symbol, *ends: Expr) -> Layout:
        lower, upper = (self.inline(e) for e in ends) if len(ends) == 2 else (None, None)
        d = Row((Atom("d", "d", "d"), self(variable)))
        return Big(operator(r"\int", "∫", "int"), lower, upper, body, d)

    def _sum(self, body: Layout, variable: Symbol, *ends: Expr) -> Layout:
        if len(ends) != 2:
            return Big(operator(r"\sum", "∑", "sum"), self(variable), None, body)
        lower = Row((self(variable), operator("=", "="), self.inline(ends[0])))
        return Big(operator(r"\sum", "∑", "sum"), lower, self.inline(ends[1]), body)

    def limit(self, expr: Any) -> Layout:
        """A limit, with the side where it matters."""
        body, variable, point, direction = expr.args
        to = self.inline(point)
        if point.is_finite and str(direction) in ("+", "-"):
            to = Sup(to, operator("+", "+") if str(direction) == "+" else lay.NEGATIVE)
        inner = self(body)
        if level_of(inner) is Level.SUM:
            inner = fenced(inner)
        return Big(operator(r"\lim", "lim"), Row((self(variable), TO, to)), None, inner)

    def derivative(self, expr: Any) -> Layout:
        """d/dt of a body."""
        body = self(expr.expr)
        for variable, order in expr.variable_count:
            d: Layout = Atom("d", "d", "d")
            top = d if order == 1 else Sup(d, self(order))
            bottom = self(variable) if order == 1 else Sup(self(variable), self(order))
            inner = fenced(body) if level_of(body) is Level.SUM else body
            body = Row((Frac(top, Row((d, bottom))), lay.THIN, inner), Level.PRODUCT)
        return body

    def substitution(self, expr: Any) -> Layout:
        """A value at a point."""
        pairs: list[Layout] = []
        for variable, point in zip(expr.variables, expr.point, strict=True):
            pairs += [lay.COMMA] if pairs else []
            pairs.append(Row((self(variable), operator("=", "="), self.inline(point))))
        return At(self(expr.expr), pairs[0] if len(pairs) == 1 else Row(tuple(pairs)))

    # Conditions.

    def relational(self, expr: Any) -> Layout:
        """An inequality as it is usually read: with < rather than > where a number is on the left."""
        return Row((self(expr.lhs), RELATIONS[expr.rel_op], self(expr.rhs)), Level.SUM)

    def junction(self, expr: Any) -> Layout:
        """And, or."""
        between = word(" and ") if type(expr).__name__ == "And" else word(" or ")
        items: list[Layout] = []
        for part in sorted(expr.args, key=str):
            items += [between] if items else []
            items.append(self(part))
        return Row(tuple(items), Level.SUM)

    def negation(self, expr: Any) -> Layout:
        """Not."""
        return Row((word("not "), fenced(self(expr.args[0]))), Level.SUM)

    def cases(self, expr: Any) -> Layout:
        """A Piecewise."""
        return Cases(tuple((self(value), None if when == True else self(when)) for value, when in expr.args))  # noqa: E712


_METHODS: dict[str, Callable[[Typesetter, Any], Layout]] = {
    "Add": Typesetter.sum,
    "Mul": Typesetter.product,
    "Pow": Typesetter.power,
    "Rational": Typesetter.rational,
    "Float": Typesetter.float,
    "Symbol": Typesetter.symbol,
    "Str": Typesetter.label,
    "Tuple": Typesetter.tuple,
    "Dict": Typesetter.table,
    "DensityValue": Typesetter.density,
    "ConditionalValue": Typesetter.conditional,
    "KroneckerDelta": Typesetter.delta,
    "Expectation": Typesetter.expectation,
    "Integral": Typesetter.binder,
    "Sum": Typesetter.binder,
    "Limit": Typesetter.limit,
    "Derivative": Typesetter.derivative,
    "Subs": Typesetter.substitution,
    "Relational": Typesetter.relational,
    "And": Typesetter.junction,
    "Or": Typesetter.junction,
    "Not": Typesetter.negation,
    "Piecewise": Typesetter.cases,
    **LAW_PARTS,
    **MATRICES,
    **MEASURES,
    **OPTIMA,
}
