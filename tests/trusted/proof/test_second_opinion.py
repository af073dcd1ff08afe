"""Equality by another method: values in finite fields, for rational functions with exponentials and powers.

A symbol is a power of a generator modulo p, so that a^u can be had when u is known modulo the order q of the generator;
p = k q + 1. An identity holds at each such place, and what is none fails at almost all of them (Schwartz and Zippel). So
the two methods must say the same of each pair, but for pairs that the normal form does not reach.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from random_terms import disguised
from sympy import isprime

from symbinfo.trusted import dump
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.normal_form import equal

NAMES = ("a", "b", "c")
HERE = {
    **dict.fromkeys(NAMES, "positive"),
    "n": "positive integer",
    "k": "nonnegative integer",
    "p": "open probability",
}
ORDER = next(q for q in range(2**61 + 1, 2**62, 2) if isprime(q))
PRIME = next(k * ORDER + 1 for k in range(2, 10**6, 2) if isprime(k * ORDER + 1))
ROOT = next(r for r in (pow(g, (PRIME - 1) // ORDER, PRIME) for g in range(2, 50)) if r != 1)


class NoValue(Exception):
    """A division by 0 in the field, or what the language does not have."""


class Field:
    """Values of terms modulo PRIME and modulo ORDER at one random place."""

    def __init__(self, seed: int) -> None:
        rng = Random(seed)
        self.logs = {name: rng.randrange(1, ORDER) for name in (*HERE, "%e", "%pi")}
        self.other = {name: rng.randrange(1, ORDER) for name in self.logs}
        self.seed = seed

    def value(self, term, modulus=PRIME):
        if isinstance(term, (int, Fraction)):
            return term.numerator * self._inverse(term.denominator, modulus) % modulus
        if isinstance(term, str):
            if term not in self.logs:
                raise NoValue(term)
            return pow(ROOT, self.logs[term], PRIME) if modulus == PRIME else self.other[term]
        head, *parts = term
        if head == "+":
            return sum(self.value(part, modulus) for part in parts) % modulus
        if head == "*":
            product = 1
            for part in parts:
                product = product * self.value(part, modulus) % modulus
            return product
        if head == "^" and isinstance(parts[1], int):
            base = self.value(parts[0], modulus)
            return pow(base if parts[1] >= 0 else self._inverse(base, modulus), abs(parts[1]), modulus)
        if modulus != PRIME:
            raise NoValue("a power inside of an exponent")
        if head == "exp":
            return pow(ROOT, self.logs["%e"] * self.value(parts[0], ORDER) % ORDER, PRIME)
        if head == "^" and parts[0] in self.logs:
            return pow(ROOT, self.logs[parts[0]] * self.value(parts[1], ORDER) % ORDER, PRIME)
        if head == "erf":
            return Random(f"{self.seed} {self.value(parts[0])}").randrange(PRIME)
        raise NoValue(head)

    @staticmethod
    def _inverse(x, modulus):
        if x % modulus == 0:
            raise NoValue("a division by 0")
        return pow(x, -1, modulus)


def rational(rng: Random, depth: int):
    if depth <= 0 or rng.random() < 0.1:
        return rng.choice((*NAMES, "n", "p", 1, 2, -1, 3, Fraction(1, 2), Fraction(-2, 3)))
    head = rng.choice(("+", "+", "*", "*", "^"))
    if head == "^":
        return ("^", rational(rng, depth - 1), rng.choice((2, -1, -2, 3)))
    return (head, *(rational(rng, depth - 1) for _ in range(rng.randint(2, 3))))


def term_of(rng: Random, depth: int):
    choice = rng.random()
    if depth <= 0 or choice < 0.3:
        return rational(rng, depth)
    if choice < 0.45:
        return ("exp", rational(rng, 2))
    if choice < 0.6:
        return ("^", rng.choice(NAMES), rational(rng, 2))
    if choice < 0.65:
        return ("erf", rational(rng, 2))
    return (rng.choice(("+", "*")), *(term_of(rng, depth - 1) for _ in range(rng.randint(2, 3))))


def spoilt(term, rng: Random):
    """One leaf changed."""
    if not isinstance(term, tuple):
        return rng.choice((*NAMES, 1, 2, -1)) if isinstance(term, str) else term + 1
    i = rng.randrange(1, len(term))
    if term[0] == "^" and isinstance(term[2], int):
        i = 1
    return (*term[:i], spoilt(term[i], rng), *term[i + 1 :])


def compared(seeds):
    """How many pairs were equal by both, and by one; each that is equal by the form alone."""
    both = unseen = different = 0
    wrong = []
    for seed in seeds:
        rng = Random(seed)
        term = term_of(rng, 3)
        other = disguised(term, rng, 0.3)
        if rng.random() < 0.5:
            other = spoilt(other, rng)
        try:
            same = all((f := Field(7 * seed + i)).value(term) == f.value(other) for i in range(2))
        except NoValue:
            continue
        proved = equal(term, other, Context(HERE))
        both, unseen, different = both + (same and proved), unseen + (same and not proved), different + (not same)
        if proved and not same:
            wrong.append((dump(term), dump(other)))
    return both, unseen, different, wrong


def test_two_methods_say_the_same():
    both, unseen, different, wrong = compared(range(600))
    assert wrong == []
    assert both > 60 and different > 60 and unseen <= both // 50


@pytest.mark.slow
def test_two_methods_say_the_same_of_thousands():
    both, unseen, different, wrong = compared(range(1000, 41000))
    assert wrong == []
    assert both > 5000 and different > 5000 and unseen <= both // 50


def test_the_field_is_one():
    assert isprime(PRIME) and isprime(ORDER) and (PRIME - 1) % ORDER == 0 and pow(ROOT, ORDER, PRIME) == 1 != ROOT
    field = Field(1)
    one = ("*", ("^", "a", ("+", "b", 1)), ("exp", "c"))
    other = ("*", "a", ("^", "a", "b"), ("exp", ("+", "c", "a")), ("exp", ("*", -1, "a")))
    assert field.value(one) == field.value(other) != field.value(("*", one, "a"))
