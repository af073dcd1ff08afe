"""Random terms, true and false rewritings of them, and their values: an evaluator of its own, with mpmath.

The evaluator says `Undefined` exactly where the rules of definedness do: a power of a symbolic exponent wants a positive
base, whatever the exponent happens to be at a point; but 0 to a positive power is 0.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

import mpmath
from mpmath import mp, mpf

KINDS = {
    **dict.fromkeys(("a", "b", "c"), "positive"),
    **dict.fromkeys(("x", "y"), "real"),
    "w": "nonzero",
    "m": "nonnegative",
    "u": "negative",
    "n": "positive integer",
    "k": "nonnegative integer",
    "p": "open probability",
    "r": "probability",
}
INTEGERS = ("n", "k")
POSITIVES = ("a", "b", "c", "n", "p")
EDGES = {"m": [0], "r": [0, 1], "x": [0, 1, -1, -2], "y": [0, 1], "k": [0], "n": [1], "a": [1, 2], "b": [1], "w": [-1]}
DIGITS, LARGEST = 60, 500


class Undefined(Exception):
    """No value at this point."""


class Unsure(Exception):
    """It cannot be told here whether there is a value."""


class TooLarge(Unsure):
    """A value that takes too long."""


def point(rng: Random) -> dict[str, Fraction]:
    """A place of the domain; now and then on its edges or at a special value."""
    ranges = {
        "positive": (1, 400),
        "real": (-300, 300),
        "nonzero": (1, 300),
        "nonnegative": (0, 300),
        "negative": (-300, -1),
    }
    values = {}
    for name, kind in KINDS.items():
        if name in EDGES and rng.random() < 0.3:
            values[name] = Fraction(rng.choice(EDGES[name]))
        elif "integer" in kind:
            values[name] = Fraction(rng.randint(1, 6) if kind.startswith("positive") else rng.randint(0, 5))
        elif "probability" in kind:
            values[name] = Fraction(rng.randint(1, 96), 97)
        else:
            low, high = ranges[kind]
            values[name] = Fraction(rng.randint(low, high), 97) * (rng.choice((1, -1)) if kind == "nonzero" else 1)
    return values


def value(term, where):
    """The value of a term at a point, or `Undefined`."""
    if isinstance(term, (int, Fraction)):
        return mpf(term.numerator) / term.denominator
    if isinstance(term, str):
        constants = {"%pi": mp.pi, "%e": mp.e, "%gamma": mp.euler, "%catalan": mp.catalan}
        if term in constants:
            return +constants[term]
        found = where[term]
        return found if isinstance(found, mpf) else value(found, where)
    head, *parts = term
    if head == "^":
        return _power(parts[0], parts[1], where)
    if head == "cases":
        return next((value(v, where) for _, v, c in parts if truth(c, where)), None)
    if head == "sum":
        body, name, low, high = parts
        ends = [int(mpmath.nint(value(end, where))) for end in (low, high)]
        return mpmath.fsum(value(body, {**where, name: Fraction(i)}) for i in range(ends[0], ends[1] + 1))
    if head == "diff":
        body, name, place, order = parts
        return mpmath.diff(lambda t: value(body, {**where, name: mpf(t)}), value(place, where), order)
    own = [value(part, where) for part in parts]
    if head == "+":
        return mpmath.fsum(own)
    if head == "*":
        return mpmath.fprod(own)
    if head in ("max", "min"):
        return {"max": max, "min": min}[head](own)
    if any(abs(x) > LARGEST or 0 < abs(x) < mpf(10) ** -80 for x in own):
        raise TooLarge(head)
    return _FUNCTIONS[head](*own)


def truth(condition, where):
    if condition == "true":
        return True
    head, left, right = condition
    one, other = value(left, where), value(right, where)
    return {"<": one < other, "<=": one <= other, "=": one == other, "!=": one != other}[head]


def _is_integer(term):
    if isinstance(term, (int, Fraction)):
        return term.denominator == 1
    if isinstance(term, str):
        return term in INTEGERS
    return term[0] in ("+", "*") and all(_is_integer(part) for part in term[1:])


def _is_number(term):
    """Whether a term has no symbols."""
    if isinstance(term, str):
        return term.startswith("%")
    return not isinstance(term, tuple) or all(_is_number(part) for part in term[1:])


def _whole(x):
    return abs(x - mpmath.nint(x)) < mpf(10) ** -40


def _power(base, exponent, where):
    b, e = value(base, where), value(exponent, where)
    if b != 0 and abs(e) * (1 + abs(mpmath.log(abs(b)))) > 10**5:
        raise TooLarge("^")
    if b > 0:
        return mpmath.power(b, e)
    if _is_integer(exponent):
        if b == 0 and e <= 0:
            raise Undefined("a power of 0")
        return b ** int(e)
    if _is_number(exponent) and _whole(e) and (b != 0 or e > 0.5):
        return b ** int(mpmath.nint(e))
    if b == 0 and e > 0:
        return mpf(0)
    if _whole(e):
        raise Unsure("an exponent that is whole here: always, or by chance?")
    raise Undefined("a power of no positive number")


def _where(test, function):
    def checked(*arguments):
        if not test(*arguments):
            raise Undefined("outside of the domain")
        return function(*arguments)

    return checked


def _no_pole(x):
    return x > 0 or x != int(x)


_FUNCTIONS = {
    "exp": mpmath.exp,
    "log": _where(lambda x: x > 0, mpmath.log),
    "abs": abs,
    "sign": mpmath.sign,
    "floor": mpmath.floor,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": _where(lambda x: mpmath.cos(x) != 0, mpmath.tan),
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "asin": _where(lambda x: abs(x) <= 1, mpmath.asin),
    "acos": _where(lambda x: abs(x) <= 1, mpmath.acos),
    "atan": mpmath.atan,
    "asinh": mpmath.asinh,
    "acosh": _where(lambda x: x >= 1, mpmath.acosh),
    "atanh": _where(lambda x: abs(x) < 1, mpmath.atanh),
    "gamma": _where(_no_pole, mpmath.gamma),
    "loggamma": _where(lambda x: x > 0, mpmath.loggamma),
    "factorial": _where(lambda x: _no_pole(x + 1), mpmath.factorial),
    "harmonic": _where(lambda x: _no_pole(x + 1), mpmath.harmonic),
    "polygamma": _where(lambda n, x: _no_pole(x), lambda n, x: mpmath.psi(round(n), x)),
    "beta": _where(lambda x, y: _no_pole(x) and _no_pole(y) and _no_pole(x + y), mpmath.beta),
    "binomial": _where(lambda n, k: _no_pole(n + 1) and _no_pole(k + 1) and _no_pole(n - k + 1), mpmath.binomial),
    "erf": mpmath.erf,
    "erfc": mpmath.erfc,
    "erfi": mpmath.erfi,
    "uppergamma": _where(lambda s, x: x > 0 or (x == 0 and s > 0), mpmath.gammainc),
    "lowergamma": _where(lambda s, x: s > 0 and x >= 0, lambda s, x: mpmath.gammainc(s, 0, x)),
    "betainc": _where(
        lambda a, b, x, y: a > 0 and b > 0 and 0 <= x <= 1 and 0 <= y <= 1, lambda *own: mpmath.re(mpmath.betainc(*own))
    ),
    "expint": _where(lambda s, x: x > 0, mpmath.expint),
    "Ei": _where(lambda x: x != 0, mpmath.ei),
    "zeta": _where(lambda s: s > 1, mpmath.zeta),
    "zeta2": _where(lambda s, q: s > 1 and q > 0, mpmath.zeta),
    "besselk": _where(lambda v, x: x > 0, mpmath.besselk),
    "besseli": _where(lambda v, x: x > 0, mpmath.besseli),
    "besselj": _where(lambda v, x: x > 0, mpmath.besselj),
    "lambertw": _where(lambda x: x >= 0, lambda x: mpmath.lambertw(x).real),
    "polylog": _where(lambda s, z: z < 1, lambda s, z: mpmath.re(mpmath.polylog(s, z))),
    "hyper1f1": _where(lambda a, b, z: b > 0, mpmath.hyp1f1),
    "hyper2f1": _where(lambda a, b, c, z: c > 0 and z < 1, lambda *own: mpmath.re(mpmath.hyp2f1(*own))),
    "hyper2f2": _where(lambda a, b, c, d, z: c > 0 and d > 0, mpmath.hyp2f2),
    "hyperu": _where(lambda a, b, z: z > 0, mpmath.hyperu),
    "struvek": _where(lambda v, z: z > 0, lambda v, z: mpmath.struveh(v, z) - mpmath.bessely(v, z)),
    "Ci": _where(lambda x: x > 0, mpmath.ci),
    "Si": mpmath.si,
    "hyper3f2": _where(lambda a, b, c, d, e, z: d > 0 and e > 0 and z < 1, lambda *own: mpmath.re(mpmath.hyp3f2(*own))),
}


# --- terms -----------------------------------------------------------------------------------------------------------


def number(rng: Random):
    return rng.choice((0, 1, 1, 2, 3, -1, -2, Fraction(1, 2), Fraction(-1, 2), Fraction(2, 3), 4, 6))


def positive(rng: Random, depth: int):
    """A term that is positive at most places."""
    if depth <= 0 or rng.random() < 0.15:
        return rng.choice((*POSITIVES, 2, 3, Fraction(1, 2), "%pi", "%e", "m", "r"))
    choice = rng.randrange(9)
    if choice == 0:
        return ("+", *(positive(rng, depth - 1) for _ in range(rng.randint(2, 3))))
    if choice <= 2:
        return ("*", *(positive(rng, depth - 1) for _ in range(rng.randint(2, 3))))
    if choice <= 4:
        return ("^", positive(rng, depth - 1), real(rng, depth - 2))
    if choice == 5:
        return ("exp", real(rng, depth - 1))
    if choice == 6:
        return ("gamma", positive(rng, depth - 1))
    if choice == 7:
        return ("^", real(rng, depth - 1), 2)
    return ("+", 1, ("^", real(rng, depth - 1), 2))


def real(rng: Random, depth: int):
    """A term of any sign."""
    if depth <= 0 or rng.random() < 0.15:
        return rng.choice((*KINDS, number(rng), number(rng), "x", "y"))
    choice = rng.randrange(14)
    if choice <= 2:
        return ("+", *(real(rng, depth - 1) for _ in range(rng.randint(2, 3))))
    if choice <= 5:
        return ("*", *(real(rng, depth - 1) for _ in range(rng.randint(2, 3))))
    if choice == 6:
        return ("^", real(rng, depth - 1), rng.choice((2, 3, -1, -2, Fraction(1, 2), Fraction(-1, 2), 0, "n", "k")))
    if choice == 7:
        return ("log", positive(rng, depth - 1))
    if choice == 8:
        return (rng.choice(("sin", "cos", "exp", "abs", "erf", "sinh", "tanh", "sign")), real(rng, depth - 1))
    if choice == 9:
        return (rng.choice(("loggamma", "gamma", "harmonic")), positive(rng, depth - 1))
    if choice == 10:
        return ("polygamma", rng.choice((0, 0, 1, 2)), positive(rng, depth - 2))
    if choice == 11:
        return (rng.choice(("beta", "uppergamma", "max", "min")), positive(rng, depth - 2), positive(rng, depth - 2))
    if choice == 12:
        return (
            "cases",
            ("case", real(rng, depth - 1), ("<", real(rng, depth - 2), real(rng, depth - 2))),
            ("case", real(rng, depth - 1), "true"),
        )
    return positive(rng, depth)


# --- rewritings ------------------------------------------------------------------------------------------------------


def disguised(term, rng: Random, rate: float = 0.35):
    """The term, written in another way that has the same value wherever both are defined."""
    if isinstance(term, tuple) and term[0] not in ("cases", "case", "<"):
        term = (term[0], *(disguised(part, rng, rate) for part in term[1:]))
    elif isinstance(term, tuple) and term[0] == "cases":
        return ("cases", *(("case", disguised(v, rng, rate), c) for _, v, c in term[1:]))
    if rng.random() > rate:
        return term
    head, parts = (term[0], list(term[1:])) if isinstance(term, tuple) else ("", [])
    some = positive(rng, 1)
    ways = [lambda: ("+", term, 0), lambda: ("*", 1, term), lambda: ("+", ("*", 2, term), ("*", -1, term))]
    ways += [lambda: ("*", term, some, ("^", some, -1)), lambda: ("log", ("exp", term)), lambda: ("^", term, 1)]
    if head in ("+", "*"):
        rng.shuffle(parts)
        ways += [lambda: (head, *parts)] * 3
        if len(parts) > 2:
            ways += [lambda: (head, (head, *parts[:2]), *parts[2:])] * 2
    if head == "*":
        for i, part in enumerate(parts):
            if isinstance(part, tuple) and part[0] == "+":
                rest = parts[:i] + parts[i + 1 :]
                ways += [lambda part=part, rest=rest: ("+", *(("*", own, *rest) for own in part[1:]))] * 3
    if head == "exp":
        ways += [lambda: ("^", "%e", parts[0])]
        if isinstance(parts[0], tuple) and parts[0][0] == "+":
            ways += [lambda: ("*", *(("exp", own) for own in parts[0][1:]))] * 3
    if head == "^" and isinstance(parts[0], str) and parts[0] in ("a", "b", "c", "p"):
        ways += [lambda: ("exp", ("*", parts[1], ("log", parts[0])))] * 2
        ways += [lambda: ("*", ("^", parts[0], ("+", parts[1], -1)), parts[0])] * 2
    if head == "^" and parts[1] == 2:
        ways += [lambda: ("*", parts[0], parts[0]), lambda: ("^", ("abs", parts[0]), 2)]
    if (
        head == "log"
        and isinstance(parts[0], tuple)
        and parts[0][0] == "*"
        and all(p in ("a", "b", "c", 2, "%pi") for p in parts[0][1:])
    ):
        ways += [lambda: ("+", *(("log", own) for own in parts[0][1:]))] * 4
    if head == "gamma":
        ways += [lambda: ("*", ("^", parts[0], -1), ("gamma", ("+", parts[0], 1)))] * 2
        ways += [lambda: ("factorial", ("+", parts[0], -1)), lambda: ("exp", ("loggamma", parts[0]))]
    if head == "polygamma" and parts[0] == 0:
        ways += [lambda: ("+", ("polygamma", 0, ("+", 1, parts[1])), ("*", -1, ("^", parts[1], -1)))] * 2
    if head == "beta":
        ways += [lambda: ("*", ("gamma", parts[0]), ("gamma", parts[1]), ("^", ("gamma", ("+", *parts)), -1))] * 2
    if head == "cos":
        ways += [lambda: ("cos", ("*", -1, parts[0])), lambda: ("cos", ("+", parts[0], ("*", 2, "%pi")))]
    if head in ("max", "min"):
        ways += [lambda: (head, parts[1], parts[0])]
    return rng.choice(ways)()


def summed(rng: Random, depth: int, names: tuple[str, ...] = ("i", "j", "x", "n")):
    """Sums in one another whose variables often have one name, or that of a symbol outside."""
    if depth <= 0:
        parts = [
            rng.choice((*names, "a", "b", "y", 2, ("abs", "x"), ("^", "a", "i"), ("max", "i", "j"))) for _ in range(3)
        ]
        return (rng.choice(("+", "*")), *parts)
    if rng.random() < 0.4:
        return (rng.choice(("+", "*")), summed(rng, depth - 1, names), summed(rng, depth - 1, names))
    name = rng.choice(names)
    return ("sum", summed(rng, depth - 1, names), name, rng.choice((0, 1, 1, "i")), rng.choice((1, 2, 2, "n", "j")))


def renamed(term, rng: Random, old: str = "", new: str = ""):
    """A sum with its variable renamed without care, or a factor taken in or out of it: often false."""
    if not isinstance(term, tuple):
        return new if term == old else term
    if term[0] == "sum" and not old and rng.random() < 0.5:
        body, name, low, high = term[1:]
        other = rng.choice(("i", "j", "x", "n", "a", "v"))
        way = rng.randrange(4)
        if way <= 1:
            return ("sum", renamed(body, rng, name, other), other, low, high)
        if way == 2 and body[0] == "*":
            return ("*", body[1], ("sum", ("*", *body[2:]), name, low, high))
        if way == 3 and isinstance(body, tuple) and body[0] == "sum":
            return ("sum", ("sum", body[1], name, low, high), *body[2:])
    return (term[0], *(renamed(part, rng, old, new) for part in term[1:]))


def mutated(term, rng: Random):
    """The term with one small change, which is false but by accident."""
    places: list[tuple[int, ...]] = []

    def walk(part, path):
        if part == "true":
            return
        places.append(path)
        if isinstance(part, tuple):
            for i, own in enumerate(part[1:], 1):
                walk(own, (*path, i))

    walk(term, ())

    def changed(part, path):
        if path:
            return (*part[: path[0]], changed(part[path[0]], path[1:]), *part[path[0] + 1 :])
        if isinstance(part, (int, Fraction)):
            tiny = Fraction(1, 10**20)
            return rng.choice((part + 1, -part, part + tiny, part * (1 + tiny), Fraction(part) / 2))
        if isinstance(part, str):
            return rng.choice(
                (*KINDS, ("abs", part), ("*", -1, part), ("+", part, Fraction(1, 10**20)), ("^", part, 2))
            )
        head, *own = part
        if head in ("case", "<", "cases"):
            return part
        ways = [("*", -1, part), ("+", part, Fraction(1, 10**20)), ("abs", part), ("^", ("^", part, 2), Fraction(1, 2))]
        ways += [
            ("exp", ("log", part)),
            ("^", ("^", part, Fraction(1, 2)), 2),
            own[0] if head != "polygamma" else own[1],
        ]
        if head in ("+", "*") and len(own) > 1:
            ways += [(head, *own[1:]), ("*" if head == "+" else "+", *own), (head, own[0], *own)]
        if head == "log" and isinstance(own[0], tuple) and own[0][0] in ("*", "+"):
            ways += [("+", *(("log", p) for p in own[0][1:]))] * 3
        if head == "log" and isinstance(own[0], tuple) and own[0][0] == "^":
            ways += [("*", own[0][2], ("log", own[0][1]))] * 3
        if head == "^" and isinstance(own[0], tuple):
            if own[0][0] == "^":
                ways += [("^", own[0][1], ("*", own[0][2], own[1]))] * 3
            if own[0][0] == "*":
                ways += [("*", *(("^", p, own[1]) for p in own[0][1:]))] * 3
            if own[0][0] == "+":
                ways += [("+", *(("^", p, own[1]) for p in own[0][1:]))] * 2
        if head == "^":
            ways += [("^", own[1], own[0]), ("^", own[0], ("+", own[1], 1)), ("^", ("*", -1, own[0]), own[1])]
            ways += [("*", own[0], ("^", own[0], ("+", own[1], -1)))]
        if head in ("sin", "cos", "exp", "gamma", "polygamma") and len(own) == 1:
            ways += [(head, ("*", -1, own[0])), (head, ("+", own[0], 1)), (head, ("*", 2, own[0]))]
        if head in ("max", "min"):
            ways += [own[0], own[1], ("min" if head == "max" else "max", *own)]
        return rng.choice(ways)

    return changed(term, rng.choice(places))


def disagree(left, right, rng: Random, tries: int = 6):
    """A place where both terms have values that differ, or None; and at how many places both have one."""
    seen = 0
    with mp.workdps(DIGITS):
        for _ in range(tries):
            where = point(rng)
            try:
                one, other = value(left, where), value(right, where)
            except (
                Undefined,
                Unsure,
                ValueError,
                OverflowError,
                ZeroDivisionError,
                TypeError,
                mpmath.libmp.NoConvergence,
            ):
                continue
            if one is None or other is None or isinstance(one, mpmath.mpc) or isinstance(other, mpmath.mpc):
                continue
            if not (mp.isfinite(one) and mp.isfinite(other)) or max(abs(one), abs(other)) > mpf(10) ** 300:
                continue
            seen += 1
            if abs(one - other) > mpf(10) ** -35 * (1 + abs(one) + abs(other)):
                return where, seen
    return None, seen
