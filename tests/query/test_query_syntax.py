"""From grammar to node to object: no rule without an action, no node that a walk or a builder passes over."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from inspect import isfunction
from typing import Any

import pytest

import symbinfo.query
from symbinfo.derivation import Relation
from symbinfo.expressions.errors import QueryError
from symbinfo.query import nodes, parse
from symbinfo.query.grammar_actions import transformer
from symbinfo.query.nodes import Argument, Bars, Keyword, Mapping, Sequence, Statement, Weighted, below
from symbinfo.query.syntax import _parser, read

KINDS = typing.get_args(Argument)
#: A query for each kind of node, and how the query goes on with it: a value, or the words that refuse it by itself.
SAMPLES: dict[str, tuple[str, str]] = {
    "Number": ("2.5 + 1", "7/2"),
    "Name": ("x + 1", "x + 1"),
    "Call": ("log(1) + 1", "1"),
    "Operation": ("2*3", "6"),
    "Negation": ("-3", "-3"),
    "Sequence": ("H(DiscreteUniform([1, (2, 3)]))", "a list or a table is not expected here"),
    "Mapping": ("H(FiniteRV({0: 1/2, 1: 1/2}))", "a list or a table is not expected here"),
    "Keyword": ("H(Normal(0, std=1))", "is not expected here: only laws take arguments by name"),
    "Weighted": ("H(mixture(1/3: Normal(0, 1), 2/3: Normal(1, 1)))", "is not expected here: only mixture"),
}
#: Arguments of laws: by themselves they are no quantities.
ONLY_ARGUMENTS = (Sequence, Mapping, Keyword, Weighted)


def named_rules() -> set[str]:
    """The names that the grammar calls its actions by; a rule that hands on its only part calls none."""
    found = {rule.alias or ("" if rule.options.expand1 else str(rule.origin.name)) for rule in _parser().rules}
    return {name for name in found if name and not name.startswith("_")}


def test_each_rule_of_the_grammar_has_an_action_and_each_action_a_rule() -> None:
    actions = {name for name, value in vars(type(transformer())).items() if isfunction(value)}
    assert named_rules() - actions == set(), "rules without an action in grammar_actions.py"
    assert actions - named_rules() == set(), "actions that no rule of grammar.lark calls"


def test_each_kind_of_node_has_a_sample() -> None:
    written = {value for value in vars(nodes).values() if is_dataclass(value)}
    assert written - {Bars, Statement} == set(KINDS), "kinds of nodes that the unions Node and Argument do not list"
    assert {kind.__name__ for kind in KINDS} == set(SAMPLES)


def held(value: Any) -> Iterator[Any]:
    """All nodes that a node holds in its fields, with itself."""
    if isinstance(value, tuple):
        for item in value:
            yield from held(item)
    elif is_dataclass(value):
        if not isinstance(value, Bars):
            yield value
        for field in fields(value):
            yield from held(getattr(value, field.name))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_walk_passes_over_no_node(kind: type) -> None:
    statement = read(SAMPLES[kind.__name__][0])
    walked = below(statement)
    assert any(type(node) is kind for node in walked), f"the sample holds no {kind.__name__}"
    assert {id(node) for node in walked} == {id(node) for node in held(statement)}


@dataclass(frozen=True)
class Stranger:
    """A node that no walk knows."""

    value: Any


def test_a_walk_that_passes_over_a_node_is_noticed() -> None:
    hidden = Statement(typing.cast(Any, Stranger(read("x").left)))
    assert {id(node) for node in below(hidden)} != {id(node) for node in held(hidden)}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_kind_of_node_becomes_a_value_or_is_refused_in_words(kind: type) -> None:
    text, outcome = SAMPLES[kind.__name__]
    meaning = parse(text)
    if not issubclass(kind, ONLY_ARGUMENTS):
        assert str(meaning) == outcome
        return
    inside = {Sequence: "log([1])", Mapping: "log({0: 1})", Keyword: "log(x=1)", Weighted: "log(1: 2)"}[kind]
    with pytest.raises(QueryError, match=outcome):
        parse(inside)


def test_each_relation_of_a_claim_is_read() -> None:
    assert [parse(f"H(Coin()) {relation.value} 1").relation for relation in Relation] == list(Relation)


def test_the_front_of_the_language_names_what_it_has() -> None:
    for name in symbinfo.query.__all__:
        assert callable(getattr(symbinfo.query, name)), name
    with pytest.raises(AttributeError, match="has no attribute 'pase'"):
        symbinfo.query.pase  # noqa: B018
