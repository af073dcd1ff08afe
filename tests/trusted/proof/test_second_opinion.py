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
from sympy import Add, Mul, Rational, Symbol, expand, factor_list, factorrat, fraction, isprime, nan, together, zoo

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


class WithFunctions(Field):
    """Logarithms, absolute values and the gamma function, too: each a random value for what SymPy says it is of.

    A logarithm is a sum over the factors of its argument, |u| is u or -u for each factor, the gamma function is moved by
    whole numbers until the constant part of its argument is in [0, 1), with the product that comes out of it. Inside of
    an exponent the logarithm of a symbol is that to the base of the generator.
    """

    def value(self, term, modulus=PRIME):
        head = term[0] if isinstance(term, tuple) else ""
        if head == "log" and modulus == ORDER and term[1] in self.logs:
            return self.logs[term[1]] * self._inverse(self.logs["%e"], ORDER) % ORDER
        if modulus != PRIME or head not in ("log", "abs", "gamma", "polygamma"):
            return super().value(term, modulus)
        if head == "log":
            return self._log(term[1])
        if head == "abs":
            constant, factors = self._factors(term[1])
            signs = [Random(f"{self.seed} sign {text}").choice((1, -1)) for text, e in factors if e % 2]
            whole = self.value(term[1]) * (1 if constant >= 0 else -1)
            return whole * self._signed(signs) % PRIME
        return self._shifted(*term)

    @staticmethod
    def _signed(signs):
        product = 1
        for sign in signs:
            product *= sign
        return product

    def _log(self, term):
        head, *parts = term if isinstance(term, tuple) else ("",)
        if head == "exp":
            return self.value(parts[0])
        if head == "*":
            return sum(map(self._log, parts)) % PRIME
        if head == "^" and (parts[0] in self.logs or isinstance(parts[1], int)):
            return self.value(parts[1]) * self._log(parts[0]) % PRIME
        constant, factors = self._factors(term)
        if constant <= 0:
            raise NoValue("the logarithm of what is not positive")
        primes = [(f"{prime}", e) for prime, e in factorrat(constant).items()]
        return sum(e * self._random(f"log {text}") for text, e in (*primes, *factors)) % PRIME

    def _random(self, text):
        return Random(f"{self.seed} {text}").randrange(PRIME)

    def _factors(self, term):
        """A rational function as a number and factors with their powers, the first coefficient of each positive."""
        top, bottom = fraction(together(_sympy(term)))
        constant, factors = Rational(1), []
        for part, turn in ((top, 1), (bottom, -1)):
            number, own = factor_list(part)
            constant *= number**turn
            for factor, e in own:
                if factor.as_poly().LC() < 0:
                    factor, constant = -factor, constant * (-1) ** e
                factors.append((str(expand(factor)), turn * e))
        return constant, factors

    def _shifted(self, head, *parts):
        if head == "polygamma" and parts[0] != 0:
            raise NoValue("a higher derivative")
        argument = expand(_sympy(parts[-1]))
        constant = argument.as_coeff_Add()[0] if argument.is_Add else (argument if argument.is_number else Rational(0))
        n = int(constant // 1)
        if argument.is_number or abs(n) > 20:
            raise NoValue("a number, or a long product")
        base = self.value(_term(argument - n))
        found = self._random(f"{head} {argument - n}")
        for k in range(abs(n)):
            step = base + k if n > 0 else base - k - 1
            if head == "gamma":
                found = found * (step if n > 0 else self._inverse(step, PRIME)) % PRIME
            else:
                found += self._inverse(step, PRIME) if n > 0 else -self._inverse(step, PRIME)
        return found % PRIME


def _sympy(term):
    found = _expression(term)
    if found.has(nan, zoo):
        raise NoValue("a division by 0")
    return found


def _expression(term):
    if isinstance(term, (int, Fraction)):
        return Rational(term.numerator, term.denominator)
    if isinstance(term, str):
        if term.startswith("%"):
            raise NoValue(term)
        return Symbol(term)
    head, *parts = term
    if head == "^" and isinstance(parts[1], int):
        return _expression(parts[0]) ** parts[1]
    if head not in ("+", "*"):
        raise NoValue(head)
    return (Add if head == "+" else Mul)(*map(_expression, parts))


def _term(expression):
    if expression.is_Rational:
        return Fraction(int(expression.p), int(expression.q))
    if expression.is_Symbol:
        return expression.name
    if expression.is_Pow and expression.exp.is_Integer:
        return ("^", _term(expression.base), int(expression.exp))
    if not expression.args or not (expression.is_Add or expression.is_Mul):
        raise NoValue(str(expression))
    return ("+" if expression.is_Add else "*", *map(_term, expression.args))


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


def functions_of(rng: Random, depth: int):
    """A term with logarithms, absolute values and gamma functions of rational functions."""
    choice = rng.random()
    if depth <= 0 or choice < 0.2:
        return rational(rng, depth)
    if choice < 0.3:
        return rng.choice((("^", rng.choice(NAMES), rational(rng, 1)), ("exp", ("*", rational(rng, 1), ("log", "a")))))
    if choice < 0.7:
        inner = rational(rng, 2)
        some = rng.choice((("+", "a", "b"), ("*", "a", "c"), ("+", "n", 2, "a"), ("+", 1, ("*", "b", "c")), "a"))
        return rng.choice(
            (("log", some), ("log", ("*", some, "b")), ("abs", inner), ("gamma", some), ("polygamma", 0, some))
        )
    return (rng.choice(("+", "*")), *(functions_of(rng, depth - 1) for _ in range(rng.randint(2, 3))))


def spoilt(term, rng: Random):
    """One leaf changed."""
    if not isinstance(term, tuple):
        return rng.choice((*NAMES, 1, 2, -1)) if isinstance(term, str) else term + 1
    i = rng.randrange(1, len(term))
    if term[0] == "^" and isinstance(term[2], int):
        i = 1
    return (*term[:i], spoilt(term[i], rng), *term[i + 1 :])


def compared(seeds, make=term_of, field=Field):
    """How many pairs were equal by both, and by one; each that is equal by the form alone."""
    both = unseen = different = 0
    wrong = []
    for seed in seeds:
        rng = Random(seed)
        term = make(rng, 3)
        other = disguised(term, rng, 0.3)
        if rng.random() < 0.5:
            other = spoilt(other, rng)
        try:
            same = all(
                (f := field(7 * seed + i)).value(term) == f.value(other) for i in range(2 if field is Field else 6)
            )
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


def test_two_methods_say_the_same_of_functions():
    both, unseen, different, wrong = compared(range(300), functions_of, WithFunctions)
    assert wrong == []
    assert both > 40 and different > 40 and unseen <= both // 5


@pytest.mark.slow
def test_two_methods_say_the_same_of_functions_thousands_of_times():
    both, unseen, different, wrong = compared(range(10**5, 10**5 + 6000), functions_of, WithFunctions)
    assert wrong == []
    assert both > 1200 and different > 1200 and unseen <= both // 5


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
