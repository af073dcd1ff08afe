"""How a claim's relation is read: a decimal of three digits or more behind ``=``, or any behind ``~=``, is a rounded number.

A numeral of 15 to 17 digits is read as a printed double: its first 15 digits count, for the last ones hold the rounding
of what was computed before it.
"""

from __future__ import annotations

from sympy import Integer, Rational

from symbinfo.derivation import Relation, Rounding
from symbinfo.expressions.errors import QueryError
from symbinfo.query.nodes import Name, Negation, Node, Number, Statement
from symbinfo.query.syntax import read

__all__ = ["numeral_in", "printed", "relation_of", "rounding_of"]

#: From how many digits on a decimal behind ``=`` is taken for rounded: 0.5 and 0.25 are meant exactly.
FEWEST = 3
#: How many digits a double holds, and up to how many are printed of it.
DOUBLE, LONGEST_DOUBLE = 15, 17


def relation_of(statement: Statement, text: str) -> tuple[Relation | None, Rounding | None]:
    """The relation of a statement, and the rounding of the decimal that it states.

    Raises
    ------
    QueryError
        When ``~=`` stands beside no number.

    Examples
    --------
    >>> from symbinfo.query.syntax import read
    >>> print(relation_of(read("H(Bernoulli(1/4)) = 0.562"), "")[1])
    as rounded to 3 digits
    >>> relation_of(read("H(Bernoulli(1/4)) = 0.5"), "")[1] is None
    True
    """
    if statement.right is None:
        return None, None
    about = statement.relation == "~="
    relation = Relation("=" if about or statement.relation in ("==", "!=") else statement.relation)
    numerals = [n for n in map(_numeral, (statement.right, statement.left)) if n is not None]
    if about and not numerals:
        message = "~= compares with a number as it is printed: write H(P) ~= 0.693, or = for an exact claim"
        raise QueryError(message, text, statement.right.start)
    if not numerals or relation is not Relation.EQ:
        return relation, None
    numeral = numerals[0]
    digits = len(str(numeral.digits)) if numeral.digits else numeral.decimals
    if not about and (not numeral.decimals or max(digits, numeral.decimals) < FEWEST):
        return relation, None
    return relation, printed(numeral)


def printed(numeral: Number) -> Rounding:
    """How a numeral was rounded when it was printed: to the digits that it has, those of a double but for its last.

    Examples
    --------
    >>> from symbinfo.query.syntax import read
    >>> printed(read("0.0664").left), printed(read("6.64e2").left).within
    (Rounding(digits=3, within=1/20000), 1/2)
    """
    digits = len(str(numeral.digits)) if numeral.digits else numeral.decimals
    beyond = max(digits - DOUBLE, 0) if digits <= LONGEST_DOUBLE else 0
    within = Rational(1, 2) * Integer(10) ** (numeral.exponent + beyond)
    return Rounding(digits - beyond, within)


def rounding_of(text: str) -> Rounding | None:
    """The rounding of a decimal that is claimed, as text.

    Examples
    --------
    >>> print(rounding_of("0.850182"), rounding_of("log(2)"))
    as rounded to 6 digits None
    """
    return relation_of(Statement(Name("H", 0), "=", read(text).left), text)[1]


def numeral_in(text: str, form: str = "auto") -> Number | None:
    """The numeral that a text consists of, but for a sign and a unit; None of any other text."""
    return _numeral(read(text, form).left)


def _numeral(node: Node) -> Number | None:
    """The numeral that a side consists of."""
    while isinstance(node, Negation):
        node = node.value
    return node if isinstance(node, Number) else None
