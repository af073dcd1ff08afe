"""Losses as one finds them in a training script."""

import numpy as np
from scipy.special import digamma, gammaln


def kl_diagonal(mu, log_var):
    """The KL term of a variational autoencoder."""
    return -0.5 * np.sum(1 + log_var - mu**2 - np.exp(log_var))


def kl_gamma(k1, t1, k2, t2):
    """Shapes and scales."""
    first = (k1 - k2) * digamma(k1) - gammaln(k1) + gammaln(k2)
    return first + k2 * (np.log(t2) - np.log(t1)) + k1 * (t1 - t2) / t2


def entropy_by_a_loop(p):
    """What no reader can follow is compared by its values."""
    total = 0.0
    for mass in (p, 1 - p):
        total -= mass * np.log(mass)
    return total
