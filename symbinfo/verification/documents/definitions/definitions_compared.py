r"""Definitions and identities in probabilities against what the measures mean: ``D(P\|Q) = \sum_x P(x)\log\frac{P(x)}{Q(x)}``.

Both sides are computed from the definitions for laws with few outcomes. Where they differ the formula is wrong for these
laws, and a slip is looked for that makes them equal: a lost sign, P and Q exchanged, one variable for the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mpmath import mp

from symbinfo.verification.claims.verdict import Witness
from symbinfo.verification.documents.definitions.definitions_read import read_side
from symbinfo.verification.documents.definitions.our_definitions import our_definition
from symbinfo.verification.documents.definitions.pieces_of_definitions import Tree, Unread
from symbinfo.verification.documents.definitions.values_of_definitions import (
    DIGITS,
    Model,
    laws_in,
    models,
    variables_in,
)

__all__ = ["Comparison", "compared"]

SAME = 25
INDICES = ("i", "j", "k")
_RELATIONS = {
    "=": "=", ":=": "=", r"\equiv": "=", r"\triangleq": "=", r"\coloneqq": "=", r"\le": "<=", r"\leq": "<=", r"\ge": ">=",
    r"\geq": ">=", "<": "<", ">": ">", r"\lt": "<", r"\gt": ">", r"\ne": "!=", r"\neq": "!=", r"\leqslant": "<=", r"\geqslant": ">=",
}  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """What the two sides of a link are.

    Parameters
    ----------
    same : bool
        Whether the relation holds for all laws that were looked at.
    points : int
        How many values were compared.
    general : bool
        Whether it is about probabilities or logarithms in general, so that it is wrong where the sides differ, and no
        condition on the laws such as p(x, y) = p(x) p(y).
    witness : Witness or None
        Laws for which it fails, with both values.
    slip : str
        What makes it right.
    ours : str
        The definition, in LaTeX.
    exact : bool
        Whether it is an equation.
    known : str
        The theorem by which it holds, if it is one.
    """

    same: bool
    points: int
    general: bool
    witness: Witness | None = None
    slip: str = ""
    ours: str = ""
    exact: bool = True
    known: str = ""


def compared(
    left: str,
    relation: str,
    right: str,
    differential: bool = False,
    stated: tuple[tuple[str, str], ...] = (),
    mixtures: dict[str, tuple[str, str]] | None = None,
) -> Comparison | None:
    r"""Compare the sides of a link, or None where they are no definitions that are read here.

    Parameters
    ----------
    left, relation, right : str
        The link, in LaTeX.
    differential : bool
        Whether laws are densities where the formula does not say it.
    stated : tuple of pairs
        Probabilities with their values: ``("P(x)", "1")``.
    mixtures : dict
        Laws that are half of one law and half of another.

    Examples
    --------
    >>> compared(r"D(P\|Q)", "=", r"\sum_x P(x) \log\frac{P(x)}{Q(x)}").same
    True
    >>> compared(r"D(P\|Q)", "=", r"\sum_x P(x) \log\frac{Q(x)}{P(x)}").slip
    'the sign of one side is lost'
    """
    sign = _RELATIONS.get(relation)
    if sign is None:
        return None
    mixtures = mixtures or {}
    try:
        with mp.workdps(DIGITS):
            one, other = read_side(left), read_side(right)
            for probability, value in stated:
                one, other = (_put(tree, read_side(probability), read_side(value)) for tree in (one, other))
            found = _compared(one, sign, other, differential, mixtures)
            merged = _merged(one, other)
            if merged is None or (found is not None and found.same):
                return found
            return _compared(*merged[:1], sign, *merged[1:], differential, mixtures)
    except (Unread, RecursionError, KeyError, ZeroDivisionError, ValueError):
        return None


def _merged(left: Tree, right: Tree) -> tuple[Tree, Tree] | None:
    """The sides where p and p_theta are one law; None where no letter stands with an index and without."""
    laws = laws_in(left, right) - {""}
    names = {law: law[0] for law in laws if len(law) > 1 and law[0] in laws}
    return (_of_laws(left, names), _of_laws(right, names)) if names else None


def _of_laws(tree: Any, names: dict[str, str]) -> Any:
    """A tree with other names of laws."""
    if isinstance(tree, tuple):
        if tree and tree[0] in ("p", "law") and isinstance(tree[1], str):
            return (tree[0], names.get(tree[1], tree[1]), *tree[2:])
        return tuple(_of_laws(part, names) for part in tree)
    return tree


def _compared(
    left: Tree, sign: str, right: Tree, differential: bool, mixtures: dict[str, tuple[str, str]]
) -> Comparison | None:
    heads = {node[0] for tree in (left, right) for node in _nodes(tree)}
    measures = heads & {"H", "I", "KL", "cross", "H of", "self", "JS"}
    general = bool(measures) or "log" in heads
    if not heads & {"p", "sum", "log", "integral", "KL", "H", "I", "cross", "H of", "self", "JS"}:
        return None
    left, right = _same_indices(left, right)
    if (left[0] in ("KL", "JS") and sign == ">=" and right == ("number", 0)) or (
        right[0] in ("KL", "JS") and sign == "<=" and left == ("number", 0)
    ):
        return Comparison(True, 0, True, ours="", exact=False, known="Gibbs' inequality")
    setup = _setup(left, right, differential, mixtures)
    points = 0
    ours = our_definition(left, "integral" in heads) or our_definition(right, "integral" in heads)
    for model in setup():
        for at, one, other in _values(model, left, right):
            points += 1
            if not _holds(sign, one, other):
                slip = _slip(left, right, setup) if sign == "=" else ""
                witness: Witness = {
                    "parameters": _shown(model, at),
                    "claimed": mp.nstr(other, 20),
                    "actual": mp.nstr(one, 20),
                }
                return Comparison(sign == "!=", points, general, witness, slip, ours, sign == "=")
    return Comparison(sign != "!=", points, general, None, "", ours, sign == "=")


def _put(tree: Any, probability: Tree, value: Tree) -> Any:
    """A tree with a value for a probability outside of sums."""
    if tree == probability or (tree and tree[0] == "self" and probability[2:] == ((tree[1],), ())):
        return value if tree == probability else ("neg", ("log", value, 0))
    if isinstance(tree, tuple) and tree and tree[0] not in ("sum", "integral"):
        return tuple(_put(part, probability, value) if isinstance(part, tuple) else part for part in tree)
    return tree


def _nodes(tree: Any) -> Iterator[Tree]:
    if isinstance(tree, tuple):
        if tree and isinstance(tree[0], str) and len(tree) > 1:
            yield tree
        for part in tree:
            yield from _nodes(part)


def _same_indices(left: Tree, right: Tree) -> tuple[Tree, Tree]:
    """Sums over indices beside measures of variables: i is a value of X."""
    used = sorted(variables_in(left, right))
    indices = [name for name in used if name in INDICES]
    others = [name for name in used if name not in INDICES]
    if not indices or not others:
        return left, right
    if len(indices) != len(others):
        raise Unread("indices")
    renamed = dict(zip(indices, others, strict=True))
    return _renamed(left, renamed), _renamed(right, renamed)


def _renamed(tree: Any, names: dict[str, str]) -> Any:
    """A tree with other names of variables."""
    if isinstance(tree, tuple):
        if tree and tree[0] == "p" and len(tree) == 4 and isinstance(tree[2], tuple):
            return ("p", tree[1], _renamed(tree[2], names), _renamed(tree[3], names))
        if tree and tree[0] in ("law", "number"):
            return tree
        head = (
            tree[:1]
            if tree
            and isinstance(tree[0], str)
            and ((len(tree) > 1 and not isinstance(tree[1], str)) or tree[0] == "self")
            else ()
        )
        return (*head, *(_renamed(part, names) for part in tree[len(head) :]))
    return names.get(tree, tree) if isinstance(tree, str) else tree


def _setup(left: Tree, right: Tree, differential: bool, mixtures: dict[str, tuple[str, str]]) -> Any:
    """What makes the models of a link."""
    variables = sorted(variables_in(left, right)) or ["x"]
    laws = laws_in(left, right)
    named = sorted(laws - {""})
    default = "p" if "p" in named or not named else named[0] if len(named) == 1 else ""
    nodes = [node for tree in (left, right) for node in _nodes(tree)]
    heads = {node[0] for node in nodes}
    if not default and ("" in laws or heads & {"H", "I", "self"}):
        raise Unread("whose law is meant is not said")
    if "integral" in heads and "sum" in heads:
        raise Unread("sums and integrals")
    bases = {node[2] for node in nodes if node[0] == "log" and len(node) == 3}
    if 2 in bases and len(bases) > 1:
        raise Unread("two bases")
    small = any(node[0] in ("H", "I") and len(node) == 4 and node[3] for node in nodes)
    continuous = "integral" in heads or ((differential or small) and "sum" not in heads)
    _check_variables(left, right)
    parts = {law for name in named for law in mixtures.get(name, ())}
    named = sorted({*named, *parts})
    own = {law: tuple(variables) for law in named}
    base = 2 if 2 in bases else 0
    return lambda: models(variables, named or ["p"], default or named[0], own, base, continuous, mixtures)


def _check_variables(left: Tree, right: Tree) -> None:
    """A measure of X beside sums over y alone is not understood."""
    for one, other in ((left, right), (right, left)):
        measured, summed = variables_in(one), variables_in(other)
        if measured and summed and not measured & summed:
            raise Unread("different variables")


def _values(model: Model, left: Tree, right: Tree) -> Iterator[tuple[dict[str, int], Any, Any]]:
    free = tuple(sorted(_free(left) | _free(right)))
    for at in model.places(free):
        yield at, model.value(left, at), model.value(right, at)


def _free(tree: Any) -> set[str]:
    if not isinstance(tree, tuple) or not tree:
        return set()
    if tree[0] == "p" and len(tree) == 4:
        return {*tree[2], *tree[3]}
    if tree[0] == "self":
        return {tree[1]}
    if tree[0] == "size":
        return set()
    if tree[0] in ("sum", "integral"):
        return _free(tree[2]) - {name.lower() for name in tree[1]}
    if tree[0] == "KL" or tree[0] in ("cross", "H of", "JS"):
        laws = [law for group in tree[1:] for law in group if law[0] == "p"]
        return {name for law in laws for name in law[3]} - {name for law in laws for name in law[2]}
    if tree[0] in ("H", "I") and len(tree) == 4:
        return {value for _, value in tree[2] if value}
    return set().union(*(_free(part) for part in tree[1:]))


def _holds(sign: str, one: Any, other: Any) -> bool:
    close = abs(one - other) <= mp.mpf(10) ** -SAME * max(1, abs(one), abs(other))
    return {
        "=": close, "!=": close, "<=": close or one < other, ">=": close or one > other,
        "<": one < other and not close, ">": one > other and not close,
    }[sign]  # fmt: skip


def _shown(model: Model, at: dict[str, int]) -> dict[str, str]:
    shown = {}
    for law, masses in model.masses.items():
        values = ", ".join(str(mass) for mass in masses.values())
        where = f"({', '.join(model.sizes)}) in {' x '.join(str(size) for size in model.sizes.values())} {'cells' if model.continuous else 'outcomes'}"
        shown[law] = f"[{values}] on {where}"
    return {**shown, **{name: f"outcome {value + 1}" for name, value in at.items()}}


# Slips.


def _swapped(tree: Any, one: str, other: str) -> Any:
    """A tree with two laws exchanged."""
    if isinstance(tree, tuple):
        if tree and tree[0] in ("p", "law") and isinstance(tree[1], str):
            return (tree[0], {one: other, other: one}.get(tree[1], tree[1]), *tree[2:])
        return tuple(_swapped(part, one, other) for part in tree)
    return tree


def _exchanged(tree: Any) -> Any:
    """A tree with the laws of its divergences exchanged."""
    if isinstance(tree, tuple):
        if tree and tree[0] == "KL":
            return ("KL", tree[2], tree[1])
        return tuple(_exchanged(part) for part in tree)
    return tree


def _turned(tree: Any) -> Any:
    """A tree with the conditional probabilities turned around: p(y | x) for p(x | y)."""
    if isinstance(tree, tuple):
        if tree and tree[0] == "p" and len(tree) == 4 and tree[3]:
            return ("p", tree[1], tree[3], tree[2])
        return tuple(_turned(part) for part in tree)
    return tree


def _joined(tree: Any) -> Any:
    """A tree in which p(x) p(y) is p(x, y), outside of logarithms."""
    if isinstance(tree, tuple) and tree:
        if tree[0] == "log":
            return tree
        if (
            tree[0] == "mul"
            and tree[1][0] == tree[2][0] == "p"
            and tree[1][1] == tree[2][1]
            and not tree[1][3] + tree[2][3]
        ):
            return ("p", tree[1][1], (*tree[1][2], *tree[2][2]), ())
        return tuple(_joined(part) for part in tree)
    return tree


def _slip(left: Tree, right: Tree, setup: Any) -> str:
    """The first slip that makes the sides equal for all laws that are looked at."""
    laws = sorted(laws_in(left, right) - {""})
    variables = sorted(variables_in(left, right))
    tried: list[tuple[str, Tree]] = [("the sign of one side is lost", ("neg", right))]
    if len(laws) == 2:
        one, other = (name.upper() if len(name) == 1 else name for name in laws)
        tried.append((f"{one} and {other} are exchanged", _swapped(right, *laws)))
        tried.append((f"{one} and {other} are exchanged, and the sign is lost", ("neg", _swapped(right, *laws))))
    tried.append(("the two laws of the divergence are exchanged", _exchanged(right)))
    tried.append(("a probability is conditioned the wrong way round", _turned(right)))
    if len(variables) >= 2:
        one, other = variables[:2]
        tried.append((f"{one.upper()} and {other.upper()} are exchanged", _renamed(right, {one: other, other: one})))
    tried.append(("the average is over the joint law, not over the product of the marginals", _joined(right)))
    for words, tree in tried:
        if tree != right and _equal(left, tree, setup):
            return words
    return _factor(left, right, setup)


def _equal(left: Tree, right: Tree, setup: Any) -> bool:
    try:
        return all(_holds("=", one, other) for model in setup() for _, one, other in _values(model, left, right))
    except (Unread, KeyError, ZeroDivisionError):
        return False


def _factor(left: Tree, right: Tree, setup: Any) -> str:
    ratios = []
    for model in setup():
        for _, one, other in _values(model, left, right):
            if other == 0:
                return ""
            ratios.append(one / other)
    if ratios and all(abs(ratio - ratios[0]) < mp.mpf(10) ** -SAME for ratio in ratios):
        return f"a factor of {mp.nstr(ratios[0], 6)} is missing on the right"
    return ""
