"""Expectations of a normal vector of unknown size: quadratic forms by the trace, powers of densities by one integral."""

from __future__ import annotations

from typing import Any

from sympy import (
    Determinant,
    Expr,
    Identity,
    Inverse,
    MatAdd,
    MatMul,
    Mul,
    Pow,
    Rational,
    S,
    Trace,
    Transpose,
    exp,
    pi,
)
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.free_names import free_name
from symbinfo.expressions.unevaluated import add, mul, power, quotient
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.matrices import (
    MeanMatrix,
    SpaceIntegral,
    VectorVariable,
    combined,
    definite,
    determinant,
    difference,
    inverse,
    is_definite,
    quadratic,
    times,
    trace,
    without_number,
)
from symbinfo.laws.matrix_normal import MatrixNormal

__all__ = ["exponents_of_densities", "gaussian_integral", "matrix_moment"]

HALF = Rational(1, 2)
REFERENCE = "Petersen and Pedersen, The Matrix Cookbook, section 8.1.1"


def gaussian_integral(matrix: Any, linear: Any, y: VectorVariable) -> tuple[SpaceIntegral, Expr]:
    """The stored fact: the integral of ``exp(-y.T A y/2 + b.T y)`` over all y, and its value.

    Parameters
    ----------
    matrix : MatrixExpr
        A, symmetric and positive definite.
    linear : MatrixExpr or None
        The column b, a product of symmetric matrices and one column; None where there is no such term.
    y : VectorVariable
        The variable.

    References
    ----------
    K. B. Petersen and M. S. Pedersen, The Matrix Cookbook (2012), section 8.1.1.

    Examples
    --------
    >>> from sympy import MatrixSymbol, symbols
    >>> n = symbols("n", integer=True, positive=True)
    >>> gaussian_integral(MatrixSymbol("A", n, n), None, VectorVariable("y", n, 1))[1]
    (2*pi)**(n/2)/sqrt(Determinant(A))
    """
    exponent = mul(-HALF, Trace(MatMul(Transpose(y), matrix, y)))
    value = mul(power(2 * pi, y.shape[0] / 2), power(Determinant(matrix), -HALF))
    if linear is None:
        return SpaceIntegral(exp(exponent), y), value
    scale, column = linear.as_coeff_matrices()
    row = [f if f.shape[0] == f.shape[1] else Transpose(f) for f in reversed(column)]
    tilted = add(exponent, mul(scale, Trace(MatMul(*row, y))))
    square = Trace(MatMul(*row, Inverse(matrix), *column))
    return SpaceIntegral(exp(tilted), y), mul(value, exp(mul(HALF, scale**2, square)))


def matrix_moment(node: Expectation, domain: Domain) -> Derivation | None:
    """E[f(X)] of a normal vector of unknown size, or None where f is no quadratic form and no power of densities.

    Parameters
    ----------
    node : Expectation
        Under a `MatrixNormal`.
    domain : Domain
        Where the parameters live.
    """
    if isinstance(node.body, Trace):
        return _quadratic(node, domain)
    exponents = exponents_of_densities(node.body)
    if exponents is None or not exponents or any(p.point != node.variable for p in exponents):
        return None
    own = {value.law: exponent for value, exponent in exponents.items()}
    own[node.law] = own.get(node.law, S.Zero) + 1
    if len(own) == 1:
        return _power(node, own[node.law], domain)
    if len(own) == 2:
        other = next(law for law in own if law != node.law)
        return _Overlap(node, other, own[node.law], own[other], domain).derived()
    return None


class _Chain:
    """A derivation that grows by steps with names and reasons."""

    def __init__(self, left: Expr, domain: Domain) -> None:
        self.derivation = Derivation(left=left, domain=domain)

    def then(self, expr: Expr, rule: str, because: str, lemmas: Any = (), requires: Boolean = S.true) -> None:
        if expr != self.derivation.stands:
            start = self.derivation.stands
            step = Step(Relation.EQ, expr, rule, because, tuple(lemmas), start, requires)
            self.derivation = self.derivation.then(step)

    def closed(self) -> Derivation:
        return self.derivation.closing(Status.CLOSED)


# --- quadratic forms -------------------------------------------------------------------------------------------------


def _quadratic(node: Expectation, domain: Domain) -> Derivation | None:
    """``E[(X - m).T A (X - m)]``, for a symmetric A."""
    factors = MatMul.make_args(node.body.arg)
    first, *middle, last = factors
    if first != Transpose(last) or any(f.has(node.variable) for f in middle):
        return None
    matrix = MatMul(*middle) if len(middle) > 1 else middle[0] if middle else Identity(last.shape[0])
    law, x = node.law, node.variable
    centred = difference(x, law.mean)
    gap = MatAdd(last, MatMul(S.NegativeOne, x)).doit()
    if gap.has(x) or not is_definite(matrix, domain):
        return None
    if last == centred:
        return _about_the_mean(node, matrix, domain)
    centre = MatMul(S.NegativeOne, gap).doit()
    return _about_another_point(node, matrix, difference(law.mean, centre), domain)


def _factors(matrix: Any) -> tuple[Any, ...]:
    return () if isinstance(matrix, Identity) else MatMul.make_args(matrix)


def _about_the_mean(node: Expectation, matrix: Any, domain: Domain) -> Derivation:
    law = node.law
    centred = difference(node.variable, law.mean)
    square = MatMul(centred, Transpose(centred))
    factors = _factors(matrix)
    chain = _Chain(node, domain)
    turned = Expectation(Trace(MatMul(*factors, *square.args)), law)
    chain.then(
        turned, "trace-is-cyclic", "A number is its own trace, and factors go round in a trace: tr(BC) = tr(CB)."
    )
    inside = Trace(MatMul(*factors, MeanMatrix(square, law)))
    chain.then(
        inside, "linearity-of-expectation", "The trace is a sum, and the expectation of a sum is taken term by term."
    )
    covariance = Trace(MatMul(*factors, law.covariance))
    chain.then(covariance, "covariance", "The mean of this matrix is the covariance of X.")
    because = "A matrix times its inverse is the identity, whose trace is the number of components."
    chain.then(trace(covariance.arg), "trace-of-identity", because)
    return chain.closed()


def _about_another_point(node: Expectation, matrix: Any, offset: Any, domain: Domain) -> Derivation:
    law = node.law
    factors = _factors(matrix)
    centred = difference(node.variable, law.mean)
    own, square = quadratic(matrix, centred), quadratic(matrix, offset)
    row = (Transpose(offset), *factors)
    cross = mul(S(2), Trace(MatMul(*row, centred)))
    chain = _Chain(node, domain)
    because = "Write X less the point as X less its mean, and the mean less the point; the matrix is symmetric."
    chain.then(Expectation(add(own, cross, square), law), "about-the-mean", because)
    mean = Trace(MatMul(*row, MeanMatrix(centred, law)))
    because = "Expectation is linear: constants come out, sums are taken term by term."
    chain.then(add(Expectation(own, law), mul(S(2), mean), square), "linearity-of-expectation", because)
    lemma = _about_the_mean(Expectation(own, law), matrix, domain)
    because = "X less its mean averages to 0; insert the expectation of the quadratic form."
    chain.then(add(lemma.stands, square), "insert-expectations", because, [lemma])
    return chain.closed()


# --- powers of densities ---------------------------------------------------------------------------------------------


def exponents_of_densities(body: Expr, outer: Expr = S.One) -> dict[DensityValue, Expr] | None:
    """A product of powers of named densities as their exponents; None for anything else."""
    if isinstance(body, DensityValue):
        return {body: outer}
    if isinstance(body, Pow) and not body.exp.has(DensityValue):
        return exponents_of_densities(body.base, outer * body.exp)
    if not isinstance(body, Mul):
        return None
    found: dict[DensityValue, Expr] = {}
    for factor in body.args:
        inner = exponents_of_densities(factor, outer)
        if inner is None:
            return None
        for value, exponent in inner.items():
            found[value] = found.get(value, S.Zero) + exponent
    return found


def _shifted(law: MatrixNormal) -> VectorVariable:
    """The variable of integration about a mean."""
    return VectorVariable(free_name("yzuvw", law.free_symbols | {law.variable}), law.dimension, 1)


INTEGRAL = "The expectation is the integral against the density."
GAUSSIAN = f"The Gaussian integral ({REFERENCE})."


def _power(node: Expectation, a: Expr, domain: Domain) -> Derivation | None:
    """``E[p(X)**(a - 1)]``, the integral of ``p(x)**a``."""
    law, x = node.law, node.variable
    y = _shifted(law)
    n = law.dimension
    matrix = times(a, law.precision)
    integral, value = gaussian_integral(matrix, None, y)
    constant = power(law.total_of_kernel, -a / 2)
    chain = _Chain(node, domain)
    chain.then(SpaceIntegral(power(DensityValue(law, x), a), x), "expectation-as-integral", INTEGRAL)
    inserted = mul(constant, exp(mul(-HALF, a, quadratic(law.precision, difference(x, law.mean)))))
    chain.then(SpaceIntegral(inserted, x), "insert-densities", "Insert the density.")
    because = (
        "Substitute x = y plus the mean; constants come out." if not law.mean.is_ZeroMatrix else "Constants come out."
    )
    chain.then(mul(constant, integral), "substitution", because)
    requires = S.true if domain.positive(a) else a > 0
    chain.then(mul(constant, value), "gaussian-integral", GAUSSIAN, requires=requires)
    kernel = determinant(law.covariance)
    opened = power(mul(power(a, n), power(kernel, S.NegativeOne)), -HALF)
    because = "A factor comes out of a determinant once for every row, and the determinant of an inverse is 1 over the determinant."
    chain.then(mul(constant, power(2 * pi, n / 2), opened), "determinants", because)
    collected = mul(power(law.total_of_kernel, (1 - a) / 2), power(a, -n / 2))
    chain.then(collected, "collect-powers", "Collect the powers.")
    return chain.closed()


class _Overlap:
    """The integral of ``p**a q**b`` over all x, for two normal densities."""

    def __init__(self, node: Expectation, other: MatrixNormal, a: Expr, b: Expr, domain: Domain) -> None:
        self.node, self.a, self.b, self.domain = node, a, b, domain
        self.first, self.second, self.x = node.law, other, node.variable
        self.n, self.y = self.first.dimension, _shifted(self.first)
        sign, self.gap = without_number(difference(self.first.mean, self.second.mean))
        self.pull = -b * sign
        self.same = self.first.covariance == self.second.covariance
        self.mixed = combined(a, self.second.covariance, b, self.first.covariance)
        self.precision = combined(a, self.first.precision, b, self.second.precision)

    def derived(self) -> Derivation:
        """The chain, from the expectation to powers of determinants and one exponential."""
        a, b, x, y, gap = self.a, self.b, self.x, self.y, self.gap
        laws = (self.first, self.second)
        chain = _Chain(self.node, self.domain)
        values = [power(DensityValue(law, x), e) for law, e in zip(laws, (a, b), strict=True)]
        chain.then(SpaceIntegral(mul(*values), x), "expectation-as-integral", INTEGRAL)
        constants = [power(law.total_of_kernel, -e / 2) for law, e in zip(laws, (a, b), strict=True)]
        forms = [quadratic(law.precision, difference(x, law.mean)) for law in laws]
        exponent = mul(-HALF, add(*(mul(e, form) for e, form in zip((a, b), forms, strict=True))))
        chain.then(SpaceIntegral(mul(*constants, exp(exponent)), x), "insert-densities", "Insert the densities.")
        linear = None if gap.is_ZeroMatrix else MatMul(self.pull, self.second.precision, gap)
        integral, value = gaussian_integral(self.precision, linear, y)
        rest = [] if linear is None else [exp(mul(-HALF, b, quadratic(self.second.precision, gap)))]
        because = "Substitute x = y plus the mean of the first law; what does not depend on y comes out."
        chain.then(mul(*constants, *rest, integral), "substitution", because)
        requires = definite(self.mixed, self.domain)
        chain.then(mul(*constants, *rest, value), "gaussian-integral", GAUSSIAN, requires=requires)
        lemmas = [] if self.same else [self.determinant(), *([] if linear is None else [self.completed()])]
        known = mul(*constants, power(2 * pi, self.n / 2), power(self.quotient(), -HALF), *self.decay())
        because = "Insert the determinant and the quadratic form, derived as lemmas."
        if self.same:
            because = (
                "The determinant of an inverse is 1 over the determinant; the quadratic forms are multiples of one."
            )
        chain.then(known, "insert-matrices", because, lemmas)
        chain.then(self.collected(), "collect-powers", "Collect the powers.")
        return chain.closed()

    def quotient(self) -> Expr:
        """The determinant of the mixed precision by those of the covariances."""
        if self.same:
            return determinant(self.precision)
        below = mul(determinant(self.first.covariance), determinant(self.second.covariance))
        return quotient(determinant(self.mixed), below)

    def decay(self) -> list[Expr]:
        """The exponential in the distance of the means."""
        if self.gap.is_ZeroMatrix:
            return []
        return [exp(mul(-HALF, self.a, self.b, quadratic(inverse(self.mixed), self.gap)))]

    def collected(self) -> Expr:
        """The value with one power a determinant."""
        a, b = self.a, self.b
        one, two = (determinant(law.covariance) for law in (self.first, self.second))
        turns = power(2 * pi, self.n * (1 - a - b) / 2) if a + b != 1 else S.One
        if self.same:
            return mul(turns, power(one, -(a + b) / 2), power(determinant(self.precision), -HALF), *self.decay())
        return mul(
            turns,
            power(one, (1 - a) / 2),
            power(two, (1 - b) / 2),
            power(determinant(self.mixed), -HALF),
            *self.decay(),
        )

    def determinant(self) -> Derivation:
        """The precision taken apart into a product."""
        chain = _Chain(Determinant(self.precision), self.domain)
        product = MatMul(self.first.precision, self.mixed, self.second.precision)
        because = "Take the inverse of one covariance out on the left, that of the other on the right."
        chain.then(Determinant(product), "factor-matrices", because)
        because = (
            "The determinant of a product is the product of the determinants, and that of an inverse is 1 over it."
        )
        chain.then(self.quotient(), "determinants", because)
        return chain.closed()

    def completed(self) -> Derivation:
        """What is left of the quadratic forms in the distance of the means, after completing the square."""
        a, b, gap = self.a, self.b, self.gap
        two, mixed = self.second.precision, inverse(self.mixed)
        form = MatAdd(two, MatMul(-b, two, Inverse(self.precision), two))
        chain = _Chain(Trace(MatMul(Transpose(gap), form, gap)), self.domain)
        form = MatAdd(two, MatMul(-b, mixed, self.first.covariance, two))
        because = "The matrix whose inverse is taken is a product of three, and inverses go in reverse order."
        chain.then(Trace(MatMul(Transpose(gap), form, gap)), "inverse-of-product", because)
        bracket = MatAdd(self.mixed, MatMul(-b, self.first.covariance))
        because = "Factor out the same matrix on the left, and on the right."
        chain.then(Trace(MatMul(Transpose(gap), mixed, bracket, two, gap)), "factor-matrices", because)
        because = "In the bracket a multiple of the second covariance is left, which cancels with its inverse."
        chain.then(mul(a, quadratic(mixed, gap)), "inverse-cancels", because)
        return chain.closed()
