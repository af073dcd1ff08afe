"""The capacity of a discrete channel: the law of the output that is equally far from every letter that is used.

For every law of the input and every law q of the output, I(X; Y) is at most the mean of D(P(Y | x) || q), by the tangent of
the logarithm, once for each letter that is received. Where these divergences are equal for all letters that are used, and
no larger for the others, their value is the capacity (the conditions of Karush, Kuhn and Tucker).

References
----------
R. G. Gallager, Information Theory and Reliable Communication, theorem 4.5.1; S. Muroga, On the capacity of a discrete
channel, 1953.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from mpmath import mp
from sympy import (
    Add,
    E,
    Expr,
    Float,
    Matrix,
    Mul,
    Rational,
    S,
    Symbol,
    Tuple,
    cancel,
    log,
    simplify,
    together,
)

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.optima.blahut_arimoto import input_law
from symbinfo.derivation.optima.found import OptimumDerivation, as_answered, is_proved
from symbinfo.derivation.optima.stationary import sign_at
from symbinfo.derivation.simplify.tidying import tidy
from symbinfo.derivation.witness import Reasoning, TangentLine
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.doors import door
from symbinfo.expressions.errors import MeasureError
from symbinfo.expressions.free_names import free_name
from symbinfo.expressions.unevaluated import add, evaluated, mul, quotient
from symbinfo.expressions.verdict_words import Level
from symbinfo.laws.table import joint_law
from symbinfo.measures import MutualInformation
from symbinfo.measures.optimum import Capacity

__all__ = ["capacity_of_channel"]

#: To how many decimals bounds are told where no closed form is found.
TOLD = 20
MOST_LETTERS = 12


class _Reached(NamedTuple):
    """A law of the input with its law of the output, and the divergences from it in nats."""

    law: tuple[Expr, ...]
    output: tuple[Expr, ...]
    capacity: Expr


def capacity_of_channel(question: Capacity) -> OptimumDerivation:
    """The capacity, as a bound on the information for every law of the input, and a law that meets it.

    Raises
    ------
    MeasureError
        When the channel has symbols, and no closed form is found.
    """
    matrix, domain, strong = _strong(question)
    if matrix.rows > MOST_LETTERS or matrix.cols > MOST_LETTERS:
        raise MeasureError(f"a channel of at most {MOST_LETTERS} letters is read: got {matrix.rows} x {matrix.cols}")
    rows = [list(matrix.row(i)) for i in range(matrix.rows)]
    found = _closed(rows, domain)
    if found is not None:
        return _Proof(question, rows, domain, strong).of(found)
    if matrix.free_symbols:
        raise MeasureError("no closed form of this capacity is found: give the channel by numbers")
    return _Proof(question, rows, domain, strong).in_numbers()


def _strong(question: Capacity) -> tuple[Matrix, Domain, tuple[tuple[Symbol, Symbol], ...]]:
    """The channel over positive symbols, with the domain in which every entry with symbols is a probability inside (0, 1)."""
    changes = {s: Symbol(s.name, positive=True) for s in question.matrix.free_symbols if not s.is_positive}
    alone = {e for e in question.matrix if isinstance(e, Symbol)}
    changes = {s: new for s, new in changes.items() if s in alone or s.is_nonnegative}
    matrix = Matrix(question.matrix.xreplace(changes))
    entries = [e for e in matrix if e.free_symbols]
    conditions = [question.where.xreplace(changes), *(e > 0 for e in entries if not e.is_positive)]
    return matrix, Domain.of(conditions), tuple((new, old) for old, new in changes.items())


# --- a law of the input in closed form ---------------------------------------------------------------------------------


def _closed(rows: list[list[Expr]], domain: Domain) -> _Reached | None:
    """The first of: equally likely letters, all letters by Muroga's formula, the letters that an iteration leaves."""
    size = len(rows)
    everything = list(range(size))
    uniform = tuple(Rational(1, size) for _ in rows)
    if (found := _met(rows, uniform, domain)) is not None:
        return found
    if (found := _by_muroga(rows, everything, domain)) is not None:
        return found
    if any(entry.free_symbols for row in rows for entry in row):
        return None
    rough = input_law([[Rational(e) if e.is_Rational else mp.mpf(str(e.evalf(40))) for e in row] for row in rows])
    used = [x for x, p in enumerate(rough.law) if p > mp.mpf(10) ** -9]
    if used != everything:
        even = tuple(Rational(1, len(used)) if x in used else S.Zero for x in everything)
        if (found := _met(rows, even, domain)) is not None:
            return found
        return _by_muroga(rows, used, domain)
    return None


def _divergences(rows: list[list[Expr]], output: tuple[Expr, ...]) -> list[Expr]:
    return [Add(*(w * log(w / q) for w, q in zip(row, output, strict=True) if w != 0)) for row in rows]


def _met(rows: list[list[Expr]], law: tuple[Expr, ...], domain: Domain) -> _Reached | None:
    """A law whose letters are all equally far from the output, and no other farther; by values at places."""
    columns = range(len(rows[0]))
    output = tuple(cancel(together(Add(*(p * row[y] for p, row in zip(law, rows, strict=True))))) for y in columns)
    if any(q == 0 for q in output):
        return None
    gaps = _divergences(rows, output)
    first = next(gap for p, gap in zip(law, gaps, strict=True) if p != 0)
    for p, gap in zip(law, gaps, strict=True):
        allowed = (0,) if p != 0 else (0, -1)
        if gap != first and sign_at(gap - first, domain) not in allowed:
            return None
    return _Reached(law, output, tidy(first, domain))


def _by_muroga(rows: list[list[Expr]], used: list[int], domain: Domain) -> _Reached | None:
    """All letters used of a square channel: log q = -W^-1 H - C, where q adds up to 1."""
    chosen = [rows[x] for x in used]
    columns = [y for y in range(len(rows[0])) if any(row[y] != 0 for row in chosen)]
    if len(columns) != len(used):
        return None
    square = Matrix([[row[y] for y in columns] for row in chosen])
    if square.rows > 4 or simplify(square.det()) == 0:
        return None
    inverse = square.inv().applyfunc(lambda e: cancel(together(e)))
    weights = [_weight(inverse.row(y), chosen) for y in range(square.rows)]
    total = Add(*weights)
    share = [simplify(w / total) for w in weights]
    part = (Matrix([share]) * inverse).applyfunc(simplify)
    if any(sign_at(p, domain) != 1 for p in part):
        return None
    law = tuple(part[used.index(x)] if x in used else S.Zero for x in range(len(rows)))
    output = tuple(share[columns.index(y)] if y in columns else S.Zero for y in range(len(rows[0])))
    capacity = log(simplify(total))
    gaps = _divergences(rows, output) if S.Zero not in output else []
    for x, gap in enumerate(gaps):
        if sign_at(gap - capacity, domain) not in ((0,) if x in used else (0, -1)):
            return None
    return _Reached(law, output, capacity) if gaps else None


def _weight(inverse: Any, rows: list[list[Expr]]) -> Expr:
    """Exp of minus the entropies of the rows under a row of the inverse: a product of powers of entries."""
    powers: dict[Expr, Expr] = {}
    for times, row in zip(inverse, rows, strict=True):
        for w in row:
            if w not in (0, 1):
                powers[w] = powers.get(w, S.Zero) + times * w
    kept: Expr = Mul(*(w ** cancel(together(power)) for w, power in powers.items()))
    return kept


# --- the proof ---------------------------------------------------------------------------------------------------------


class _Proof:
    """The bound for a law of the input by letters, and its value at the law that reaches it."""

    def __init__(
        self, question: Capacity, rows: list[list[Expr]], domain: Domain, back: tuple[tuple[Symbol, Symbol], ...]
    ) -> None:
        self.question, self.rows, self.back = question, rows, back
        taken = {s for row in rows for entry in row for s in entry.free_symbols}
        stem = free_name("prst", taken)
        count = len(rows) - 1
        names = [stem] if count == 1 else [f"{stem}_{i}" for i in range(1, count + 1)]
        self.parts = [Symbol(name, positive=True) for name in names]
        self.law = [*self.parts, 1 - Add(*self.parts)]
        self.law = self.law if count else [S.One]
        self.domain = domain.and_(Add(*self.parts) < 1) if count else domain
        self.unit = log(question.base) if question.base != E else S.One

    def measure(self) -> Expr:
        """I(X; Y) of the channel with any law of the input."""
        cells = {
            (x, y): p * w for x, (p, row) in enumerate(zip(self.law, self.rows, strict=True)) for y, w in enumerate(row)
        }
        joint = joint_law({key: mass for key, mass in cells.items() if mass != 0}, self.question.names)
        first, second = joint.variables
        made: Expr = MutualInformation(first, second, base=self.question.base)
        return made

    def outputs(self) -> list[Expr]:
        """The law of the output."""
        columns = range(len(self.rows[0]))
        return [Add(*(p * row[y] for p, row in zip(self.law, self.rows, strict=True))) for y in columns]

    def _start(self) -> Derivation:
        """The definition alone: the information is compared with a law of the output as it stands there."""
        derived: Derivation = door("derive")(self.measure())
        own = {old: new for new, old in derived.symbols}
        if own:  # letters of the channel are strong already
            raise MeasureError("the letters of this channel are not read: declare them as probabilities")
        return replace(derived, domain=derived.domain.and_(*self.domain.conditions), steps=derived.steps[:1], limits=())

    def _against(self, start: Derivation, output: tuple[Expr, ...]) -> tuple[Derivation, list[Expr]]:
        """I(X; Y) is the mean divergence of the rows from q, less that of the output; then each logarithm by its tangent."""
        received = self.outputs()
        gaps = _divergences(self.rows, output)
        mean = [mul(p, gap) for p, gap in zip(self.law, gaps, strict=True)] if len(set(gaps)) > 1 else gaps[:1]
        lost = [mul(r, log(q / r)) for r, q in zip(received, output, strict=True) if r != 0]
        pairs = [(r, q) for r, q in zip(received, output, strict=True) if r != 0]
        words = (
            "Compare with a law q of the output: the mean divergence of the letters from q, less that of the output."
            if len(mean) > 1
            else "Compare with a law q of the output: all letters are equally far from q; less the divergence of the output."
        )
        chain = start.then(Step(Relation.EQ, self._scaled([*mean, *lost]), "compare-with-a-law", words))
        terms = [*mean, *lost]
        for place, (r, q) in enumerate(pairs):
            terms[len(mean) + place] = add(q, -r)
            line = TangentLine(None, S.One / self.unit, r, q / r)
            because = "log t <= t - 1, with equality exactly when t = 1."
            step = Step(
                Relation.LE,
                self._scaled(terms),
                "tangent-of-log",
                because,
                witness=Reasoning("log-tangent", tangent=line),
            )
            chain = chain.then(step)
        return chain, gaps

    def _scaled(self, terms: list[Expr]) -> Expr:
        """A sum in nats, in the unit that is asked for."""
        return add(*(quotient(term, self.unit) if self.unit != 1 else term for term in terms))

    def of(self, found: _Reached) -> OptimumDerivation:
        """The derivation for a law in closed form."""
        capacity = quotient(found.capacity, self.unit) if self.unit != 1 else found.capacity
        shown = tidy(evaluated(capacity), self.domain)
        chain, gaps = self._against(self._start(), found.output)
        unused = [x for x, p in enumerate(found.law) if p == 0]
        lemma = self._value(found, shown)
        words = "All letters that are used are equally far from q, and the probabilities add up to 1."
        if unused:
            more = [mul(self.law[x], evaluated(gaps[x] - found.capacity) / self.unit) for x in unused]
            chain = chain.then(Step(Relation.EQ, add(shown, *more), "collect", words, (lemma,)))
            less = "The other letters are no farther from q (the conditions of Karush, Kuhn and Tucker)."
            chain = chain.then(Step(Relation.LE, shown, "sign", less, witness=Reasoning("sign")))
        else:
            chain = chain.then(Step(Relation.EQ, shown, "collect", words, (lemma,)))
        return self._answered(chain.closing(Status.CLOSED), shown, found.law)

    def _value(self, found: _Reached, shown: Expr) -> Derivation:
        """The mean divergence from q at the law that reaches it: the output is q there."""
        gaps = _divergences(self.rows, found.output)
        pairs = [(p, gap) for p, gap in zip(found.law, gaps, strict=True) if p != 0]
        left = add(*(mul(p, quotient(gap, self.unit) if self.unit != 1 else gap) for p, gap in pairs))
        words = "At this law of the input the output has the law q, so that nothing is lost."
        domain = Domain.of(c for c in self.domain.conditions if not c.has(*self.parts)) if self.parts else self.domain
        return (
            Derivation(left=left, domain=domain).then(Step(Relation.EQ, shown, "collect", words)).closing(Status.CLOSED)
        )

    def _answered(self, chain: Derivation, value: Expr, law: tuple[Expr, ...]) -> OptimumDerivation:
        back = dict(self.back)
        kept = Domain.of(c for c in self.domain.conditions if not self.parts or not c.has(*self.parts))
        inside = all(p == 0 or kept.positive(p) or (p.is_number and p.evalf() > 0) for p in law)
        letters = [Symbol(f"P_{self.question.names[0]}({x})") for x in range(len(law))]
        at = tuple((letter, p.xreplace(back)) for letter, p in zip(letters, law, strict=True))
        answer = Tuple(*(p for _, p in at)) if self.question.kind == "argmax" else value.xreplace(back)
        evidence = Level.NONE
        if is_proved(chain):
            evidence = Level.PROVED if inside else Level.CHECKED
        chain = replace(chain, symbols=(*chain.symbols, *self.back))
        return as_answered(chain, self.question, answer, at=at, evidence=evidence)

    # --- in numbers ------------------------------------------------------------------------------------------------

    def in_numbers(self) -> OptimumDerivation:
        """An enclosure: the bound by a law q near to the best one, and the value of a law of the input near to it."""
        exact = [[e if e.is_Rational else mp.mpf(str(e.evalf(40))) for e in row] for row in self.rows]
        found = input_law(exact)
        scale = Rational(10) ** TOLD
        shares = [Rational(int(mp.nint(p * 10**TOLD))) / scale for p in found.law]
        shares[shares.index(max(shares))] += 1 - sum(shares)
        columns = range(len(self.rows[0]))
        output = tuple(Add(*(p * row[y] for p, row in zip(shares, self.rows, strict=True))) for y in columns)
        if any(q == 0 for q in output):
            raise MeasureError("a letter of the output is never received: leave its column out")
        gaps = [gap / self.unit for gap in _divergences(self.rows, output)]
        value = Add(*(p * gap for p, gap in zip(shares, gaps, strict=True)))
        high, low = max(gap.evalf(40) for gap in gaps), value.evalf(40)
        unit = Rational(1, 10 ** (TOLD - 4))
        upper = (Rational(str(high)) // unit + 1) * unit
        lower = (Rational(str(low)) // unit) * unit
        chain, _ = self._against(self._start(), output)
        words = "No letter is farther from q than this."
        chain = chain.then(Step(Relation.LE, upper, "sign", words, witness=Reasoning("sign")))
        remark = (
            f"The capacity lies between {Float(lower, TOLD)} and {Float(upper, TOLD)}: the law of the input by Blahut and "
            "Arimoto gives at least the first, and no law gives more than the second."
        )
        chain = chain.closing(Status.REDUCED, remarks=(remark,))
        letters = [Symbol(f"P_{self.question.names[0]}({x})") for x in range(len(shares))]
        at = tuple((letter, Float(p, 12)) for letter, p in zip(letters, shares, strict=True))
        middle = Float((lower + upper) / 2, TOLD - 5)
        answer = Tuple(*(p for _, p in at)) if self.question.kind == "argmax" else middle
        return as_answered(
            chain, self.question, answer, at=at, evidence=Level.CHECKED if is_proved(chain) else Level.NONE
        )
