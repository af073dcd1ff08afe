"""Witnesses of steps as JSON data: read or refused, and written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .exceptions import CertificateError
from .shapes import demand_keys, name_in, term_in
from .terms import HIGHEST_ORDER, Term, dump
from .witnesses import FORMS, ByFacts, Chart, Cut, FactInstance, Part, Spread, Tangent, Witness

__all__ = ["plain_witness", "witness_in"]

_FACT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


# --- from JSON data --------------------------------------------------------------------------------------------------


def witness_in(data: Any, where: str) -> Witness:
    """Read a witness.

    Raises
    ------
    CertificateError
        When the data have not the shape of their form.
    """
    form = data.get("form") if isinstance(data, dict) else None
    if not isinstance(form, str) or form not in FORMS:
        raise CertificateError(f"{str(form)[:40]!r} is none of {', '.join(FORMS)}", where)
    wanted, optional = FORMS[form]
    demand_keys(data, {"form", *wanted, *(optional & set(data))}, where)
    return Witness(
        form,
        factors=tuple(_pair(pair, where) for pair in _list(data.get("factors", []), where)),
        at=tuple((name, _values(table, where)) for name, table in _object(data.get("at", {}), where).items()),
        totals=tuple(name_in(name, where) for name in _one_or_more(data.get("total", []), where)),
        integrals=tuple(_by_facts(entry, where) for entry in _list(data.get("integrals", []), where)),
        facts=tuple(_instance(entry, where) for entry in _list(data.get("facts", []), where)),
        cuts=tuple(_cut(entry, where) for entry in _list(data.get("cuts", []), where)),
        cases=tuple(term_in(case, where) for case in _list(data.get("cases", []), where)),
        spread=tuple(_spread(entry, where) for entry in _list(data.get("spread", []), where)),
        interval=_pair(data["interval"], where) if "interval" in data else None,
        exchanged=tuple(_integral(total, where) for total in _list(data.get("exchanged", []), where)),
        tangent=_tangent(data["tangent"], where) if "tangent" in data else None,
        times=tuple(term_in(factor, where) for factor in _one_or_more(data.get("times", []), where)),
        ends=tuple(_chart(entry, where) for entry in _list(data.get("ends", []), where)),
    )


def _list(data: Any, where: str) -> list[Any]:
    if not isinstance(data, list):
        raise CertificateError("a list was expected", where)
    return data


def _object(data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise CertificateError("an object was expected", where)
    return data


def _one_or_more(data: Any, where: str) -> list[Any]:
    return [data] if isinstance(data, str) else _list(data, where)


def _pair(data: Any, where: str) -> tuple[Term, Term]:
    if not isinstance(data, list) or len(data) != 2:
        raise CertificateError("a pair of terms was expected", where)
    return term_in(data[0], where), term_in(data[1], where)


def _values(data: Any, where: str) -> tuple[tuple[str, Term], ...]:
    return tuple((name_in(name, where), term_in(value, where)) for name, value in _object(data, where).items())


def _instance(data: Any, where: str, more: Iterable[str] = ()) -> FactInstance:
    optional = {"parameter"} & set(data) if isinstance(data, dict) else set()
    demand_keys(data, {"fact", "variable", "values", *optional, *more}, where)
    if not isinstance(data["fact"], str) or _FACT.match(data["fact"]) is None:
        raise CertificateError(f"{str(data['fact'])[:40]!r} is no name of a fact", where)
    parameter = name_in(data["parameter"], where) if optional else ""
    return FactInstance(data["fact"], name_in(data["variable"], where), _values(data["values"], where), parameter)


def _part(data: Any, where: str) -> Part:
    derived = {"order"} & set(data) if isinstance(data, dict) else set()
    instance = _instance(data, where, {"times", *derived})
    order = data["order"] if derived else 0
    if type(order) is not int or not 0 <= order <= HIGHEST_ORDER:
        raise CertificateError(f"the order of a part is 0 to {HIGHEST_ORDER}", where)
    if order and not instance.parameter:
        raise CertificateError("a derivative is taken in a parameter: name it", where)
    return Part(term_in(data["times"], where), instance, order)


def _by_facts(data: Any, where: str) -> ByFacts:
    optional = {"chart", "each"} & set(data) if isinstance(data, dict) else set()
    demand_keys(data, {"integral", "parts", *optional}, where)
    integral = _integral(data["integral"], where)
    parts = tuple(_part(part, where) for part in _list(data["parts"], where))
    rows = [_list(row, where) for row in _list(data.get("each", []), where)]
    each = tuple(tuple(_part(part, where) for part in row) for row in rows)
    chart = _chart(data["chart"], where) if "chart" in optional else None
    if each and (chart is None or len(each) != len(chart.branches)):
        raise CertificateError("each branch of the chart has its parts", where)
    return ByFacts(integral, chart, parts, each)


def _integral(data: Any, where: str) -> Term:
    term = term_in(data, where)
    if not isinstance(term, tuple) or term[0] not in ("integral", "sum"):
        raise CertificateError("an integral or a sum was expected", where)
    return term


def _cut(data: Any, where: str) -> Cut:
    optional = {"chart", "antiderivative", "signs"} & set(data) if isinstance(data, dict) else set()
    demand_keys(data, {"integral", "points", *optional}, where)
    points = tuple(term_in(point, where) for point in _list(data["points"], where))
    chart = _chart(data["chart"], where) if "chart" in optional else None
    primitive = term_in(data["antiderivative"], where) if "antiderivative" in optional else None
    signs = tuple(_list(data.get("signs", []), where))
    if not all(type(sign) is int and sign in (1, -1) for sign in signs):
        raise CertificateError("a sign is 1 or -1", where)
    if primitive is not None and (len(points) < 2 or len(signs) != len(points) - 1):
        raise CertificateError("an antiderivative has a sign for each piece", where)
    return Cut(_integral(data["integral"], where), points, chart, primitive, signs)


def _spread(data: Any, where: str) -> Spread:
    optional = {"constant"} & set(data) if isinstance(data, dict) else set()
    demand_keys(data, {"integral", "terms", *optional}, where)
    pairs = (_pair(pair, where) for pair in _list(data["terms"], where))
    constant = term_in(data["constant"], where) if optional else 0
    return Spread(_integral(data["integral"], where), tuple(pairs), constant)


#: Keys of a tangent that is not that of the logarithm.
_FUNCTION = ("body", "point", "lower", "upper")


def _tangent(data: Any, where: str) -> Tangent:
    optional = {"over"} & set(data) if isinstance(data, dict) else set()
    if isinstance(data, dict) and "variable" in data:
        optional |= {"variable", *_FUNCTION}
    demand_keys(data, {"times", "weight", "at", *optional}, where)
    times, weight, at = (term_in(data[name], where) for name in ("times", "weight", "at"))
    over = _integral(data["over"], where) if "over" in data else None
    if "variable" not in data:
        return Tangent(over, times, weight, at)
    body, point, lower, upper = (term_in(data[name], where) for name in _FUNCTION)
    return Tangent(over, times, weight, at, name_in(data["variable"], where), body, point, lower, upper)


def _chart(data: Any, where: str) -> Chart:
    demand_keys(data, {"variable", "lower", "upper", "branches"}, where)
    branches = tuple(term_in(branch, where) for branch in _list(data["branches"], where))
    if not branches:
        raise CertificateError("a chart has at least one branch", where)
    lower, upper = (term_in(data[key], where) for key in ("lower", "upper"))
    return Chart(name_in(data["variable"], where), lower, upper, branches)


# --- to JSON data ----------------------------------------------------------------------------------------------------


def plain_witness(witness: Witness) -> dict[str, Any]:
    """The witness as JSON data."""
    totals = list(witness.totals)
    data = {
        "factors": [[dump(a), dump(b)] for a, b in witness.factors],
        "at": {name: _plain_values(values) for name, values in witness.at},
        "total": totals[0] if len(totals) == 1 else totals,
        "integrals": [_plain_by_facts(entry) for entry in witness.integrals],
        "facts": [_plain_instance(entry) for entry in witness.facts],
        "cuts": [_plain_cut(entry) for entry in witness.cuts],
        "cases": [dump(case) for case in witness.cases],
        "spread": [_plain_spread(entry) for entry in witness.spread],
        "interval": [dump(end) for end in witness.interval or ()],
        "exchanged": [dump(total) for total in witness.exchanged],
        "tangent": None if witness.tangent is None else _plain_tangent(witness.tangent),
        "times": dump(witness.times[0]) if len(witness.times) == 1 else [dump(factor) for factor in witness.times],
        "ends": [_plain_chart(chart)["chart"] for chart in witness.ends],
    }
    wanted, _ = FORMS[witness.form]
    return {"form": witness.form, **{key: value for key, value in data.items() if value or key in wanted}}


def _plain_tangent(tangent: Tangent) -> dict[str, Any]:
    plain: dict[str, Any] = {} if tangent.over is None else {"over": dump(tangent.over)}
    plain |= {name: dump(getattr(tangent, name)) for name in ("times", "weight", "at")}
    if tangent.body is not None:
        plain |= {"variable": tangent.variable, **{name: dump(getattr(tangent, name)) for name in _FUNCTION}}
    return plain


def _plain_values(values: Iterable[tuple[str, Term]]) -> dict[str, str]:
    return {name: dump(value) for name, value in values}


def _plain_instance(entry: FactInstance) -> dict[str, Any]:
    plain = {"fact": entry.fact, "variable": entry.variable, "values": _plain_values(entry.values)}
    return {**plain, "parameter": entry.parameter} if entry.parameter else plain


def _plain_part(part: Part) -> dict[str, Any]:
    plain = {"times": dump(part.times), **_plain_instance(part.instance)}
    return {**plain, "order": part.order} if part.order else plain


def _plain_by_facts(entry: ByFacts) -> dict[str, Any]:
    plain: dict[str, Any] = {"integral": dump(entry.integral), **_plain_chart(entry.chart)}
    plain["parts"] = [_plain_part(part) for part in entry.parts]
    if entry.each:
        plain["each"] = [[_plain_part(part) for part in branch] for branch in entry.each]
    return plain


def _plain_chart(chart: Chart | None) -> dict[str, Any]:
    if chart is None:
        return {}
    ends = {"lower": dump(chart.lower), "upper": dump(chart.upper)}
    return {"chart": {"variable": chart.variable, **ends, "branches": [dump(branch) for branch in chart.branches]}}


def _plain_cut(entry: Cut) -> dict[str, Any]:
    plain = {"integral": dump(entry.integral), "points": [dump(p) for p in entry.points], **_plain_chart(entry.chart)}
    if entry.antiderivative is not None:
        plain |= {"antiderivative": dump(entry.antiderivative), "signs": list(entry.signs)}
    return plain


def _plain_spread(entry: Spread) -> dict[str, Any]:
    plain = {"integral": dump(entry.integral), "terms": [[dump(c), dump(i)] for c, i in entry.terms]}
    return {**plain, "constant": dump(entry.constant)} if entry.constant != 0 else plain
