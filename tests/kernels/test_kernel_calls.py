"""How kernels are called: by name and in order, with masks, labels and units; signatures and names are true."""

from __future__ import annotations

import inspect
import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from sympy import symbols
from sympy.stats import Exponential, Gamma, Normal

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.kernels import Kernel, KernelError, categorical_kl, compile_kernel
from symbinfo.measures import KL, Entropy, FisherInformation

m1, m2 = symbols("m1 m2", real=True)
s1, s2, k1, k2 = symbols("s1 s2 k1 k2", positive=True)
CALLED = {"m1": 0.3, "s1": 1.5, "m2": -1.0, "s2": 0.7}


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    found = KL(Normal("P", m1, s1), Normal("Q", m2, s2)).compile()
    return found  # type: ignore[return-value]


def plain(m1: Any, s1: Any, m2: Any, s2: Any) -> Any:
    """The textbook's formula."""
    return np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5


# --- by name and in order ---------------------------------------------------------------------------------------------


def test_the_signature_is_how_it_is_called(kernel: Kernel) -> None:
    signature = inspect.signature(kernel)
    assert list(signature.parameters) == [*kernel.parameters, "out", "strict"]
    assert signature.bind(*CALLED.values()).arguments == CALLED
    assert kernel(*CALLED.values()) == kernel(**CALLED) == kernel(0.3, 1.5, s2=0.7, m2=-1.0)
    assert kernel(**CALLED) == pytest.approx(plain(**CALLED), rel=1e-14)
    with pytest.raises(TypeError):
        signature.bind(0.3, 1.5)


def test_a_parameter_that_may_be_left_out_before_one_that_may_not_has_a_name() -> None:
    entropy = Entropy(Normal("P", m1, s1)).compile()
    signature = inspect.signature(entropy)
    assert signature.bind(s1=2.0).arguments == {"s1": 2.0}
    assert entropy(s1=2.0) == entropy(m1=5.0, s1=2.0) == entropy(5.0, 2.0)
    with pytest.raises(KernelError, match="missing s1"):
        entropy(2.0)


@pytest.mark.parametrize("scale", [1, True, np.float64(1), np.float32(1), np.int8(1), np.array(1.0)], ids=repr)
def test_numbers_of_every_kind_have_one_value(kernel: Kernel, scale: Any) -> None:
    assert kernel(0.0, scale, 1.0, 1) == pytest.approx(0.5, rel=1e-15)
    assert kernel(0, 1, 1, scale) == 0.5


@pytest.mark.parametrize("wrong", ["1", None, 1j, "m1"], ids=repr)
def test_what_is_no_number_is_refused(kernel: Kernel, wrong: Any) -> None:
    with pytest.raises(KernelError, match="real numbers"):
        kernel(0.0, 1.0, wrong, 1.0)


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 1e308])
def test_floats_that_are_not_moderate(kernel: Kernel, place: int, value: float) -> None:
    values = [0.5, 1.5, -0.5, 1e308 if place == 0 else 2.0]
    values[place] = value
    found, of_array = kernel(*values), kernel(*map(np.array, [[v] * 40 for v in values]))[0]
    assert found == of_array or (math.isnan(found) and math.isnan(of_array))
    assert math.isnan(found) == (not math.isfinite(value))


@pytest.mark.parametrize("size", [0, 1, 2, 12, 13, 100, 70_000])
@pytest.mark.parametrize("order", ["C", "F"])
def test_arrays_of_every_size_have_one_value(kernel: Kernel, size: int, order: Any) -> None:
    draw = np.random.default_rng(size)
    given = [draw.uniform(0.5, 3, (size, 2)).astype(float, order=order) for _ in range(4)]
    given[2], given[3] = given[0] * (1 + 1e-3 * (given[2] > 1)), given[1] * (1 + 1e-2 * (given[3] > 1))
    found = kernel(*given)
    assert found.shape == (size, 2)
    for place in {0, size // 2, size - 1} if size else ():
        assert found[place, 1] == pytest.approx(kernel(*(float(v[place, 1]) for v in given)), rel=4e-15)
    given[1][: size // 2] = -1
    assert np.isnan(kernel(*given)).sum() == 2 * (size // 2)


def test_arrays_are_not_changed_and_results_are_new(kernel: Kernel) -> None:
    for size in (3, 100):
        given = [np.linspace(1, 2, size) for _ in range(4)]
        first = kernel(*given)
        first += 1
        assert all((v == np.linspace(1, 2, size)).all() for v in given)
        assert (kernel(*given) == 0).all()


def test_a_value_that_is_a_parameter_is_an_array_of_its_own() -> None:
    step = Step(Relation.EQ, s1, "by-hand", "Given.")
    kernel = compile_kernel(Derivation(left=Entropy(Exponential("X", s1))).then(step).closing(Status.CLOSED))
    for size in (3, 100):
        given = np.full(size, 2.0)
        found = kernel(given)
        found += 1
        assert (given == 2).all()


# --- masks, labels, units ---------------------------------------------------------------------------------------------


def test_masks_are_kept(kernel: Kernel) -> None:
    scales = np.ma.masked_array([1.0, -9.0, 2.0], [False, True, False])
    means = np.ma.masked_array([[0.0], [1.0]], [[False], [True]])
    found = kernel(means, 1.0, 0.0, scales, strict=True)
    assert found.mask.tolist() == [[False, True, False], [True, True, True]]
    assert found[0, 2] == pytest.approx(plain(0, 1, 0, 2), rel=1e-14)
    assert kernel(means, 1.0, 0.0, np.ma.masked).mask.all()
    with pytest.raises(KernelError, match="out takes"):
        kernel(means, 1.0, 0.0, 1.0, out=np.empty((2, 1)))


def test_indices_of_pandas_are_kept_and_aligned(kernel: Kernel) -> None:
    pandas = pytest.importorskip("pandas")
    means = pandas.Series([0.0, 1.0, 2.0], index=["a", "b", "c"])
    scales = pandas.Series([3.0, 2.0, 1.0], index=["c", "b", "x"])
    found = kernel(means, 1.0, 0.0, 2.0)
    assert isinstance(found, pandas.Series)
    assert found.to_dict() == {key: kernel(value, 1.0, 0.0, 2.0) for key, value in means.items()}
    aligned = kernel(means, 1.0, 0.0, scales)
    assert aligned["b"] == kernel(1.0, 1.0, 0.0, 2.0)
    assert aligned["c"] == kernel(2.0, 1.0, 0.0, 3.0)
    assert aligned[["a", "x"]].isna().all()
    frame = pandas.DataFrame({"u": [1.0, 2.0], "v": [3.0, -4.0]}, index=["p", "q"])
    table = kernel(0.0, frame, 0.0, 1.0)
    assert (list(table.index), list(table.columns)) == (["p", "q"], ["u", "v"])
    assert math.isnan(table.loc["q", "v"])
    slopes = kernel.grad(means, 1.0, 0.0, 2.0)
    assert slopes["m1"].to_dict() == {"a": 0.0, "b": 0.25, "c": 0.5}


def test_dimensions_of_xarray_are_kept_and_broadcast(kernel: Kernel) -> None:
    xarray = pytest.importorskip("xarray")
    means = xarray.DataArray([0.0, 1.0, 2.0], dims="place", coords={"place": list("abc")})
    scales = xarray.DataArray([1.0, 2.0], dims="time", coords={"time": [10, 20]})
    found = kernel(means, scales, 0.0, 1.5)
    assert found.dims == ("place", "time")
    assert float(found.sel(place="c", time=20)) == kernel(2.0, 2.0, 0.0, 1.5)


@cache
def information() -> Any:
    return FisherInformation(Normal("P", m1, s1), m1, s1).compile()


def test_masks_and_labels_of_a_matrix_are_kept() -> None:
    found = information()(m1=np.ma.masked_array([0.0, 1.0], [False, True]), s1=2.0)
    assert found.mask.tolist() == [[[False] * 2] * 2, [[True] * 2] * 2]
    assert found[0].tolist() == [[0.25, 0.0], [0.0, 0.5]]
    pandas, xarray = pytest.importorskip("pandas"), pytest.importorskip("xarray")
    table = information()(m1=0.0, s1=pandas.Series([1.0, 2.0], index=["a", "b"]))
    assert table.loc["b"].tolist() == [0.25, 0.0, 0.0, 0.5]
    array = information()(m1=0.0, s1=xarray.DataArray([1.0, 2.0], dims="time", coords={"time": [10, 20]}))
    assert array.dims == ("time", "row", "column")
    assert float(array.sel(time=20, row=1, column=1)) == 0.5
    with pytest.raises(KernelError, match="no matrix stands at a label of Labelled"):
        information()(m1=0.0, s1=Labelled([1.0, 2.0], "mine"))
    units = pytest.importorskip("pint").UnitRegistry()
    with pytest.raises(KernelError, match="s1 has the unit meter"):
        information()(m1=0.0, s1=1.0 * units.meter)


def test_masks_and_labels_beside_a_categorical_law_are_kept() -> None:
    p, q = np.array([[0.5, 0.5], [0.1, 0.9]]), np.array([0.25, 0.75])
    plain_values = categorical_kl(p, q)
    masked = categorical_kl(np.ma.masked_array(p, [[False, True], [False, False]]), q)
    assert masked.mask.tolist() == [True, False]
    assert masked[1] == plain_values[1]
    pandas, xarray = pytest.importorskip("pandas"), pytest.importorskip("xarray")
    frame = pandas.DataFrame(p, index=["a", "b"], columns=["u", "v"])
    other = pandas.Series([0.75, 0.25], index=["v", "u"])
    assert categorical_kl(frame, other).to_dict() == dict(zip("ab", plain_values, strict=True))
    assert categorical_kl(frame.T, frame.T, axis=0).to_dict() == {"a": 0.0, "b": 0.0}
    assert math.isnan(categorical_kl(frame.loc["a"], pandas.Series([0.5, 0.5], index=["u", "w"])))
    array = xarray.DataArray(p, dims=("time", "kind"), coords={"time": [10, 20]})
    for axis in (-1, "kind"):
        found = categorical_kl(array, xarray.DataArray(q, dims="kind"), axis=axis)
        assert found.dims == ("time",)
        assert float(found.sel(time=20)) == plain_values[1]


def test_units_are_refused_and_ratios_converted(kernel: Kernel) -> None:
    pint = pytest.importorskip("pint")
    units = pint.UnitRegistry()
    with pytest.raises(KernelError, match="m1 has the unit meter, and a kernel takes numbers"):
        kernel(np.array([1.0, 2.0]) * units.meter, 1.0, 0.0, 1.0)
    ratio = (1.0 * units.kilometer) / (1.0 * units.meter)
    assert kernel(ratio, 1.0, 0.0, 1.0) == kernel(1000.0, 1.0, 0.0, 1.0)


class Quantity(np.ndarray):
    """As astropy has it: an array with a unit."""

    unit = "m"

    def to_value(self, unit: str) -> Any:
        if unit != self.unit:
            raise ValueError("not convertible")
        return np.asarray(self)


def test_units_of_an_array_are_not_stripped(kernel: Kernel) -> None:
    length = np.ones(3).view(Quantity)
    with pytest.raises(KernelError, match="s1 has the unit m"):
        kernel(0.0, length, 0.0, 1.0)
    length.unit = ""
    assert (kernel(0.0, length, 1.0, 1.0) == 0.5).all()


class Labelled:
    """A value that answers ufuncs itself, and has nothing else of an array."""

    def __init__(self, values: Any, label: str) -> None:
        self.values, self.label = np.asarray(values), label

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any) -> Labelled:
        arrays = [value.values if isinstance(value, Labelled) else value for value in inputs]
        return Labelled(getattr(ufunc, method)(*arrays), self.label)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self.values


def test_labels_of_any_library_are_kept(kernel: Kernel) -> None:
    found = kernel(Labelled([0.0, 1.0], "mine"), 1.0, 0.0, [1.0, 2.0])
    assert found.label == "mine"
    assert found.values == pytest.approx([0.0, plain(1.0, 1.0, 0.0, 2.0)], rel=1e-14)


def test_integers_of_a_gamma_are_as_good_as_floats() -> None:
    kernel = KL(Gamma("P", k1, s1), Gamma("Q", k2, s2)).compile()
    assert (
        kernel(1, 2, 3, 4) == kernel(1.0, 2.0, 3.0, 4.0) == pytest.approx(kernel(*map(np.array, [[1], [2], [3], [4]])))
    )
