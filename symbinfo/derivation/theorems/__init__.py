"""Named results, one file each with its own plan: a file that has a TITLE and a ``derive()`` is a theorem.

- `additive_self_information`: the information of independent events adds.
- `argmin_of_cross_entropy`: minimising cross-entropy over models is minimising the divergence.
- `bernoulli_maximum`: a coin is most uncertain when it is fair.
- `bivariate_normal`: the mutual information of two jointly normal variables depends on their correlation alone.
- `certain_event`: a certain event carries no information.
- `chain_rule`: the chain rule: the entropy of a pair is that of one variable plus what the other adds.
- `classification`: in classification the label puts all mass on one class.
- `conditional_entropy_forms`: conditional entropy as a sum over both variables, and as an average of the entropies of
  the conditional laws.
- `conditional_entropy_under_independence`: a condition that is independent of X changes nothing.
- `conditioning_reduces_entropy`: on average a condition never adds uncertainty.
- `cross_entropy_bound`: no model has a smaller cross-entropy than the true law.
- `cross_entropy_decomposition`: cross-entropy is entropy plus divergence.
- `cross_entropy_is_convex`: a mixture of two models has at most the mean of their cross-entropies.
- `cross_entropy_of_itself`: the cross-entropy of a law with itself is its entropy.
- `data_processing`: what is forgotten cannot tell laws apart: the divergence of two joint laws is at least that of their
  marginals.
- `decreasing_self_information`: self-information falls as the probability of the event grows.
- `deterministic_entropy`: a deterministic law has entropy 0.
- `differential_entropy`: the expectation of -log p(X) as an integral.
- `donsker_varadhan`: a divergence is at least what a function of the outcome tells of the two laws.
- `entropy_is_concave`: a mixture is at least as uncertain as its parts are on average.
- `entropy_is_nonnegative`: the entropy of a discrete law is never negative.
- `entropy_of_a_function`: what is determined by Y leaves nothing open once Y is known.
- `entropy_of_a_shift`: a shift leaves the differential entropy as it is.
- `evidence_lower_bound`: any law of a latent variable bounds the evidence from below.
- `expected_self_information`: entropy is the expected self-information, written as a sum.
- `fano_inequality`: who guesses X from Y and is rarely wrong leaves little of X open.
- `gibbs_inequality`: Gibbs' inequality: the divergence of two masses is never negative, and 0 only when they are
  equal.
- `gibbs_inequality_for_densities`: Gibbs' inequality for densities: the same proof with integrals.
- `infonce_bound`: what a model finds out about the place of the partner of X is at most what X and Y share.
- `jensen_gap`: Jensen's inequality for the logarithm, with the divergence that it gives away.
- `kl_as_difference`: the divergence is the cross-entropy less the entropy.
- `kl_as_integral`: the divergence of two densities is an integral, and the cross-entropy less the entropy.
- `kl_as_sum`: cross-entropy less entropy is one sum: the expected log ratio.
- `kl_is_convex`: mixing two pairs of laws alike makes them no easier to tell apart.
- `kl_is_not_symmetric`: the divergence is not symmetric: one pair of coins shows it.
- `kl_of_independent_parts`: divergences of independent parts add up.
- `kl_of_scaled_laws`: the divergence depends neither on the unit nor on the origin.
- `log_sum_inequality`: what positive numbers give term by term is at least what their totals give.
- `maximum_entropy`: the uniform law has the largest entropy of all laws on k outcomes, by Gibbs' inequality.
- `maximum_entropy_by_lagrange`: the uniform law has the largest entropy of all laws on k outcomes, by a Lagrange
  multiplier.
- `metres_to_centimetres`: measuring in centimetres what was measured in metres adds log 100 to a differential
  entropy.
- `mutual_information_as_integral`: mutual information of continuous variables as an integral.
- `mutual_information_as_kl`: mutual information is the divergence of the joint law from the product of its marginals.
- `mutual_information_as_sum`: mutual information of discrete variables as a sum.
- `mutual_information_by_entropies`: mutual information as what one variable takes from the uncertainty of the other.
- `mutual_information_is_nonnegative`: mutual information is never negative, and 0 exactly under independence.
- `mutual_information_is_symmetric`: mutual information is symmetric.
- `mutual_information_under_independence`: independent variables tell nothing of one another.
- `nats_and_bits`: a change of the base of the logarithm is a change of unit.
- `pinsker_inequality`: laws that differ in the probability of an event are apart in divergence, too.
- `scaling_law`: H(aX) = H(X) + log|a|: differential entropy depends on the unit of measurement.
- `underflow`: a product of small probabilities underflows; the sum of its logarithms does not.
- `uniform_entropy`: the entropy of a uniform law is the log of the number of its outcomes.
- `variational_information`: any model of X given Y bounds their mutual information from below.
"""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib import import_module

from symbinfo.derivation import Derivation
from symbinfo.derivation.stated import Stated
from symbinfo.expressions.errors import QueryError

__all__ = ["names", "stated", "theorem"]


def names() -> list[tuple[str, str]]:
    """The theorems, each with its title, in alphabetical order."""
    found = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [(name.replace("_", "-"), str(import_module(f"{__name__}.{name}").TITLE)) for name in found]


@cache
def stated() -> dict[str, Stated]:
    """What theorems say of named variables and numbers, by the names of the theorems."""
    modules = {name: import_module(f"{__name__}.{name.replace('-', '_')}") for name, _ in names()}
    return {name: module.STATED for name, module in modules.items() if hasattr(module, "STATED")}


def theorem(name: str) -> Derivation:
    """Derive a named theorem.

    Parameters
    ----------
    name : str
        As listed by `names`, such as ``"scaling-law"``.

    Raises
    ------
    QueryError
        When there is no theorem of that name.

    Examples
    --------
    >>> theorem("scaling-law").status.value
    'closed'
    """
    known = dict(names())
    if name not in known:
        near = get_close_matches(name, known, n=1)
        advice = f"did you mean {near[0]}?" if near else "`symbinfo theorems` lists them"
        raise QueryError(f"no theorem is called {name}: {advice}", name, 0)
    derivation: Derivation = import_module(f"{__name__}.{name.replace('-', '_')}").derive()
    return replace(derivation, title=known[name])
