"""Certificates: a derivation as plain data that needs no SymPy to be read.

Terms are nested tuples ``(head, *arguments)``; symbols are strings, numbers are integers and fractions, named constants
are strings that begin with %. As text a term is one S-expression: ``(+ (log (* sigma2 (^ sigma1 -1))) -1/2)``. The
heads are a closed list; what is not on it cannot be read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symbinfo.errors import CertificateError

__all__ = ["HEADS", "Certificate", "Law", "Plain", "Step", "Term", "dump", "free_symbols", "parse"]

Term = str | int | Fraction | tuple[Any, ...]

CONSTANTS = ("%pi", "%e", "%gamma", "%catalan", "%oo", "%-oo")
RELATIONS = ("=", "<=", ">=", "<", ">")
KINDS = (
    "real",
    "positive",
    "nonnegative",
    "negative",
    "nonzero",
    "probability",
    "open probability",
    "integer",
    "positive integer",
    "nonnegative integer",
)
LONGEST_TEXT, DEEPEST_TERM = 2_000_000, 200

# Head -> number of arguments; None is "one or more".
HEADS: dict[str, int | None] = {
    **dict.fromkeys(("+", "*", "min", "max", "and", "or", "cases"), None),
    **dict.fromkeys(("^", "beta", "polygamma", "uppergamma", "lowergamma", "expint", "zeta2", "polylog"), 2),
    **dict.fromkeys(("besseli", "besselj", "besselk", "binomial", "case", "<", "<=", "=", "!="), 2),
    **dict.fromkeys(("exp", "log", "abs", "sign", "floor", "sin", "cos", "tan", "sinh", "cosh", "tanh"), 1),
    **dict.fromkeys(("asin", "acos", "atan", "asinh", "acosh", "atanh", "gamma", "loggamma", "erf", "erfc", "erfi"), 1),
    **dict.fromkeys(("Ei", "Si", "Ci", "zeta", "dzeta", "factorial", "harmonic", "lambertw", "not", "integer"), 1),
    "integral": 4,
    "sum": 4,
    "limit": 4,
    "diff": 4,
    "apply": 2,
}
BINDERS = {"integral", "sum", "limit", "diff"}

_TOKEN = re.compile(r"\s*([()]|[^\s()]+)")
_NUMBER = re.compile(r"-?\d+(/\d+)?\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def parse(text: str) -> Term:
    """Read one S-expression.

    Raises
    ------
    CertificateError
        When the text is not exactly one well-formed term over the closed list of heads.

    Examples
    --------
    >>> parse("(+ a 1/2)")
    ('+', 'a', Fraction(1, 2))
    """
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise CertificateError("a term must be text of bearable length")
    stack: list[list[Any]] = [[]]
    for token in _tokens(text):
        if token == "(":
            if len(stack) > DEEPEST_TERM:
                raise CertificateError("a term is nested too deeply")
            stack.append([])
        elif token == ")":
            if len(stack) == 1:
                raise CertificateError("a bracket is closed that was not opened", text[:60])
            done = _compound(stack.pop())
            stack[-1].append(done)
        else:
            stack[-1].append(token if len(stack) > 1 and not stack[-1] else _atom(token))
    if len(stack) != 1 or len(stack[0]) != 1:
        raise CertificateError("not exactly one term", text[:60])
    term: Term = stack[0][0]
    return term


def _tokens(text: str) -> Iterator[str]:
    position = 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if found is None:
            raise CertificateError("unreadable text", text[position : position + 20])
        yield found.group(1)
        position = found.end()


def _atom(token: str) -> Term:
    if _NUMBER.match(token):
        top, _, bottom = token.partition("/")
        if bottom and int(bottom) == 0:
            raise CertificateError("division by zero in a number", token)
        return Fraction(int(top), int(bottom)) if bottom else int(top)
    if token in CONSTANTS or _NAME.match(token) or token in ("+", "-"):
        return token
    raise CertificateError("not a number, a symbol or a constant", token[:40])


def _compound(parts: list[Any]) -> Term:
    if not parts or not isinstance(parts[0], str) or parts[0] not in HEADS:
        raise CertificateError("unknown head", str(parts[0])[:40] if parts else "()")
    head, arguments = parts[0], parts[1:]
    wanted = HEADS[head]
    if len(arguments) != wanted if wanted is not None else not arguments:
        raise CertificateError(f"{head} takes {wanted or 'at least one'} arguments, got {len(arguments)}")
    if head in ("integral", "sum", "limit", "diff") and not _is_name(arguments[1]):
        raise CertificateError(f"{head} binds a symbol, got {arguments[1]}")
    if head == "apply" and not _is_name(arguments[0]):
        raise CertificateError("apply takes the name of a function", str(arguments[0]))
    return (head, *arguments)


def _is_name(term: Any) -> bool:
    return isinstance(term, str) and _NAME.match(term) is not None


def dump(term: Term) -> str:
    """The term as text; `parse` reads it back."""
    if isinstance(term, tuple):
        return "(" + " ".join(part if i == 0 else dump(part) for i, part in enumerate(term)) + ")"
    return str(term)


def free_symbols(term: Term) -> set[str]:
    """The symbols of a term that no binder binds; constants, truth values and function names are none."""
    if isinstance(term, str):
        return {term} if _NAME.match(term) and term not in ("true", "false") else set()
    if not isinstance(term, tuple):
        return set()
    head, arguments = term[0], term[1:]
    if head == "apply":
        return free_symbols(arguments[1])
    if head == "limit":
        return (free_symbols(arguments[0]) - {arguments[1]}) | free_symbols(arguments[2])
    if head in BINDERS:
        inner = free_symbols(arguments[0]) - {arguments[1]}
        return inner.union(*(free_symbols(a) for a in arguments[2:]))
    return set().union(*(free_symbols(a) for a in arguments))


def functions(term: Term) -> set[str]:
    """The abstract functions that a term applies."""
    if not isinstance(term, tuple):
        return set()
    own = {term[1]} if term[0] == "apply" else set()
    return own.union(*(functions(a) for a in term[1:]))


@dataclass(frozen=True)
class Law:
    """A law: a density (or mass) with its support, or a list of outcomes with their probabilities."""

    kind: str
    variable: str = ""
    density: Term = 0
    lower: Term = 0
    upper: Term = 0
    outcomes: tuple[tuple[Term, Term], ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Everything in it that can be evaluated."""
        return (self.density, self.lower, self.upper, *(p for _, p in self.outcomes))


@dataclass(frozen=True)
class Step:
    """One step: a relation and the new expression, with the rule it names and the lemmas it cites."""

    relation: str
    term: Term
    rule: str
    lemmas: tuple[str, ...]


@dataclass(frozen=True)
class Plain:
    """One derivation as plain data: see the certificate format in the documentation."""

    symbols: tuple[tuple[str, str], ...]
    conditions: tuple[Term, ...]
    functions: tuple[tuple[str, str], ...]
    laws: tuple[tuple[str, Law], ...]
    measure: tuple[tuple[str, Any], ...] | None
    start: Term
    steps: tuple[Step, ...]
    claim: tuple[str, Term, Term]


@dataclass(frozen=True)
class Certificate:
    """A main derivation and the lemmas it cites, by name."""

    main: str
    derivations: tuple[tuple[str, Plain], ...]

    def __getitem__(self, name: str) -> Plain:
        return dict(self.derivations)[name]

    @classmethod
    def loads(cls, text: str) -> Certificate:
        """Read a certificate, or the JSON of a derivation that carries one under the key ``certificate``."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise CertificateError(f"not JSON: {str(error)[:80]}") from None
        if isinstance(data, dict) and "certificate" in data:
            data = data["certificate"]
        return cls.from_dict(data)

    @classmethod
    def from_dict(cls, data: Any) -> Certificate:
        """Build a certificate from JSON data; anything out of shape raises `CertificateError`."""
        _keys(data, {"schema", "main", "derivations"}, "certificate")
        if data["schema"] != 1:
            raise CertificateError(f"schema {data['schema']!r} is not 1")
        table = data["derivations"]
        if not isinstance(table, dict) or not isinstance(data["main"], str) or data["main"] not in table:
            raise CertificateError("the main derivation is missing")
        return cls(data["main"], tuple((name, _plain(plain, name)) for name, plain in table.items()))

    def to_dict(self) -> dict[str, Any]:
        """The certificate as JSON data."""
        return {
            "schema": 1,
            "main": self.main,
            "derivations": {name: _unplain(plain) for name, plain in self.derivations},
        }

    def dumps(self) -> str:
        """The certificate as JSON text."""
        return json.dumps(self.to_dict(), indent=1)


def _keys(data: Any, wanted: set[str], where: str) -> None:
    if not isinstance(data, dict):
        raise CertificateError("an object was expected", where)
    if set(data) != wanted:
        odd = sorted(set(data) ^ wanted, key=str)
        raise CertificateError(f"missing or unknown key {odd[0]!r}", where)


def _plain(data: Any, where: str) -> Plain:
    _keys(data, {"symbols", "conditions", "functions", "laws", "measure", "start", "steps", "claim"}, where)
    for key, kind in (("symbols", dict), ("conditions", list), ("functions", dict), ("laws", dict), ("steps", list)):
        if not isinstance(data[key], kind):
            raise CertificateError(f"{key} must be a {kind.__name__}", where)
    symbols = tuple(
        (_checked(name, _is_name, where), _one_of(kind, KINDS, where)) for name, kind in data["symbols"].items()
    )
    plain = Plain(
        symbols=symbols,
        conditions=tuple(parse(c) for c in data["conditions"]),
        functions=tuple(
            (_checked(n, _is_name, where), _one_of(k, ("density on R",), where)) for n, k in data["functions"].items()
        ),
        laws=tuple((name, _law(law, f"{where}, law {name}")) for name, law in data["laws"].items()),
        measure=_measure(data["measure"], data["laws"], where),
        start=parse(data["start"]),
        steps=tuple(_step(step, f"{where}, step {i}") for i, step in enumerate(data["steps"], 1)),
        claim=_claim(data["claim"], where),
    )
    _all_declared(plain, where)
    return plain


def _checked(value: Any, test: Any, where: str) -> str:
    if not test(value):
        raise CertificateError(f"bad name {str(value)[:40]!r}", where)
    return str(value)


def _one_of(value: Any, allowed: tuple[str, ...], where: str) -> str:
    if value not in allowed:
        raise CertificateError(f"{str(value)[:40]!r} is none of {', '.join(allowed)}", where)
    return str(value)


def _law(data: Any, where: str) -> Law:
    if isinstance(data, dict) and data.get("kind") == "finite":
        _keys(data, {"kind", "outcomes"}, where)
        pairs = data["outcomes"]
        if not isinstance(pairs, list) or not all(isinstance(p, list) and len(p) == 2 for p in pairs):
            raise CertificateError("outcomes must be pairs", where)
        return Law("finite", outcomes=tuple((parse(o), parse(p)) for o, p in pairs))
    _keys(data, {"kind", "variable", "density", "lower", "upper"}, where)
    kind = _one_of(data["kind"], ("continuous", "discrete"), where)
    variable = _checked(data["variable"], _is_name, where)
    return Law(kind, variable, parse(data["density"]), parse(data["lower"]), parse(data["upper"]))


def _measure(data: Any, laws: Any, where: str) -> tuple[tuple[str, Any], ...] | None:
    if data is None:
        return None
    _keys(data, {"name", "laws", "base"} | ({"at"} & set(data) if isinstance(data, dict) else set()), where)
    if not isinstance(data["laws"], list) or not all(name in laws for name in data["laws"]):
        raise CertificateError("the measure speaks of a law that is not given", where)
    found: dict[str, Any] = {"name": str(data["name"]), "laws": tuple(data["laws"]), "base": parse(data["base"])}
    if "at" in data:
        found["at"] = parse(data["at"])
    return tuple(found.items())


def _step(data: Any, where: str) -> Step:
    _keys(data, {"relation", "term", "rule", "lemmas"}, where)
    lemmas = data["lemmas"]
    if not isinstance(lemmas, list) or not all(isinstance(name, str) for name in lemmas):
        raise CertificateError("lemmas must be names", where)
    return Step(_one_of(data["relation"], RELATIONS, where), parse(data["term"]), str(data["rule"]), tuple(lemmas))


def _claim(data: Any, where: str) -> tuple[str, Term, Term]:
    _keys(data, {"relation", "left", "right"}, f"{where}, claim")
    return _one_of(data["relation"], RELATIONS, where), parse(data["left"]), parse(data["right"])


def _all_declared(plain: Plain, where: str) -> None:
    """Every free symbol and every abstract function must be declared."""
    declared = {name for name, _ in plain.symbols}
    known = {name for name, _ in plain.functions}
    terms = [plain.start, *plain.conditions, *(s.term for s in plain.steps), plain.claim[1], plain.claim[2]]
    for _, law in plain.laws:
        terms.extend(("sum", t, law.variable, 0, 0) if law.variable else t for t in law.terms)
    for term in terms:
        odd = sorted(free_symbols(term) - declared) + sorted(functions(term) - known)
        if odd:
            raise CertificateError(f"undeclared symbol {odd[0]}", where)


def _unplain(plain: Plain) -> dict[str, Any]:
    measure: dict[str, Any] | None = None
    if plain.measure is not None:
        measure = {
            key: dump(v) if key in ("base", "at") else list(v) if key == "laws" else v for key, v in plain.measure
        }
    relation, left, right = plain.claim
    return {
        "symbols": dict(plain.symbols),
        "conditions": [dump(c) for c in plain.conditions],
        "functions": dict(plain.functions),
        "laws": {name: _unlaw(law) for name, law in plain.laws},
        "measure": measure,
        "start": dump(plain.start),
        "steps": [
            {"relation": s.relation, "term": dump(s.term), "rule": s.rule, "lemmas": list(s.lemmas)}
            for s in plain.steps
        ],
        "claim": {"relation": relation, "left": dump(left), "right": dump(right)},
    }


def _unlaw(law: Law) -> dict[str, Any]:
    if law.kind == "finite":
        return {"kind": "finite", "outcomes": [[dump(o), dump(p)] for o, p in law.outcomes]}
    return {
        "kind": law.kind,
        "variable": law.variable,
        "density": dump(law.density),
        "lower": dump(law.lower),
        "upper": dump(law.upper),
    }
