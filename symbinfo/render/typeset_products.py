"""Products: what goes over the fraction bar, what under it, what beside it, and what stands between factors."""

from __future__ import annotations

from sympy import Expr, Integer, Mul, Pow, Rational, S, Symbol, fraction, log

from symbinfo.expressions.huge_numbers import huge_power_split
from symbinfo.expressions.unevaluated import mul
from symbinfo.render import layout as lay
from symbinfo.render.formula_setter import FormulaSetter
from symbinfo.render.layout import Apply, At, Atom, Big, Frac, Kind, Layout, Level, Row, fenced, level_of
from symbinfo.render.names import number
from symbinfo.render.ordering import factors_in_order, is_heavy, is_ordinary, is_turned
from symbinfo.render.typeset_functions import logarithm

__all__ = ["juxtaposed", "product_of"]


def product_of(expr: Expr, t: FormulaSetter) -> tuple[bool, Layout]:
    """Whether a product starts with a minus, and its layout without it."""
    negative, factors = _without_sign(expr)
    factors = _logs_behind_symbols(factors)
    if is_ordinary(expr):
        factors = _one_radical(factors)
        negative, factors = _same_difference(negative, factors)
    inverses = [f for f in factors if _is_inverse_of_inverse(f)]
    if len(inverses) == 1 and any(isinstance(f, Pow) and f not in inverses and _goes_below(f) for f in factors):
        rest = t(mul(*(f for f in factors if f not in inverses)))  # (1/a^2)/(1/a), and not 1/(a^2 (1/a))
        return negative, Frac(slashed(rest), slashed(t(inverses[0].base)))
    top, bottom = _sides(factors)
    special = _quotient_of_logs(top, bottom, t)
    if special is not None:
        top, bottom = [f for f in top if not isinstance(f, log)], [f for f in bottom if not isinstance(f, log)]
    heavy_below = any(is_heavy(f) for f in bottom)
    beside = [] if heavy_below or not bottom else _trailing_heavy(top)
    over = top[: len(top) - len(beside)]
    parts = _over_and_under([t(f) for f in over], [t(f) for f in bottom])
    parts += [t(f) for f in beside]
    return negative, juxtaposed([*parts, *([special] if special is not None else [])])


def _is_inverse_of_inverse(f: Expr) -> bool:
    return isinstance(f, Pow) and f.exp == -1 and isinstance(f.base, Pow) and _goes_below(f.base)


def _over_and_under(over: list[Layout], under: list[Layout]) -> list[Layout]:
    """A fraction; fractions inside it are not stacked where another way of writing is at hand."""
    if not under:
        return over
    over, under = ([_coefficient_first(p) for p in side] for side in (over, under))
    bottom = juxtaposed(under)
    if isinstance(bottom, Frac):
        bottom = slashed(bottom)
    if any(isinstance(p, Frac) for p in over):
        return [*over, Frac(number("1"), bottom)]
    flat = [slashed(p) if isinstance(p, (lay.Sup, lay.Fence)) else p for p in over]
    return [Frac(juxtaposed(flat), bottom)]


def _coefficient_first(part: Layout) -> Layout:
    """A fraction over a number as one half of something."""
    if isinstance(part, Frac) and isinstance(part.bottom, Atom) and part.bottom.kind is Kind.NUMBER:
        if isinstance(part.top, Atom) and part.top.kind is Kind.NUMBER:
            return part
        top = fenced(part.top) if level_of(part.top) is Level.SUM else part.top
        return Row((Frac(number("1"), part.bottom), lay.TIMES, top), Level.PRODUCT)
    return part


def slashed(node: Layout) -> Layout:
    """The layout with its fractions on one line."""
    if isinstance(node, Frac):
        top, bottom = slashed(node.top), slashed(node.bottom)
        top = fenced(top) if level_of(top) is Level.SUM else top
        return lay.Slash(top, bottom if level_of(bottom) is Level.ATOM else fenced(bottom))
    if isinstance(node, Row):
        return Row(tuple(slashed(item) for item in node.items), node.level)
    if isinstance(node, lay.Fence):
        return lay.Fence(node.left, slashed(node.body), node.right)
    if isinstance(node, lay.Sup):
        return lay.Sup(slashed(node.base), node.sup)
    return node


def _without_sign(expr: Expr) -> tuple[bool, list[Expr]]:
    """The factors without the signs of their numbers, which are gathered in front."""
    negative, factors = False, []
    for f in factors_in_order(expr):
        if f.is_Number and f.is_negative:
            negative, f = not negative, -f
        elif isinstance(f, Mul) and f.args[0].is_Number and f.args[0].is_negative:
            negative, f = not negative, _positive(f)
        if f is not S.One:
            factors.append(f)
    return negative, factors or [S.One]


def _positive(f: Expr) -> Expr:
    """The factor with its leading number made positive, in its own shape."""
    if is_ordinary(f):
        return -f
    rest = f.args[1:] if f.args[0] == -1 else (-f.args[0], *f.args[1:])
    return rest[0] if len(rest) == 1 else Mul(*rest, evaluate=False)


def _one_radical(factors: list[Expr]) -> list[Expr]:
    """sqrt(2) sqrt(pi) / (2 sigma) as 1 / (sqrt(2 pi) sigma): the roots of numbers under one radical."""
    numbers = [f for f in factors if f.is_Rational or _is_root(f)]
    if all(f.is_Rational for f in numbers):
        return factors
    square = Mul(*(f**2 for f in numbers))
    above, below = fraction(square)
    (a, n), (b, d) = _square_part(above), _square_part(below)
    if not d.has(S.Pi) and d != 1 and n != 1:
        # The root stays above the bar, over a whole number.
        (extra, n), b, d = _square_part(above * d), b * d, S.One
        a = extra
    roots = [Pow(n, S.Half, evaluate=False)] if n != 1 else []
    roots += [Pow(d, -S.Half, evaluate=False)] if d != 1 else []
    whole = [a / b] if a != b else []
    return [*whole, *roots, *(f for f in factors if f not in numbers)]


def _square_part(expr: Expr) -> tuple[Expr, Expr]:
    """(a, n) with expr = a**2 * n, where a is a whole number."""
    number, rest = expr.as_coeff_Mul()
    outside, inside = Mul(*(Pow(b, e) for b, e in huge_power_split(number, S.Half))).as_coeff_Mul()
    return outside, inside**2 * rest


def _is_root(f: Expr) -> bool:
    return isinstance(f, Pow) and abs(f.exp) == S.Half and (f.base.is_Rational or f.base is S.Pi)


def _same_difference(negative: bool, factors: list[Expr]) -> tuple[bool, list[Expr]]:
    """(phi - 1) log(1 - phi) as -(1 - phi) log(1 - phi), and (-a - 1) psi(a) as -(a + 1) psi(a)."""
    changed = []
    for f in factors:
        turned = is_turned(f, factors)
        negative = negative != turned
        changed.append(-f if turned else f)
    return negative, changed


def _logs_behind_symbols(factors: list[Expr]) -> list[Expr]:
    """Write n log u for log(u) n: a logarithm in front of plain symbols would need brackets."""
    last = len(factors)
    while last and isinstance(factors[last - 1], Symbol):
        last -= 1
    first = last
    while first and isinstance(factors[first - 1], log):
        first -= 1
    return [*factors[:first], *factors[last:], *factors[first:last]] if first < last < len(factors) else factors


def _sides(factors: list[Expr]) -> tuple[list[Expr], list[Expr]]:
    """Numerator and denominator, each in the order of the factors."""
    top: list[Expr] = []
    bottom: list[Expr] = []
    for f in factors:
        if isinstance(f, Rational) and f.q != 1:
            top += [Integer(f.p)] if f.p != 1 else []
            bottom.append(Integer(f.q))
        elif isinstance(f, Pow) and _goes_below(f):
            bottom.append(_inverted(f))
        else:
            top.append(f)
    return top, bottom


def _goes_below(f: Expr) -> bool:
    exponent = f.exp
    if f.base is S.Exp1:
        return False
    if exponent.is_Rational:
        return bool(exponent.is_negative)
    return isinstance(exponent, Mul) and exponent.could_extract_minus_sign()


def _inverted(f: Expr) -> Expr:
    return f.base if f.exp == -1 else Pow(f.base, -f.exp, evaluate=False)


def _trailing_heavy(top: list[Expr]) -> list[Expr]:
    """The factors at the end that stand beside the fraction."""
    index = len(top)
    while index and is_heavy(top[index - 1]):
        index -= 1
    return top[index:]


def _quotient_of_logs(top: list[Expr], bottom: list[Expr], t: FormulaSetter) -> Layout | None:
    """log(x)/log(b) as the logarithm to base b."""
    above, below = ([f for f in side if isinstance(f, log)] for side in (top, bottom))
    if len(above) != 1 or len(below) != 1 or below[0].args[0].args:
        return None
    return logarithm(t(above[0].args[0]), t(below[0].args[0]))


def juxtaposed(parts: list[Layout]) -> Layout:
    """Factors side by side, with brackets and dots where they are needed."""
    parts = [p for p in parts if p != number("1")] or [number("1")]
    if len(parts) == 1:
        return parts[0]
    items: list[Layout] = []
    for index, part in enumerate(parts):
        shown = _as_factor(part, last=index == len(parts) - 1)
        if items:
            items.append(_between(items[-1], shown))
        items.append(shown)
    return Row(tuple(items), Level.PRODUCT)


def _as_factor(part: Layout, *, last: bool) -> Layout:
    if level_of(part) is Level.SUM:
        return fenced(part)
    if not last and isinstance(part, Apply) and part.bare and not isinstance(part.body, lay.Fence):
        return Apply(part.head, part.body, part.left, part.right)
    if not last and isinstance(part, Big) and part.tail is None:
        return fenced(part)
    if not last and isinstance(part, Row) and part.level is Level.PRODUCT and _ends_openly(part):
        return fenced(part)
    return part


def _ends_openly(row: Row) -> bool:
    last = row.items[-1]
    return (isinstance(last, Apply) and last.bare) or (isinstance(last, Big) and last.tail is None)


def _between(left: Layout, right: Layout) -> Atom:
    if _starts_with_digit(right) or (isinstance(left, Frac) and isinstance(right, Frac)):
        return lay.DOT
    if isinstance(left, Atom) and left.kind is Kind.NUMBER and not isinstance(right, (At, Apply, Big)):
        return lay.TIGHT
    named = isinstance(right, Apply) and _is_word(right.head)
    return lay.THIN if isinstance(left, (lay.Root, Frac)) and not named else lay.TIMES


def _is_word(head: Layout) -> bool:
    """Tell log and exp: they bring their own space."""
    core = head.base if isinstance(head, (lay.Sub, lay.Sup)) else head
    return isinstance(core, Atom) and core.kind is Kind.FUNCTION and len(core.text) > 1


def _starts_with_digit(node: Layout) -> bool:
    if isinstance(node, Atom):
        return node.kind is Kind.NUMBER
    if isinstance(node, Frac):
        return _starts_with_digit(node.top) and _starts_with_digit(node.bottom)
    if isinstance(node, Row):
        return _starts_with_digit(node.items[0])
    return _starts_with_digit(node.base) if isinstance(node, (lay.Sup, lay.Sub)) else False
