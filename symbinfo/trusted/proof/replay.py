"""The replay: every derivation of a certificate, step by step, from stored facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..certificate import Certificate
from ..definitions import definition, total
from ..exceptions import BudgetExceeded, CertificateError
from ..statements import LISTED, Beyond, Claim, Law, Plain, Step, cited_by
from ..terms import INFINITE, Term, dump
from ..witnesses import Witness, facts_of_witness
from .abstract_laws import converges, demand_converging_inside, without_totals
from .bounds import Equality, composed, is_implied
from .context import Context
from .contexts_of_derivations import context_of, in_order, local_symbols
from .cut_ranges import told_apart
from .definedness import needed, undefined
from .differing_parts import differing
from .divergence import demand_divergence
from .forms import NoNormalForm
from .inference import FORMS, MEANING, Lemma, Setting, with_lemmas, with_values
from .laws_on_edges import demand_laws_at_edge
from .lemma_instances import instance, where_equal
from .lemmas_inside import LemmasInside
from .normal_form import equal, key
from .one_step import Assumed, inferred, is_given
from .point_masses import indicators_of, with_point_masses
from .refusal import Refused
from .replay_outcome import Open, Replay
from .signs import implied, sign
from .supports import demand_in_support, demand_infinite, demand_within
from .totals_in_terms import alone, has_nested_total, has_total, totals_in

__all__ = ["Replay", "replay"]

#: Measures that are infinite where the first law has mass and the second has none.
ABSOLUTELY_CONTINUOUS = frozenset({"kl", "cross-entropy", "chi-squared", "renyi-divergence"})


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
    for name, plain in in_order(certificate):
        local = [] if name == certificate.main else local_symbols(name, certificate)
        _Derivation(name, plain, done, local).run()
    for _, plain in certificate.derivations:
        for entry in plain.otherwise:
            if entry.at:
                _at_edge(entry, plain, certificate[entry.derivation], done)
    done.whole = not done.open and len(done.proved) == len(certificate.derivations)
    return done


def _at_edge(entry: Beyond, plain: Plain, other: Plain, done: Replay) -> None:
    """What is said of an edge must be of the laws there; otherwise it is not proved."""
    try:
        demand_laws_at_edge(entry, plain, other, context_of(other, []))
    except (Refused, CertificateError, NoNormalForm, RecursionError) as error:
        done.open.append(Open(f"{entry.derivation}, the edge", str(error)))
        done.proved.pop(entry.derivation, None)


class _Derivation:
    """One derivation, with what was replayed before it."""

    def __init__(self, name: str, plain: Plain, done: Replay, local: list[str]) -> None:
        self.name = name
        self.done = done
        self.local = frozenset(local)
        self.context = context_of(plain, local)
        named = () if plain.measure is None else plain.measure.laws
        self.weights = indicators_of(law for name, law in plain.laws if name in named)
        self.plain = self.with_point_masses(plain)
        self.before = len(done.open)
        self.assumes = Assumed(self.plain, self.context)
        self.inside = self.lemmas_inside([name for _, law in plain.laws for name in law.marginals], plain.steps)

    def with_point_masses(self, plain: Plain) -> Plain:
        """The derivation with the sums over laws of one place as their one term."""
        steps = tuple(replace(step, term=self.read(step.term)) for step in plain.steps)
        claim = Claim(plain.claim.relation, *map(self.read, plain.claim[1:]))
        return replace(plain, start=self.read(plain.start), steps=steps, claim=claim)

    def read(self, term: Term) -> Term:
        """A term as it is looked at here, under the laws of its title."""
        return with_point_masses(term, self.weights, self.context)

    def lemmas_inside(self, marginals: list[str], steps: tuple[Step, ...]) -> LemmasInside:
        """What is proved of marginals of the laws, and the lemmas of steps at their values."""
        at = {name: dict(step.witness.at).get(name, ()) for step in steps if step.witness for name in step.lemmas}
        cited = [(name, at.get(name, ())) for name in (*marginals, *at)]
        return LemmasInside((self.done.proved[name], values) for name, values in cited if name in self.done.proved)

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
            and (steps[-1].relation, steps[-1].term) == ("=", "%oo")
            and steps[-1].witness is not None
            and steps[-1].witness.form == "infinite-support"
            and all(step.term == self.plain.start and step.relation == "=" for step in steps[:-1])
        )

    def replayed(self, left: Term) -> Term:
        """Every step in turn; where they end."""
        for number, step in enumerate(self.plain.steps, 1):
            where = f"step {number} {step.rule}"
            if not self.in_a_part(left, step):
                if step.term not in (left, *INFINITE):
                    self.asked(where, self.defined, step.term, step.witness, left)
                self.asked(where, self.step, left, step)
            left = step.term
        return left

    def in_a_part(self, left: Term, step: Step) -> bool:
        """Whether a step is one of the only part in which its sides differ; what is around it has a value before, so after."""
        parts = differing(left, step.term)
        if parts is None or step.relation != "=":
            return False
        old, new = parts
        before = len(self.done.open)
        self.asked("", self.defined, new, step.witness, old)
        if len(self.done.open) == before:
            self.asked("", self.step, old, replace(step, term=new))
        found = len(self.done.open) == before
        del self.done.open[before:]
        return found

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
            if not equal(self.inside.inserted(total(law), self.context), 1, self.context):
                raise Refused("that its probabilities add up to 1 is not shown")
            return
        inside = self.context
        for name, kind, low, high in law.variables or ((law.variable, law.kind, law.lower, law.upper),):
            inside = inside.within("integral" if kind == "continuous" else "sum", name, low, high)
        if sign(law.density, inside) not in ("positive", "nonnegative"):
            raise Refused("that its density is not negative is not shown")
        whole = self.read(total(law))
        if equal(without_totals(whole, self.context), 1, self.context):
            self.defined(whole)
            return
        lemma = self.done.proved.get(law.total)
        if lemma is None:
            raise Refused("its total is not proved")
        if lemma.left != total(law):
            self.defined(total(law))
        here = key(total(law), self.context)
        if key(lemma.left, self.context) != here or lemma.right != 1 or not self.follows(lemma):
            raise Refused("the lemma that it names says nothing of its total")

    def title(self) -> None:
        """The start is the definition of the measure that the title names."""
        if self.plain.measure is None:
            return
        wanted = self.read(definition(self.plain.measure, dict(self.plain.laws)))
        infinite = self.plain.start == "%oo" and self.by_supports()
        closed = self.inside.inserted(wanted, self.context)  # with closed forms of its marginals
        same = infinite or wanted == self.plain.start or self.are_equal(wanted, self.plain.start)
        if not same and not self.are_equal(closed, self.plain.start):
            raise Refused("that the start is the definition of the measure is not shown")
        if wanted != self.plain.start and not self.by_supports():
            self.defined(wanted if same else closed)  # a marginal has the value that is put in
        measure = self.plain.measure
        if measure.name == "self-information" and measure.at is not None:
            if dict(self.plain.laws)[measure.laws[0]].kind not in LISTED:
                self.defined(measure.at)
            demand_in_support(measure.at, dict(self.plain.laws)[measure.laws[0]], self.context)
        if measure.name == "renyi-divergence" and not implied(("<=", 0, measure.order or 0), self.context):
            raise Refused("of a negative order the second law must lie within the first, which is not shown")
        below_one = measure.order is not None and implied(("<", measure.order, 1), self.context)
        if measure.name in ABSOLUTELY_CONTINUOUS and not below_one and not self.by_supports():
            demand_within(*self.named_laws(), self.context)

    def are_equal(self, wanted: Term, given: Term) -> bool:
        """Whether two terms have one normal form, or the integrands of the only part that differs."""
        if equal(wanted, given, self.context):
            return True
        parts = differing(wanted, given) or (wanted, given)
        try:
            found = FORMS["linear"](*parts, Witness("linear"), Setting(self.context, (), {}))
        except Refused:
            return False
        return all(key(total_, there) in found for total_, there in totals_in(parts[0], self.context))

    def named_laws(self) -> tuple[Law, Law]:
        """The two laws that the title compares."""
        if self.plain.measure is None or len(self.plain.measure.laws) != 2:
            raise Refused("there are not two laws to compare")
        first, second = (dict(self.plain.laws)[name] for name in self.plain.measure.laws)
        return first, second

    def infinite(self, witness: Witness | None) -> None:
        """The measure is infinite, as the first law has mass where the second has none."""
        first, second = self.named_laws()
        if self.plain.measure is None or witness is None or witness.interval is None:
            raise Refused("no interval is named")
        finite = [lemma.left for lemma in self.cited()]
        demand_infinite(self.plain.measure, first, second, witness.interval, finite, self.context)

    def defined(self, term: Term, witness: Witness | None = None, before: Term = 0) -> None:
        """Every part of a term has a value; integrals that stored facts give may be looked at by their values.

        What a term with a value needed is true: the one before, and both sides of a lemma. So is what is known of a
        Hellinger distance.
        """
        missing = undefined(term, self.context)
        if missing and witness is not None and witness.factors:
            missing = undefined(term, self.context.with_factors(witness.factors))
        if missing and witness is not None and witness.facts:
            missing = undefined(with_values(term, witness, self.context), self.context)
            missing += tuple(text for part in alone(term) for text in undefined(part, self.context))
        if missing:
            cited = tuple(self.cited())
            of_lemmas = (condition for lemma in cited for condition in needed(lemma.right))
            known = [*needed(before), *self.inside_of_root(), *of_lemmas]
            if known or cited:
                term_now = with_lemmas(term, cited, self.context)[0]
                missing = undefined(term_now, self.context.assuming(*known))
        if missing:
            raise Refused(f"not defined for certain: {missing[0]}")
        proved = [total_ for lemma in self.cited() for total_, _ in totals_in(lemma.left, self.context)]
        demand_converging_inside(term, self.context, self.assumes, self.inside.converges, proved)

    def inside_of_root(self) -> list[Term]:
        """Of a Hellinger distance, that the overlap of two laws is at most 1, by the inequality of Cauchy and Schwarz."""
        if self.plain.measure is None or self.plain.measure.name != "hellinger":
            return []
        root: Any = definition(self.plain.measure, dict(self.plain.laws))
        start: Any = self.plain.start
        known: list[Term] = [("<=", 0, root[1])]
        if isinstance(start, tuple) and start[0] == "^" and start[2] == root[2] and self.are_equal(root[1], start[1]):
            known.append(("<=", 0, start[1]))
        return known

    def step(self, left: Term, step: Step) -> None:
        """One step, by the form that its witness names."""
        witness = step.witness
        if witness is None:
            raise Refused("no witness")
        if step.term in INFINITE and left != step.term:
            self.diverges(left, step.relation, step.term, witness)
            return
        for name in step.lemmas:
            if name not in self.done.proved or self.done.proved[name].right in INFINITE:
                raise Refused(f"the lemma {name} is not proved")
        left, step = self.with_lemmas_inside(left, step)
        values = dict(witness.at)
        proved = self.done.proved
        cited = tuple(instance(proved[name], dict(values.get(name, ())), self.context) for name in step.lemmas)
        for lemma in cited:
            self.assumes.demand(lemma)
        for context in told_apart(witness.cases, self.context):
            setting = Setting(context, cited, self.totals(witness))
            listed = self.weights and not has_total(left) and not has_total(step.term)  # nothing is left to add up
            form = "same" if listed and witness.form == "linear" else witness.form
            one, other = where_equal((left, step.term), witness.cases, cited, context)
            converging = inferred(one, replace(step, term=other), form, witness, setting)
            known = converging | {key(t, there) for t, there in totals_in(other, context)}
            for total_, there in totals_in(one, context):
                if key(total_, there) not in known and not self.converges(total_, there):
                    raise Refused(f"that {dump(total_)[:60]} converges is not shown")

    def with_lemmas_inside(self, left: Term, step: Step) -> tuple[Term, Step]:
        """Both sides of a step with the lemmas inserted that speak of bound variables; the others are left to its form.

        Where an integral stands in another one, all of them may be meant there.
        """
        values = dict(step.witness.at) if step.witness else {}

        def is_own(name: str) -> bool:
            lemma = self.done.proved[name]
            return bool(lemma.converging) or (name not in values and lemma.symbols <= set(self.context.names))

        outer = tuple(filter(is_own, step.lemmas))
        inner = step.lemmas if has_nested_total(left) else tuple(name for name in step.lemmas if name not in outer)
        if not inner or step.witness is None or step.witness.form != "lemmas" or step.relation != "=":
            return left, step
        put = self.lemmas_inside([], (replace(step, lemmas=inner),))
        return put.inserted(left, self.context), replace(step, term=put.inserted(step.term, self.context), lemmas=outer)

    def follows(self, lemma: Lemma) -> bool:
        """Whether an equation may be cited here that assumes nothing of integrals."""
        return lemma.relation == "=" and not lemma.converging and lemma.follows_from(self.context)

    def diverges(self, left: Term, relation: str, right: Term, witness: Witness) -> None:
        """A step to an infinity."""
        if witness.form != "divergence":
            raise Refused("that it diverges is not shown")
        if relation != "=":
            raise Refused("inequalities are not replayed")
        for context in told_apart(witness.cases, self.context):
            demand_divergence(left, right, witness, self.plain, context)

    def totals(self, witness: Witness) -> dict[str, Lemma]:
        """The totals that a step uses: of a law of the derivation, or a derivation by name."""
        laws = dict(self.plain.laws)
        names = {name: laws[name].total if name in laws else name for name in witness.totals}
        known = {name: self.done.proved.get(total_) for name, total_ in names.items()}
        for name in set(names) & set(laws):
            whole = self.read(total(laws[name]))
            if known[name] is None and equal(without_totals(whole, self.context), 1, self.context):
                known[name] = Lemma(whole, 1, frozenset(), ())
        proved = {name: lemma for name, lemma in known.items() if lemma is not None}
        return {name: lemma for name, lemma in proved.items() if lemma.right == 1 and self.follows(lemma)}

    def claim(self, last: Term) -> None:
        """The claim is what the steps add up to; an integral that is left converges, as a cited lemma gives its value."""
        relation, left, right = self.plain.claim
        proved = composed([step.relation for step in self.plain.steps])
        if left != self.plain.start or right != last or proved is None or not is_implied(relation, proved):
            raise Refused("the claim is not what the steps add up to")
        for total_, there in totals_in(last, self.context):
            if not self.converges(total_, there):
                raise Refused("an integral or a sum is left in the result")

    def converges(self, total_: Term, there: Context) -> bool:
        """Whether an integral or a sum converges by itself, by a cited lemma, or as is assumed, which is noted."""
        shown = converges(total_, there) or is_given(total_, there, self.cited(), self.context)
        return shown or self.assumes(total_)

    def cited(self) -> list[Lemma]:
        """The equations that its steps cite, each with a finite value, as far as they are proved and may be cited here."""
        names = dict.fromkeys(name for step in self.plain.steps for name in step.lemmas)
        found = [lemma for name in names if (lemma := self.done.proved.get(name)) is not None]
        return [lemma for lemma in found if lemma.right not in INFINITE and self.follows(lemma)]

    def said(self) -> Lemma:
        """What was proved, with all that was assumed."""
        kinds = tuple(meaning(name) for name, kind in self.plain.symbols for meaning in MEANING[kind])
        symbols = frozenset(name for name, _ in self.plain.symbols)
        relation, left, right = self.plain.claim
        bounds = [step for step in self.plain.steps if step.relation != "="]
        equality: Equality | None = bounds[0].equality if len(bounds) == 1 and relation == bounds[0].relation else None
        more = (self.plain.functions, relation, equality, tuple(self.assumes.used), self.local)
        return Lemma(left, right, symbols, (*kinds, *self.plain.conditions), *more)

    def rests_on(self) -> frozenset[str]:
        """The stored facts that the steps name, and those of what they cite."""
        own = {fact for step in self.plain.steps for fact in facts_of_witness(step.witness)}
        return frozenset(own).union(*(self.done.facts.get(name, frozenset()) for name in cited_by(self.plain)))
