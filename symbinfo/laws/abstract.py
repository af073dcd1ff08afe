"""Abstract laws: unspecified masses on finite alphabets and densities on the line, of one variable or of several.

An alphabet of n letters is the numbers 1 to n; what the letters are does not matter to any measure. A law says of every
abstract function that it uses of what kind it is, so that the checker can put random masses and densities in its place.
"""

from __future__ import annotations

from typing import Any

from sympy import Abs, Expr, Function, KroneckerDelta, Ne, S, Sum, Symbol, Tuple, oo, true
from sympy.core.symbol import Str

from symbinfo.expressions.domain import Letter, Size
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import AbstractLaw, ContinuousLaw, DiscreteLaw, Law

__all__ = [
    "abstract_density",
    "abstract_joint",
    "abstract_joint_density",
    "abstract_mass",
    "function_of",
    "independent",
    "kinds_of",
    "mixed_mass",
    "one_hot",
    "scaled",
    "size",
    "tilted_mass",
    "uniform_mass",
]


def size(name: str) -> Symbol:
    """The size of an alphabet."""
    return Size(name, integer=True, positive=True)


def kinds_of(law: Law) -> dict[str, str]:
    """The abstract functions of a law, each with its kind: what its certificate says of them."""
    pairs = (p for p in law.parameters if isinstance(p, Tuple) and len(p) == 2 and isinstance(p[1], Str))
    return {str(name.name): str(kind.name) for name, kind in pairs}


def _kind(name: str, *words: Any) -> Tuple:
    return Tuple(Str(name), Str(" ".join(map(str, words))))


def abstract_mass(name: str = "P", letter: str = "x", size_of: Symbol | None = None) -> DiscreteLaw:
    """An unspecified positive mass on an alphabet.

    Parameters
    ----------
    name : str
        What the law and its mass are called.
    letter : str
        The bound variable.
    size_of : Symbol, optional
        The size of the alphabet, n by default.

    Examples
    --------
    >>> abstract_mass().density
    P(x)
    """
    n = size_of or size("n")
    x = Letter(letter, integer=True)
    mass = Function(name, positive=True)(x)
    return DiscreteLaw(name, "mass", (mass, _kind(name, "mass on", n)), true, x, mass, S.One, n)


def uniform_mass(name: str = "P", letter: str = "x", size_of: Symbol | None = None) -> DiscreteLaw:
    """The uniform mass on an alphabet of k letters.

    Examples
    --------
    >>> uniform_mass().density
    1/k
    """
    k = size_of or size("k")
    return DiscreteLaw(name, "mass", (1 / k,), true, Letter(letter, integer=True), 1 / k, S.One, k)


def one_hot(name: str = "P", letter: str = "x", at: str = "c") -> DiscreteLaw:
    """The mass that puts everything on one letter of an alphabet of n.

    Examples
    --------
    >>> one_hot().condition
    n >= c
    """
    n, c, x = size("n"), Symbol(at, integer=True, positive=True), Letter(letter, integer=True)
    mass = KroneckerDelta(x, c)
    return DiscreteLaw(name, "mass", (mass,), c <= n, x, mass, S.One, n)


def tilted_mass(law: DiscreteLaw, by: DiscreteLaw, name: str = "T") -> DiscreteLaw:
    """The mass in proportion to the product of two masses on one alphabet: the first one, tilted by a positive function.

    Examples
    --------
    >>> tilted_mass(abstract_mass("Q"), abstract_mass("R")).density
    Q(x)*R(x)/Sum(Q(z)*R(z), (z, 1, n))
    """
    x, z = law.variable, Letter("z", integer=True)
    product = law.density * by.density.xreplace({by.variable: x})
    mass = product / Sum(product.xreplace({x: z}), (z, law.lower, law.upper))
    kinds = dict.fromkeys((*law.parameters[1:], *by.parameters[1:]))
    return DiscreteLaw(name, "mass", (mass, *kinds), true, x, mass, law.lower, law.upper)


def mixed_mass(first: DiscreteLaw, second: DiscreteLaw, weight: Expr, name: str = "M") -> DiscreteLaw:
    """The mixture of two masses on one alphabet, of which the first has the given weight.

    Examples
    --------
    >>> mixed_mass(abstract_mass("P"), abstract_mass("Q"), Symbol("t")).density
    t*P(x) + (1 - t)*Q(x)
    """
    x = first.variable
    mass = weight * first.density + (1 - weight) * second.density.xreplace({second.variable: x})
    kinds = dict.fromkeys((*first.parameters[1:], *second.parameters[1:]))
    return DiscreteLaw(name, "mass", (mass, *kinds), weight < 1, x, mass, first.lower, first.upper)


def abstract_joint(names: tuple[str, ...] = ("X", "Y"), name: str = "P") -> JointLaw:
    """An unspecified positive joint mass of several variables, each on its own alphabet.

    Parameters
    ----------
    names : tuple of str
        The names of the variables.
    name : str
        What the joint law is called.

    Examples
    --------
    >>> abstract_joint().density
    P(x, y)
    """
    letters = [Letter(n.lower(), integer=True) for n in names]
    sizes = [size(n) for n in "nmlk"[: len(names)]]
    mass = Function(name, positive=True)(*letters)
    kinds = (mass, _kind(name, "mass on", *sizes))
    return JointLaw(name, "mass", kinds, true, letters, mass, [(S.One, n) for n in sizes], names)


def independent(names: tuple[str, str] = ("X", "Y"), name: str = "P") -> JointLaw:
    """An unspecified joint mass of two independent variables: the product of two masses."""
    n, m = size("n"), size("m")
    x, y = (Letter(v.lower(), integer=True) for v in names)
    first, second = (Function(f"{name}{i}", positive=True)(v) for i, v in ((1, x), (2, y)))
    kinds = (first * second, _kind(f"{name}1", "mass on", n), _kind(f"{name}2", "mass on", m))
    return JointLaw(name, "mass", kinds, true, (x, y), first * second, [(S.One, n), (S.One, m)], names)


def function_of(names: tuple[str, str] = ("X", "Y"), name: str = "P") -> JointLaw:
    """An unspecified joint mass of two variables of which the first is a function of the second: X = f(Y)."""
    n, m = size("n"), size("m")
    x, y = (Letter(v.lower(), integer=True) for v in names)
    second, image = Function("P2", positive=True)(y), Function("f", integer=True)(y)
    mass = second * KroneckerDelta(x, image)
    kinds = (mass, _kind("P2", "mass on", m), _kind("f", "map from", m, "to", n))
    return JointLaw(name, "mass", kinds, true, (x, y), mass, [(S.One, n), (S.One, m)], names)


def abstract_joint_density(names: tuple[str, str] = ("X", "Y"), function: str = "p") -> JointLaw:
    """An unspecified positive joint density on the plane."""
    letters = [Letter(n.lower(), real=True) for n in names]
    density = Function(function, positive=True)(*letters)
    kinds = (density, _kind(function, "density on R R"))
    return JointLaw("P", "density", kinds, true, letters, density, [(-oo, oo)] * 2, names)


def abstract_density(name: str = "X", function: str = "p") -> AbstractLaw:
    """A law on the real line whose density is an undefined positive function.

    Parameters
    ----------
    name : str
        What the law is called.
    function : str
        What its density is called.

    Examples
    --------
    >>> abstract_density().density
    p(x)
    """
    x = Letter("x", real=True)
    density = Function(function, positive=True)(x)
    return AbstractLaw(name, "density", (density,), true, x, density, -oo, oo)


def scaled(law: AbstractLaw, factor: Expr, name: str = "Y", shift: Expr = S.Zero) -> ContinuousLaw:
    """The law of ``factor * X + shift``: its density is ``p((y - shift) / factor) / |factor|``.

    Parameters
    ----------
    law : AbstractLaw
        The law of X, on the whole line.
    factor : Expr
        A real number other than 0.
    name : str
        What the new law is called.
    shift : Expr
        A real number.
    """
    y = law.variable
    density = law.density.xreplace({y: (y - shift) / factor}) / Abs(factor)
    condition = true if factor.is_nonzero else Ne(factor, 0)
    return ContinuousLaw(name, "scaled", (factor, law.name, shift), condition, y, density, -oo, oo)
