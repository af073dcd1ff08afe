"""The query language: text becomes a measure, an expression or a claim, and never code.

Text is read by a grammar into a plain tree (`symbinfo.query.syntax`), and SymPy objects are built from the tree alone
(`symbinfo.query.build_query`).

Importing this package loads neither SymPy nor the parser: the functions that it names are resolved when they are first
used.

- `additive_noise`: mutual information of a variable and its sum with independent noise, by two entropies.
- `abbreviations`: names of a setting that stand for expressions.
- `any_laws`: claims about laws that are only named: ``KL(P || Q) >= 0``, ``H(X + c) = H(X)``.
- `arguments`: which argument of a law or a measure is which: by place or by name, with one message for each way to
  get it wrong.
- `assumptions`: what may be assumed of named random variables, read from a line of text into linear statements.
- `bounded_arithmetic`: arithmetic and functions on SymPy objects, bounded: what would take too long or is no real
  number is refused.
- `build_expressions`: from a syntax tree to expressions: numbers, names, operations, functions, sums and derivatives.
- `build_laws`: from a syntax tree to laws: families, laws written by hand, products, and laws of several components.
- `build_measures`: from a syntax tree to information measures of laws, whose laws have names in the query.
- `build_query`: from the syntax tree of a whole query to a measure, an expression or a claim, about laws or
  variables.
- `chained_variables`: variables drawn one after the other, by name.
- `chains`: chains of claims, ``A = B <= C``: each link is a claim of its own; and claims that two sides differ.
- `channels`: channels by what they do to a letter: ``Y = X with probability 1 - e, else uniform on the rest``.
- `change_of_variables`: the law of a one-to-one function of a continuous variable: ``Y = exp(X)``, ``Y = X**2`` for
  positive X.
- `cut_off_laws`: what a cut-off law is made of: ``truncated(P, a, b)``, ``P | (a, b)``, ``X | X > a``.
- `declarations`: the lines of a setting as syntax: each declares a parameter, a law, a variable, or a function of
  variables.
- `declared_functions`: the lines that make random variables of others: functions of them, or comparisons.
- `declared_variables`: the lines that make random variables by a law: drawn by themselves, or drawn given others.
- `dirichlet_vectors`: variables that are shares of a Dirichlet law: any block of them is Dirichlet, too.
- `drawn_in_turn`: variables drawn one after the other, where one has a law with random parameters.
- `functions_by_outcome`: functions of finite variables and of variables with densities, a law for each outcome.
- `functions_asked`: functions of variables inside a measure, each as a variable that is declared for it.
- `forms_of_laws`: laws in other words, each in the one form that the builders know.
- `grammar_actions`: the actions of the grammar: each builds one node of the tree from tokens and finished nodes.
- `independence`: which variables are independent, functions of others among them.
- `latex`: LaTeX as people write it, in the tokens of plain text.
- `laws_of_functions`: the law of a function of independent variables, read from the outside in: sums, products,
  ratios, min and max, and functions of one.
- `marked_means`: means over the laws of a setting, marked in the tree of a query before the names of the language are
  looked for.
- `means_given`: the range and the given means of a question for the largest entropy.
- `means_of_products`: means of functions of several variables, term by term.
- `matrix_letters`: matrices and vectors by letters in an expression: traces, determinants, quadratic forms.
- `means`: means of functions of a variable, in closed form, by the rules that derivations use.
- `nodes`: the nodes of the syntax tree: frozen, each with its place in the text, and how to walk over them.
- `optima_asked`: questions for an optimum: ``max(H(P); p)``, ``capacity(Y | X)``, ``maxent({x: m}, x in (0, oo))``.
- `parameter_lines`: what a setting declares of its parameters: ``n positive integer``, ``e in [0, 1]``, ``m > 0``,
  ``a < b``.
- `parameter_sizes`: which parameters of a law may not be huge numbers: those that are powers or arguments of
  functions of numbers alone.
- `parts_of_functions`: parts of a function that hold all that there is of their variables.
- `parse_query`: the way of a text to what it means: `parse_alone`, `parse_expression`, and `logarithm_of` for a base.
- `places_and_limits`: values at a place, and limits that are read off without a search.
- `printed_forms`: what results are printed with besides functions of numbers: cases, integrals, derivatives, lists of
  parameters.
- `python_source`: functions in Python read as formulas, and never run.
- `questions`: what a question for an optimum says of the names in it.
- `reading`: how a text was read, in the words of the language: what is printed back.
- `rounded_decimals`: how a claim's relation is read: a decimal of three digits or more behind ``=``, or any behind
  ``~=``, is a rounded number.
- `t_vectors`: variables that are jointly t: any block of them is, with as many degrees of freedom.
- `theorem_claims`: claims about named variables and numbers beside them that a theorem may make.
- `theorems_asked`: questions about laws that are only named: which theorems speak of them.
- `setting_densities`: densities of a setting at a point: ``p(x)``, ``q(x)``, ``p(x | y)`` and ``P(X = 1)``.
- `setting_means`: means over the laws and variables of a setting: ``E[log p(X)]``, ``-sum_x p(x) log p(x)``.
- `setting_queries`: queries in a setting: measures of its variables and laws, means over them, and their densities.
- `setting_contents`: what the lines of a setting have declared so far: parameters with their conditions, laws, and
  random variables.
- `setting_laws`: what may stand where a setting wants a law: a family, a declared name, a table, softmax(...) or
  stationary(...).
- `setting`: settings: random variables, laws and parameters declared by lines, and queries about them.
- `shannon_measures`: Shannon measures of named random variables, ``H(X|Y)`` and ``I(X;Y|Z)``, and linear claims about
  them.
- `signs_of_densities`: what a density or a mass written by hand says about its parameters: where it is positive, so
  is each factor of it.
- `symbols`: names become symbols: each with the assumptions that the places where it stands imply.
- `random_sources`: random sources: lines about one time and the times before, ``X[t] = a*X[t-1] + Z[t]``, and
  ``EntropyRate(...)``.
- `syntax`: from text to a plain syntax tree of frozen nodes, which remember where in the text they stand.
- `typed`: text as people type it, in one form of tokens, with names by their conventions.
- `variables`: random variables by name: finite ones as a table of all their outcomes, normal ones by their mean and
  covariance.
- `vocabulary`: the words of the language: which names are measures, laws and constants, and what to answer to any
  other.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symbinfo.query.parse_query import logarithm_of as logarithm_of
    from symbinfo.query.parse_query import parse_expression as parse_expression
    from symbinfo.query.setting import parse as parse

__all__ = ["logarithm_of", "parse", "parse_expression"]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name in __all__:
            return getattr(import_module(f"symbinfo.query.{'setting' if name == 'parse' else 'parse_query'}"), name)
        raise AttributeError(f"module 'symbinfo.query' has no attribute {name!r}")
