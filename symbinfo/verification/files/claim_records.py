"""Records of a file of claims: what one says, read by our own grammar.

A record is a text in the query language, an object around such a text, or an object that names a measure, its laws with
their parameters, and the claimed value: see docs/verdicts.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import And, E, Expr, Integer, Symbol

from symbinfo.derivation import Claim, Relation
from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import finite_law, law_of_family
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import Law
from symbinfo.laws.table import table
from symbinfo.laws.vector_catalogue import VECTORS
from symbinfo.measures import MEASURES
from symbinfo.measures.base import Measure
from symbinfo.measures.joint import JointMeasure
from symbinfo.query import parse_expression
from symbinfo.query.any_laws import AnyLawsClaim
from symbinfo.query.chains import Chain, Unequal
from symbinfo.query.declarations import declarations
from symbinfo.query.parameter_lines import assumptions_and_conditions
from symbinfo.query.parse_query import parse_with_parts
from symbinfo.query.rounded_decimals import rounding_of
from symbinfo.query.setting import parse_given
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.query.theorem_claims import TheoremClaim

__all__ = ["claim_of", "measure_of"]

Names = dict[str, Symbol]
NEEDED = {"JointPMF": 1, "MultivariateNormal": 2, "FiniteRV": 1}
BASES = {"e": E, "nats": E, "bits": Integer(2)}


#: The measures as records name them, each with the power of it that is meant.
KINDS: Mapping[str, tuple[type[Measure], int]] = {
    word: (measure, power) for measure in MEASURES for word, power in measure.records.items()
}


def claim_of(
    record: str | Mapping[str, Any],
) -> tuple[Claim | ShannonClaim | AnyLawsClaim | TheoremClaim | Chain | Unequal, tuple[str, ...]]:
    """What a record claims, and what is given of named variables.

    Parameters
    ----------
    record : str or dict
        As docs/verdicts.md says.

    Raises
    ------
    SymbinfoError
        When it cannot be read: a `QueryError` knows the place.

    Examples
    --------
    >>> claim, _ = claim_of({"measure": "entropy", "p": {"dist": "Exponential", "params": {"rate": "r"}},
    ...                      "symbols": {"r": "positive"}, "claim": "1 - log(r)"})
    >>> claim.right
    1 - log(r)
    """
    if isinstance(record, str):
        record = {"claim": record}
    if not isinstance(record, Mapping) or not isinstance(record.get("claim"), str):
        raise MeasureError("a claim is a text, or an object with a text `claim`")
    if "measure" in record:
        return _spelled_out(record), ()
    given = _texts(record, "given")
    unit, base = _text(record, "unit", "nats"), _text(record, "base", "") or None
    base = None if base == "e" else base
    claim, assumed = parse_given(record["claim"], given, unit, base, _text(record, "from", "auto"))
    if not isinstance(claim, (Claim, ShannonClaim, AnyLawsClaim, TheoremClaim, Chain, Unequal)):
        raise MeasureError("this is no claim: write two sides with =, <=, >=, <, > or != between them")
    return claim, tuple(assumed)


def _spelled_out(record: Mapping[str, Any]) -> Claim:
    names, conditions = _symbols(record)
    measure = measure_of(record, names)
    relation = Relation(_text(record, "relation", "="))
    rounding = rounding_of(record["claim"]) if relation is Relation.EQ else None
    value, parts = parse_with_parts(record["claim"], names)
    return Claim(measure, relation, value, And(*conditions), rounding, parts)


def _symbols(record: Mapping[str, Any]) -> tuple[Names, tuple[Any, ...]]:
    """The symbols with what is said of each, and the conditions that their assumptions cannot say."""
    said = record.get("symbols", {})
    if not isinstance(said, Mapping) or not all(isinstance(kind, str) for kind in said.values()):
        raise MeasureError('`symbols` is an object from names to what they are: {"s": "positive", "p": "(0, 1)"}')
    lines = [f"{name} in {kind}" if kind[:1] in ("(", "[") else f"{name} {kind}" for name, kind in said.items()]
    plain = {name: Symbol(name, real=True) for name in said}
    return assumptions_and_conditions(declarations([*lines, *_texts(record, "constraints")]), plain)


def measure_of(record: Mapping[str, Any], names: Names | None = None) -> Expr:
    """The measure that a record names.

    Parameters
    ----------
    record : mapping
        ``measure``, ``p``, perhaps ``q``, ``order``, ``wrt`` and ``base``.
    names : dict of str to Symbol, optional
        The symbols in which parameters may be given.
    """
    names = names or {}
    measure, power = KINDS.get(record["measure"], (None, 1)) if isinstance(record["measure"], str) else (None, 1)
    if measure is None:
        raise MeasureError(f"no measure {record['measure']!r}: one of {', '.join(KINDS)}")
    of: list[Any] = [_law(record.get(key), key, names) for key in ("p", "q")[: _laws(measure)]]
    if measure.about_parameter:
        of.append(_parameter(record, names))
    elif measure.order_name:
        of.append(_read(record.get("order"), names))
    base = _text(record, "base", "e")
    logarithm = BASES.get(base) or _read(base, names)
    if issubclass(measure, JointMeasure):
        of = _blocks(of[0], measure.of_record)
    return measure(*of, base=logarithm) ** power


def _laws(measure: type[Measure]) -> int:
    return 1 if issubclass(measure, JointMeasure) else measure.arity


def _blocks(law: Any, places: tuple[int, ...]) -> list[Any]:
    if len(getattr(law, "names", ())) != 2:
        raise MeasureError("this measure takes a joint law of two variables: JointPMF or MultivariateNormal")
    return [law.components[i] for i in places]


def _parameter(record: Mapping[str, Any], names: Names) -> Any:
    """The symbol of the parameter that a Fisher information is on."""
    values = record["p"]["params"]
    wrt = _text(record, "wrt", "")
    if wrt not in values:
        raise MeasureError(f"`wrt` is the name of a parameter, one of {', '.join(values)}")
    symbol = _read(values[wrt], names)
    if not isinstance(symbol, Symbol):
        raise MeasureError(f"the Fisher information is on a parameter that is a symbol: {wrt} is {symbol}")
    return symbol


def _law(entry: Any, key: str, names: Names) -> Law:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("params"), Mapping):
        raise MeasureError(f'`{key}` is a law: {{"dist": "Normal", "params": {{"mean": "0", "std": "s"}}}}')
    family, given = entry.get("dist"), entry["params"]
    values = [_read(value, names) for value in given.values()]
    name = key.upper()
    if len(values) < NEEDED.get(str(family), 0):
        raise MeasureError(f"{family} needs {NEEDED[str(family)]} parameters: got {len(values)}")
    if family == "JointPMF":
        return table(values[0], name=name)
    if family == "MultivariateNormal":
        return JointNormal.of(values[0], values[1], name=name)
    if family in VECTORS:
        return VECTORS[family].make(*values, name)
    if family == "FiniteRV":
        return finite_law(values[0], name)
    if family not in FAMILIES:
        raise MeasureError(f"no law {family!r} is known")
    row = FAMILIES[family]
    by_name = dict(zip(given, values, strict=True))
    if set(by_name) <= {p.name for p in row.parameters}:
        values = [by_name[p.name] for p in row.parameters if p.name in by_name]
    return law_of_family(row, tuple(values), name)


def _read(value: Any, names: Names) -> Any:
    """A number or an expression, as text; a list or an object of them."""
    if isinstance(value, (list, tuple)):
        return [_read(item, names) for item in value]
    if isinstance(value, Mapping):
        return {_read(key, names): _read(item, names) for key, item in value.items()}
    if isinstance(value, int) and not isinstance(value, bool):
        return Integer(value)
    if not isinstance(value, str):
        raise MeasureError(f"a number or an expression is written as a text: got {value!r}")
    return parse_expression(value, names)


def _text(record: Mapping[str, Any], key: str, default: str) -> str:
    value = record.get(key)
    if value is None:
        return default
    if not isinstance(value, str):
        raise MeasureError(f"`{key}` is a text: got {value!r}")
    return value


def _texts(record: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = record.get(key, ())
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, (list, tuple)) or not all(isinstance(line, str) for line in value):
        raise MeasureError(f"`{key}` is a list of texts")
    return tuple(value)
