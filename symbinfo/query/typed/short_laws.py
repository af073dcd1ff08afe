r"""Laws by the short names and the letters of papers, where a law is expected: ``N(0, s^2)``, ``B(n, p)``, ``\chi^2_k``, ``t_\nu``.

Which law each name is stands here as data, with what is to be told of its convention. A letter is a law only where
nothing else can stand: among the arguments of a measure, behind ``~`` and behind ``P =``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from symbinfo.query.nodes import Bars, Call, Keyword, Name, Number, Operation, Sequence, Weighted
from symbinfo.query.typed.tokens import Told
from symbinfo.query.typed.typed_words import stem_of
from symbinfo.query.typed.vectors_by_letters import is_covariance, normal_vector

__all__ = ["LAWS", "LETTERS", "SCALE", "SQUARES", "is_square", "law_named", "law_of", "with_deviation"]

RATE = "the parameter of Exp is read as a rate (mean 1/rate)"
SCALE = "the second parameter of Gamma is read as a scale (mean k*theta): write Gamma(a, 1/b) for a rate b"
FROM_ONE = "the geometric law is read as starting at 1"
INVERSE_GAMMA = "IG is read as the inverse gamma law: write InverseGaussian(mu, lambda) for the inverse Gaussian"
#: Short names of laws: ours, and what is to be told. The parameters are ours in their order; of N and LN the second is a
#: variance.
LAWS: dict[str, tuple[str, str]] = {
    "Be": ("Beta", ""), **dict.fromkeys(("Ber", "Bern"), ("Bernoulli", "")),
    **dict.fromkeys(("Bin", "Binom"), ("Binomial", "")), "Dir": ("Dirichlet", ""), "Lap": ("Laplace", ""),
    "N": ("Normal", ""), **dict.fromkeys(("Po", "Poi", "Pois", "Poiss"), ("Poisson", "")), "Rayl": ("Rayleigh", ""),
    **dict.fromkeys(("U", "Unif"), ("Uniform", "")), **dict.fromkeys(("Exp", "Expo"), ("Exponential", RATE)),
    **dict.fromkeys(("Geo", "Geom"), ("Geometric", FROM_ONE)),
    **dict.fromkeys(("Ga", "Gam"), ("Gamma", SCALE)), **dict.fromkeys(("LN", "LogN"), ("LogNormal", "")),
    **dict.fromkeys(("InvGamma", "InvGam", "InvGa"), ("GammaInverse", "")), "IG": ("GammaInverse", INVERSE_GAMMA),
    **dict.fromkeys(("InvGaussian", "InvGauss", "Wald"), ("GaussianInverse", "")), "Par": ("Pareto", ""),
    **dict.fromkeys(("NB", "NegBin"), ("NegativeBinomial", "the negative binomial law is read as counting failures")),
    **dict.fromkeys(("vM", "VM"), ("VonMises", "")), **dict.fromkeys(("Weib", "Wei"), ("Weibull", "")),
    **dict.fromkeys(("Kum", "Kumar"), ("Kumaraswamy", "")), "Tri": ("Triangular", ""), "Arcsine": ("Arcsin", ""),
    "MaxwellBoltzmann": ("Maxwell", ""), "Semicircle": ("WignerSemicircle", ""), "MVN": ("MultivariateNormal", ""),
    "BetaBin": ("BetaBinomial", ""),
}  # fmt: skip
#: Letters that are laws of so many parameters.
LETTERS: dict[tuple[str, int], tuple[str, str]] = {
    ("B", 1): ("Bernoulli", ""), ("G", 1): ("Geometric", FROM_ONE), ("G", 2): ("Gamma", SCALE),
    ("P", 1): ("Poisson", ""), ("E", 1): ("Exponential", RATE), ("L", 2): ("Laplace", ""), ("C", 2): ("Cauchy", ""),
    ("W", 2): ("Weibull", ""), ("t", 1): ("StudentT", ""), ("T", 1): ("StudentT", ""), ("St", 1): ("StudentT", ""),
    ("F", 2): ("FDistribution", ""), ("chi2", 1): ("ChiSquared", ""), ("chi", 1): ("Chi", ""),
    ("GammaFunction", 2): ("Gamma", ""), ("beta_prime", 2): ("BetaPrime", ""), ("Beta_prime", 2): ("BetaPrime", ""),
}  # fmt: skip
#: Names of ours whose second parameter is a deviation, though papers put a square there.
SQUARES = frozenset({"Normal", "Gaussian", "LogNormal", "Lognormal"})
#: Deviations by the letters that are used for them.
DEVIATIONS = frozenset({"sigma", "s", "std", "sd", "tau"})
#: Locations and scales by theirs.
LOCATIONS, SCALES = frozenset({"mu", "m"}), DEVIATIONS | {"beta", "b"}
#: Values of a variable: what stands in ``p(x)``.
OUTCOMES = frozenset("xyzwXYZW")
COUNTS, PROBABILITIES = frozenset({"n", "N", "m"}), frozenset({"p", "q", "theta", "phi", "pi", "epsilon", "e"})


def law_of(node: Any, told: Told) -> Any:
    """What stands where a law is expected, a letter with its parameters made the call of a law; else as it is."""
    match node:
        case Operation(sign="**", left=Name() as head, right=Number(digits=2, exponent=0)):
            return _indexed(head, "chi", "chi2", told) or node
        case Name():
            return next((made for stem in ("t", "chi", "F") if (made := _indexed(node, stem, stem, told))), node)
        case Call():
            return _called(node, told)
    return node


def _indexed(node: Name, stem: str, head: str, told: Told) -> Any:
    r"""``t_\nu``, ``\chi_k``, ``F_{n,d}``: the parameters stand below the line."""
    rest = node.name.removeprefix(stem)
    if rest == node.name or not rest.strip("_") or (rest[0].isalpha()):
        return None
    parts = rest.strip("_").split("_")
    items = tuple(Number(int(p), 0, node.start) if p.isdigit() else Name(p, node.start) for p in parts)
    if (head, len(items)) not in LETTERS or not all(isinstance(i, Number) or i.name[0].isalpha() for i in items):
        return None
    return _called(Call(head, Bars(items, (",",) * (len(items) - 1)), node.start), told)


def _called(call: Call, told: Told) -> Any:
    items, count = call.arguments.items, len(call.arguments.items)
    if call.name in ("p", "q", "P", "Q") and count == 1 and isinstance(items[0], Name) and items[0].name in OUTCOMES:
        told.changed = True
        return Name(call.name, call.start)
    if call.name == "B" and count == 2:
        binomial = _is_count(items[0]) and _is_probability(items[1])
        told.note(f"B of two numbers is read as a {'binomial' if binomial else 'beta'} law")
        return replace(call, name="Binomial" if binomial else "Beta")
    if (call.name, count) in LETTERS:
        target, note = LETTERS[call.name, count]
        told.note(note or f"{call.name}(...) is read as the law {target}(...)")
        return replace(call, name=target)
    return call


def _is_count(node: Any) -> bool:
    return (isinstance(node, Name) and stem_of(node.name) in COUNTS) or (
        isinstance(node, Number) and node.exponent == 0 and node.digits > 0
    )


def _is_probability(node: Any) -> bool:
    names = isinstance(node, Name) and stem_of(node.name) in PROBABILITIES
    return names or (isinstance(node, Number) and node.decimals > 0) or isinstance(node, Operation)


def law_named(call: Call, told: Told, latex: bool) -> Call | None:
    """A law by a short name, in ours; None of another name. Its arguments are as they were written."""
    items = call.arguments.items
    lists = any(isinstance(item, Sequence) for item in items)
    if stem_of(call.name) == "N" and (lists or (len(items) == 2 and is_covariance(items[1]))):
        return normal_vector(call, told)
    if call.name in LAWS:
        target, note = LAWS[call.name]
    elif call.name in ("Dirichlet", "Categorical") and len(items) > 1 and not lists:
        target, note = call.name, ""
    elif latex and call.name == "Gumbel" and len(items) == 2 and _stems(items, LOCATIONS, SCALES):
        target, note, items = call.name, "Gumbel(location, scale) is read by its letters", (items[1], items[0])
    elif latex and call.name in SQUARES and len(items) == 2 and is_square(items[1]):
        target, note = call.name, ""
    else:
        return None
    told.changed = True
    if note:
        told.note(note)
    separators = tuple("," if s == ";" else s for s in call.arguments.separators)
    if target in ("Dirichlet", "Categorical") and len(items) > 1 and not lists:
        items, separators = (
            (Sequence(tuple(i for i in items if not isinstance(i, Keyword | Weighted)), call.start),),
            (),
        )
    return replace(call, name=target, arguments=Bars(items, separators))


def _stems(items: Iterable[Any], *letters: frozenset[str]) -> bool:
    return all(isinstance(i, Name) and stem_of(i.name) in some for i, some in zip(items, letters, strict=True))


def with_deviation(name: str, call: Call, told: Told) -> Call:
    """The law with the root of its second argument, which is a variance in papers; `name`: as it was written."""
    items = call.arguments.items
    if name not in ("N", "LN", "LogN", *SQUARES) or len(items) != 2 or call.name == "MultivariateNormal":
        return call
    if any(isinstance(item, Keyword) for item in items):
        return call
    root = _root(name, items[1], told)
    return replace(call, arguments=replace(call.arguments, items=(items[0], root)))


def _root(name: str, variance: Any, told: Told) -> Any:
    """The deviation that belongs to a second argument; what is no square is told."""
    squares = isinstance(variance, Operation) and variance.sign == "**" and _is_two(variance.right)
    if name in SQUARES:
        told.note(f"the square in {name}(., .) is read as the variance")
    if squares and isinstance(variance.left, Name | Number):
        return variance.left
    if isinstance(variance, Name) and stem_of(variance.name) in DEVIATIONS:
        told.note(
            f"{name}(., {variance.name}): {variance.name} is read as a deviation: write {variance.name}^2 for a variance"
        )
        return variance
    if isinstance(variance, Number) and variance.digits == 1 and variance.exponent == 0:
        return variance
    if not squares:
        told.note(f"the second argument of {name} is read as the variance: write Normal(m, s) for a deviation")
    root = _root_of(variance)
    return root if root is not None else Call("sqrt", Bars((variance,), ()), getattr(variance, "start", 0))


def is_square(node: Any) -> bool:
    """Whether a node is the square of a name."""
    return isinstance(node, Operation) and node.sign == "**" and _is_two(node.right) and isinstance(node.left, Name)


def _is_two(node: Any) -> bool:
    return isinstance(node, Number) and node.digits == 2 and node.exponent == 0


def _root_of(node: Any) -> Any:
    """The root of a square number."""
    if isinstance(node, Number) and node.exponent == 0:
        root = round(node.digits**0.5)
        if root * root == node.digits:
            return replace(node, digits=root)
    return None
