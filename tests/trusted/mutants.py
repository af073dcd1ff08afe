"""Good certificates broken in one place, and the engine with one of its rules or stored facts spoilt.

A mutant is only counted where it is one: the mutated certificate differs from the good one, and what it says is false
or no longer argued for. Run as a program, this file prints how many were made and how many the checker refused.
"""

from __future__ import annotations

import copy
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sympy import true

import symbinfo as si
from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.derivation.integrals import by_normaliser
from symbinfo.derivation.integrals.normalisers import INTEGRALS, Normaliser
from symbinfo.derivation.integrals.normalising_sums import SUMS
from symbinfo.derivation.plans import derive as strategies
from symbinfo.derivation.rules import expectations
from symbinfo.derivation.rules.rule import Rewritten, Rule
from symbinfo.expressions.errors import BudgetExceeded, CertificateError, SymbinfoError
from symbinfo.trusted import Certificate, Memory, check, dump, parse

HERE = Path(__file__).parent
# Families and measures of every kind: continuous and discrete, finite lists, conditions, infinities, two laws, orders.
QUERIES = {
    "normal": "H(Normal(m, s))",
    "normals": "KL(Normal(m1, s1) || Normal(m2, s2))",
    "gamma": "H(Gamma(k, t))",
    "beta": "H(Beta(a, b))",
    "uniform": "H(Uniform(a, b))",
    "laplace-normal": "KL(Laplace(m, b) || Normal(0, s))",
    "weibull": "H(Weibull(a, b))",
    "pareto-exponential": "KL(Pareto(x, a) || Exponential(r))",
    "uniforms": "KL(Uniform(0, a) || Uniform(0, 3))",
    "coins": "KL(Bernoulli(p) || Bernoulli(q))",
    "geometric": "H(Geometric(p))",
    "poissons": "KL(Poisson(r) || Poisson(s))",
    "binomial": "H(Binomial(n, p), Binomial(n, q))",
    "bits": "H(Exponential(r))",
    "renyi": "Renyi(Exponential(r) || Exponential(s); 1/2)",
    "fisher": "FisherInformation(Gamma(k, t); t)",
    "infinite": "KL(Uniform(0, 3) || Uniform(0, 2))",
}


THEOREMS = ("gibbs-inequality", "scaling-law", "cross-entropy-bound")


NAMES = (*QUERIES, *THEOREMS)


def good(names: Sequence[str] = NAMES) -> dict[str, Any]:
    """The good certificates, as JSON data: derived afresh, and of theorems."""
    found = {}
    for name in names:
        if name in THEOREMS:
            found[name] = certificate_of(si.theorem(name)).to_dict()
            continue
        query = QUERIES[name]
        measure = si.parse(query, unit="bits" if name == "bits" else "nats")
        found[name] = certificate_of(si.derive(measure)).to_dict()
    return found


# --- one place of a certificate --------------------------------------------------------------------------------------

Mutants = Iterator[tuple[str, Any]]


def main_of(data: Any) -> Any:
    return data["derivations"][data["main"]]


def places(term: Any, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Every part of a term with the way to it."""
    yield path, term
    if isinstance(term, tuple):
        for i, part in enumerate(term[1:], 1):
            yield from places(part, (*path, i))


def put(term: Any, path: tuple[int, ...], new: Any) -> Any:
    if not path:
        return new
    return (*term[: path[0]], put(term[path[0]], path[1:], new), *term[path[0] + 1 :])


def _number(part: Any) -> bool:
    return isinstance(part, (int, Fraction)) and not isinstance(part, bool)


EDITS: dict[str, Callable[[Any], Any]] = {
    "sign": lambda t: -t if _number(t) and t != 0 else ("*", -1, t) if isinstance(t, tuple) and t[0] == "log" else None,
    "constant": lambda t: t + Fraction(1, 2) if _number(t) else None,
    "off by 1e-20": lambda t: t + Fraction(1, 10**20) if _number(t) else None,
    "dropped term": lambda t: t[:-1] if isinstance(t, tuple) and t[0] == "+" and len(t) > 2 else None,
    "doubled part": lambda t: ("*", 2, t) if isinstance(t, tuple) and t[0] in ("+", "log", "*") else None,
    "swapped bounds": lambda t: (*t[:3], t[4], t[3]) if isinstance(t, tuple) and t[0] in ("integral", "sum") else None,
}


def _edited_terms(data: Any, rng: random.Random, each: int) -> Mutants:
    """One part of one step changed; of the last step, the claim follows, so that only mathematics can object."""
    steps = main_of(data)["steps"]
    for kind, edit in EDITS.items():
        sites = [
            (number, path, new)
            for number, step in enumerate(steps)
            for path, part in places(parse(step["term"]))
            if (new := edit(part)) is not None and new != part
        ]
        for number, path, new in rng.sample(sites, min(each, len(sites))):
            mutant = copy.deepcopy(data)
            main = main_of(mutant)
            text = dump(put(parse(steps[number]["term"]), path, new))
            main["steps"][number]["term"] = text
            if number == len(steps) - 1:
                main["claim"]["right"] = text
            yield kind, mutant


def _changed(data: Any, change: Callable[[Any], bool | None]) -> Iterator[Any]:
    mutant = copy.deepcopy(data)
    if change(mutant) is not False and mutant != data:
        yield mutant


def _structure(data: Any) -> Mutants:
    """What stands round the steps."""

    def last_two_exchanged(d: Any) -> bool | None:
        steps = main_of(d)["steps"]
        if len(steps) < 2 or steps[-1]["term"] == steps[-2]["term"]:
            return False
        steps[-1], steps[-2] = steps[-2], steps[-1]
        return None

    def last_step_lost(d: Any) -> bool | None:
        last = main_of(d)["steps"].pop()
        before = main_of(d)["steps"][-1]["term"] if main_of(d)["steps"] else main_of(d)["start"]
        return False if before == last["term"] else None

    def cites_itself(d: Any) -> None:
        main_of(d)["steps"][0]["lemmas"] = [d["main"]]

    def cites_nothing(d: Any) -> None:
        main_of(d)["steps"][-1]["lemmas"] = ["L999"]

    def lemmas_cite_main(d: Any) -> bool | None:
        lemma = next((n for n in d["derivations"] if n != d["main"]), None)
        cited = {x for s in main_of(d)["steps"] for x in s["lemmas"]}
        if lemma is None or lemma not in cited or not d["derivations"][lemma]["steps"]:
            return False
        d["derivations"][lemma]["steps"][0]["lemmas"] = [d["main"]]
        return None

    def relation_strict(d: Any) -> None:
        main_of(d)["claim"]["relation"] = "<" if main_of(d)["claim"]["relation"] != ">=" else ">"

    def relation_turned(d: Any) -> bool | None:
        main = main_of(d)
        turned = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}
        if main["claim"]["relation"] not in turned:
            return False
        for place in (main["claim"], *main["steps"]):
            place["relation"] = turned.get(place["relation"], place["relation"])
        return None

    for kind, change in {
        "reordered step": last_two_exchanged,
        "lost step": last_step_lost,
        "cites itself": cites_itself,
        "cites what is not there": cites_nothing,
        "cyclic lemma": lemmas_cite_main,
        "strict relation": relation_strict,
        "turned relation": relation_turned,
    }.items():
        yield from ((kind, mutant) for mutant in _changed(data, change))


def _title(data: Any) -> Mutants:
    """The measure, its laws, and the domain."""
    main = main_of(data)
    if main["measure"] is None:
        return
    for other in ("entropy", "kl", "cross-entropy", "chi-squared", "jensen-shannon", "hellinger"):
        if other != main["measure"]["name"]:

            def rename(d: Any, other: str = other) -> None:
                main_of(d)["measure"]["name"] = other

            yield from (("wrong measure in the title", m) for m in _changed(data, rename))

    def base(d: Any) -> bool | None:
        if main_of(d)["measure"]["name"] in ("fisher-information", "chi-squared", "hellinger") or _infinite(d):
            return False
        main_of(d)["measure"]["base"] = "3"
        return None

    def laws_exchanged(d: Any) -> bool | None:
        laws = main_of(d)["measure"]["laws"]
        if len(laws) < 2 or _infinite(d) or main_of(d)["measure"]["name"] == "renyi-divergence":
            return False
        laws.reverse()
        return None

    def density(d: Any) -> bool | None:
        law = next(iter(main_of(d)["laws"].values()))
        if "density" not in law:
            return False
        law["density"] = f"(* 1000001/1000000 {law['density']})"
        return None

    def outcome(d: Any) -> bool | None:
        law = next(iter(main_of(d)["laws"].values()))
        if not law.get("outcomes"):
            return False
        law["outcomes"][0][1] = f"(* 1/2 {law['outcomes'][0][1]})"
        return None

    def support(d: Any) -> bool | None:
        law = next(iter(main_of(d)["laws"].values()))
        if law["kind"] != "continuous" or law["lower"] == "%-oo":
            return False
        law["lower"] = f"(+ {law['lower']} 1/64)"
        return None

    for kind, change in {
        "wrong base": base,
        "laws exchanged": laws_exchanged,
        "density not normalised": density,
        "probability changed": outcome,
        "support changed": support,
    }.items():
        yield from ((kind, mutant) for mutant in _changed(data, change))


def _infinite(data: Any) -> bool:
    return main_of(data)["claim"]["right"] in ("%oo", "%-oo")


#: Conditions without which a derivation is wrong, and symbols that must not be real only, by certificate.
NEEDED = {
    "uniform": "(< a b)",
    "pareto-exponential": "a",
    "coins": "p",
    "geometric": "p",
    "uniforms": "a",
}
WIDENED = {"gamma": "k", "weibull": "a", "poissons": "s", "beta": "b", "normals": "s2", "laplace-normal": "b"}


def _domain(name: str, data: Any) -> Mutants:
    """A condition dropped, or a symbol allowed to be negative."""
    needle = NEEDED.get(name)
    if needle:

        def weaken(d: Any) -> None:
            kept = [c for c in main_of(d)["conditions"] if needle not in c.replace("(", " ").replace(")", " ").split()]
            main_of(d)["conditions"] = [] if needle.startswith("(") else kept

        yield from (("weakened condition", m) for m in _changed(data, weaken))
    if name in WIDENED:

        def widen(d: Any) -> None:
            for derivation in d["derivations"].values():
                if WIDENED[name] in derivation["symbols"]:
                    derivation["symbols"][WIDENED[name]] = "real"

        yield from (("widened symbol", m) for m in _changed(data, widen))


def certificates_broken(name: str, data: Any, each: int = 3) -> Mutants:
    """The mutants of one good certificate, always the same, each with its kind."""
    rng = random.Random(f"mutants of {name}")
    yield from _edited_terms(data, rng, each)
    yield from _structure(data)
    yield from _title(data)
    yield from _domain(name, data)


def verdict_on(data: Any, memory: Memory | None = None, digits: int = 24, seconds: float = 10.0) -> str:
    """What the checker says: a verdict, or that it cannot be read; what takes too long is no pass either."""
    try:
        return check(Certificate.from_dict(data), seconds, digits, memory).verdict
    except CertificateError:
        return "unreadable"
    except BudgetExceeded:
        return "undecided"


# --- the engine spoilt -----------------------------------------------------------------------------------------------

SPOILT_ON = ("normals", "gamma", "uniform", "pareto-exponential", "coins", "poissons", "fisher", "beta")

CHANGES: dict[str, Callable[[Rewritten], Rewritten]] = {
    "sign flipped": lambda r: replace(r, expr=-r.expr),
    "constant added": lambda r: replace(r, expr=r.expr + Fraction(1, 2)),
    "term lost": lambda r: replace(r, expr=r.expr.func(*r.expr.args[:-1])) if r.expr.is_Add else r,
    "condition lost": lambda r: replace(r, requires=true, lemmas=tuple(map(without_needs, r.lemmas))),
}


def without_needs(derivation: Derivation) -> Derivation:
    """A derivation that has forgotten what its steps need."""
    steps = (replace(s, requires=true, lemmas=tuple(map(without_needs, s.lemmas))) for s in derivation.steps)
    return replace(derivation, steps=tuple(steps))


@contextmanager
def support_forgotten() -> Iterator[None]:
    """The engine without the rule that the support of P must lie in that of Q."""
    before = strategies.ROUTES
    strategies.ROUTES = tuple(route for route in before if route.name != "need-of-the-supports")
    assert len(strategies.ROUTES) == len(before) - 1
    try:
        yield
    finally:
        strategies.ROUTES = before


def spoilt_rule(rule: Rule, change: Callable[[Rewritten], Rewritten]) -> Rule:
    def rewrite(expr: Any, context: Any) -> Rewritten | None:
        found = rule.rewrite(expr, context)
        return None if found is None else change(found)

    return replace(rule, rewrite=rewrite)


@contextmanager
def plan_with(number: int, rule: Rule) -> Iterator[None]:
    """The engine with another rule in its plan."""
    before = strategies.PLAN
    strategies.PLAN = (*before[:number], rule, *before[number + 1 :])
    try:
        yield
    finally:
        strategies.PLAN = before


@contextmanager
def fact_with(row: Normaliser, value: Any) -> Iterator[None]:
    """The engine with another value of a stored integral or sum; what it remembers is forgotten on the way in and out."""
    before = row.value
    object.__setattr__(row, "value", value)
    forget()
    try:
        yield
    finally:
        object.__setattr__(row, "value", before)
        forget()


def forget() -> None:
    """Lemmas that were derived before are derived again."""
    for remembered in (expectations._moment, by_normaliser.series_at_gap):
        remembered.cache_clear()


def derived(query: str) -> Any:
    """The certificate of a derivation, or None where the spoilt engine does not get that far."""
    try:
        derivation = si.derive(si.parse(query))
        return None if derivation.status is Status.REDUCED else certificate_of(derivation).to_dict()
    except (SymbinfoError, ArithmeticError, AttributeError, TypeError, ValueError):
        return None


def says_no_more(found: Any, right: Any) -> bool:
    """Whether each of its derivations is the good one's: what is said where a condition fails may be missing."""
    told, ours = ({n: {**d, "otherwise": None} for n, d in data["derivations"].items()} for data in (found, right))
    return told.items() <= ours.items()


def rules_spoilt(name: str) -> Mutants:
    """What the engine derives of a query with one rule of its plan changed, where that is another derivation."""
    right = derived(QUERIES[name])
    for number, rule in enumerate(strategies.PLAN):
        for kind, change in CHANGES.items():
            with plan_with(number, spoilt_rule(rule, change)):
                found = derived(QUERIES[name])
            if found is not None and not says_no_more(found, right):
                yield f"rule spoilt: {kind}", found
    if name == "uniforms":
        with support_forgotten():
            yield "rule spoilt: support forgotten", derived(QUERIES[name])


def facts_spoilt(row: Normaliser) -> Mutants:
    """What the engine derives with one stored integral or sum changed, where that is another derivation."""
    query = USERS[row.name]
    right = derived(query)
    for symbol in row.parameters[:2]:
        # Moved alone, the exponential series would gain a constant factor, and only ratios are taken of it.
        with fact_with(row, row.value.subs(symbol, symbol * Fraction(8, 7) + Fraction(1, 7))):
            found = derived(query)
        if found is not None and found != right:
            yield "stored integral or sum spoilt", found


#: For each stored integral and sum, a query that rests on it.
USERS = {
    "gamma-integral": "H(Gamma(k, t))",
    "beta-integral": "H(Beta(a, b))",
    "beta-prime-integral": "H(BetaPrime(a, b))",
    "gaussian-integral": "Renyi(Normal(m, s) || Normal(n, t); 1/2)",
    "power-integral": "H(BoundedPareto(a, l, h))",
    "incomplete-gamma-integral": "H(Gompertz(b, e))",
    "bessel-integral": "H(VonMises(m, k))",
    "modified-bessel-integral": "H(GaussianInverse(m, l))",
    "geometric-series": "H(Geometric(p))",
    "exponential-series": "KL(Poisson(r) || Poisson(s))",
    "binomial-theorem": "KL(Binomial(n, p) || Binomial(n, q))",
    "negative-binomial-series": "KL(NegativeBinomial(r, p) || NegativeBinomial(r, q))",
    "logarithmic-series": "KL(Logarithmic(p) || Logarithmic(q))",
    "zeta-series": "Renyi(Zeta(s); 2)",
    "polylogarithm-series": "H(Logarithmic(p))",
    "two-sided-exponential-integral": "Renyi(Laplace(m, s) || Laplace(n, r); t)",
    "confluent-integral": "KL(Beta(a, b) || Gumbel(c, d))",
    "hypergeometric-integral": "KL(Beta(a, b) || Lomax(c, d))",
    "hypergeometric-integral-on-the-half-line": "KL(Lomax(a, b) || Lomax(c, d))",
}


#: What is spoilt: the mutants of each good certificate, of each query by spoilt rules, of each stored integral and sum.
SOURCES: dict[str, Callable[[], Mutants]] = {
    **{name: partial(lambda name: certificates_broken(name, good((name,))[name], 2), name) for name in NAMES},
    **{f"rules of {name}": partial(rules_spoilt, name) for name in (*SPOILT_ON, "uniforms")},
    **{row.name: partial(facts_spoilt, row) for row in (*INTEGRALS, *SUMS) if row.name in USERS},
}


#: Changed, and true all the same: the checker must accept what is true.
TRUE_ALL_THE_SAME = {
    ("bits", "off by 1e-20"): "the end of an integral of a density that vanishes there: 1e-40 is lost",
    ("fisher", "off by 1e-20"): "a constant in a square whose other part has the mean 0: 1e-40 is added",
    ("fisher", "dropped term"): "a term that does not depend on the variable of the derivative",
    ("gibbs-inequality", "doubled part"): "twice 1 - 1",
    ("gibbs-inequality", "swapped bounds"): "an empty sum where the sum is 0",
    ("binomial-theorem", "stored integral or sum spoilt"): "a constant factor, (8/7)**n: ratios are taken of it",
    ("incomplete-gamma-integral", "stored integral or sum spoilt"): "another row has the integral, and its true value",
}


def passed_of(source: str, every: int = 1, seconds: float = 10.0) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Of the mutants of a source, or of every so many of them, how many of each kind were made, refused, and true all the same; and what passed."""
    counted: Counter[tuple[str, str]] = Counter()
    passed: list[str] = []
    memory, digits = Memory(), 24 if source in NAMES else 12
    for kind, mutant in islice(SOURCES[source](), 0, None, every):
        counted[kind, "made"] += 1
        if verdict_on(mutant, memory, digits, seconds) != "holds":
            counted[kind, "refused"] += 1
        elif (source, kind) in TRUE_ALL_THE_SAME:
            counted[kind, "true"] += 1
        else:
            passed.append(f"{source}: {kind}")
    return counted, passed


def report() -> tuple[str, list[str]]:
    """The table of how many mutants were made of each kind and how many were refused, and those that were not."""
    counted: Counter[tuple[str, str]] = Counter()
    passed: list[str] = []
    for number, source in enumerate(SOURCES, 1):
        found, through = passed_of(source)
        counted.update(found)
        passed += through
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{number} of {len(SOURCES)} ")
    kinds = sorted({kind for kind, _ in counted})
    what = ("made", "refused", "true")
    lines = ["| what is broken | mutants | refused | true all the same |", "|---|---|---|---|"]
    lines += [f"| {kind} | {' | '.join(str(counted[kind, word]) for word in what)} |" for kind in kinds]
    sums = (sum(n for (_, told), n in counted.items() if told == word) for word in what)
    return "\n".join([*lines, f"| all | {' | '.join(map(str, sums))} |"]), passed


if __name__ == "__main__":
    table, passed = report()
    print(table)
    for line in passed:
        print(f"PASSED {line}")
    sys.exit(bool(passed))
