"""Kernels on arrays of other libraries: the same values, gradients that are those of the closed form, also at P = Q."""

from __future__ import annotations

import math
from functools import cache
from types import SimpleNamespace
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sy

from benchmarks.reference import Oracle
from benchmarks.sampling import Point, points
from benchmarks.subjects import Subject
from symbinfo.kernels import KernelError
from symbinfo.kernels.backends import HOMES, library_of

FAMILIES = ("Bernoulli", "Beta", "Exponential", "Gamma", "GaussianInverse", "Geometric", "Gumbel", "Laplace", "Normal")
ENTROPIES = ("Bernoulli", "Exponential", "Laplace", "Normal", "Uniform")


def _torch() -> Any:
    torch = pytest.importorskip("torch")
    return SimpleNamespace(array=torch.tensor, double=torch.float64, single=torch.float32, module=torch)


def _jax() -> Any:
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    return SimpleNamespace(array=jax.numpy.array, double="float64", single="float32", module=jax)


def _strict() -> Any:
    xp = pytest.importorskip("array_api_strict")
    return SimpleNamespace(array=xp.asarray, double=xp.float64, single=xp.float32, module=xp)


#: JAX compiles every operation once, which takes it minutes in all.
JAX = pytest.param(_jax, marks=pytest.mark.slow, id="jax")


LIBRARIES = [pytest.param(_torch, id="torch"), JAX, pytest.param(_strict, id="array_api_strict")]


def test_every_library_has_arrays_to_test_it_with() -> None:
    tried = {param.id for param in LIBRARIES}
    untried = sorted(set(HOMES) - tried)
    assert not untried, f"give {untried} a function that makes its arrays, and a row in LIBRARIES of this test"


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> Any:
    return request.param()


@cache
def subject_of(first: str, second: str = "") -> Subject:
    return Subject(first, second)


def columns(subject: Subject, count: int = 3) -> dict[str, Any]:
    """Without the extremes; where one shape of a beta law is tiny beside the other, only NumPy's kernel keeps its digits."""
    wild = ("extreme", "wide", "wide near") if subject.first == "Beta" else ("extreme",)
    drawn = [p for p in points(subject, count) if p.regime not in wild]
    return {name: np.array([p.values[name] for p in drawn]) for name in subject.kernel.parameters}


def on(library: Any, values: dict[str, Any], kind: Any = None) -> dict[str, Any]:
    return {name: library.array(v.tolist(), dtype=kind or library.double) for name, v in values.items()}


@pytest.mark.parametrize("pair", [("Gamma", "ChiSquared"), ("Maxwell", "Normal")], ids="-".join)
def test_a_formula_may_apply_functions_to_numbers(library: Any, pair: tuple[str, str]) -> None:
    """Divergences across families have terms such as abs(-1/2) and sqrt(2), which other libraries take of arrays only."""
    kernel = subject_of(*pair).kernel
    values = {name: np.array([1.5, 2.5]) for name in kernel.parameters}
    assert np.allclose(np.asarray(kernel(**on(library, values))), kernel(**values), rtol=1e-13, atol=0)


def test_what_may_be_left_out_keeps_its_place(library: Any) -> None:
    """The derivative by a mean does not depend on the other scale, which stands before it."""
    kernel = subject_of("Normal", "Normal").kernel.partial("mean2")
    values = {name: np.array([v]) for name, v in {"mean1": 0.3, "std1": 1.1, "mean2": 0.5, "std2": 2.0}.items()}
    assert np.asarray(kernel(**on(library, values))) == pytest.approx(0.05, rel=1e-14)


def test_the_library_is_recognised(library: Any) -> None:
    assert library_of([1.0, np.ones(2)]) is None
    assert library_of([1.0, library.array([1.0])]) == library.module.__name__


@pytest.mark.parametrize("family", FAMILIES)
def test_divergences_have_the_values_of_numpy(library: Any, family: str) -> None:
    subject = subject_of(family, family)
    values = columns(subject)
    found = subject.kernel(**on(library, values))
    assert type(found) is type(library.array([1.0]))
    np.testing.assert_allclose(np.asarray(found), subject.kernel(**values), rtol=2e-14)


@pytest.mark.parametrize("family", ENTROPIES)
def test_entropies_have_the_values_of_numpy(library: Any, family: str) -> None:
    subject = subject_of(family)
    values = columns(subject)
    np.testing.assert_allclose(np.asarray(subject.kernel(**on(library, values))), subject.kernel(**values), rtol=2e-14)


def test_single_precision_stays_single(library: Any) -> None:
    subject = subject_of("Gamma", "Gamma")
    values = {"k1": [2.5, 3.0], "theta1": [0.5, 4.0], "k2": [2.5000002, 3.0], "theta2": [0.5, 4.0]}
    given = on(library, {name: np.float32(v) for name, v in values.items()}, library.single)
    found = subject.kernel(**given)
    assert found.dtype == given["k1"].dtype
    exact = subject.kernel(**{name: np.float64(np.float32(v)) for name, v in values.items()})
    np.testing.assert_allclose(np.asarray(found), exact, rtol=1e-5)


def test_numbers_beside_arrays_and_nan_outside(library: Any) -> None:
    kernel = subject_of("Normal", "Normal").kernel
    found = np.asarray(kernel(mean1=0.0, std1=library.array([1.0, -1.0, math.inf]), mean2=1, std2=2.0))
    assert found[0] == pytest.approx(kernel(mean1=0.0, std1=1.0, mean2=1.0, std2=2.0), rel=1e-6)
    assert np.isnan(found[1:]).all()


def test_dask_arrays_are_taken_chunk_by_chunk() -> None:
    da = pytest.importorskip("dask.array")
    kernel = subject_of("Gamma", "Gamma").kernel
    values = columns(subject_of("Gamma", "Gamma"))
    lazy = kernel(**{name: da.from_array(v, chunks=7) for name, v in values.items()})
    assert len(lazy.chunks[0]) > 3
    np.testing.assert_array_equal(lazy.compute(scheduler="synchronous"), kernel(**values))
    mixed = kernel(k1=da.from_array(values["k1"], chunks=7), theta1=1.0, k2=2.0, theta2=values["theta2"])
    np.testing.assert_array_equal(
        mixed.compute(scheduler="synchronous"), kernel(k1=values["k1"], theta1=1.0, k2=2.0, theta2=values["theta2"])
    )


# --- what is refused --------------------------------------------------------------------------------------------------


def test_a_kernel_that_integrates_is_refused_but_in_the_memory_of_numpy(library: Any) -> None:
    kernel = subject_of("Logistic", "Logistic").kernel
    given = {"mu1": library.array([0.0]), "s1": 1.0, "mu2": 1.0, "s2": 1.0}
    if library.module.__name__ in ("torch", "jax"):
        assert float(kernel(**given)) == pytest.approx(kernel(mu1=0.0, s1=1.0, mu2=1.0, s2=1.0), rel=1e-6)
        return
    with pytest.raises(KernelError, match="expectation"):
        kernel(**given)


def test_a_function_that_the_library_lacks_is_named() -> None:
    library = _strict()
    with pytest.raises(KernelError, match=r"\w+, which array_api_strict has not"):
        subject_of("VonMises").kernel(mu1=0.0, k1=library.array([1.0]))


def test_arrays_of_two_libraries_are_refused() -> None:
    torch, strict = _torch(), _strict()
    with pytest.raises(KernelError, match="give all of one library"):
        subject_of("Exponential", "Exponential").kernel(rate1=torch.array([1.0]), rate2=strict.array([1.0]))


# --- derivatives ------------------------------------------------------------------------------------------------------


def gradients(library: Any, kernel: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The derivative of the sum of the values in each parameter."""
    if library.module.__name__ == "torch":
        given = {n: v.requires_grad_() for n, v in on(library, values).items()}
        kernel(**given).sum().backward()
        return {name: v.grad.numpy() for name, v in given.items() if v.grad is not None}
    jax = library.module
    found = jax.grad(lambda given: kernel(**given).sum())(on(library, values))
    return {name: np.asarray(v) for name, v in found.items()}


@pytest.fixture(params=[pytest.param(_torch, id="torch"), JAX])
def differentiable(request: pytest.FixtureRequest) -> Any:
    return request.param()


def within_reach(point: Point) -> bool:
    """Not so far from 1 that a square leaves the range: the libraries' own derivative of a quotient squares."""
    return all(v == 0 or 1e-100 < abs(v) < 1e100 for v in point.values.values())


@pytest.mark.parametrize("family", ["Bernoulli", "Gamma", "Gumbel", "Laplace", "Normal"])
def test_gradients_are_those_of_the_closed_form(differentiable: Any, family: str) -> None:
    subject = subject_of(family, family)
    drawn = [p for p in points(subject, 3) if p.regime == "generic" or p.regime.startswith("near")]
    values = {name: np.array([p.values[name] for p in drawn]) for name in subject.kernel.parameters}
    found = gradients(differentiable, subject.kernel, values)
    expr = subject.derivation.value
    for symbol in expr.free_symbols:
        oracle = Oracle(sy.diff(expr, symbol))
        for value, point in zip(found[symbol.name], drawn, strict=True):
            exact = oracle(point.values)
            assert abs(mp.mpf(float(value)) - exact) <= 1e-12 * abs(exact), (symbol, point)


@pytest.mark.parametrize("family", ["Bernoulli", "Beta", "Gamma", "Gumbel", "Laplace", "Normal", "Poisson", "Weibull"])
def test_gradients_vanish_where_the_laws_are_equal(differentiable: Any, family: str) -> None:
    subject = subject_of(family, family)
    drawn = [p for p in points(subject, 9) if p.regime == "equal" and within_reach(p)]
    values = {name: np.array([p.values[name] for p in drawn]) for name in subject.kernel.parameters}
    for gradient in gradients(differentiable, subject.kernel, values).values():
        assert (gradient == 0).all()


def test_a_compiled_gradient_is_the_same() -> None:
    library = _jax()
    kernel = subject_of("Exponential", "Exponential").kernel
    compiled = library.module.jit(library.module.grad(lambda given: kernel(**given).sum()))
    found = compiled(on(library, {"rate1": np.array([1.0, 2.0]), "rate2": np.array([1.0, 2.0 + 2**-50])}))
    np.testing.assert_allclose(np.asarray(found["rate2"]), [0, 2**-50 / (2.0 * (2.0 + 2**-50))], rtol=1e-15)


def test_second_derivatives_at_equal_laws_are_the_fisher_information() -> None:
    jax = _jax().module
    kernel = subject_of("Normal", "Normal").kernel
    std = 1.7

    def of_second(theta: Any) -> Any:
        return kernel(mean1=jax.numpy.array(0.3), std1=std, mean2=theta[0], std2=theta[1])

    found = np.asarray(jax.hessian(of_second)(jax.numpy.array([0.3, std])))
    np.testing.assert_allclose(found, [[1 / std**2, 0], [0, 2 / std**2]], rtol=1e-14, atol=1e-14)
