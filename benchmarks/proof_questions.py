"""The questions of the proof benchmark: measures of the atlas at symbols and at numbers, texts, exercises, pages.

A question is plain data, so that it can be sent to another process; the measure is built there.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

__all__ = ["KINDS", "Question"]

#: How many pairs of different families are drawn for each measure of two laws, the atlas of divergences apart.
CROSS = 60
SEED = 7


class Question(NamedTuple):
    """What is asked: a measure of rows of the atlas at symbols or at numbers, a text, an exercise, or a result of a page."""

    kind: str
    form: str
    about: tuple[str, ...]
    order: str = ""
    base: str = ""

    @property
    def name(self) -> str:
        """How it is told to a reader."""
        return " ".join(word for word in (*self.about, self.order, self.base) if word)

    def asked(self) -> Any:
        """The measure or the expression; of a theorem its derivation."""
        return FORMS[self.form](self)


# --- how questions are built -----------------------------------------------------------------------------------------


def _of_rows(question: Question) -> Any:
    from sympy import Symbol, sympify

    from symbinfo import measures
    from symbinfo.atlas.families import ROWS

    measure, *names = question.about
    laws = [ROWS[name].law(suffix, letter) for name, suffix, letter in zip(names, "12", "PQ", strict=False)]
    order = [sympify(question.order, {"alpha": Symbol("alpha", positive=True)})] if question.order else []
    base = {"base": sympify(question.base)} if question.base else {}
    return getattr(measures, measure)(*laws, *order, **base)


def _at_numbers(question: Question) -> Any:
    from sympy import And, sympify

    from symbinfo import measures
    from symbinfo.atlas.families import ROWS
    from symbinfo.expressions.errors import SymbinfoError
    from symbinfo.laws.catalogue import FAMILIES
    from symbinfo.laws.from_catalogue import law_of_family
    from symbinfo.laws.parameter_points import parameter_points

    measure, *names = question.about
    general = [ROWS[name].law(suffix, letter) for name, suffix, letter in zip(names, "12", "PQ", strict=False)]
    symbols = {
        s for law in general for s in law.free_symbols if s in {p for v in law.parameters for p in v.free_symbols}
    }
    conditions = And.make_args(And(*(law.condition for law in general)))
    points = parameter_points(symbols, conditions, 3)
    if not points:
        raise SymbinfoError(f"no place for the parameters of {' and '.join(names)} was found")
    point = points[Random(" ".join(question.about)).randrange(len(points))]
    laws = [
        law_of_family(FAMILIES[law.family], tuple(value.xreplace(point) for value in law.parameters), law.name)
        for law in general
    ]
    order = [sympify(question.order)] if question.order else []
    return getattr(measures, measure)(*laws, *order)


def _of_text(question: Question) -> Any:
    from symbinfo.query.setting import parse_in

    text, *given = question.about
    return parse_in(text, given, "bits" if question.base == "2" else "nats")


def _of_exercise(question: Question) -> Any:
    from symbinfo.course.exercises.engine import solve
    from symbinfo.course.exercises.exercise_files import exercises

    exercise = next(e for e in exercises() if e.id == question.about[0])
    return solve(exercise).derivation


def _of_theorem(question: Question) -> Any:
    from symbinfo.derivation.theorems import theorem

    return theorem(question.about[0])


FORMS: dict[str, Callable[[Question], Any]] = {
    "rows": _of_rows,
    "numbers": _at_numbers,
    "text": _of_text,
    "exercise": _of_exercise,
    "theorem": _of_theorem,
}

# --- kinds -----------------------------------------------------------------------------------------------------------


def _rows() -> list[str]:
    from symbinfo.atlas.families import ROWS

    return list(ROWS)


def _pairs() -> list[tuple[str, str]]:
    """Each row with itself, and a drawn number of pairs of different ones."""
    from symbinfo.atlas.families import ROWS

    alike = [(a, b) for a in ROWS for b in ROWS if a != b and ROWS[a].continuous == ROWS[b].continuous]
    return [*((name, name) for name in ROWS), *Random(SEED).sample(alike, CROSS)]


def _all_pairs(kind: str) -> list[Question]:
    from symbinfo.atlas.families import ROWS

    alike = [(a, b) for a in ROWS for b in ROWS if ROWS[a].continuous == ROWS[b].continuous]
    return [Question(kind, "rows", ("KL", a, b)) for a, b in alike]


def _one(kind: str, measure: str, order: str = "", base: str = "", form: str = "rows") -> list[Question]:
    return [Question(kind, form, (measure, name), order, base) for name in _in_catalogue(form)]


def _two(kind: str, measure: str, order: str = "", base: str = "", form: str = "rows") -> list[Question]:
    known = set(_in_catalogue(form))
    return [Question(kind, form, (measure, a, b), order, base) for a, b in _pairs() if a in known and b in known]


def _in_catalogue(form: str) -> list[str]:
    from symbinfo.atlas.families import ROWS

    return [name for name in ROWS if form == "rows" or (ROWS[name].law("1", "P").family and name in _families())]


def _families() -> set[str]:
    from symbinfo.laws.catalogue import FAMILIES

    return set(FAMILIES)


def _texts(kind: str, table: str) -> list[Question]:
    rows = [[cell.strip() for cell in line.split(";;")] for line in table.strip().splitlines()]
    return [Question(kind, "text", tuple(row)) for row in rows]


def _exercises(kind: str) -> list[Question]:
    from symbinfo.course.exercises.exercise_files import exercises

    return [Question(kind, "exercise", (e.id,)) for e in exercises()]


def _theorems(kind: str) -> list[Question]:
    from symbinfo.derivation.theorems import names

    return [Question(kind, "theorem", (name,)) for name, _ in names()]


#: Texts, each with the lines of its setting behind it.
LISTED = """
H(P);; P = [1/2, 1/4, 1/4]
H(P);; P = {a: 1/3, b: 1/6, c: 1/2}
H(P);; P = [p, 1 - p];; p in (0, 1)
H(Die(6))
H(Bernoulli(1/3))
H(Binomial(10, 1/3))
H(DiscreteUniform([1, 2, 5]))
H(P);; P = [2/7, 3/7, 1/7, 1/7]
H(P, Q);; P = [1/2, 1/2];; Q = [1/4, 3/4]
KL(P || Q);; P = [1/2, 1/4, 1/4];; Q = [1/3, 1/3, 1/3]
KL(P || Q);; P = {a: 1/2, b: 1/2};; Q = {a: 1/8, b: 7/8}
KL(P || Q);; P = [1/2, 1/2, 0];; Q = [1/2, 0, 1/2]
KL(Bernoulli(1/3) || Bernoulli(1/2))
KL(Die(6) || P);; P = {1: 1/2, 2: 1/10, 3: 1/10, 4: 1/10, 5: 1/10, 6: 1/10}
H(P, Q);; P = [1, 0, 0];; Q = softmax([2, 1, 0])
Renyi(P; 2);; P = [1/2, 1/4, 1/4]
Renyi(P; 1/2);; P = [1/2, 1/4, 1/4]
Renyi(P; a);; P = [1/2, 1/4, 1/4];; a > 0
Tsallis(P; 3);; P = [1/2, 1/4, 1/4]
Renyi(P || Q; 2);; P = [1/2, 1/2];; Q = [1/4, 3/4]
JS(P || Q);; P = [1/2, 1/2];; Q = [1/4, 3/4]
Hellinger(P || Q);; P = [1/2, 1/2];; Q = [1/4, 3/4]
chi2(P || Q);; P = [1/2, 1/2];; Q = [1/4, 3/4]
JS(Bernoulli(p) || Bernoulli(q))
"""
TABLES = """
H(X | Y);; X, Y ~ table([[1/4, 1/4], [1/2, 0]])
H(X, Y);; X, Y ~ table([[1/4, 1/4], [1/2, 0]])
I(X; Y);; X, Y ~ table([[1/4, 1/4], [1/2, 0]])
I(X; Y);; X, Y ~ table([[1/8, 1/8], [1/2, 1/4]])
H(X, Y);; X, Y ~ {(a, u): 1/2, (a, v): 1/2}
I(X; Y);; X ~ Bernoulli(1/2);; Y | X = 0 ~ Bernoulli(e);; Y | X = 1 ~ Bernoulli(1 - e);; e in (0, 1)
H(Y | X);; X ~ Bernoulli(1/2);; Y | X = 0 ~ Bernoulli(e);; Y | X = 1 ~ Bernoulli(1 - e);; e in (0, 1)
H(Y);; X ~ Bernoulli(p);; Y | X = 0 ~ Bernoulli(1/10);; Y | X = 1 ~ Bernoulli(9/10)
I(X; Y);; X ~ Bernoulli(1/2);; Z ~ Bernoulli(e);; Y = (X + Z) % 2
H(Y | X);; X ~ stationary([[1 - a, a], [b, 1 - b]]);; Y | X ~ rows([[1 - a, a], [b, 1 - b]]);; a in (0, 1);; b in (0, 1)
H(T | X);; X ~ Die(6);; Y ~ Die(6);; T = X + Y
I(X; T);; X ~ Die(6);; Y ~ Die(6);; T = X + Y
H(W);; X ~ Die(6);; W = X > 4
H(Y);; A ~ Bernoulli(1/2);; B ~ Bernoulli(1/2);; Y = max(A, B)
I(X; Z | Y);; X ~ Bernoulli(1/2);; Y | X ~ Bernoulli((1 + X)/4);; Z | Y ~ Bernoulli((1 + Y)/4)
I(X; Y | Z);; X ~ Bernoulli(1/2);; Y ~ Bernoulli(1/2);; Z = (X + Y) % 2
H(X) - H(Y);; X ~ DiscreteUniform([-2, -1, 0, 1, 2]);; Y = X**2
exp(H(X));; X ~ Die(k)
I(p)
I(p*q) - I(q)
diff(H(X), p);; X ~ Bernoulli(p)
"""
NORMALS = """
I(X; Y);; X, Y ~ MultivariateNormal([0, 0], [[1, r], [r, 1]])
H(X, Y);; X, Y ~ MultivariateNormal([0, 0], [[1, r], [r, 1]])
H(X | Y);; X, Y ~ MultivariateNormal([0, 0], [[1, r], [r, 1]])
I(X; Y);; X, Y ~ MultivariateNormal([0, 0], [[s**2, rho*s*t], [rho*s*t, t**2]]);; s > 0;; t > 0
I(X; Y);; X ~ Normal(0, s);; Z ~ Normal(0, t);; Y = X + Z
H(Y);; X ~ Normal(0, s);; Z ~ Normal(0, t);; Y = X + Z
H(X, Y);; X, Y ~ MultivariateNormal([0, 0], [[2, 1], [1, 3]])
I(X; Y | Z);; X, Y, Z ~ MultivariateNormal([0, 0, 0], [[2, 1, 1], [1, 2, 1], [1, 1, 2]])
H(MultivariateNormal([0, 0], [[2, 1], [1, 3]]))
H(MultivariateNormal([1, 2, 3], [[2, 1, 0], [1, 3, 0], [0, 0, 1]]))
KL(MultivariateNormal([0, 0], [[2, 1], [1, 3]]) || MultivariateNormal([1, 0], [[1, 0], [0, 1]]))
KL(MultivariateNormal([0, 0], [[1, 1/2], [1/2, 1]]) || MultivariateNormal([0, 0], [[2, 0], [0, 2]]))
KL(MultivariateNormal([a, b], [[s, 0], [0, t]]) || MultivariateNormal([0, 0], [[1, 0], [0, 1]]))
"""
VECTORS = """
H(MultivariateNormal(mu, Sigma))
KL(MultivariateNormal(mu1, Sigma1) || MultivariateNormal(mu2, Sigma2))
H(MultivariateNormal(mu1, S1), MultivariateNormal(mu2, S2))
Renyi(MultivariateNormal(mu1, S1); a)
"""
BY_HAND = """
H(Density(2*x, (x, 0, 1)))
H(Density(a*exp(-a*x), (x, 0, oo)))
H(Density((a + 1)*x**a, (x, 0, 1)))
H(Density(a**2*x*exp(-a*x), (x, 0, oo)))
H(Density(exp(-abs(x))/2, (x, -oo, oo)))
H(Density(6*x*(1 - x), (x, 0, 1)))
H(Density(exp(-x**2/2)/sqrt(2*pi), (x, -oo, oo)))
H(Density(1/(b - a), (x, a, b)))
H(Density(3*(1 - x)**2, (x, 0, 1)))
H(Density(1/(pi*(1 + x**2)), (x, -oo, oo)))
H(Density(2*exp(-x**2/(2*s**2))/(s*sqrt(2*pi)), (x, 0, oo)))
H(Mass((1 - r)*r**k, (k, 0, oo)))
H(Mass(l**k*exp(-l)/factorial(k), (k, 0, oo)))
H(Mass(1/n, (k, 1, n)))
KL(Density(2*x, (x, 0, 1)) || Density(1, (x, 0, 1)))
KL(Density(a*exp(-a*x), (x, 0, oo)) || Exponential(b))
KL(Density(exp(-abs(x))/2, (x, -oo, oo)) || Density(exp(-x**2/2)/sqrt(2*pi), (x, -oo, oo)))
KL(Mass((1 - r)*r**k, (k, 0, oo)) || Mass((1 - t)*t**k, (k, 0, oo)))
H(Density(2*x, (x, 0, 1)), Density(3*x**2, (x, 0, 1)))
KL(Uniform(0, 1) || Density(2*x, (x, 0, 1)))
"""
CHANGED = """
H(Y);; X ~ Exponential(r);; Y = 1000*X
H(Y);; X ~ Beta(2, 3);; Y = 5 - 10*X
H(Y);; X ~ Normal(mu, s);; Y = a*X + b;; a > 0
H(Y);; X ~ Normal(mu, s);; Y = exp(X)
H(Y);; X ~ Exponential(r);; Y = X**2
H(Y);; X ~ Uniform(0, 1);; Y = -log(X)
H(Y);; X ~ Gamma(k, t);; Y = 1/X
H(Y);; X ~ Laplace(m, b);; Y = 3*X - 1
H(Y) - H(X);; X ~ Exponential(r);; Y = 1000*X
H(Density(2*exp(-(x - m)**2/(2*s**2))/(s*sqrt(2*pi)*erfc((a - m)/(s*sqrt(2)))), (x, a, oo)))
H(Density(2*exp(-x**2/2)/(sqrt(2*pi)*erfc(-b/sqrt(2))), (x, -oo, b)))
H(Density(2*exp(-x**2/2)/(sqrt(2*pi)*(erf(b/sqrt(2)) - erf(a/sqrt(2)))), (x, a, b)))
H(Density(a*exp(-a*x)/(1 - exp(-a*c)), (x, 0, c)))
H(Density(a*exp(-a*(x - c)), (x, c, oo)))
H(Product(Normal(0, 1), Exponential(2)))
H(Product(Uniform(0, 1), Uniform(0, 2)))
KL(Product(Normal(0, 1), Exponential(2)) || Product(Normal(1, 1), Exponential(1)))
H(Dirichlet([a1, a2, a3]))
KL(Dirichlet([a1, a2]) || Dirichlet([b1, b2]))
H(Multinomial(1, [1/2, 1/4, 1/4]))
H(Multinomial(2, [1/2, 1/2]))
"""


def _kinds() -> dict[str, Callable[[], list[Question]]]:
    found: dict[str, Callable[[], list[Question]]] = {}

    def row(kind: str, make: Callable[..., list[Question]], *data: str) -> None:
        found[kind] = lambda: make(kind, *data)

    row("Entropy", _one, "Entropy")
    row("KL", _all_pairs)
    row("Entropy in bits", _one, "Entropy", "", "2")
    row("KL in bits", _two, "KL", "", "2")
    row("Cross-entropy", _two, "CrossEntropy")
    for order in ("alpha", "2", "1/2"):
        row(f"Renyi entropy of order {order}", _one, "Renyi", order)
        row(f"Tsallis entropy of order {order}", _one, "Tsallis", order)
        row(f"Renyi divergence of order {order}", _two, "RenyiDivergence", order)
    row("Hellinger", _two, "Hellinger")
    row("Chi-squared", _two, "ChiSquaredDivergence")
    row("Jensen-Shannon", _two, "JensenShannon")
    row("numbers: entropy", _one, "Entropy", "", "", "numbers")
    row("numbers: KL", _two, "KL", "", "", "numbers")
    row("numbers: cross-entropy", _two, "CrossEntropy", "", "", "numbers")
    row("numbers: Renyi entropy", _one, "Renyi", "2", "", "numbers")
    row("numbers: Renyi divergence", _two, "RenyiDivergence", "1/2", "", "numbers")
    row("numbers: Hellinger", _two, "Hellinger", "", "", "numbers")
    row("numbers: chi-squared", _two, "ChiSquaredDivergence", "", "", "numbers")
    row("lists", _texts, LISTED)
    row("tables and channels", _texts, TABLES)
    row("jointly normal", _texts, NORMALS)
    row("normal vectors of symbolic size", _texts, VECTORS)
    row("densities and masses by hand", _texts, BY_HAND)
    row("changed, cut off and several", _texts, CHANGED)
    row("exercises", _exercises)
    row("theorems", _theorems)
    return found


KINDS = _kinds()
