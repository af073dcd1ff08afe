"""The query language: text becomes a measure, an expression or a claim, and never code.

Text is read by a grammar into a plain tree (`symbinfo.query.syntax`), and SymPy objects are built from the tree alone
(`symbinfo.query.build_query`).

Importing this package loads neither SymPy nor the parser: the functions that it names are resolved when they are first
used.

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
- `change_of_variables`: the law of a one-to-one function of a continuous variable: ``Y = exp(X)``, ``Y = X**2`` for
  positive X.
- `declarations`: the lines of a setting as syntax: each declares a parameter, a law, a variable, or a function of
  variables.
- `declared_variables`: the lines that make random variables: drawn by themselves, drawn given others, or functions of
  others.
- `grammar_actions`: the actions of the grammar: each builds one node of the tree from tokens and finished nodes.
- `nodes`: the nodes of the syntax tree: frozen, each with its place in the text, and how to walk over them.
- `parameter_lines`: what a setting declares of its parameters: ``n positive integer``, ``e in [0, 1]``, ``m > 0``,
  ``a < b``.
- `parameter_sizes`: which parameters of a law may not be huge numbers: those that are powers or arguments of
  functions of numbers alone.
- `parse_query`: the way of a text to what it means: `parse_alone`, `parse_expression`, and `logarithm_of` for a base.
- `printed_forms`: what results are printed with besides functions of numbers: cases, integrals, derivatives, lists of
  parameters.
- `rounded_decimals`: how a claim's relation is read: a decimal of three digits or more behind ``=``, or any behind
  ``~=``, is a rounded number.
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
- `syntax`: from text to a plain syntax tree of frozen nodes, which remember where in the text they stand.
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
