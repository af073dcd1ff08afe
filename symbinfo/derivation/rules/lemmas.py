"""Lemmas: what was derived once is put to use in another derivation."""

from __future__ import annotations

from sympy import Add, Expr, Mul, S, Symbol

from symbinfo.derivation import Derivation, EqualityCase, Relation
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.unevaluated import add, evaluated, mul, replace_where

__all__ = ["backwards", "flattened", "solved_for", "using"]


def using(lemma: Derivation, words: str, name: str = "insert-lemma", right: Expr | None = None) -> Rule:
    """Replace the left side of a lemma by what it is equal to, or, in a sum, by a bound on it.

    Parameters
    ----------
    lemma : Derivation
        What was derived: ``left = result``, ``left <= result`` or ``left >= result``.
    words : str
        The reason given.
    name : str
        The name of the step.
    right : Expr, optional
        A value by which the left side of an equality is replaced that follows from the lemma; by default its result.
    """
    new = lemma.stands if right is None else right

    def rewrite(expr: Expr, context: Context) -> Rewritten | None:
        if lemma.relation is Relation.EQ:
            changed = replace_where(expr, lambda node: new if node == lemma.left else None)
            return Rewritten(flattened(changed), lemmas=(lemma,)) if changed != expr else None
        return _bounded(expr, lemma, context)

    return Rule(name, Theme.DEFINITIONS, words, rewrite, ((lemma.left, new),), (Symbol("x"),))


def backwards(lemma: Derivation, words: str, name: str = "recognise") -> Rule:
    """Replace the result of a lemma, where it stands as a term or a whole, by its left side.

    Parameters
    ----------
    lemma : Derivation
        An equality.
    words : str
        The reason given.
    name : str
        The name of the step.
    """

    def rewrite(expr: Expr, context: Context) -> Rewritten | None:
        if lemma.relation is not Relation.EQ:
            return None
        target = evaluated(lemma.stands)
        terms = [lemma.left if evaluated(term) == target else term for term in Add.make_args(flattened(expr))]
        new = add(*terms)
        return Rewritten(new, lemmas=(lemma,)) if new != expr else None

    return Rule(name, Theme.DEFINITIONS, words, rewrite, ((lemma.stands, lemma.left),), (Symbol("x"),))


def solved_for(wanted: Expr, lemma: Derivation, words: str) -> Rule:
    """Replace a measure by what an equality between measures gives for it.

    Parameters
    ----------
    wanted : Expr
        A measure that stands as a term on the right side of the lemma, with coefficient 1 or -1.
    lemma : Derivation
        An equality ``left = ... + wanted + ...``.
    words : str
        The reason given.
    """
    terms = list(Add.make_args(lemma.stands))
    place = next(i for i, term in enumerate(terms) if wanted in Mul.make_args(term))
    rest = [term for i, term in enumerate(terms) if i != place]
    sign = terms[place].as_coeff_Mul()[0]
    turned = [mul(S.NegativeOne, term) for term in rest]
    solved = add(lemma.left, *turned) if sign == 1 else add(*rest, mul(S.NegativeOne, lemma.left))
    if terms[place] not in (wanted, -wanted):
        raise ValueError(f"{wanted} stands in the lemma with another coefficient than 1 or -1")

    def rewrite(expr: Expr, context: Context) -> Rewritten | None:
        changed = replace_where(expr, lambda node: solved if node == wanted else None)
        return Rewritten(flattened(changed), lemmas=(lemma,)) if changed != expr else None

    return Rule("solve-lemma", Theme.ALGEBRA, words, rewrite, ((wanted, solved),), (Symbol("x"),))


def _bounded(expr: Expr, lemma: Derivation, context: Context) -> Rewritten | None:
    """A term of a sum replaced by its bound: the relation turns with a minus sign in front of the term."""
    terms = [expr] if expr == lemma.left else list(Add.make_args(expr))
    for place, term in enumerate(terms):
        factors = Mul.make_args(term)
        if lemma.left not in factors:
            continue
        rest = mul(*(f for f in factors if f != lemma.left))
        negative = context.domain.positive(-evaluated(rest))
        if (not negative and not context.domain.nonnegative(evaluated(rest))) or rest.has(lemma.left):
            return None
        relation = lemma.relation.turned if negative else lemma.relation
        terms[place] = mul(rest, lemma.stands) if lemma.stands != 0 else S.Zero
        witness = Reasoning("lemmas", times=rest)
        return Rewritten(add(*terms), lemmas=(lemma,), relation=relation, equality=_case(lemma), witness=witness)
    return None


def _case(lemma: Derivation) -> EqualityCase | None:
    """The equality case of the one inequality of a lemma."""
    cases = [step.equality for step in lemma.steps if step.relation is not Relation.EQ]
    return cases[0] if len(cases) == 1 else None


def flattened(expr: Expr) -> Expr:
    """A sum inside a sum opened, so that what was inserted stands among the other terms; minus signs go last."""
    if isinstance(expr, Mul) and expr.args[0] == -1 and len(expr.args) == 2 and isinstance(expr.args[1], Add):
        return add(*(mul(S.NegativeOne, part) for part in expr.args[1].args))
    if not isinstance(expr, Add):
        return expr
    terms: list[Expr] = []
    for term in expr.args:
        if any(factor == 0 for factor in Mul.make_args(term)):
            continue
        if isinstance(term, Add):
            terms.extend(term.args)
        elif isinstance(term, Mul) and term.args[0] == -1 and len(term.args) == 2 and isinstance(term.args[1], Add):
            terms.extend(_negated(part) for part in term.args[1].args)
        else:
            terms.append(term)
    return add(*sorted(terms, key=lambda term: bool(term.could_extract_minus_sign())))


def _negated(term: Expr) -> Expr:
    """Minus a term: a factor such as e - 1 is turned to 1 - e."""
    factors = Mul.make_args(term)
    turned = next((f for f in factors if isinstance(f, Add) and f.as_coeff_Add()[0].is_negative), None)
    return mul(S.NegativeOne, term) if turned is None else mul(*(-f if f is turned else f for f in factors))
