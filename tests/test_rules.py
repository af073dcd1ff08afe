"""Every rule in every file of rules/: its examples hold, and it leaves alone what it must refuse."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest
from sympy import simplify

import symbinfo.derivation.rules
from symbinfo.derivation.rules.rule import Context, Rule
from symbinfo.expressions.unevaluated import evaluated


def rules() -> list[Rule]:
    found = {}
    for info in pkgutil.iter_modules(symbinfo.derivation.rules.__path__):
        module = import_module(f"symbinfo.derivation.rules.{info.name}")
        for value in vars(module).values():
            if isinstance(value, Rule):
                found[value.name, value.rewrite] = value
    return sorted(found.values(), key=lambda rule: rule.name)


EXAMPLES = [(rule, before, after) for rule in rules() for before, after in rule.examples]
REFUSALS = [(rule, expr) for rule in rules() for expr in rule.refuses]


@pytest.mark.parametrize(("rule", "before", "after"), EXAMPLES, ids=[f"{r.name}-{b}" for r, b, _ in EXAMPLES])
def test_an_example_comes_out(rule: Rule, before: object, after: object) -> None:
    new = rule.rewrite(before, Context())
    assert new is not None
    assert evaluated(new.expr) == after or simplify(evaluated(new.expr) - after) == 0


@pytest.mark.parametrize(("rule", "expr"), REFUSALS, ids=[f"{r.name}-{e}" for r, e in REFUSALS])
def test_a_refusal_is_kept(rule: Rule, expr: object) -> None:
    new = rule.rewrite(expr, Context())
    assert new is None or new.expr == expr


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_rule_gives_its_reason(rule: Rule) -> None:
    assert rule.why.endswith(".")
    assert rule.name == rule.name.lower().replace(" ", "-")
