"""A derivation as a reader meets it, in no format yet: laws, conditions, numbered chains of formulas with reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Add, Basic, E, Expr, Limit, N, S, Symbol, log, nan, preorder_traversal, zoo
from sympy.core.function import AppliedUndef

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.optima.found import OptimumDerivation
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.laws.law import Law
from symbinfo.measures.base import UNITS, Measure
from symbinfo.render import layout as lay
from symbinfo.render.alike import exchanged_parameters, is_known_moment, is_log_density
from symbinfo.render.breaking import width_of
from symbinfo.render.coin_entropies import COIN, in_coin_entropies
from symbinfo.render.conditions import domain_of, needs_of, parts
from symbinfo.render.introduction import setting_of
from symbinfo.render.layout import Layout, Row
from symbinfo.render.manner import Manner
from symbinfo.render.notation import RELATIONS
from symbinfo.render.typeset import Typesetter
from symbinfo.render.words import parts_of

__all__ = ["Chain", "Line", "Sentence", "Story", "decimal_of", "tell", "typesetter_of"]

Sentence = tuple["str | Layout", ...]
#: Steps that name what they insert; how much may be named in a reason, and how wide each may be, in em.
NAMED, MOST_NAMED, WIDEST_NAMED = ("evaluate-expectations", "insert-log-densities"), 3, 16.0
#: Steps that bound one term each are told at once.
TERM_BY_TERM = "tangent-of-log"
SAYS = {"=": "==", "<=": "<=", ">=": ">=", "<": "<", ">": ">"}


@dataclass(frozen=True)
class Line:
    """One step: the relation, the formula and its reason."""

    relation: lay.Atom
    formula: Layout
    number: int
    rule: str
    reason: Sentence


@dataclass(frozen=True)
class Chain:
    """A left side, the steps from it, and the lemmas they use, each named once."""

    label: str
    left: Layout
    lines: tuple[Line, ...]
    lemmas: tuple[Chain, ...]
    relation: lay.Atom

    @property
    def result(self) -> Layout:
        """Where the chain ends."""
        return self.lines[-1].formula if self.lines else self.left


@dataclass(frozen=True)
class Story:
    """Everything a page about a derivation says."""

    title: str
    heading: Sentence
    chain: Chain
    setting: Sentence
    domain: tuple[Layout, ...]
    needs: tuple[Layout, ...]
    otherwise: Layout | None
    limits: tuple[Chain, ...]
    limits_title: str
    status: Status
    unit: Sentence
    value: str | None
    notes: tuple[Sentence, ...]
    answer: Chain | None = None
    manner: Manner = field(default_factory=Manner)
    appendix: tuple[Chain, ...] = ()

    @property
    def conclusion(self) -> Chain:
        """What the result is told with: of a question for an optimum the question and its answer, else the whole chain."""
        return self.answer or self.chain


def tell(derivation: Derivation, **manner: Any) -> Story:
    """Read a derivation into a story.

    Parameters
    ----------
    derivation : Derivation
        What to tell.
    **manner
        The fields of `Manner`: the notation, and how much is told.
    """
    way = Manner(**manner)
    t = replace(typesetter_of(derivation), by_variance=way.normal == "variance")
    names = sorted({s.name for d in _all(derivation) for e in _expressions(d) for s in e.atoms(Symbol)})
    teller = _Teller(t, tuple(names), derivation.cites_moments)
    left = derivation.left
    unit: Sentence = ()
    answer = _answer(derivation, t)
    plain = derivation.relation is Relation.EQ or (answer is not None and not answer.label.startswith("arg"))
    if isinstance(left, Measure) and not left.unitless and plain:
        one = derivation.result == 1 and derivation.steps
        unit = (left.unit.removesuffix("s") if one else left.unit,) if left.unit in UNITS else ("base ", t(left.base))
    domain = tuple(domain_of(derivation, t))
    otherwise = None if derivation.otherwise is None or derivation.silent else t(derivation.otherwise)
    story = Story(
        title=derivation.title,
        heading=tuple(parts_of(derivation.title, (*names, *t.laws))),
        chain=teller.chain(derivation, ""),
        setting=setting_of(derivation.laws, domain, t),
        domain=domain,
        needs=tuple(needs_of(derivation, t)),
        otherwise=otherwise,
        limits=tuple(teller.limit(limit, derivation) for limit in derivation.limits),
        limits_title="Limits" if any(map(_is_inside, derivation.limits)) else "At the ends of the domain",
        status=derivation.status,
        unit=unit,
        value=decimal_of(derivation, 6),
        notes=(
            *_place(derivation, t),
            *_in_short(derivation, t, names, answer),
            *(tuple(parts_of(n, names)) for n in _notes(derivation)),
        ),
        answer=answer,
        manner=way,
    )
    return _extent(way.respelt(story, t.laws, frozenset(names)))


def _extent(story: Story) -> Story:
    """As much of a story as is told, in its order."""
    if story.manner.results:
        return replace(story, limits=(), appendix=())
    if story.manner.lemmas != "appendix":
        return story
    return replace(story, chain=replace(story.chain, lemmas=()), appendix=story.chain.lemmas)


def _answer(derivation: Derivation, t: Typesetter) -> Chain | None:
    """The question for an optimum with its answer; None of other derivations."""
    if not isinstance(derivation, OptimumDerivation) or derivation.question is None:
        return None
    kind = str(getattr(derivation.question, "kind", "max"))
    line = Line(RELATIONS["=="], t(derivation.result), 1, "", ())
    return Chain(kind, t(derivation.question), (line,), (), RELATIONS["=="])


def _place(derivation: Derivation, t: Typesetter) -> tuple[Sentence, ...]:
    """Where an optimum is taken."""
    if not isinstance(derivation, OptimumDerivation) or not derivation.at or not derivation.taken:
        return ()
    if str(getattr(derivation.question, "kind", "")).startswith("arg") and not derivation.also:  # the answer says it
        return ()
    said: list[str | Layout] = ["It is taken at "]
    for index, (symbol, place) in enumerate(derivation.at):
        said += [" and " if index == len(derivation.at) - 1 else ", "] if index else []
        said.append(Row((t(symbol), RELATIONS["=="], t.inline(place))))
    for symbol, place in derivation.also:
        said += [", and at ", Row((t(symbol), RELATIONS["=="], t.inline(place)))]
    return ((*said, "."),)


def _in_short(derivation: Derivation, t: Typesetter, names: list[str], answer: Chain | None) -> tuple[Sentence, ...]:
    """The result by entropies of coins, where it has them."""
    base = getattr(derivation.left, "base", E)
    plain = derivation.status is Status.CLOSED and isinstance(derivation.left, Measure) and COIN.__name__ not in names
    if (
        not plain
        or not isinstance(derivation.result, Expr)
        or not (derivation.result.has(log) and derivation.result.free_symbols)
    ):
        return ()
    form = in_coin_entropies(derivation.result * log(base), derivation.domain)
    if form is None or (form.func == COIN and form.args[0].is_Symbol):  # that is what a coin's entropy is
        return ()
    coins = sum(term for term in Add.make_args(form) if term.has(COIN))
    form = coins + (form - coins) / log(base)
    left = answer.left if answer else t(derivation.left)
    equation = Row((left, RELATIONS["=="], t.inline(form)))
    return (("In short, with ", t(COIN(Symbol("p"))), " for the entropy of Bernoulli(p): ", equation, "."),)


def _is_inside(limit: Derivation) -> bool:
    """Whether a limit is taken from both sides."""
    return isinstance(limit.left, Limit) and str(limit.left.args[3]) == "+-"


def typesetter_of(derivation: Derivation) -> Typesetter:
    """The setting in which all formulas of a derivation are written."""
    taken = frozenset(s.name for s in derivation.left.free_symbols)
    bases = {node.base for d in _all(derivation) for e in _expressions(d) for node in e.atoms(Measure)}
    return Typesetter(law_names(derivation), taken=taken, mixed=len(bases) > 1)


def law_names(derivation: Derivation) -> tuple[str, ...]:
    """The names of all laws that the derivation speaks of."""
    nodes = (node for d in _all(derivation) for e in _expressions(d) for node in preorder_traversal(e))
    return tuple(sorted({node.name for node in nodes if isinstance(node, Law)}))


def _all(derivation: Derivation) -> Iterator[Derivation]:
    yield derivation
    for inner in (*(lemma for step in derivation.steps for lemma in step.lemmas), *derivation.limits):
        yield from _all(inner)


def _expressions(derivation: Derivation) -> Iterator[Basic]:
    yield derivation.left
    yield from (step.expr for step in derivation.steps)


def decimal_of(derivation: Derivation, digits: int) -> str | None:
    """The result in decimals, where it is a number without parameters."""
    result = derivation.result
    if result.free_symbols or not derivation.steps or derivation.status not in (Status.CLOSED, Status.INFINITE):
        return None
    if result.has(AppliedUndef):  # of an unspecified law
        return None
    if result in (S.Infinity, S.NegativeInfinity):
        return "inf" if result is S.Infinity else "-inf"
    if result.is_Integer:
        return str(result)
    value = N(result, digits)
    if not value.is_Float and not value.is_Integer:
        return None
    return None if value in (nan, zoo) else str(value)


def _notes(derivation: Derivation) -> list[str]:
    notes = list(derivation.remarks)
    if derivation.status is Status.REDUCED:
        notes.append("No closed form is known to the engine: this is the shortest exact form it reached.")
    if derivation.status is Status.UNDEFINED:
        notes.append("The defining integral or sum does not exist, not even as an infinite value.")
    return notes


class _Teller:
    """Numbers lemmas as it goes; a lemma that was told before is only cited, and one of its shape told in a line.

    Where moments are cited, they are named with their values in place of a lemma, and a density is inserted without one.
    """

    def __init__(self, t: Typesetter, names: tuple[str, ...], citing: bool = False) -> None:
        self.t, self.names, self.citing = t, names, citing
        self.told: list[tuple[Derivation, str]] = []

    def chain(self, derivation: Derivation, label: str) -> Chain:
        """The chain of a derivation and of its lemmas."""
        lines: list[Line] = []
        lemmas: list[Chain] = []
        for step in derivation.steps:
            formula = self.t(step.expr)
            if lines and formula == lines[-1].formula and not step.lemmas:
                continue  # Only SymPy sees the difference: the line would be printed twice.
            cited: list[str] = []
            known_moments = [lemma for lemma in step.lemmas if self.citing and is_known_moment(lemma)]
            for lemma in step.lemmas:
                if lemma in known_moments or (self.citing and is_log_density(lemma)):
                    continue
                known = next((name for d, name in self.told if d == lemma), None)
                if known is None:
                    prefix = label.removeprefix("Lemma ") + "." if label else ""
                    known = f"Lemma {prefix}{len(lemmas) + 1}"
                    told = self.likewise(lemma, known) or self.chain(lemma, known)
                    self.told.append((lemma, known))
                    lemmas.append(told)
                cited.append(known)
            relation = RELATIONS[SAYS[str(step.relation)]]
            if lines and step.rule == lines[-1].rule == TERM_BY_TERM:
                lines.pop()  # the same bound in the next term
            why = self.reason(derivation, step, cited) if not known_moments else self.moments(known_moments, cited)
            lines.append(Line(relation, formula, len(lines) + 1, step.rule, why))
        whole = RELATIONS[SAYS[str(derivation.relation)]]
        return Chain(label, self.t(derivation.left), tuple(lines), tuple(lemmas), whole)

    def limit(self, limit: Derivation, whole: Derivation) -> Chain:
        """A limit of the result in one line, as that of what was derived."""
        chain = self.chain(limit, "")
        if not isinstance(limit.left, Limit) or limit.left.args[0] != evaluated(whole.stands):
            return chain
        last = replace(chain.lines[-1], number=1, reason=chain.lines[0].reason)
        return replace(chain, left=self.t(Limit(whole.left, *limit.left.args[1:])), lines=(last,))

    def likewise(self, lemma: Derivation, label: str) -> Chain | None:
        """One line for a lemma that is an earlier one with other parameters; None where there is none."""
        for earlier, name in self.told:
            exchanged = exchanged_parameters(earlier, lemma)
            if exchanged is None or len(lemma.steps) < 2:
                continue
            said: list[str | Layout] = [f"As {name}".replace(" ", "\u00a0").replace("As\u00a0", "As ")]
            for index, (old, new) in enumerate(exchanged):
                said += [", with " if index == 0 else " and ", self.t(new), " for ", self.t(old)]
            last = lemma.steps[-1]
            line = Line(RELATIONS["=="], self.t(last.expr), 1, last.rule, (*said, "."))
            return Chain(label, self.t(lemma.left), (line,), (), RELATIONS["=="])
        return None

    def what_is_inserted(self, step: Step) -> list[str | Layout]:
        """The means or logarithms that stand at hand, where they are few and short; nothing for other steps."""
        if step.rule not in NAMED or not 0 < len(step.lemmas) <= MOST_NAMED:
            return []
        if any(width_of(self.t(lemma.left)) > WIDEST_NAMED for lemma in step.lemmas):
            return []
        said: list[str | Layout] = ["Insert "]
        for index, lemma in enumerate(step.lemmas):
            said += [" and " if index == len(step.lemmas) - 1 else ", "] if index else []
            said.append(self.t(lemma.left))
        return [*said, "."]

    def moments(self, lemmas: list[Derivation], cited: list[str]) -> Sentence:
        """The known moments that are inserted, each with its value."""
        said: list[str | Layout] = ["Known moments: "]
        for index, lemma in enumerate(lemmas):
            said += [", "] if index else []
            said += [self.t(lemma.left), " = ", self.t(lemma.steps[-1].expr)]
        if cited:
            said.append(f"; and {_enumerated(cited)}")
        return (*said, ".")

    def reason(self, derivation: Derivation, step: Step, cited: list[str]) -> Sentence:
        """The reason, the lemmas it cites, and what the step needs."""
        said = self.what_is_inserted(step) or list(parts_of(step.because, self.names))
        if cited:
            said = [*said[:-1], said[-1].rstrip(".")] if said and isinstance(said[-1], str) else said
            said.append(f" ({_enumerated(cited)}).")
        needs = [need for need in parts(step.requires) if not derivation.domain.implies(need)]
        if needs:
            said.append(" Needs ")
            for index, need in enumerate(needs):
                said += [" and "] if index else []
                said.append(self.t(need))
            said.append(".")
        if step.equality is not None:
            said += [" ", *parts_of(f"Equality exactly when {step.equality.words}.", self.names)]
        return tuple(p for p in said if p != "")


def _enumerated(labels: list[str]) -> str:
    """Lemmas 1 and 2; a number stays on the line of its word."""
    numbers = [label.removeprefix("Lemma ") for label in labels]
    if len(numbers) == 1:
        return f"Lemma\u00a0{numbers[0]}"
    return f"Lemmas\u00a0{', '.join(numbers[:-1])} and\u00a0{numbers[-1]}"
