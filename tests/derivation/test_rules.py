"""Every rule: its examples come out and hold in numbers, it leaves alone what it must refuse, and some plan takes it."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from sympy import Basic, Expr, log, simplify, symbols

import symbinfo as si
import symbinfo.derivation.rules
import symbinfo.derivation.theorems
from symbinfo.derivation import Derivation, Step
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.theorems import names, theorem
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.laws.law import Law
from symbinfo.trusted import Report


def rules() -> list[Rule]:
    """The rules that stand in files; those that a function makes are met where a theorem is derived."""
    found = {}
    for package in (symbinfo.derivation.rules, symbinfo.derivation.theorems):
        for info in pkgutil.iter_modules(package.__path__):
            for value in vars(import_module(f"{package.__name__}.{info.name}")).values():
                if isinstance(value, Rule):
                    found[id(value)] = value
    return sorted(found.values(), key=lambda rule: (rule.name, rule.why))


RULES = rules()
THEOREMS = [name for name, _ in names()]


def comes_out(rule: Rule, before: Any, after: Any) -> bool:
    new = rule.rewrite(before, Context())
    if new is None:
        return False
    expr, wanted = evaluated(new.expr), evaluated(after)
    return bool(new.expr == after or expr == wanted or simplify(expr - wanted) == 0)


def in_numbers(rule: Rule, before: Any, after: Any, given: Domain = Domain()) -> Report:  # noqa: B008
    """What the checker says of the example as a derivation of one step; an inequality is compared as one."""
    new = rule.rewrite(before, Context())
    assert new is not None
    parts = {law.condition for expr in (before, after) if isinstance(expr, Basic) for law in expr.atoms(Law)}
    step = Step(new.relation, after, rule.name, rule.why, requires=new.requires, equality=new.equality)
    return Derivation(left=before, domain=Domain.of(sorted({*parts, *given.conditions}, key=str))).then(step).check()


def is_left_alone(rule: Rule, expr: Expr) -> bool:
    new = rule.rewrite(expr, Context())
    return new is None or new.expr == expr


EXAMPLES = [(rule, before, after) for rule in RULES for before, after in rule.examples]
REFUSALS = [(rule, expr) for rule in RULES for expr in rule.refuses]


@pytest.mark.parametrize(("rule", "before", "after"), EXAMPLES, ids=[f"{r.name}-{b}" for r, b, _ in EXAMPLES])
def test_an_example_comes_out(rule: Rule, before: object, after: object) -> None:
    assert comes_out(rule, before, after)


@pytest.mark.parametrize(("rule", "before", "after"), EXAMPLES, ids=[f"{r.name}-{b}" for r, b, _ in EXAMPLES])
def test_an_example_holds_in_numbers(rule: Rule, before: object, after: object) -> None:
    report = in_numbers(rule, before, after)
    assert report.verdict == "holds", report.text()


@pytest.mark.parametrize(("rule", "expr"), REFUSALS, ids=[f"{r.name}-{e}" for r, e in REFUSALS])
def test_a_refusal_is_kept(rule: Rule, expr: Any) -> None:
    assert is_left_alone(rule, expr)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_gives_its_reason(rule: Rule) -> None:
    assert rule.why.endswith(".")
    assert rule.name == rule.name.lower().replace(" ", "-")


# --- what the tests above must notice ---------------------------------------------------------------------------------

a, b = symbols("a b", positive=True)


def false_rule() -> Rule:
    """That the log of a product is a difference: its example comes out, and is false."""
    wrong = log(a) - log(b)
    return Rule(
        name="log-of-product",
        theme=Theme.LOGARITHMS,
        why="The log of a product is the difference of the logs.",
        rewrite=lambda expr, context: Rewritten(wrong) if expr == log(a * b) else None,
        examples=((log(a * b), wrong),),
        refuses=(log(a),),
    )


def test_a_false_rule_is_refuted_by_its_own_example() -> None:
    rule = false_rule()
    ((before, after),) = rule.examples
    assert comes_out(rule, before, after)
    assert in_numbers(rule, before, after).verdict == "refuted"


def test_an_example_that_does_not_come_out_is_noticed() -> None:
    assert not comes_out(false_rule(), log(a * b), log(a) + log(b))
    assert not comes_out(false_rule(), log(b), log(b))


def test_a_rule_without_example_or_refusal_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="the rule simplify has no example: give it a pair"):
        Rule("simplify", Theme.ALGEBRA, "Half.", lambda e, c: None, refuses=(a,))
    with pytest.raises(ValueError, match="the rule simplify refuses nothing: give it an expression"):
        Rule("simplify", Theme.ALGEBRA, "Half.", lambda e, c: None, examples=((a, b),))


# --- rules that functions make, and rules that no plan takes ----------------------------------------------------------


@contextmanager
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Rule]]:
    """The rules that are made while this is open."""
    found: list[Rule] = []
    plain = Rule.__init__

    def noted(self: Rule, *args: Any, **options: Any) -> None:
        plain(self, *args, **options)
        found.append(self)

    with monkeypatch.context() as patch:
        patch.setattr(Rule, "__init__", noted)
        yield found


@pytest.mark.parametrize("name", THEOREMS)
def test_the_rules_that_a_theorem_makes_hold(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with made(monkeypatch) as found:
        given = theorem(name).domain
    seen = set()
    for rule in found:
        assert all(is_left_alone(rule, expr) for expr in rule.refuses), rule.name
        for before, after in rule.examples:
            if (rule.name, before, after) in seen:
                continue
            seen.add((rule.name, before, after))
            assert comes_out(rule, before, after), (rule.name, before)
            report = in_numbers(rule, before, after, given)
            assert report.verdict == "holds", (rule.name, report.text())


# What meets the rules that no theorem meets.
QUERIES = (
    "KL(ZeroInflatedPoisson(w, r) || Poisson(s))",
    "H(UniformBall(R))",
    "H(Wishart(5, V, 2))",
    "KL(Bernoulli(p) || Bernoulli(q))",
    "KL(Normal(m, s) || Normal(n, t))",
    "KL(Cauchy(0, 1) || Normal(0, 1))",
    "KL(StudentT(1) || Gumbel(1, 0))",
    "KL(Pareto(1, 1) || Exponential(1))",
    "Renyi(Exponential(a), 2)",
    "Renyi(Normal(m, s); alpha)",
    "FisherInformation(Poisson(l), l)",
    "JS(Cauchy(0, 1) || Cauchy(1, 1))",
    "JS(Uniform(0, 2) || Uniform(1, 3))",
    "min(KL(Exponential(r) || Exponential(s)); s)",
    "limit(H(Die(n)) - log(n + 1), n, oo)",
    "H(BetaBinomial(4, 1, 1))",
)


@contextmanager
def watched(known: list[Rule]) -> Iterator[set[int]]:
    """The ids of those of the rules that rewrite something while this is open."""
    awake: set[int] = set()
    plain = [rule.rewrite for rule in known]

    def watch(rule: Rule, rewrite: Any) -> Any:
        def noted(expr: Expr, context: Context) -> Rewritten | None:
            new = rewrite(expr, context)
            if new is not None and new.expr != expr:
                awake.add(id(rule))
            return new

        return noted

    for rule in known:
        object.__setattr__(rule, "rewrite", watch(rule, rule.rewrite))
    try:
        yield awake
    finally:
        for rule, rewrite in zip(known, plain, strict=True):
            object.__setattr__(rule, "rewrite", rewrite)


def asleep(known: list[Rule]) -> list[str]:
    """The names of the rules that neither a theorem nor a query takes."""
    with watched(known) as awake:
        for name in THEOREMS:
            theorem(name)
        for query in QUERIES:
            si.derive(si.parse(query))
    return [rule.name for rule in known if id(rule) not in awake]


def test_every_rule_is_taken_by_a_plan_and_one_that_is_in_none_is_named() -> None:
    assert asleep([*RULES, false_rule()]) == ["log-of-product"]
