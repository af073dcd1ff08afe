"""The public door to laws by anybody's name: `symbinfo.law`."""

from __future__ import annotations

from typing import Any

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.law import Law
from symbinfo.laws.names.conventions import OURS, named
from symbinfo.laws.read import law_of

__all__ = ["law"]


def law(given: Any, *arguments: Any, convention: str = OURS, name: str = "P", **keywords: Any) -> Law:
    """A law by its name and parameters, or from an object of another library.

    Parameters
    ----------
    given : str or object
        A name, or a law, a variable of sympy.stats, or a distribution of scipy.stats, torch, NumPyro or TFP.
    *arguments, **keywords
        Behind a name: its parameters by place and by name. Floats are read as their shortest decimals.
    convention : str
        Whose name it is: ``symbinfo`` (the query language), ``scipy``, ``torch``, ``numpyro``, ``tfp``, ``R``,
        ``textbook``.
    name : str
        What to call the law.

    Returns
    -------
    Law

    Raises
    ------
    MeasureError
        When the name is not known, or the parameters do not fit it.
    DomainError
        When a parameter lies outside its domain.

    Examples
    --------
    >>> import scipy.stats
    >>> law("Gamma", 2, rate=4).title, law("norm", 0, 0.5, convention="scipy").title, law(scipy.stats.expon(scale=3)).title
    ('Gamma(2, 1/4)', 'Normal(0, 1/2)', 'Exponential(1/3)')
    """
    if isinstance(given, str):
        if not given.isidentifier():
            raise MeasureError(f'a name alone is expected: write si.law("Gamma", 2, rate=3), not {given!r}')
        return named(given, arguments, keywords, convention, name)
    if arguments or keywords:
        raise MeasureError("parameters follow a name: an object has its own")
    return law_of(given, name)
