"""The definitions of the measures, written as terms from the laws alone: what the title of a certificate stands for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from .definitions_of_codes import CODES, of_code
from .definitions_with_order import ORDERED, UNITLESS, of_order
from .exceptions import CertificateError
from .statements import LISTED, Law, Measure, bind
from .terms import Term, free_symbols, fresh, is_name, replace

__all__ = ["definition", "mass_at", "total"]

ARITY = {"self-information": 1, "entropy": 1, "cross-entropy": 2, "kl": 2}
BLOCKS = {"joint-entropy": (1,), "conditional-entropy": (2,), "mutual-information": (2, 3)}


def total(law: Law) -> Term:
    """What must be 1."""
    return ("+", *(p for _, p in law.outcomes)) if law.kind in LISTED else bind(law, 1)


def definition(measure: Measure, laws: dict[str, Law]) -> Term:
    """The definition of the named measure, in its base, from the laws alone."""
    if measure.order is not None and measure.name not in {**ORDERED, **UNITLESS}:
        raise CertificateError(f"the measure {measure.name} has no order")
    if measure.blocks and measure.name not in BLOCKS:
        raise CertificateError(f"the measure {measure.name} has no blocks of variables")
    if measure.second is not None and measure.name != "fisher-information":
        raise CertificateError(f"the measure {measure.name} is not of two parameters")
    named = [t for t in (measure.base, measure.at, measure.order, measure.second) if t is not None]
    outside = frozenset[str]().union(
        *map(free_symbols, named), *(free_symbols(total(laws[name])) for name in measure.laws)
    )
    chosen = [_with_other_variables(laws[name], outside) for name in measure.laws]
    if measure.name in CODES:
        return of_code(measure, chosen)
    if measure.name in UNITLESS:
        return of_order(measure, chosen)
    if measure.name in ORDERED:
        nats = of_order(measure, chosen)
    else:
        nats = _of_blocks(measure, chosen) if measure.name in BLOCKS else _of_laws(measure, chosen)
    return nats if measure.base == "%e" else ("*", nats, ("^", ("log", measure.base), -1))


def _with_other_variables(law: Law, taken: frozenset[str]) -> Law:
    """The law with variables that are the names of nothing else: what it is put together with has symbols of its own."""
    if law.variable in taken:
        new = fresh(law.variable, taken | free_symbols(law.density))
        return dataclasses.replace(law, variable=new, density=replace(law.density, law.variable, new))
    for i, (name, kind, low, high) in enumerate(law.variables):
        if name in taken:
            new = fresh(name, taken | free_symbols(law.density) | {v for v, *_ in law.variables})
            later = ((v, k, replace(a, name, new), replace(b, name, new)) for v, k, a, b in law.variables[i + 1 :])
            variables = (*law.variables[:i], (new, kind, low, high), *later)
            law = dataclasses.replace(law, variables=variables, density=replace(law.density, name, new))
    return law


def mass_at(law: Law, outcome: Term) -> Term:
    """The density or the probability at an outcome."""
    if law.kind in LISTED:
        return next((p for o, p in law.outcomes if o == outcome), 0)
    if isinstance(outcome, tuple) and not isinstance(outcome[0], str):
        raise CertificateError("an outcome of several labels is no place of a law of one variable")
    return replace(law.density, law.variable, outcome)


def _mass_of(law: Law, label: Term) -> Term:
    """The probability of an outcome of a list; one that has a name and no value is none of a law on numbers."""
    return 0 if law.kind not in LISTED and is_name(label) else mass_at(law, label)


def _of_laws(measure: Measure, chosen: list[Law]) -> Term:
    if ARITY.get(measure.name) != len(chosen) or (measure.name == "self-information") != (measure.at is not None):
        raise CertificateError(f"no definition of the measure {measure.name} of {len(chosen)} laws is known")
    own, other = chosen[0], chosen[-1]
    if measure.at is not None:
        if own.kind == "joint" or own.kind == "table":
            raise CertificateError("the self-information of an outcome of a joint law has no definition here")
        return ("*", -1, ("log", mass_at(own, measure.at)))
    if own.kind in LISTED:
        return ("+", *(("*", p, _surprise(measure.name, p, _mass_of(other, o))) for o, p in own.outcomes))
    if other.kind in LISTED and own.kind == "discrete" and (own.upper == "%oo" or own.lower == "%-oo"):
        return "%oo"  # a list cannot hold infinitely many places of positive mass
    if other.kind in LISTED:
        raise CertificateError("the definition of a measure of an infinite law against a finite one is not known")
    if own.kind != other.kind:
        raise CertificateError("a measure of a continuous law against a discrete one has no definition")
    if own.kind == "joint":
        if own.variables != other.variables:
            raise CertificateError("two joint laws are compared over the same variables only")
        return bind(own, _surprise(measure.name, own.density, other.density))
    return bind(own, _surprise(measure.name, own.density, replace(other.density, other.variable, own.variable)))


def _surprise(name: str, own: Term, other: Term) -> Term:
    """What is averaged: -log q for entropy and cross-entropy, log(p/q) for the divergence."""
    return ("log", ("*", own, ("^", other, -1))) if name == "kl" else ("*", -1, ("log", other))


# --- measures of blocks of variables ---------------------------------------------------------------------------------


def _of_blocks(measure: Measure, chosen: list[Law]) -> Term:
    if len(chosen) != 1 or chosen[0].kind not in ("table", "joint") or measure.at is not None:
        raise CertificateError(f"the measure {measure.name} is of one joint law")
    law = chosen[0]
    count = len(law.variables) if law.kind == "joint" else len(law.outcomes[0][0])
    if len(measure.blocks) not in BLOCKS[measure.name] or any(i >= count for block in measure.blocks for i in block):
        raise CertificateError(f"these blocks of variables do not make a {measure.name}")
    if law.kind == "table":
        return _of_table(measure, law)
    everything = tuple(sorted(i for block in measure.blocks for i in block))
    body = _average(measure, lambda block: _marginal(law, block))
    whole = Law("joint", density=_marginal(law, everything), variables=tuple(law.variables[i] for i in everything))
    return bind(whole, body)


def _average(measure: Measure, value: Callable[[tuple[int, ...]], Term]) -> Term:
    """What is averaged over the joint law, when `value` gives the probability of a block."""
    first, *rest = measure.blocks
    if measure.name == "joint-entropy":
        return ("*", -1, ("log", value(first)))
    if measure.name == "conditional-entropy":
        return ("*", -1, ("log", ("*", value(first + rest[0]), ("^", value(rest[0]), -1))))
    given = rest[1] if len(rest) == 2 else ()
    top = value(first + rest[0] + given)
    bottom = ("*", value(first + given), value(rest[0] + given))
    above = ("*", top, value(given)) if given else top
    return ("log", ("*", above, ("^", bottom, -1)))


def _marginal(law: Law, block: tuple[int, ...]) -> Term:
    """The joint density with the other variables summed or integrated out."""
    names = {name for name, *_ in law.variables}
    if len(block) < len(law.variables) and any(
        names & (free_symbols(low) | free_symbols(high)) for _, _, low, high in law.variables
    ):
        raise CertificateError("a marginal of a joint law whose ranges depend on its variables has no definition here")
    others = tuple(law.variables[i] for i in range(len(law.variables)) if i not in block)
    term = law.density
    for name, kind, low, high in reversed(others):
        term = ("integral" if kind == "continuous" else "sum", term, name, low, high)
    return term


def _of_table(measure: Measure, law: Law) -> Term:
    """The sum over the outcomes of the table, of probability times what is averaged."""

    def probability(labels: tuple[Term, ...], block: tuple[int, ...]) -> Term:
        same = [p for other, p in law.outcomes if all(other[i] == labels[i] for i in block)]
        return same[0] if len(same) == 1 else ("+", *same)

    def term(labels: tuple[Term, ...], p: Term) -> Term:
        return ("*", p, _average(measure, lambda block: probability(labels, block)))

    return ("+", *(term(labels, p) for labels, p in law.outcomes if p != 0))
