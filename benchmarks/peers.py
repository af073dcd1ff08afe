"""How the libraries beside us are asked for the same values: data, one row a family, and the few lines that call them.

A row says how the parameters of sympy.stats become those of the library. Only rows whose parameters are the same numbers
stand here (a library that wants a rate is compared on the subject with a rate), so that nothing is lost on the way.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sy

from benchmarks.subjects import Subject

__all__ = ["PEERS", "Asked", "Peer", "available"]

Values = dict[str, Any]

# From the parameters of a law, in the order of sympy.stats, to the constructor and its arguments.
TORCH: dict[str, Callable[..., tuple[str, tuple[Any, ...]]]] = {
    "Normal": lambda m, s: ("Normal", (m, s)),
    "LogNormal": lambda m, s: ("LogNormal", (m, s)),
    "Exponential": lambda r: ("Exponential", (r,)),
    "Laplace": lambda m, b: ("Laplace", (m, b)),
    "Cauchy": lambda m, g: ("Cauchy", (m, g)),
    "Gumbel": lambda b, m: ("Gumbel", (m, b)),
    "Gamma (rate)": lambda k, r: ("Gamma", (k, r)),
    "GammaInverse": lambda a, b: ("InverseGamma", (a, b)),
    "Beta": lambda a, b: ("Beta", (a, b)),
    "ChiSquared": lambda k: ("Chi2", (k,)),
    "HalfNormal": lambda s: ("HalfNormal", (s,)),
    "Pareto": lambda x, a: ("Pareto", (x, a)),
    "Uniform": lambda a, b: ("Uniform", (a, b)),
    "Weibull": lambda a, b: ("Weibull", (a, b)),
    "StudentT": lambda n: ("StudentT", (n,)),
    "Bernoulli": lambda p: ("Bernoulli", (p,)),
    "Binomial": lambda n, p: ("Binomial", (n, p)),
    "Geometric": lambda p: ("Geometric", (p,)),
    "Poisson": lambda r: ("Poisson", (r,)),
}
TFP: dict[str, Callable[..., tuple[str, dict[str, Any]]]] = {
    "Normal": lambda m, s: ("Normal", {"loc": m, "scale": s}),
    "LogNormal": lambda m, s: ("LogNormal", {"loc": m, "scale": s}),
    "Exponential": lambda r: ("Exponential", {"rate": r}),
    "Laplace": lambda m, b: ("Laplace", {"loc": m, "scale": b}),
    "Cauchy": lambda m, g: ("Cauchy", {"loc": m, "scale": g}),
    "Gumbel": lambda b, m: ("Gumbel", {"loc": m, "scale": b}),
    "Gamma (rate)": lambda k, r: ("Gamma", {"concentration": k, "rate": r}),
    "GammaInverse": lambda a, b: ("InverseGamma", {"concentration": a, "scale": b}),
    "Beta": lambda a, b: ("Beta", {"concentration1": a, "concentration0": b}),
    "Chi": lambda k: ("Chi", {"df": k}),
    "ChiSquared": lambda k: ("Chi2", {"df": k}),
    "HalfNormal": lambda s: ("HalfNormal", {"scale": s}),
    "Kumaraswamy": lambda a, b: ("Kumaraswamy", {"concentration1": a, "concentration0": b}),
    "Logistic": lambda m, s: ("Logistic", {"loc": m, "scale": s}),
    "Moyal": lambda m, s: ("Moyal", {"loc": m, "scale": s}),
    "Pareto": lambda x, a: ("Pareto", {"concentration": a, "scale": x}),
    "Uniform": lambda a, b: ("Uniform", {"low": a, "high": b}),
    "Triangular": lambda a, b, c: ("Triangular", {"low": a, "high": b, "peak": c}),
    "VonMises": lambda m, k: ("VonMises", {"loc": m, "concentration": k}),
    "Weibull": lambda a, b: ("Weibull", {"concentration": b, "scale": a}),
    "Bernoulli": lambda p: ("Bernoulli", {"probs": p}),
    "Geometric": lambda p: ("Geometric", {"probs": p}),
}
# Entropies of scipy.stats.
STATS: dict[str, Callable[..., tuple[str, tuple[Any, ...], dict[str, Any]]]] = {
    "Normal": lambda m, s: ("norm", (m, s), {}),
    "LogNormal": lambda m, s: ("lognorm", (s, 0, np.exp(m)), {}),
    "Laplace": lambda m, b: ("laplace", (m, b), {}),
    "Cauchy": lambda m, g: ("cauchy", (m, g), {}),
    "Gumbel": lambda b, m: ("gumbel_r", (m, b), {}),
    "Gamma": lambda k, t: ("gamma", (k,), {"scale": t}),
    "GammaInverse": lambda a, b: ("invgamma", (a,), {"scale": b}),
    "GaussianInverse": lambda m, s: ("invgauss", (m / s,), {"scale": s}),
    "Beta": lambda a, b: ("beta", (a, b), {}),
    "BetaPrime": lambda a, b: ("betaprime", (a, b), {}),
    "Chi": lambda k: ("chi", (k,), {}),
    "ChiSquared": lambda k: ("chi2", (k,), {}),
    "FDistribution": lambda a, b: ("f", (a, b), {}),
    "HalfNormal": lambda s: ("halfnorm", (0, s), {}),
    "Levy": lambda m, c: ("levy", (m, c), {}),
    "Logistic": lambda m, s: ("logistic", (m, s), {}),
    "LogLogistic": lambda a, b: ("fisk", (b,), {"scale": a}),
    "Lomax": lambda a, s: ("lomax", (a,), {"scale": s}),
    "Maxwell": lambda a: ("maxwell", (0, a), {}),
    "Moyal": lambda m, s: ("moyal", (m, s), {}),
    "Pareto": lambda x, a: ("pareto", (a,), {"scale": x}),
    "Rayleigh": lambda s: ("rayleigh", (0, s), {}),
    "StudentT": lambda n: ("t", (n,), {}),
    "Weibull": lambda a, b: ("weibull_min", (b,), {"scale": a}),
    "VonMises": lambda m, k: ("vonmises", (k, m), {}),
    "Bernoulli": lambda p: ("bernoulli", (p,), {}),
    "Geometric": lambda p: ("geom", (p,), {}),
}
# Divergences as sums of scipy.special over the outcomes.
SPECIAL: dict[str, Callable[..., Any]] = {
    "Bernoulli": lambda s, p, q: s.rel_entr(p, q) + s.rel_entr(1 - p, 1 - q),
    "Poisson": lambda s, a, b: s.kl_div(a, b),
}


@dataclass(frozen=True)
class Asked:
    """How one measure is asked of a library: the laws (or arrays) that are built first, and the value from them."""

    build: Callable[[Values], Any]
    value: Callable[[Any], Any]

    def __call__(self, values: Values) -> Any:
        """The value as an array, or None where the library turns out to have none."""
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return np.asarray(self.value(self.build(values)))
            except (NotImplementedError, NameError):  # the latter from a printer that names what is not there
                return None


@dataclass(frozen=True)
class Peer:
    """A library: its module, and how it is asked for a subject, or None where it has none.

    Attributes
    ----------
    name, module : str
        What it is called in the tables, and what must be installed.
    ask : callable
        Subject and kind of float to `Asked`.
    """

    name: str
    module: str
    ask: Callable[[Subject, str], Asked | None]


def available() -> list[Peer]:
    """The peers that are installed."""
    found = []
    for peer in PEERS:
        try:
            importlib.import_module(peer.module)
        except ImportError:
            continue
        found.append(peer)
    return found


def _sides(subject: Subject, values: Values) -> list[list[Any]]:
    """The parameters of each law, in the order of the constructor."""
    by_role = {(a.side, a.role): values[a.name] for a in subject.arguments}
    sides = (1, 2) if subject.second else (1,)
    return [[by_role.get((side, role), by_role[1, role]) for role in _roles(subject)] for side in sides]


def _roles(subject: Subject) -> list[str]:
    return [a.role for a in subject.arguments if a.side == 1]


def _same_family(subject: Subject) -> bool:
    return not subject.second or subject.same_family


def _torch(subject: Subject, kind: str) -> Asked | None:
    import torch

    row = TORCH.get(subject.family)
    if row is None or not _same_family(subject):
        return None

    def build(values: Values) -> Any:
        laws = []
        for side in _sides(subject, values):
            name, arguments = row(*(torch.as_tensor(np.asarray(v, kind)) for v in side))
            laws.append(getattr(torch.distributions, name)(*arguments, validate_args=False))
        return laws

    def value(laws: Any) -> Any:
        return torch.distributions.kl_divergence(*laws) if subject.second else laws[0].entropy()

    return Asked(build, value)


def _tfp(subject: Subject, kind: str) -> Asked | None:
    from tensorflow_probability.substrates.jax import distributions

    row = TFP.get(subject.family)
    if row is None:
        return None

    def law(*side: Any) -> Any:
        name, arguments = row(*side)
        return getattr(distributions, name)(**arguments)

    return _on_jax(subject, kind, law, lambda p, q: p.kl_divergence(q))


def _numpyro(subject: Subject, kind: str) -> Asked | None:
    from numpyro import distributions

    row = TORCH.get(subject.family)  # the classes of NumPyro are named as those of PyTorch
    if row is None or not hasattr(distributions, row(*range(len(_roles(subject))))[0]):
        return None

    def law(*side: Any) -> Any:
        name, arguments = row(*side)
        return getattr(distributions, name)(*arguments, validate_args=False)

    return _on_jax(subject, kind, law, distributions.kl_divergence)


def _on_jax(subject: Subject, kind: str, law: Callable[..., Any], divergence: Callable[..., Any]) -> Asked | None:
    import jax

    jax.config.update("jax_enable_x64", True)
    if not _same_family(subject):
        return None

    def build(values: Values) -> Any:
        return {name: jax.numpy.asarray(np.asarray(v, kind)) for name, v in values.items()}

    @jax.jit
    def value(values: Any) -> Any:
        laws = [law(*side) for side in _sides(subject, values)]
        return divergence(*laws) if subject.second else laws[0].entropy()

    return Asked(build, lambda values: value(values).block_until_ready())


def _scipy(subject: Subject, kind: str) -> Asked | None:
    import scipy.special
    import scipy.stats

    if subject.second:
        total = SPECIAL.get(subject.family) if subject.same_family else None
        if total is None:
            return None
        return Asked(
            lambda values: [np.asarray(side[0], kind) for side in _sides(subject, values)],
            lambda sides: total(scipy.special, *sides),
        )
    row = STATS.get(subject.family)
    if row is None or kind != "float64":
        return None

    def build(values: Values) -> Any:
        name, shapes, more = row(*(np.asarray(v, kind) for v in _sides(subject, values)[0]))
        return getattr(scipy.stats, name)(*shapes, **more)

    return Asked(build, lambda law: law.entropy())


def _lambdify(subject: Subject, kind: str) -> Asked | None:
    expr = subject.derivation.value
    symbols = {s.name: s for s in expr.free_symbols}
    names = [a.name for a in subject.arguments if a.name in symbols]
    if expr.has(sy.beta, sy.Derivative):  # printed as calls of the standard library, which take no arrays
        return None
    function = sy.lambdify([symbols[n] for n in names], expr, modules=["scipy", "numpy"])
    return Asked(lambda values: [np.asarray(values[n], kind) for n in names], lambda arrays: function(*arrays))


PEERS = (
    Peer("lambdify", "sympy", _lambdify),
    Peer("torch", "torch", _torch),
    Peer("TFP on JAX", "tensorflow_probability", _tfp),
    Peer("NumPyro", "numpyro", _numpyro),
    Peer("scipy", "scipy", _scipy),
)
