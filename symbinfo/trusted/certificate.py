"""Certificates: a derivation as plain data that needs no SymPy to be read, from JSON and back."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from .declared_names import demand_declared
from .exceptions import CertificateError
from .failing_conditions import beyond_in, demand_beyond, plain_beyond
from .shapes import demand_keys as _keys
from .shapes import name_in as _name
from .shapes import names_in as _names
from .shapes import term_in as _term
from .statements import FUNCTION_KIND, KINDS, RELATIONS, Claim, Law, Measure, Plain, Step, cited_by
from .terms import Term, dump
from .witness_data import plain_witness, witness_in
from .witnesses import demand_named

__all__ = ["Certificate", "loaded"]

#: Of the first there are no witnesses and no totals, of the second nothing beyond conditions; they are read all the same.
SCHEMAS = (1, 2, 3)
#: Lists and objects inside each other. A certificate needs a dozen; where Python runs in a browser, reading some thousands
#: ends the interpreter, which no exception tells.
DEEPEST_DATA = 200
#: A text, which may have brackets in it, or a bracket. It matches at every quotation mark: no text is looked at twice.
_TEXT_OR_BRACKET = re.compile(r'(?s)"(?:[^"\\]|\\.)*+\\?(?:"|\Z)|[\[\]{}]')


@dataclass(frozen=True)
class Certificate:
    """A main derivation and the lemmas it cites, by name."""

    main: str
    derivations: tuple[tuple[str, Plain], ...]

    def __repr__(self) -> str:
        return f"<Certificate {self.main}, {len(self.derivations)} derivations>"

    def __getitem__(self, name: str) -> Plain:
        return dict(self.derivations)[name]

    def behind(self, name: str) -> frozenset[str]:
        """The derivations that one rests on, itself among them."""
        table = dict(self.derivations)
        found: set[str] = set()
        waiting = [name]
        while waiting:
            if (here := waiting.pop()) not in found and here in table:
                found.add(here)
                waiting.extend(cited_by(table[here]))
        return frozenset(found)

    @classmethod
    def loads(cls, text: str) -> Certificate:
        """Read a certificate, or the JSON of a derivation that carries one under the key ``certificate``."""
        data = loaded(text)
        if isinstance(data, dict) and "certificate" in data:
            data = data["certificate"]
        return cls.from_dict(data)

    @classmethod
    def from_dict(cls, data: Any) -> Certificate:
        """Build a certificate from JSON data; anything out of shape raises `CertificateError`."""
        _keys(data, {"schema", "main", "derivations"}, "certificate")
        if type(data["schema"]) is not int or data["schema"] not in SCHEMAS:
            raise CertificateError(f"schema {str(data['schema'])[:40]} is none of {', '.join(map(str, SCHEMAS))}")
        table = data["derivations"]
        if not isinstance(table, dict) or not isinstance(data["main"], str) or data["main"] not in table:
            raise CertificateError("the main derivation is missing")
        read = cls(data["main"], tuple((name, _plain(plain, name)) for name, plain in table.items()))
        demand_named(read.derivations)
        demand_beyond(read.derivations)
        return read

    def to_dict(self) -> dict[str, Any]:
        """The certificate as JSON data."""
        return {
            "schema": SCHEMAS[-1],
            "main": self.main,
            "derivations": {name: _unplain(plain) for name, plain in self.derivations},
        }

    def dumps(self) -> str:
        """The certificate as JSON text."""
        return json.dumps(self.to_dict(), indent=1)


def loaded(text: str) -> Any:
    """JSON data from text; a key that is given twice has no value."""
    _demand_shallow(text)
    try:
        return json.loads(text, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise CertificateError(f"not JSON: {str(error)[:80]}") from None


def _demand_shallow(text: str) -> None:
    depth = 0
    for mark in _TEXT_OR_BRACKET.finditer(text):
        depth += (mark[0] in "[{") - (mark[0] in "]}")
        if depth > DEEPEST_DATA:
            raise CertificateError(f"not JSON to be read: lists and objects are nested deeper than {DEEPEST_DATA}")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


# --- from JSON data --------------------------------------------------------------------------------------------------


def _plain(data: Any, where: str) -> Plain:
    optional = {"otherwise"} & set(data) if isinstance(data, dict) else set()
    _keys(data, {"symbols", "conditions", "functions", "laws", "measure", "start", "steps", "claim"} | optional, where)
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
        otherwise=beyond_in(data.get("otherwise", []), f"{where}, otherwise"),
    )
    demand_declared(plain, where)
    return plain


def _table(data: dict[str, Any], kinds: tuple[str, ...], where: str) -> tuple[tuple[str, str], ...]:
    return tuple((_name(name, where), _one_of(kind, kinds, where)) for name, kind in data.items())


def _function_kind(value: Any, where: str) -> str:
    if not isinstance(value, str) or FUNCTION_KIND.fullmatch(value) is None:
        raise CertificateError(f"{str(value)[:40]!r} is no kind of an abstract function", where)
    return value


def _one_of(value: Any, allowed: tuple[str, ...], where: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise CertificateError(f"{str(value)[:40]!r} is none of {', '.join(allowed)}", where)
    return value


def _law(data: Any, where: str) -> Law:
    if isinstance(data, dict) and "marginals" in data:
        rest = {key: value for key, value in data.items() if key != "marginals"}
        if not isinstance(data["marginals"], list):
            raise CertificateError("the derivations of marginals are a list", where)
        return replace(_law(rest, where), marginals=tuple(_name(name, where) for name in data["marginals"]))
    if isinstance(data, dict) and "total" in data:
        rest = {key: value for key, value in data.items() if key != "total"}
        return replace(_law(rest, where), total=_name(data["total"], where))
    if isinstance(data, dict) and data.get("kind") == "finite":
        _keys(data, {"kind", "outcomes"}, where)
        pairs = data["outcomes"]
        if not isinstance(pairs, list) or not pairs or not all(isinstance(p, list) and len(p) == 2 for p in pairs):
            raise CertificateError("outcomes must be pairs", where)
        return _listed("finite", tuple((_term(o, where), _term(p, where)) for o, p in pairs), where)
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
    return _listed("table", rows, where)


def _listed(kind: str, outcomes: tuple[tuple[Any, Term], ...], where: str) -> Law:
    """A law that lists its outcomes; those that are equal by value only are found by the check of its labels."""
    if len({outcome for outcome, _ in outcomes}) < len(outcomes):
        raise CertificateError("an outcome is listed twice", where)
    return Law(kind, outcomes=outcomes)


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
    optional = {"at", "blocks", "order", "second"} & set(data) if isinstance(data, dict) else set()
    _keys(data, {"name", "laws", "base"} | optional, f"{where}, measure")
    names = _names(data["laws"], f"{where}, measure")
    if not all(name in laws for name in names) or not isinstance(data["name"], str):
        raise CertificateError("the measure speaks of a law that is not given", where)
    at = _term(data["at"], f"{where}, measure") if "at" in optional else None
    blocks = _blocks(data["blocks"], f"{where}, measure") if "blocks" in optional else ()
    order = _term(data["order"], f"{where}, measure") if "order" in optional else None
    second = _term(data["second"], f"{where}, measure") if "second" in optional else None
    return Measure(data["name"], names, _term(data["base"], f"{where}, measure"), at, blocks, order, second)


def _step(data: Any, where: str) -> Step:
    optional = {"equality", "witness"} & set(data) if isinstance(data, dict) else set()
    _keys(data, {"relation", "term", "rule", "lemmas"} | optional, where)
    if not isinstance(data["rule"], str):
        raise CertificateError("a rule is named by a text", where)
    relation = _one_of(data["relation"], RELATIONS, where)
    equality = _equality(data["equality"], relation, where) if "equality" in optional else None
    witness = witness_in(data["witness"], f"{where}, witness") if "witness" in optional else None
    return Step(relation, _term(data["term"], where), data["rule"], _names(data["lemmas"], where), equality, witness)


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


# --- to JSON data ----------------------------------------------------------------------------------------------------


def _unplain(plain: Plain) -> dict[str, Any]:
    beyond = {"otherwise": [plain_beyond(entry) for entry in plain.otherwise]} if plain.otherwise else {}
    return {
        "symbols": dict(plain.symbols),
        "conditions": [dump(c) for c in plain.conditions],
        "functions": dict(plain.functions),
        "laws": {name: _unlaw(law) for name, law in plain.laws},
        "measure": None if plain.measure is None else _unmeasure(plain.measure),
        "start": dump(plain.start),
        "steps": [
            {"relation": s.relation, "term": dump(s.term), "rule": s.rule, "lemmas": list(s.lemmas)}
            | _unequality(s)
            | ({} if s.witness is None else {"witness": plain_witness(s.witness)})
            for s in plain.steps
        ],
        "claim": {
            "relation": plain.claim.relation,
            "left": dump(plain.claim.left),
            "right": dump(plain.claim.right),
        },
        **beyond,
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
    if measure.second is not None:
        optional["second"] = dump(measure.second)
    if measure.blocks:
        optional["blocks"] = [list(block) for block in measure.blocks]
    return {"name": measure.name, "laws": list(measure.laws), "base": dump(measure.base), **optional}


def _unlaw(law: Law) -> dict[str, Any]:
    if law.marginals:
        return {**_unlaw(replace(law, marginals=())), "marginals": list(law.marginals)}
    if law.total:
        return {**_unlaw(replace(law, total="")), "total": law.total}
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
