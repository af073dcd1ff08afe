"""A marker says which measure a function is; the test fails where it is not."""

import losses
import pytest


@pytest.mark.claims("KL(Normal(mu, exp(log_var/2)) || Normal(0, 1))", losses.kl_diagonal)
def test_the_kl_term():
    """The marker is judged first, then the body runs."""
    assert losses.kl_diagonal(0.0, 0.0) == 0


@pytest.mark.claims("KL(Gamma(k1, t1) || Gamma(k2, t2))", losses.kl_gamma)
@pytest.mark.claims("H(Bernoulli(p))", losses.entropy_by_a_loop, rtol=1e-12)
def test_the_others():
    """Several markers, and nothing else to do."""
