"""The copy lemma: what follows from Shannon's inequalities for more variables than the claim speaks of.

To variables another can always be added that is to some of them as one of the rest is, and independent of all else given
these. An inequality over all the variables that the new one takes part in is then true of the first ones, though these
alone do not imply it: the inequality of Zhang and Yeung is proved with one copy.

References
----------
Z. Zhang, R. W. Yeung, On characterization of entropy function via information inequalities (1998); R. Dougherty,
C. Freiling, K. Zeger, Non-Shannon information inequalities in four random variables (2011).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import combinations

from symbinfo.query.assumptions import Given
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.verification.shannon.linear_proof import Copy, Proof, prove

__all__ = ["prove_with_copies"]

FEWEST, MOST = 4, 6


def prove_with_copies(
    claim: ShannonClaim, given: tuple[Given, ...], variables: tuple[str, ...], number: int, end: float
) -> Proof | None:
    """A proof with auxiliary variables, or None where none was found in time.

    Parameters
    ----------
    claim : ShannonClaim
        With =, <= or >=.
    given : tuple of Given
        What may be assumed.
    variables : tuple of str
        All variables of the claim and of what is given.
    number : int
        How many copies are made, one after the other.
    end : float
        When to stop, on the clock of processor time.
    """
    if not FEWEST <= len(variables) <= MOST:  # up to three variables Shannon's inequalities are all there are
        return None
    for copies in _choices(variables, number):
        if time.process_time() > end:
            return None
        proof = prove(claim, given, variables, copies)
        if proof is not None:
            return proof
    return None


def _choices(variables: tuple[str, ...], number: int) -> Iterator[tuple[Copy, ...]]:
    if number == 0:
        yield ()
        return
    for before in _choices(variables, number - 1):
        known = (*variables, *(copy.new for copy in before))
        for size in range(2, len(known) - 1):
            for of in known:
                for over in combinations([name for name in known if name != of], size):
                    yield (*before, Copy(_fresh(of, known), of, over))


def _fresh(name: str, known: tuple[str, ...]) -> str:
    while name in known:
        name += "'"
    return name
