"""What a step may be called: every name that a reader of a derivation meets, with one sentence that says what it does."""

from __future__ import annotations

from difflib import get_close_matches

__all__ = ["STEP_NAMES", "demand_step_name"]

# Name -> what such a step does. The reason that a step gives may say more, of its own case.
STEP_NAMES: dict[str, str] = {
    # Definitions and names
    "definition": "The measure is replaced by the expectation that defines it.",
    "definitions": "Every measure in an expression is replaced by its definition.",
    "definition-of-expectation": "An expectation is written as the integral or the sum that it is.",
    "write-as-total": "An expectation is written as a sum or an integral of probability times value.",
    "write-as-mean": "An integral is written as a mean under a law on its range.",
    "write-as-integral": "An expectation is written as an integral over the density.",
    "expectation-as-integral": "An expectation of a vector is written as an integral over the whole space.",
    "recognise": "What defines a measure is replaced by its name.",
    "recognise-definition": "The integral that defines a measure is replaced by its name.",
    "entropy-of-the-conditional-law": "A sum over one variable is recognised as the entropy of its law, given the other.",
    "insert-density": "The expression of a density or a mass is inserted.",
    "insert-densities": "The expressions of the densities are inserted.",
    "insert-log-densities": "The logarithms of the densities are inserted, each derived as a lemma.",
    "insert-mixture": "A sum of two densities is inserted, as one of them times what is left.",
    "insert-masses": "The probabilities of a given law are inserted.",
    # Lemmas
    "insert": "The value of the one expectation that is left is inserted.",
    "insert-lemma": "What was derived as a lemma is inserted: an equality, or a bound.",
    "insert-measures": "The results of several measures are inserted.",
    "insert-entries": "The entries of vectors and matrices are inserted into a formula for any size.",
    "insert-matrices": "What was derived of determinants and traces is inserted.",
    "insert-expectations": "The expectations of parts are inserted.",
    "solve-lemma": "An equality between measures is solved for one of them.",
    # Logarithms
    "log-of-product": "The logarithm of a product is the sum of the logarithms.",
    "log-of-quotient": "The logarithm of a quotient is the difference of the logarithms.",
    "log-of-inverse": "The logarithm of an inverse is minus the logarithm.",
    "log-of-one": "The logarithm of 1 is 0.",
    "split-logs": "Logarithms are split where the factors are known to be positive.",
    "compare-with-a-law": "A measure is compared with a law that is chosen for it.",
    "compare-with-own-law": "The logarithm of one law is compared with that of the law under which it is averaged.",
    # Expectations
    "linearity-of-expectation": "Constants come out of an expectation, and sums are averaged term by term.",
    "evaluate-expectations": "The expectations of statistics are inserted, each derived as a lemma.",
    "centre": "A polynomial is written in powers of the distance from the centre of symmetry.",
    "central-moments": "The central moments are inserted.",
    "symmetry": "The two halves of an integral cancel.",
    "reduce-to-kernel": "An expectation is brought to quotients of a stored integral or sum.",
    "mean-distance": "A mean distance is written by the mean and by what lies beyond the place.",
    "poisson-integral": "A harmonic function is averaged by a Cauchy law to its value at one place.",
    "legendre-integral": "Powers of two quadratics that add up to -1 are integrated to a Legendre function.",
    "circle-integrals": "Integrals over a full turn of the circle are inserted.",
    "first-values-apart": "The first values of a count have a formula of their own: the others are a law by themselves.",
    "split-the-range": "The range is split where the formula of a density or of what is averaged changes.",
    "tell-orders-apart": "Two places may lie in either order: each order is derived as a lemma.",
    "evaluate-integrals": "The integrals that are left are inserted, each by an antiderivative.",
    "expectations-of-the-pieces": "The expectations over the pieces of a range are inserted.",
    "divergent-expectation": "One expectation is infinite, and the rest is finite.",
    "divergent-integral": "The integral that is left diverges, by its growth at the ends of the range.",
    "support-mismatch": "One law has mass where the other has none.",
    # Sums and integrals
    "write-out-the-sum": "A sum over a short list of outcomes is written out.",
    "linearity": "The total of a sum is the sum of the totals, and constants come out.",
    "linearity-of-integral": "The integral of a sum is the sum of the integrals, and constants come out.",
    "total-is-one": "A law has total mass 1.",
    "density-integrates-to-one": "A density integrates to 1.",
    "sum-of-equal-terms": "A sum of equal terms is their number times one of them.",
    "join-totals": "Totals over one range are joined to one.",
    "one-class-has-mass": "Of a sum under a law on one outcome, one term is left.",
    "change-of-variable": "The variable of an integral is changed.",
    "common-map": "Two laws are replaced by their images under a one-to-one map, which changes no divergence.",
    "antiderivative": "An integral is the difference of an antiderivative at the two ends.",
    "merge-the-least-likely": "The two least likely outcomes of a law are merged, as Huffman's code does.",
    # Joint laws
    "marginalise": "Summing a joint law over a variable leaves the marginal law of the others.",
    "marginal-law": "What depends on one component is averaged under its marginal law.",
    "conditional-as-quotient": "A conditional probability is the joint one over that of the condition.",
    "factor-the-joint-law": "A joint probability is that of the condition times the conditional one.",
    "independence": "A joint law of independent variables is a product, and a condition changes nothing.",
    "exchange-variables": "The variables of a pair are named in the other order.",
    "sum-by-condition": "A double sum is taken over one variable for each value of the other.",
    "condition": "A measure of two variables is averaged over one of them, given which the other is known.",
    "only-the-image-has-mass": "Where X is a function of Y, only its value has mass.",
    "the-image-is-certain": "Where X is a function of Y, its value is certain once Y is known.",
    "over-the-shells": "What depends on one number alone is averaged over the law of that number.",
    "dirichlet-integral": "The Dirichlet integral: shares to powers, over all shares.",
    "over-the-coordinates": "What is made of independent numbers is averaged over these.",
    "second-moments": "A quadratic is averaged by mean and covariance.",
    # Functions of variables
    "density-of-a-sum": "The density of a sum of independent variables is the convolution of theirs.",
    "density-of-a-difference": "The density of a difference of independent variables is a convolution.",
    "density-of-a-product": "The density of a product of independent variables is an integral over one of them.",
    "density-of-a-ratio": "The density of a ratio of independent variables is an integral over the denominator.",
    "density-of-a-function": "The density of a function is a sum over the branches of its inverse.",
    "law-of-the-minimum": "The tail of the smaller of independent variables is the product of theirs.",
    "law-of-the-maximum": "The mass below of the larger of independent variables is the product of theirs.",
    "differences-of-the-cumulative-function": "The mass of a rounded variable is that of the interval it comes from.",
    # Vectors of any size
    "trace-is-cyclic": "Factors go round in a trace.",
    "trace-of-identity": "The trace of an identity matrix is its size.",
    "covariance": "The mean square of the distance from the mean is the covariance matrix.",
    "about-the-mean": "A quadratic form is written about the mean.",
    "substitution": "The vector of integration is shifted or stretched.",
    "determinants": "A determinant of a multiple or of a product is opened.",
    "factor-matrices": "A sum of matrices is written as a product.",
    "inverse-of-product": "The inverse of a product is the product of the inverses, turned round.",
    "inverse-cancels": "A matrix and its inverse cancel.",
    "collect-powers": "Powers of one base are collected.",
    # Algebra and calculus
    "collect": "Terms are collected to the form that a textbook would print.",
    "cancel-factors": "A factor that stands above and below cancels.",
    "cancel": "The same term with opposite signs cancels.",
    "simplify": "The expression is written shorter.",
    "differentiate": "Derivatives are taken.",
    "information-equality": "A mean product of scores is minus the mean of the second derivative.",
    "put-in": "A value is put in for a variable.",
    "limit-of-quotient": "Where a quotient reads 0/0 its limit is that of the quotient of the derivatives.",
    "limit-term-by-term": "A limit is taken term by term.",
    "limit-by-growth": "What grows slower is left out of a limit, and what tends to 0 vanishes.",
    # Inequalities
    "tangent-of-log": "The logarithm lies below its tangent at 1.",
    "terms-are-nonnegative": "No term of a sum is negative.",
    "sign": "The sign of an expression is read off.",
    "add-the-constraint": "A constraint is added with a multiplier: it is 0.",
    "maximum-of-concave-function": "A concave function is largest where its derivative vanishes.",
    "minimum-of-convex-function": "A convex function is least where its derivative vanishes.",
    "tangent-at-a-place": "A concave function lies below each of its tangents, a convex one above.",
    "value-at-an-end": "A function that is monotone, or bent away from its ends, is best at an end of its range.",
    # Stored integrals and sums, in the order of their rows
    "gamma-integral": "The gamma integral.",
    "beta-integral": "The beta integral.",
    "beta-prime-integral": "The beta integral over the half-line.",
    "gaussian-integral": "The Gaussian integral.",
    "gaussian-integral-from-a-point": "The Gaussian integral, from a lower limit on.",
    "gaussian-integral-up-to-a-point": "The Gaussian integral, up to an upper limit.",
    "gaussian-integral-between-points": "The Gaussian integral, between two limits.",
    "power-integral": "The integral of a power.",
    "bounded-exponential-integral": "The integral of an exponential over a bounded range.",
    "incomplete-gamma-integral": "The gamma integral, from a lower limit on.",
    "gamma-integral-tail": "The gamma integral of a power in the exponent, from a lower limit on.",
    "two-sided-exponential-integral": "The integral of exponentials on both sides of a place.",
    "affine-power-integral": "The integral of a power of an affine function.",
    "confluent-integral": "The integral of the confluent hypergeometric function.",
    "hypergeometric-integral": "The integral of the hypergeometric function.",
    "hypergeometric-integral-on-the-half-line": "The integral of the hypergeometric function over the half-line.",
    "tricomi-integral": "The integral of Tricomi's confluent hypergeometric function.",
    "struve-integral": "The integral of Struve's function of the second kind.",
    "bessel-integral": "The integral of a modified Bessel function of the first kind.",
    "bessel-integral-on-an-interval": "The integral of a modified Bessel function over an interval.",
    "modified-bessel-integral": "The integral of a modified Bessel function of the second kind.",
    "geometric-series": "The geometric series.",
    "geometric-sum": "The geometric sum.",
    "two-sided-geometric-series": "The geometric series in both directions.",
    "exponential-series-from-one": "The exponential series without its first term.",
    "binomial-theorem-from-one": "The binomial theorem without its first term.",
    "negative-binomial-series-from-one": "The binomial series of a negative power without its first term.",
    "exponential-series": "The exponential series.",
    "binomial-theorem": "The binomial theorem.",
    "negative-binomial-series": "The binomial series of a negative power.",
    "logarithmic-series": "The series of the logarithm.",
    "zeta-series": "The series of the zeta function.",
    "polylogarithm-series": "The series of a polylogarithm.",
    "bessel-series": "The series of a modified Bessel function.",
    "incomplete-beta-integral": "The beta integral, from a lower limit on.",
    "incomplete-beta-prime-integral": "The beta integral over the half-line, from a lower limit on.",
    "incomplete-gaussian-integral": "The Gaussian integral, from a lower limit on.",
    "incomplete-power-integral": "The integral of a power, from a lower limit on.",
    "incomplete-bounded-exponential-integral": "The integral of an exponential over a bounded range, from a lower limit on.",
    "incomplete-incomplete-gamma-integral": "The gamma integral from a place on, from a lower limit on.",
    # Statements of others
    "claim": "A claim that is to be judged.",
    "by-hand": "A step that somebody wrote by hand.",
}


def demand_step_name(name: str) -> None:
    """Refuse a name that is not in the list.

    Raises
    ------
    ValueError
        When no step is called so, with the name that is nearest.
    """
    if name not in STEP_NAMES:
        near = get_close_matches(name, STEP_NAMES, n=1)
        advice = f"did you mean {near[0]}?" if near else "give it a sentence in derivation/step_names.py"
        raise ValueError(f"no step is called {name}: {advice}")
