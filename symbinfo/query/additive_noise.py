"""Mutual information of a variable and a function of it and of independent noise: Y = X + Z, and Y = X Z of positive ones.

Given X = x the variable Y is x + Z, whose differential entropy is that of Z: so I(X; Y) = h(Y) - h(Z). Of a product of
positive variables the same holds of the logarithms.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, S, Symbol, log

from symbinfo import measures
from symbinfo.expressions.errors import QueryError
from symbinfo.laws.function_laws import OrderStatistic
from symbinfo.laws.law import Law
from symbinfo.query.independence import FunctionOf
from symbinfo.query.laws_of_functions import law_of_expression
from symbinfo.query.variables import Variables

__all__ = ["entropy_given_inputs", "information_of_noise"]


def information_of_noise(
    variables: Variables, first: Sequence[str], second: Sequence[str], given: Sequence[str], base: Expr
) -> Expr | None:
    """I(X; Y) where one side is a function of the other and of independent variables; None where it is not so.

    Parameters
    ----------
    variables : Variables
        What is declared.
    first, second, given : sequence of str
        The variables on the two sides, and those that are known.
    base : Expr
        Of the logarithm.

    Raises
    ------
    QueryError
        When the function is neither a sum nor a product that the inputs can be taken out of.
    """
    for inputs, output in ((first, second), (second, first)):
        if len(output) != 1 or given or not _is_function(variables, output[0], inputs):
            continue
        (name,) = output
        if _is_determined(variables, name, inputs) and not variables.law(name).continuous:
            return measures.Entropy(variables.law(name), base=base)
        whole, left = _apart(variables, name, inputs)
        if left is None:
            raise QueryError(
                f"{name} is a function of {' and '.join(inputs)} alone: with a density, their mutual information is infinite"
            )
        _demand_one_kind(whole, left, name, inputs, "their mutual information is infinite")
        return measures.Entropy(whole, base=base) - measures.Entropy(left, base=base)
    return None


def entropy_given_inputs(variables: Variables, first: Sequence[str], given: Sequence[str], base: Expr) -> Expr | None:
    """H(Y | X) of Y = X + Z, which is H(Z), and H(X | Y) and H(X, Y) by it; None where Y is no function of X and of others."""
    if len(first) == 1 and len(given) == 1 and _is_function(variables, given[0], first):
        told = information_of_noise(variables, first, given, (), base)
        return None if told is None else measures.Entropy(variables.law(first[0]), base=base) - told
    if not given and len(first) == 2:
        for one, other in (first, first[::-1]):
            if _is_function(variables, other, (one,)) and not _is_determined(variables, other, (one,)):
                left = entropy_given_inputs(variables, (other,), (one,), base)
                return None if left is None else measures.Entropy(variables.law(one), base=base) + left
    if len(first) != 1 or not given or not _is_function(variables, first[0], given):
        return None
    if _is_determined(variables, first[0], given) and not variables.law(first[0]).continuous:
        return S.Zero
    whole, left = _apart(variables, first[0], given, logarithms=False)
    if left is None:
        raise QueryError(f"{first[0]} is a function of {' and '.join(given)} alone: given these it has no density")
    _demand_one_kind(whole, left, first[0], given, "it has no density given these")
    return measures.Entropy(left, base=base)


def _demand_one_kind(whole: Law, left: Law, name: str, inputs: Sequence[str], so: str) -> None:
    """Refuse a variable with a density which has finitely many values once the inputs are known."""
    if whole.continuous and not left.continuous:
        raise QueryError(f"given {' and '.join(inputs)} the variable {name} has outcomes and no density: {so}")


def _is_function(variables: Variables, name: str, inputs: Sequence[str]) -> bool:
    if name in variables.functions and variables.functions[name].value.has(OrderStatistic):
        return False  # of copies of its variable, not of the variable itself
    return name in variables.functions and all(i in variables.functions[name].places for i in inputs)


def _is_determined(variables: Variables, name: str, inputs: Sequence[str]) -> bool:
    return set(variables.functions[name].places) <= set(inputs)


def _apart(
    variables: Variables, name: str, inputs: Sequence[str], *, logarithms: bool = True
) -> tuple[Law, Law | None]:
    """The law of the function, or of its logarithm, and that of what the inputs leave of it; None where nothing is left."""
    function = variables.functions[name]
    places = [function.places[i] for i in inputs]
    left, moving = function.value.as_independent(*places, as_Add=True)
    if not (set(moving.free_symbols) & _others(function, places)):
        return variables.law(name), _law(variables, function, left)
    left, moving = function.value.as_independent(*places, as_Add=False)
    positive = left.is_positive and moving.is_positive
    if logarithms and positive and not (set(moving.free_symbols) & _others(function, places)):
        noise = _law(variables, function, log(left))
        whole = _law(variables, function, log(left) + log(moving))
        if whole is not None:
            return whole, noise
    message = f"{name} is read beside {' and '.join(inputs)} where it is a sum of a function of these and of independent noise"
    raise QueryError(f"{message}: {name} = X + Z, or a product of positive variables")


def _others(function: FunctionOf, places: Sequence[Symbol]) -> set[Symbol]:
    return set(function.places.values()) - set(places)


def _law(variables: Variables, function: FunctionOf, value: Expr) -> Law | None:
    laws = {place: variables.law(name) for name, place in function.places.items() if value.has(place)}
    return law_of_expression(value, laws, "N", taken=variables.names) if laws else None
