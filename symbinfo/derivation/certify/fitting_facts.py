"""Which stored fact serves where a row of the rules does not hold as it stands: at its gaps, its edges, and its tails.

The rules take a limit there; the facts are rows of their own, with parameters of their own.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, S

from symbinfo.derivation.witness import KernelTerm, StoredFact

__all__ = ["fitting"]

GAP, TAIL = "-at-the-gap", "-from-z"
#: Of a row at its gap: the fact there, that of its derivatives, and the parameter of the latter that is their order.
AT_GAP = {
    "power-integral": ("power-integral-at-minus-one", "power-integral-at-minus-one-with-logarithms", "n"),
    "bounded-exponential-integral": ("bounded-exponential-integral-at-zero", "power-integral-from-zero", "p"),
    "two-sided-exponential-integral": ("two-sided-exponential-integral-at-equal-rates", "", ""),
    "bounded-exponential-integral-tail": ("bounded-exponential-integral-tail-at-zero", "", ""),
}
#: Of a row at its gap, where the facts of the derivatives are several: by their order.
AT_GAP_BY_ORDER = {
    "geometric-sum": (
        "sum-of-ones",
        "geometric-sum-at-one-with-integers",
        "geometric-sum-at-one-with-squares",
        "geometric-sum-at-one-with-cubes",
        "geometric-sum-at-one-with-fourth-powers",
    ),
    "affine-power-integral": (
        "affine-power-integral-at-minus-one",
        "affine-power-integral-at-minus-one-with-logarithm",
        "affine-power-integral-at-minus-one-with-squared-logarithm",
    ),
}
#: Parameters of the facts at gaps and edges; the others are fixed there.
KEPT = {
    **dict.fromkeys(AT_GAP_BY_ORDER["geometric-sum"], ("n",)),
    **dict.fromkeys(AT_GAP_BY_ORDER["affine-power-integral"], ("u",)),
    "sum-of-ones": ("l", "h"),
    "power-integral-at-minus-one": ("l", "h"),
    "power-integral-at-minus-one-with-logarithms": ("n", "l", "h"),
    "bounded-exponential-integral-at-zero": ("h",),
    "bounded-exponential-integral-tail-at-zero": ("h", "z"),
    "power-integral-from-zero": ("p", "h"),
    "two-sided-exponential-integral-at-equal-rates": ("b", "m", "n"),
    "bessel-integral-at-zero": (),
    "gamma-integral": ("p", "c", "m"),
}
#: Tails whose fact is the integral itself, from another lower end.
OWN_TAILS = ("power-integral", "incomplete-gamma-integral")
#: Tails that have a fact for a z at the ends of the range, too.
CLOSED = ("gamma-integral", "beta-integral", "beta-prime-integral")


def fitting(part: KernelTerm) -> KernelTerm:
    """The same multiple of the same kernel, by the stored fact that holds there.

    Parameters
    ----------
    part : KernelTerm
        By a row of the rules, its name followed by what is special.
    """
    fact = part.fact
    name, gap, order_there = fact.fact.partition(GAP)
    part = replace(part, order=part.order or int(order_there or 0))
    base, tail = name.removesuffix(TAIL), name.endswith(TAIL)
    values = dict(fact.values)
    if tail:
        name = base if base in OWN_TAILS else f"{base}-tail"
        if base in CLOSED and not part.order and fact.parameter is None and _may_start_at_the_end(base, values):
            name += "-closed"
        if base in OWN_TAILS:
            values["l"] = values.pop("z")
    if gap and part.order < len(by_order := AT_GAP_BY_ORDER.get(name, ())):
        there = _at(fact, by_order[part.order], {**values, "l": S.Zero, "h": values.get("n", S.Zero)})
        return KernelTerm(part.times, replace(there, parameter=None))
    if gap and name in AT_GAP:
        plain, derived, order = AT_GAP[name]
        if not part.order or not derived:
            return replace(part, fact=_at(fact, plain, values))
        return KernelTerm(part.times, replace(_at(fact, derived, {**values, order: S(part.order)}), parameter=None))
    if name == "power-integral" and values.get("l") == 0:
        return replace(part, fact=_at(fact, "power-integral-from-zero", values))
    if name == "hypergeometric-integral-on-the-half-line" and values.get("s") == 0 and values.get("u") == 0:
        values["u"] = S.One  # a base without an exponent may be any
    if name == "struve-integral" and values.get("s") == 0:
        return replace(part, fact=_at(fact, "gamma-integral", {**values, "p": S.Zero, "m": S.One}))
    if name == "tricomi-integral" and values.get("s") == 0:  # a base without an exponent is none
        return replace(part, fact=_at(fact, "gamma-integral", {**values, "m": S.One}))
    if name == "bessel-integral" and values.get("t") == values.get("u") == 0:
        return replace(part, fact=_at(fact, "bessel-integral-at-zero", values))
    return replace(part, fact=replace(fact, fact=name, values=tuple(values.items())))


def _may_start_at_the_end(base: str, values: dict[str, Expr]) -> bool:
    """Whether z may be an end of the range, of a kernel that has a fact there."""
    return base == "beta-integral" or (not values["z"].is_positive and values.get("m", S.One).is_positive is True)


def _at(fact: StoredFact, name: str, values: dict[str, Expr]) -> StoredFact:
    return replace(fact, fact=name, values=tuple((key, values[key]) for key in KEPT[name]))
