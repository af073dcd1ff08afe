"""The replay: every derivation of a certificate, step by step, from stored facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..certificate import Certificate
from ..definitions import definition, total
from ..exceptions import BudgetExceeded, CertificateError
from ..statements import LISTED, Law, Plain, Step
from ..terms import Term, dump, free_symbols
from ..witnesses import Witness, facts_of_witness
from .context import Context
from .cut_ranges import told_apart
from .definedness import undefined
from .forms import NoNormalForm
from .inference import FORMS, MEANING, Lemma, Setting, with_values
from .normal_form import equal, key
from .refusal import Refused
from .signs import implied, sign
from .supports import demand_in_support, demand_mass_outside, demand_within
from .totals_in_terms import has_total, totals_in

__all__ = ["Replay", "replay"]

#: Measures that are infinite where the first law has mass and the second has none.
ABSOLUTELY_CONTINUOUS = frozenset({"kl", "cross-entropy", "chi-squared", "renyi-divergence"})


class Open(NamedTuple):
    """What could not be replayed: where, and why not."""

    where: str
    reason: str


@dataclass
class Replay:
    """What was replayed of a certificate.

    Attributes
    ----------
    proved : dict
        The derivations that were replayed whole: what each says, and where.
    open : list of Open
        What could not be replayed, each with its place and reason.
    facts : dict
        The stored facts that each derivation rests on, its lemmas included.
    whole : bool
        Whether every derivation was replayed.
    """

    proved: dict[str, Lemma] = field(default_factory=dict)
    open: list[Open] = field(default_factory=list)
    facts: dict[str, frozenset[str]] = field(default_factory=dict)
    whole: bool = False
    late: Callable[[], bool] = field(default=lambda: False, repr=False)

    @property
    def axioms(self) -> tuple[str, ...]:
        """The stored facts that all of it rests on, by name."""
        return tuple(sorted(frozenset().union(*self.facts.values())))


def replay(certificate: Certificate, late: Callable[[], bool] = lambda: False) -> Replay:
    """Replay every derivation of a certificate, lemmas before what cites them.

    Nothing is refuted here: what does not follow stays open.

    Parameters
    ----------
    certificate : Certificate
        What is to be replayed.
    late : callable, optional
        Whether the time is spent; asked before each question.

    Raises
    ------
    BudgetExceeded
        When it is.
    """
    done = Replay(late=late)
    for name, plain in _in_order(certificate):
        local = [] if name == certificate.main else _local(name, certificate)
        _Derivation(name, plain, done, local).run()
    done.whole = not done.open and len(done.proved) == len(certificate.derivations)
    return done


def _local(name: str, certificate: Certificate) -> list[str]:
    """The symbols of a lemma that nothing knows which cites it, such as the x of a lemma about log p(x)."""
    own = dict(certificate[name].symbols)
    citing = [dict(plain.symbols) for _, plain in certificate.derivations if name in _cited(plain)]
    return [symbol for symbol in own if citing and not any(symbol in symbols for symbols in citing)]


def _context(plain: Plain, local: list[str]) -> Context:
    """Where a derivation lives; what is said of its local symbols is said of almost every value in their range."""
    about: dict[str, list[Any]] = {
        symbol: [c for c in plain.conditions if symbol in free_symbols(c)] for symbol in local
    }
    outer = [c for c in plain.conditions if not any(c in conditions for conditions in about.values())]
    kinds = {name: kind for name, kind in plain.symbols if name not in local}
    context = Context(kinds, outer, dict(plain.functions))
    for symbol, conditions in about.items():
        pairs = [c[1:] for c in conditions if c[0] in ("<", "<=")]
        low = next((low for low, high in pairs if high == symbol and symbol not in free_symbols(low)), "%-oo")
        high = next((high for low, high in pairs if low == symbol and symbol not in free_symbols(high)), "%oo")
        kind = dict(plain.symbols)[symbol]
        head = "sum" if "integer" in kind else "integral"
        meaning = [mean(symbol) for mean in MEANING[kind]]
        context = context.within(head, symbol, low, high).assuming(*meaning, *conditions)
    return context


def _in_order(certificate: Certificate) -> Iterator[tuple[str, Plain]]:
    """Lemmas and totals before what cites them; what rests on itself never comes."""
    waiting = dict(certificate.derivations)
    ready: set[str] = set()
    while waiting:
        free = [name for name, plain in waiting.items() if _cited(plain) <= ready]
        if not free:
            return
        for name in free:
            yield name, waiting.pop(name)
        ready.update(free)


def _cited(plain: Plain) -> set[str]:
    own = {law.total for _, law in plain.laws if law.total}
    laws = dict(plain.laws)
    used = {name for step in plain.steps if step.witness is not None for name in step.witness.totals}
    return own.union(used - set(laws), *(step.lemmas for step in plain.steps))


class _Derivation:
    """One derivation, with what was replayed before it."""

    def __init__(self, name: str, plain: Plain, done: Replay, local: list[str]) -> None:
        self.name = name
        self.plain = plain
        self.done = done
        self.context = _context(plain, local)
        self.before = len(done.open)

    def run(self) -> None:
        """All that a derivation says: its laws, its title, its terms, its steps, its claim."""
        for name, law in self.plain.laws:
            self.asked(f"law {name}", self.law, law)
        self.asked("the title", self.title)
        left = self.plain.start
        if self.by_supports():
            self.asked("support-mismatch", self.infinite, self.plain.steps[-1].witness)
            left = "%oo"
        else:
            self.asked("the start", self.defined, left)
            left = self.replayed(left)
        self.asked("the claim", self.claim, left)
        self.done.facts[self.name] = self.rests_on()
        if len(self.done.open) == self.before:
            self.done.proved[self.name] = self.said()

    def by_supports(self) -> bool:
        """Whether all that is said is that the measure is infinite as the second law lacks mass: a formula plays no part."""
        steps = self.plain.steps
        return (
            bool(steps)
            and steps[-1].term == "%oo"
            and steps[-1].witness is not None
            and steps[-1].witness.form == "infinite-support"
            and all(step.term == self.plain.start and step.relation == "=" for step in steps[:-1])
        )

    def replayed(self, left: Term) -> Term:
        """Every step in turn; where they end."""
        for number, step in enumerate(self.plain.steps, 1):
            where = f"step {number} {step.rule}"
            if step.term not in (left, "%oo"):
                self.asked(where, self.defined, step.term, step.witness)
            self.asked(where, self.step, left, step)
            left = step.term
        return left

    def asked(self, where: str, question: object, *about: object) -> bool:
        """Whether a question is answered with yes; otherwise it is noted as open, with the reason."""
        if self.done.late():
            raise BudgetExceeded("the replay", "its limit of time")
        try:
            question(*about)  # type: ignore[operator]
        except (Refused, CertificateError, NoNormalForm, RecursionError) as error:
            self.done.open.append(Open(f"{self.name}, {where}", str(error)))
            return False
        except (TypeError, ValueError, ArithmeticError, LookupError) as error:  # never a proof, and never a crash
            self.done.open.append(Open(f"{self.name}, {where}", f"the replay does not reach: {type(error).__name__}"))
            return False
        return True

    def law(self, law: Law) -> None:
        """A law is nowhere negative, and its total is 1: by the lemma that it names, or as a sum that is written out."""
        if law.kind in LISTED:
            if not all(sign(p, self.context) in ("positive", "nonnegative") for _, p in law.outcomes):
                raise Refused("that its probabilities are not negative is not shown")
            self.defined(total(law))
            if not equal(total(law), 1, self.context):
                raise Refused("that its probabilities add up to 1 is not shown")
            return
        if law.kind == "joint":
            raise Refused("joint laws are not replayed")
        inside = self.context.within(
            "integral" if law.kind == "continuous" else "sum", law.variable, law.lower, law.upper
        )
        if sign(law.density, inside) not in ("positive", "nonnegative"):
            raise Refused("that its density is not negative is not shown")
        lemma = self.done.proved.get(law.total)
        if lemma is None:
            raise Refused("its total is not proved")
        if lemma.left != total(law):
            self.defined(total(law))
        here = key(total(law), self.context)
        if key(lemma.left, self.context) != here or lemma.right != 1 or not lemma.follows_from(self.context):
            raise Refused("the lemma that it names says nothing of its total")

    def title(self) -> None:
        """The start is the definition of the measure that the title names."""
        if self.plain.measure is None:
            return
        wanted = definition(self.plain.measure, dict(self.plain.laws))
        infinite = self.plain.start == "%oo" and self.by_supports()
        if not infinite and wanted != self.plain.start and not equal(wanted, self.plain.start, self.context):
            raise Refused("that the start is the definition of the measure is not shown")
        if wanted != self.plain.start and not self.by_supports():
            self.defined(wanted)
        measure = self.plain.measure
        if measure.name == "self-information" and measure.at is not None:
            demand_in_support(measure.at, dict(self.plain.laws)[measure.laws[0]], self.context)
        if measure.name == "renyi-divergence" and not implied(("<=", 0, measure.order or 0), self.context):
            raise Refused("of a negative order the second law must lie within the first, which is not shown")
        below_one = measure.order is not None and implied(("<", measure.order, 1), self.context)
        if measure.name in ABSOLUTELY_CONTINUOUS and not below_one and self.plain.claim.right != "%oo":
            demand_within(*self.named_laws(), self.context)

    def named_laws(self) -> tuple[Law, Law]:
        """The two laws that the title compares."""
        if self.plain.measure is None or len(self.plain.measure.laws) != 2:
            raise Refused("there are not two laws to compare")
        first, second = (dict(self.plain.laws)[name] for name in self.plain.measure.laws)
        return first, second

    def infinite(self, witness: Witness | None) -> None:
        """The measure is infinite, as the first law has mass where the second has none."""
        first, second = self.named_laws()
        if self.plain.measure is None or self.plain.measure.name not in ("kl", "cross-entropy"):
            raise Refused("the measure is not infinite by the supports of its laws")
        if self.plain.measure.name == "cross-entropy" and first.kind == "continuous":
            raise Refused("where the second density is above 1 the cross-entropy may be -oo")
        if witness is None or witness.interval is None:
            raise Refused("no interval is named")
        if not implied(("<", 1, self.plain.measure.base), self.context) and self.plain.measure.base != "%e":
            raise Refused("that the base is above 1 is not shown")
        demand_mass_outside(first, second, *witness.interval, self.context)

    def defined(self, term: Term, witness: Witness | None = None) -> None:
        """Every part of a term has a value; integrals that stored facts give may be looked at by their values."""
        missing = undefined(term, self.context)
        if missing and witness is not None and witness.facts:
            missing = undefined(with_values(term, witness, self.context), self.context)
        if missing:
            raise Refused(f"not defined for certain: {missing[0]}")
        if any(has_total(part) for whole, _ in totals_in(term, self.context) for part in whole[1:]):
            raise Refused("an integral or a sum inside of another: that it converges is not shown")

    def step(self, left: Term, step: Step) -> None:
        """One step, by the form that its witness names."""
        if step.witness is None:
            raise Refused("no witness")
        if step.term == "%oo":
            raise Refused("that it diverges is not shown")
        form = FORMS.get(step.witness.form)
        if form is None:
            raise Refused(f"no form of inference is called {step.witness.form}")
        if step.relation != "=":
            raise Refused("inequalities are not replayed")
        missing = [
            name for name in step.lemmas if name not in self.done.proved or self.done.proved[name].right == "%oo"
        ]
        if missing:
            raise Refused(f"the lemma {missing[0]} is not proved")
        cited = tuple(self.done.proved[name] for name in step.lemmas)
        for context in told_apart(step.witness.cases, self.context):
            converging = form(left, step.term, step.witness, Setting(context, cited, self.totals(step.witness)))
            known = converging | {key(t, there) for t, there in totals_in(step.term, context)}
            for total_, there in totals_in(left, context):
                if key(total_, there) not in known:
                    raise Refused(f"that {dump(total_)[:60]} converges is not shown")

    def totals(self, witness: Witness) -> dict[str, Lemma]:
        """The totals that a step uses: of a law of the derivation, or a derivation by name."""
        laws = dict(self.plain.laws)
        names = {name: laws[name].total if name in laws else name for name in witness.totals}
        known = {name: self.done.proved.get(total_) for name, total_ in names.items()}
        return {name: lemma for name, lemma in known.items() if lemma is not None and lemma.right == 1}

    def claim(self, last: Term) -> None:
        """The claim is what the steps add up to, and no integral is left of which it is not known that it converges."""
        relation, left, right = self.plain.claim
        if left != self.plain.start or right != last or relation != "=":
            raise Refused("the claim is not what the steps add up to")
        if any(True for _ in totals_in(last, self.context)):
            raise Refused("an integral or a sum is left in the result")

    def said(self) -> Lemma:
        """What was proved, with all that was assumed."""
        kinds = tuple(meaning(name) for name, kind in self.plain.symbols for meaning in MEANING[kind])
        symbols = frozenset(name for name, _ in self.plain.symbols)
        return Lemma(self.plain.claim.left, self.plain.claim.right, symbols, (*kinds, *self.plain.conditions))

    def rests_on(self) -> frozenset[str]:
        """The stored facts that the steps name, and those of what they cite."""
        own = {fact for step in self.plain.steps for fact in facts_of_witness(step.witness)}
        return frozenset(own).union(*(self.done.facts.get(name, frozenset()) for name in _cited(self.plain)))
