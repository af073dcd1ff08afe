"""Certificates: a derivation as plain data that needs no SymPy to be read.

Terms are nested tuples ``(head, *arguments)``; symbols are strings, numbers are integers and fractions, named constants
are strings that begin with %. As text a term is one S-expression: ``(+ (log (* sigma2 (^ sigma1 -1))) -1/2)``. The
heads are a closed list; what is not on it cannot be read. Nothing is evaluated here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from .exceptions import CertificateError

__all__ = [
    "BINDERS",
    "HEADS",
    "Certificate",
    "Claim",
    "Law",
    "Measure",
    "Plain",
    "Step",
    "Term",
    "applications",
    "arity_of",
    "bind",
    "dump",
    "fold",
    "free_symbols",
    "functions",
    "parse",
    "replace",
    "sizes_of",
]

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
_SIZE = r"(?:[A-Za-z_][A-Za-z0-9_]*|[1-9][0-9]?)"
_FUNCTION_KIND = re.compile(rf"density on R( R)?|mass on {_SIZE}( {_SIZE})*|map from {_SIZE} to {_SIZE}")
# Above these a text is no derivation; deep nesting would also exhaust the interpreter's stack.
LONGEST_TEXT, DEEPEST_TERM, LONGEST_NUMBER, HIGHEST_ORDER = 2_000_000, 400, 1000, 20

# Head -> number of arguments; None is "one or more".
HEADS: dict[str, int | None] = {
    **dict.fromkeys(("+", "*", "min", "max", "and", "or", "cases", "apply"), None),
    **dict.fromkeys(("^", "beta", "polygamma", "uppergamma", "lowergamma", "expint", "zeta2", "polylog"), 2),
    **dict.fromkeys(("besseli", "besselj", "besselk", "binomial", "case", "<", "<=", "=", "!="), 2),
    **dict.fromkeys(("exp", "log", "abs", "sign", "floor", "sin", "cos", "tan", "sinh", "cosh", "tanh"), 1),
    **dict.fromkeys(("asin", "acos", "atan", "asinh", "acosh", "atanh", "gamma", "loggamma", "erf", "erfc", "erfi"), 1),
    **dict.fromkeys(("Ei", "Si", "Ci", "zeta", "dzeta", "factorial", "harmonic", "lambertw", "not", "integer"), 1),
    **dict.fromkeys(("integral", "sum", "limit", "diff", "hyper2f1", "betainc"), 4),
    "hyper1f1": 3,
    "hyper3f2": 6,
}
#: Kinds of laws that list their outcomes.
LISTED = ("finite", "table")
BINDERS = frozenset({"integral", "sum", "limit", "diff"})
_TRUTHS = frozenset({"true", "false"})
_CONDITIONS = frozenset({"<", "<=", "=", "!=", "and", "or", "not", "integer"})

_TOKEN = re.compile(r"[()]|[^\s()]+")
_NUMBER = re.compile(r"-?[0-9]+(/[0-9]+)?\Z")
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
        raise CertificateError(f"a term must be a text of at most {LONGEST_TEXT} characters")
    stack: list[list[Any]] = [[]]
    for token in _TOKEN.findall(text):
        if token == "(":
            if len(stack) > DEEPEST_TERM:
                raise CertificateError(f"a term is nested deeper than {DEEPEST_TERM}")
            stack.append([])
        elif token == ")":
            if len(stack) == 1:
                raise CertificateError("a bracket is closed that was not opened", text[:60])
            done = _compound(stack.pop())
            stack[-1].append(done)
        else:
            stack[-1].append(token if len(stack) > 1 and not stack[-1] else _atom(token, stack[-1]))
    if len(stack) != 1 or len(stack[0]) != 1:
        raise CertificateError("not exactly one term", text[:60])
    term: Term = stack[0][0]
    return term


def _atom(token: str, before: list[Any]) -> Term:
    if _NUMBER.match(token):
        if len(token) > LONGEST_NUMBER:
            raise CertificateError(f"a number of more than {LONGEST_NUMBER} digits", token[:40])
        top, _, bottom = token.partition("/")
        if not bottom:
            return int(top)
        if int(bottom) == 0:
            raise CertificateError("division by zero in a number", token)
        return Fraction(int(top), int(bottom))
    side = token in ("+", "-") and len(before) == 4 and before[0] == "limit"
    if token in CONSTANTS or _NAME.match(token) or side:
        return token
    raise CertificateError("not a number, a symbol or a constant", token[:40])


def _compound(parts: list[Any]) -> Term:
    """A head with its arguments: known, of the right number, values and conditions each in their place."""
    if not parts or not isinstance(parts[0], str) or parts[0] not in HEADS:
        raise CertificateError("unknown head", str(parts[0])[:40] if parts else "()")
    head, arguments = parts[0], parts[1:]
    wanted = HEADS[head]
    if len(arguments) != wanted if wanted is not None else not arguments:
        raise CertificateError(f"{head} takes {wanted or 'at least one'} arguments, got {len(arguments)}")
    if head in BINDERS and not _is_name(arguments[1]):
        raise CertificateError(f"{head} binds a symbol", str(arguments[1])[:40])
    if head == "apply" and not _is_name(arguments[0]):
        raise CertificateError("apply takes the name of a function", str(arguments[0])[:40])
    if head == "apply" and len(arguments) < 2:
        raise CertificateError("apply takes a function and at least one argument", arguments[0][:40])
    if head == "limit" and arguments[3] not in ("+", "-"):
        raise CertificateError("a limit is taken from + or from -", str(arguments[3])[:40])
    if head == "diff" and not (isinstance(arguments[3], int) and 1 <= arguments[3] <= HIGHEST_ORDER):
        raise CertificateError(f"the order of a derivative is 1 to {HIGHEST_ORDER}", str(arguments[3])[:40])
    for i, argument in enumerate(arguments):
        if _sort(argument) != _wanted_sort(head, i):
            raise CertificateError(f"argument {i + 1} of {head} must be a {_wanted_sort(head, i)}", str(argument)[:40])
    return (head, *arguments)


def _sort(term: Term) -> str:
    head = term[0] if isinstance(term, tuple) else term
    if head in _TRUTHS or (isinstance(term, tuple) and head in _CONDITIONS):
        return "condition"
    return "case" if isinstance(term, tuple) and head == "case" else "value"


def _wanted_sort(head: str, place: int) -> str:
    if head in ("and", "or", "not") or (head == "case" and place == 1):
        return "condition"
    return "case" if head == "cases" else "value"


def _is_name(term: Any) -> bool:
    return isinstance(term, str) and _NAME.match(term) is not None and term not in _TRUTHS


def fold(term: Term, combine: Callable[[Term, list[Any]], Any]) -> Any:
    """Fold a term from its leaves upwards, without recursion; a shared part is visited once.

    Parameters
    ----------
    term : Term
        The term.
    combine : callable
        Takes a subterm and what its arguments became, in order (an empty list for a leaf).
    """
    done: dict[int, Any] = {}
    stack: list[tuple[Term, bool]] = [(term, False)]
    while stack:
        part, opened = stack.pop()
        if id(part) in done:
            continue
        arguments = part[1:] if isinstance(part, tuple) else ()
        if opened or not arguments:
            done[id(part)] = combine(part, [done[id(a)] for a in arguments])
        else:
            stack.append((part, True))
            stack.extend((a, False) for a in arguments)
    return done[id(term)]


def dump(term: Term) -> str:
    """The term as text; `parse` reads it back."""
    text: str = fold(term, lambda t, parts: f"({' '.join([t[0], *parts])})" if isinstance(t, tuple) else str(t))
    return text


def free_symbols(term: Term) -> frozenset[str]:
    """The symbols of a term that no binder binds; constants, truth values and function names are none."""
    found: frozenset[str] = fold(term, _free)
    return found


def _free(term: Term, parts: list[frozenset[str]]) -> frozenset[str]:
    if not isinstance(term, tuple):
        return frozenset({term}) if isinstance(term, str) and _is_name(term) else frozenset()
    if term[0] == "apply":
        return frozenset().union(*parts[1:])
    if term[0] in BINDERS:
        return (parts[0] - {term[2]}).union(*parts[2:])
    return frozenset().union(*parts)


def functions(term: Term) -> frozenset[str]:
    """The abstract functions that a term applies."""
    found: frozenset[str] = fold(term, _applied)
    return found


def _applied(term: Term, parts: list[frozenset[str]]) -> frozenset[str]:
    own = {term[1]} if isinstance(term, tuple) and term[0] == "apply" else set()
    return frozenset(own).union(*parts)


def applications(term: Term) -> frozenset[tuple[str, int]]:
    """The abstract functions that a term applies, each with a number of arguments it is applied to.

    Examples
    --------
    >>> sorted(applications(parse("(+ (apply p x) (apply q x y))")))
    [('p', 1), ('q', 2)]
    """
    found: frozenset[tuple[str, int]] = fold(term, _applications)
    return found


def _applications(term: Term, parts: list[frozenset[tuple[str, int]]]) -> frozenset[tuple[str, int]]:
    own = {(term[1], len(term) - 2)} if isinstance(term, tuple) and term[0] == "apply" else set()
    return frozenset(own).union(*parts)


def replace(term: Term, name: str, value: Term) -> Term:
    """The term with a free symbol replaced.

    Raises
    ------
    CertificateError
        When a binder of the term would capture a symbol of the value.
    """
    captured = free_symbols(value)

    def combine(part: Term, parts: list[Any]) -> Any:
        if not isinstance(part, tuple):
            return value if part == name else part
        if part[0] == "apply":
            return ("apply", part[1], *parts[1:])
        if part[0] not in BINDERS:
            return (part[0], *parts)
        if part[2] == name:
            return (part[0], part[1], part[2], *parts[2:])
        if part[2] in captured and name in free_symbols(part[1]):
            raise CertificateError(f"the bound symbol {part[2]} is also free", dump(value)[:60])
        return (part[0], parts[0], part[2], *parts[2:])

    replaced: Term = fold(term, combine)
    return replaced


@dataclass(frozen=True)
class Law:
    """A law: a density (or mass) with its support, or a list of outcomes with their probabilities.

    Of a joint law the `variables` are (name, kind, low, high); of a table the outcomes are tuples of labels.
    """

    kind: str
    variable: str = ""
    density: Term = 0
    lower: Term = 0
    upper: Term = 0
    outcomes: tuple[tuple[Any, Term], ...] = ()
    variables: tuple[tuple[str, str, Term, Term], ...] = ()


@dataclass(frozen=True)
class Measure:
    """A measure by name, of laws by name, with the base of its logarithm.

    Self-information has the outcome `at`; a measure of a joint law the `blocks` of variables that it speaks of; a Renyi
    or Tsallis measure its `order`; the Fisher information, in the place of an order, the parameter that it is about.
    """

    name: str
    laws: tuple[str, ...]
    base: Term
    at: Term | None = None
    blocks: tuple[tuple[int, ...], ...] = ()
    order: Term | None = None


@dataclass(frozen=True)
class Step:
    """One step: a relation and the new expression, with the rule it names and the lemmas it cites.

    An inequality may say when its sides are equal: a condition, for all values of some variables in their ranges.
    """

    relation: str
    term: Term
    rule: str
    lemmas: tuple[str, ...]
    equality: tuple[tuple[Any, ...], tuple[tuple[str, Term, Term], ...]] | None = None


class Claim(NamedTuple):
    """What a derivation says in the end."""

    relation: str
    left: Term
    right: Term


@dataclass(frozen=True)
class Plain:
    """One derivation as plain data: see the certificate format in the documentation."""

    symbols: tuple[tuple[str, str], ...]
    conditions: tuple[Term, ...]
    functions: tuple[tuple[str, str], ...]
    laws: tuple[tuple[str, Law], ...]
    measure: Measure | None
    start: Term
    steps: tuple[Step, ...]
    claim: Claim


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
        if type(data["schema"]) is not int or data["schema"] != 1:
            raise CertificateError(f"schema {str(data['schema'])[:40]} is not 1")
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


# --- from JSON data --------------------------------------------------------------------------------------------------


def _keys(data: Any, wanted: set[str], where: str) -> None:
    if not isinstance(data, dict):
        raise CertificateError("an object was expected", where)
    if set(data) != wanted:
        odd = sorted(set(data) ^ wanted, key=str)
        raise CertificateError(f"missing or unknown key {str(odd[0])[:40]!r}", where)


def _plain(data: Any, where: str) -> Plain:
    _keys(data, {"symbols", "conditions", "functions", "laws", "measure", "start", "steps", "claim"}, where)
    for key, kind in (("symbols", dict), ("conditions", list), ("functions", dict), ("laws", dict), ("steps", list)):
        if not isinstance(data[key], kind):
            raise CertificateError(f"{key} must be a {kind.__name__}", where)
    plain = Plain(
        symbols=_table(data["symbols"], KINDS, where),
        conditions=tuple(_term(c, where, "condition") for c in data["conditions"]),
        functions=tuple((_name(name, where), _function_kind(kind, where)) for name, kind in data["functions"].items()),
        laws=tuple((name, _law(law, f"{where}, law {name}")) for name, law in data["laws"].items()),
        measure=_measure(data["measure"], data["laws"], where),
        start=_term(data["start"], f"{where}, start"),
        steps=tuple(_step(step, f"{where}, step {i}") for i, step in enumerate(data["steps"], 1)),
        claim=_claim(data["claim"], f"{where}, claim"),
    )
    _all_declared(plain, where)
    return plain


def _table(data: dict[str, Any], kinds: tuple[str, ...], where: str) -> tuple[tuple[str, str], ...]:
    return tuple((_name(name, where), _one_of(kind, kinds, where)) for name, kind in data.items())


def _function_kind(value: Any, where: str) -> str:
    if not isinstance(value, str) or _FUNCTION_KIND.fullmatch(value) is None:
        raise CertificateError(f"{str(value)[:40]!r} is no kind of an abstract function", where)
    return value


def sizes_of(kind: str) -> list[str]:
    """The sizes that a kind names: of a mass, one an argument; of a map, those of its start and its target."""
    words = kind.split()
    return {"mass": words[2:], "map": words[2::2], "density": []}[words[0]]


def arity_of(kind: str) -> int:
    """How many arguments a function of a kind takes."""
    words = kind.split()
    return 1 if words[0] == "map" else len(words) - 2


def _term(data: Any, where: str, sort: str = "value") -> Term:
    if not isinstance(data, str):
        raise CertificateError("a term must be a text", where)
    try:
        term = parse(data)
    except CertificateError as error:
        raise CertificateError(str(error), where) from None
    if _sort(term) != sort:
        raise CertificateError(f"a {sort} was expected", where)
    return term


def _name(value: Any, where: str) -> str:
    if not _is_name(value):
        raise CertificateError(f"bad name {str(value)[:40]!r}", where)
    return str(value)


def _one_of(value: Any, allowed: tuple[str, ...], where: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise CertificateError(f"{str(value)[:40]!r} is none of {', '.join(allowed)}", where)
    return value


def _names(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise CertificateError("a list of names was expected", where)
    return tuple(value)


def _law(data: Any, where: str) -> Law:
    if isinstance(data, dict) and data.get("kind") == "finite":
        _keys(data, {"kind", "outcomes"}, where)
        pairs = data["outcomes"]
        if not isinstance(pairs, list) or not pairs or not all(isinstance(p, list) and len(p) == 2 for p in pairs):
            raise CertificateError("outcomes must be pairs", where)
        return Law("finite", outcomes=tuple((_term(o, where), _term(p, where)) for o, p in pairs))
    if isinstance(data, dict) and data.get("kind") == "table":
        return _table_law(data, where)
    if isinstance(data, dict) and data.get("kind") == "joint":
        return _joint_law(data, where)
    _keys(data, {"kind", "variable", "density", "lower", "upper"}, where)
    kind = _one_of(data["kind"], ("continuous", "discrete"), where)
    variable = _name(data["variable"], where)
    density, lower, upper = (_term(data[key], where) for key in ("density", "lower", "upper"))
    return Law(kind, variable, density, lower, upper)


def _table_law(data: dict[str, Any], where: str) -> Law:
    """A joint law as a list of outcomes, each a list of as many labels as there are variables."""
    _keys(data, {"kind", "outcomes"}, where)
    pairs = data["outcomes"]
    if not isinstance(pairs, list) or not pairs or not all(isinstance(p, list) and len(p) == 2 for p in pairs):
        raise CertificateError("outcomes must be pairs", where)
    if not all(isinstance(labels, list) and labels for labels, _ in pairs) or len({len(p[0]) for p in pairs}) > 1:
        raise CertificateError("an outcome of a table is a list of labels, one a variable", where)
    rows = tuple((tuple(_term(o, where) for o in labels), _term(p, where)) for labels, p in pairs)
    if len({labels for labels, _ in rows}) < len(rows):
        raise CertificateError("an outcome is listed twice", where)
    return Law("table", outcomes=rows)


def _joint_law(data: dict[str, Any], where: str) -> Law:
    """A joint law by one density of several variables, all discrete or all continuous."""
    _keys(data, {"kind", "variables", "density"}, where)
    rows = data["variables"]
    if not isinstance(rows, list) or len(rows) < 2 or not all(isinstance(r, list) and len(r) == 4 for r in rows):
        raise CertificateError("variables must be lists of a name, a kind and two ends", where)
    kinds = ("continuous", "discrete")
    variables = tuple(
        (_name(name, where), _one_of(kind, kinds, where), _term(low, where), _term(high, where))
        for name, kind, low, high in rows
    )
    if len({v[0] for v in variables}) < len(variables) or len({v[1] for v in variables}) > 1:
        raise CertificateError("the variables of a joint law have distinct names and one kind", where)
    return Law("joint", density=_term(data["density"], where), variables=variables)


def bind(law: Law, body: Term) -> Term:
    """The sum or the integral of density times body over a law; of a joint law the first variable is outermost."""
    variables = law.variables or ((law.variable, law.kind, law.lower, law.upper),)
    bound: Term = ("*", law.density, body)
    for name, kind, low, high in reversed(variables):
        bound = ("integral" if kind == "continuous" else "sum", bound, name, low, high)
    return bound


def _blocks(value: Any, where: str) -> tuple[tuple[int, ...], ...]:
    lists = isinstance(value, list) and all(isinstance(block, list) and block for block in value)
    if not lists or not all(type(i) is int and i >= 0 for block in value for i in block):
        raise CertificateError("blocks are lists of the numbers of variables", where)
    flat = [i for block in value for i in block]
    if len(set(flat)) < len(flat):
        raise CertificateError("a variable stands in two blocks", where)
    return tuple(tuple(block) for block in value)


def _measure(data: Any, laws: dict[str, Any], where: str) -> Measure | None:
    if data is None:
        return None
    optional = {"at", "blocks", "order"} & set(data) if isinstance(data, dict) else set()
    _keys(data, {"name", "laws", "base"} | optional, f"{where}, measure")
    names = _names(data["laws"], f"{where}, measure")
    if not all(name in laws for name in names) or not isinstance(data["name"], str):
        raise CertificateError("the measure speaks of a law that is not given", where)
    at = _term(data["at"], f"{where}, measure") if "at" in optional else None
    blocks = _blocks(data["blocks"], f"{where}, measure") if "blocks" in optional else ()
    order = _term(data["order"], f"{where}, measure") if "order" in optional else None
    return Measure(data["name"], names, _term(data["base"], f"{where}, measure"), at, blocks, order)


def _step(data: Any, where: str) -> Step:
    optional = {"equality"} & set(data) if isinstance(data, dict) else set()
    _keys(data, {"relation", "term", "rule", "lemmas"} | optional, where)
    if not isinstance(data["rule"], str):
        raise CertificateError("a rule is named by a text", where)
    relation = _one_of(data["relation"], RELATIONS, where)
    equality = _equality(data["equality"], relation, where) if optional else None
    return Step(relation, _term(data["term"], where), data["rule"], _names(data["lemmas"], where), equality)


def _equality(data: Any, relation: str, where: str) -> tuple[tuple[Any, ...], tuple[tuple[str, Term, Term], ...]]:
    """When the sides of an inequality are equal."""
    _keys(data, {"condition", "over"}, f"{where}, equality")
    rows = data["over"]
    if relation not in ("<=", ">="):
        raise CertificateError("only an inequality that allows equality has an equality case", where)
    if not isinstance(rows, list) or not all(isinstance(r, list) and len(r) == 3 for r in rows):
        raise CertificateError("over lists variables with their ranges", where)
    over = tuple((_name(v, where), _term(low, where), _term(high, where)) for v, low, high in rows)
    condition = _term(data["condition"], f"{where}, equality", "condition")
    if not isinstance(condition, tuple) or condition[0] != "=":
        raise CertificateError("the condition of an equality case is an equation", where)
    return condition, over


def _claim(data: Any, where: str) -> Claim:
    _keys(data, {"relation", "left", "right"}, where)
    relation = _one_of(data["relation"], RELATIONS, where)
    return Claim(relation, _term(data["left"], where), _term(data["right"], where))


def _counted(arguments: int) -> str:
    return "one argument" if arguments == 1 else f"{arguments} arguments"


def _all_declared(plain: Plain, where: str) -> None:
    """Every free symbol and every abstract function must be declared."""
    declared = {name for name, _ in plain.symbols}
    kinds = dict(plain.functions)
    known = set(kinds)
    terms: list[tuple[str, Term]] = [("start", plain.start), *(("conditions", c) for c in plain.conditions)]
    terms.extend((f"step {i}", step.term) for i, step in enumerate(plain.steps, 1))
    terms.extend((("claim", plain.claim.left), ("claim", plain.claim.right)))
    if plain.measure is not None:
        listed = {o for name in plain.measure.laws for o, _ in dict(plain.laws)[name].outcomes}
        at = plain.measure.at
        own = (plain.measure.base, at, plain.measure.order)
        terms.extend(("measure", t) for t in own if t is not None and t not in listed)
    for name, law in plain.laws:
        if law.variable:
            terms.append((f"law {name}", ("sum", law.density, law.variable, law.lower, law.upper)))
        if law.kind == "joint":
            terms.append((f"law {name}", bind(law, 1)))
        # An outcome is a label: only its probability is a number that has to be known.
        terms.extend((f"law {name}", probability) for _, probability in law.outcomes)
    for i, step in enumerate(plain.steps, 1):
        if step.equality is not None:
            condition, over = step.equality
            inside: Term = ("cases", ("case", 1, condition))
            for variable, low, high in over:
                inside = ("sum", inside, variable, low, high)
            terms.append((f"step {i}, equality", inside))
    for place, term in terms:
        odd = sorted(free_symbols(term) - declared) + sorted(functions(term) - known)
        if odd:
            raise CertificateError(f"undeclared symbol {odd[0]}", f"{where}, {place}")
        for name, count in sorted(applications(term)):
            if count != arity_of(kinds[name]):
                raise CertificateError(
                    f"{name} is a {kinds[name]}: it takes {_counted(arity_of(kinds[name]))}", f"{where}, {place}"
                )
    sizes = {s for kind in kinds.values() for s in sizes_of(kind) if not s.isdigit()}
    odd = sorted(s for s in sizes if dict(plain.symbols).get(s) != "positive integer")
    if odd:
        raise CertificateError(f"the size {odd[0]} is not declared as a positive integer", where)


# --- to JSON data ----------------------------------------------------------------------------------------------------


def _unplain(plain: Plain) -> dict[str, Any]:
    return {
        "symbols": dict(plain.symbols),
        "conditions": [dump(c) for c in plain.conditions],
        "functions": dict(plain.functions),
        "laws": {name: _unlaw(law) for name, law in plain.laws},
        "measure": None if plain.measure is None else _unmeasure(plain.measure),
        "start": dump(plain.start),
        "steps": [
            {"relation": s.relation, "term": dump(s.term), "rule": s.rule, "lemmas": list(s.lemmas), **_unequality(s)}
            for s in plain.steps
        ],
        "claim": {
            "relation": plain.claim.relation,
            "left": dump(plain.claim.left),
            "right": dump(plain.claim.right),
        },
    }


def _unequality(step: Step) -> dict[str, Any]:
    if step.equality is None:
        return {}
    condition, over = step.equality
    return {"equality": {"condition": dump(condition), "over": [[v, dump(a), dump(b)] for v, a, b in over]}}


def _unmeasure(measure: Measure) -> dict[str, Any]:
    optional: dict[str, Any] = {} if measure.at is None else {"at": dump(measure.at)}
    if measure.order is not None:
        optional["order"] = dump(measure.order)
    if measure.blocks:
        optional["blocks"] = [list(block) for block in measure.blocks]
    return {"name": measure.name, "laws": list(measure.laws), "base": dump(measure.base), **optional}


def _unlaw(law: Law) -> dict[str, Any]:
    if law.kind == "finite":
        return {"kind": "finite", "outcomes": [[dump(o), dump(p)] for o, p in law.outcomes]}
    if law.kind == "table":
        return {"kind": "table", "outcomes": [[[dump(o) for o in labels], dump(p)] for labels, p in law.outcomes]}
    if law.kind == "joint":
        rows = [[name, kind, dump(low), dump(high)] for name, kind, low, high in law.variables]
        return {"kind": "joint", "variables": rows, "density": dump(law.density)}
    return {
        "kind": law.kind,
        "variable": law.variable,
        "density": dump(law.density),
        "lower": dump(law.lower),
        "upper": dump(law.upper),
    }
