"""Kernels on tensors: the derivatives that were derived, batches, single precision, and the registry of torch.distributions."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
import scipy.special
import scipy.stats

from benchmarks.subjects import Subject
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.kernels import register_kl

torch = pytest.importorskip("torch")
POINT = (2.5, 0.5, 3.0, 0.25)


@cache
def gamma() -> Any:
    return Subject("Gamma", "Gamma", rate="theta").kernel


def tensors(*values: Any, **options: Any) -> list[Any]:
    return [torch.tensor(value, dtype=torch.float64, **options) for value in values]


def test_first_and_second_derivatives_agree_with_differences() -> None:
    given = tensors(*([value, value / 2] for value in POINT), requires_grad=True)
    assert torch.autograd.gradcheck(gamma(), given)
    assert torch.autograd.gradgradcheck(gamma(), given)


@pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")
def test_the_hessian_at_equal_laws_is_the_fisher_information() -> None:
    found = torch.func.hessian(lambda k, rate: gamma()(2.0, 3.0, k, rate), argnums=(0, 1))(*tensors(2.0, 3.0))
    information = [[float(part) for part in row] for row in found]
    np.testing.assert_allclose(information, [[np.pi**2 / 6 - 1, -1 / 3], [-1 / 3, 2 / 9]], rtol=1e-14)


@pytest.mark.parametrize("distance", [1e-9, 1e-4, 0.1])
def test_the_slope_keeps_its_digits_near_equality(distance: float) -> None:
    given = tensors(2.0, 3.0, 2.0 + distance, 3.0, requires_grad=True)
    gamma()(*given).backward()
    exact = gamma().partial("k2")(2.0, 3.0, 2.0 + distance, 3.0)
    assert float(given[2].grad) == pytest.approx(exact, rel=1e-14)


@pytest.mark.parametrize("places", [(0, None, 0, None), (1, 0, None, 0), (None, 0, 1, None)])
def test_a_batch_has_the_values_of_its_members(places: tuple[int | None, ...]) -> None:
    rng = np.random.default_rng(1)
    given = tensors(*(rng.uniform(1, 3, (2, 2)) for _ in POINT))
    found = torch.func.vmap(gamma(), in_dims=places)(*given)
    for i in range(2):
        parts = [t if place is None else t.select(place, i) for t, place in zip(given, places, strict=True)]
        torch.testing.assert_close(found[i], gamma()(*parts), rtol=0, atol=0)


@pytest.mark.parametrize("kind", ["float32", "bfloat16", "float16"])
def test_short_floats_are_rounded_once(kind: str) -> None:
    given = [t.to(getattr(torch, kind)) for t in tensors([1.0, 2.5], 0.5, 3.0, 0.25)]
    exact = gamma()(*(t.to(torch.float64).numpy() for t in given))
    found = gamma()(*given)
    assert found.dtype is given[0].dtype
    assert torch.equal(found, torch.from_numpy(exact).to(found.dtype))


def test_what_is_integrated_has_a_value_and_derivatives() -> None:
    kernel = Subject("Logistic", "Logistic").kernel
    given = tensors(0.0, 1.0, 1.0, 1.5, requires_grad=True)
    found = kernel(*given)
    assert float(found.detach()) == pytest.approx(kernel(0.0, 1.0, 1.0, 1.5))
    found.backward()
    assert float(given[3].grad) == pytest.approx(kernel.partial("s2")(0.0, 1.0, 1.0, 1.5))


# --- the registry -----------------------------------------------------------------------------------------------------


@pytest.fixture
def registry() -> Any:
    """PyTorch's rules, as they were before."""
    kl = torch.distributions.kl
    before = dict(kl._KL_REGISTRY)
    yield kl
    kl._KL_REGISTRY.clear()
    kl._KL_REGISTRY.update(before)
    kl._KL_MEMOIZE.clear()


def laws(name: str, *sides: Any, **options: Any) -> list[Any]:
    kind = getattr(torch.distributions, name)
    return [kind(*map(torch.as_tensor, side), **options) for side in sides]


def test_near_equality_the_registered_rule_keeps_what_the_other_loses(registry: Any) -> None:
    near = laws("Gamma", tensors(7.5, 3.0), tensors(7.5 + 2**-30, 3.0))
    exact = scipy.special.polygamma(1, 7.5) / 2 * 2**-60
    assert abs(float(registry.kl_divergence(*near)) / exact - 1) > 1
    assert register_kl(("Gamma", "Gamma")) == (("Gamma", "Gamma"),)
    assert float(registry.kl_divergence(*near)) == pytest.approx(exact, rel=1e-8)


def test_logits_and_probabilities_are_read_as_they_were_given(registry: Any) -> None:
    register_kl(("Bernoulli", "Bernoulli"))
    kind = torch.distributions.Bernoulli
    logits = [kind(logits=t) for t in tensors(40.0, 41.0)]
    assert float(registry.kl_divergence(*logits)) == pytest.approx(np.exp(-40.0) * np.exp(-1.0), rel=1e-9)
    mixed = kind(probs=tensors(0.25)[0]), kind(logits=tensors(0.0)[0])
    exact = 0.25 * np.log(0.5) + 0.75 * np.log(1.5)
    assert float(registry.kl_divergence(*mixed)) == pytest.approx(exact, rel=1e-14)


def test_a_pair_without_a_closed_form_keeps_its_rule(registry: Any) -> None:
    before = laws("Gumbel", tensors(0.0, 1.0))[0], laws("Normal", tensors(0.0, 1.0))[0]
    value = registry.kl_divergence(*before)
    register_kl(("Gumbel", "Normal"))
    torch.testing.assert_close(registry.kl_divergence(*before), value)


def test_what_pytorch_has_no_rule_for_is_integrated_and_common_counts_are_common(registry: Any) -> None:
    register_kl()
    laws_of_t = laws("StudentT", tensors(3.0, requires_grad=True), tensors(4.0))
    value = registry.kl_divergence(*laws_of_t)
    value.backward()
    law, step = scipy.stats.t, 2.0**-10
    exact = [law(n).expect(lambda x, n=n: law(n).logpdf(x) - law(4).logpdf(x)) for n in (3, 3 - step, 3 + step)]
    assert float(value.detach()) == pytest.approx(exact[0], rel=1e-6)
    assert float(laws_of_t[0].df.grad) == pytest.approx((exact[2] - exact[1]) / (2 * step), rel=1e-4)
    counts = laws("NegativeBinomial", tensors(2.0, 0.5), tensors(2.0, 0.5 + 2**-30))
    assert float(registry.kl_divergence(*counts)) == pytest.approx(4 * 2.0**-60, rel=1e-7)
    with pytest.raises(NotImplementedError):
        registry.kl_divergence(*laws("Poisson", tensors(2.0)), *laws("Normal", tensors(0.0, 1.0)))


def test_a_name_that_is_no_law_of_numbers_is_refused(registry: Any) -> None:
    with pytest.raises(SymbinfoError, match="MultivariateNormal"):
        register_kl(("MultivariateNormal", "Normal"))
