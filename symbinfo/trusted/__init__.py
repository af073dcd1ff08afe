"""What must be believed, and nothing else: certificates, numbers, and the checks. It needs Python and mpmath alone.

This file is the signature of the room: what is not named here is used by nobody outside. The folder may be copied
anywhere, under any name, and re-checks certificates there: ``python -m NAME FILE.json ...``.

- `exceptions`: a text that is no certificate; a limit of time.
- `terms`: the language that formulas are written in.
- `shapes`: keys, names and terms of JSON data, each in its place or refused.
- `witnesses`: what a step carries so that it can be replayed exactly.
- `witness_data`: the same as JSON data.
- `statements`: laws, measures, steps, claims and derivations as plain data.
- `failing_conditions`: what holds where a condition of a derivation fails.
- `abstract_functions`: what an abstract mass, density or map is, and what is assumed of its integrals.
- `declared_names`: nothing is used that was not declared.
- `certificate`: a main derivation with its lemmas, from JSON and back.
- `definitions`, `definitions_with_order`, `definitions_of_codes`: what each measure is, as an integral or a sum.
- `numbers`: evaluation of terms at many digits, with errors.
- `places`: where a certificate is looked at.
- `checks`: the questions that are asked of a certificate.
- `proof`: the replay of its steps, exactly, from stored facts.
- `visible_part`: what people read of a file, compared with its certificate.
- `proof_in_words`: a replay told step by step.
- `statement_words`: what a certificate says, in words.
- `shannon_check`: proofs and counterexamples of claims over named random variables.
- `shannon_words`: what these say, and from which inequalities.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .exceptions import BudgetExceeded, CertificateError, SymbinfoError

if TYPE_CHECKING:
    from .certificate import Certificate as Certificate
    from .checks.any_certificate import check_text as check_text
    from .checks.any_certificate import steps_of_text as steps_of_text
    from .checks.divergent_integrals import as_one_integral as as_one_integral
    from .checks.divergent_integrals import sign_of_divergence as sign_of_divergence
    from .checks.divergent_integrals import without_factors_and_log as without_factors_and_log
    from .checks.report import Report as Report
    from .checks.values import Memory as Memory
    from .checks.whole import check as check
    from .checks.whole import prove as prove
    from .numbers.estimates import Estimate as Estimate
    from .numbers.estimates import Undefined as Undefined
    from .numbers.estimates import Unknown as Unknown
    from .numbers.evaluator import Evaluator as Evaluator
    from .numbers.evaluator import value_at_two_precisions as value_at_two_precisions
    from .numbers.polynomials import as_polynomial as as_polynomial
    from .numbers.polynomials import polynomial_as_term as polynomial_as_term
    from .numbers.polynomials import shifted_polynomial as shifted_polynomial
    from .numbers.split_logarithms import body_with_split_logarithms as body_with_split_logarithms
    from .places.points import INFINITE as INFINITE
    from .proof.facts.axioms import axioms_in_words as axioms_in_words
    from .shannon_check import MOST_GROUPS as MOST_GROUPS
    from .shannon_check import confirm as confirm
    from .shannon_check import entropies_in_logarithms as entropies_in_logarithms
    from .shannon_check import sign_of_logarithms as sign_of_logarithms
    from .shannon_words import facts_of_shannon as facts_of_shannon
    from .shannon_words import statement_of_shannon as statement_of_shannon
    from .statements import Plain as Plain
    from .terms import BINDERS as BINDERS
    from .terms import HEADS as HEADS
    from .terms import Term as Term
    from .terms import dump as dump
    from .terms import free_symbols as free_symbols
    from .terms import parse as parse
    from .terms import replace as replace

# Resolved when they are first used, so that a usage line costs no mpmath.
_HOMES = {
    ".certificate": ("Certificate",),
    ".checks.any_certificate": ("check_text", "steps_of_text"),
    ".checks.divergent_integrals": ("as_one_integral", "sign_of_divergence", "without_factors_and_log"),
    ".checks.report": ("Report",),
    ".checks.values": ("Memory",),
    ".checks.whole": ("check", "prove"),
    ".numbers.estimates": ("Estimate", "Undefined", "Unknown"),
    ".numbers.evaluator": ("Evaluator", "value_at_two_precisions"),
    ".numbers.polynomials": ("as_polynomial", "polynomial_as_term", "shifted_polynomial"),
    ".numbers.split_logarithms": ("body_with_split_logarithms",),
    ".places.points": ("INFINITE",),
    ".proof.facts.axioms": ("axioms_in_words",),
    ".shannon_check": ("MOST_GROUPS", "confirm", "entropies_in_logarithms", "sign_of_logarithms"),
    ".shannon_words": ("facts_of_shannon", "statement_of_shannon"),
    ".statements": ("Plain",),
    ".terms": ("BINDERS", "HEADS", "Term", "dump", "free_symbols", "parse", "replace"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = ["BudgetExceeded", "CertificateError", "SymbinfoError", *_HOME_OF]  # noqa: PLE0604 - computed from the table


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
