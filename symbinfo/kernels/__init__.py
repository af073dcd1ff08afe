"""Kernels: a derivation as a NumPy function of its parameters.

- `array_quadrature`: expectations by double-exponential quadrature and by summation, for many parameters at once, in
  NumPy alone.
- `arrays`: the remainders on any arrays: branch-free, so that PyTorch and JAX trace and differentiate them.
- `backends`: kernels on the arrays of other libraries: PyTorch, JAX, and whatever follows the array API standard.
- `bessel`: log I_0 and what its linear part leaves, for the von Mises law: accurate near 0, near equality and for
  large arguments.
- `bessel_functions`: bessel functions as SymPy functions: what stable forms of the von Mises law are written in.
- `blocks`: how a kernel goes through arrays: in blocks that stay in the cache, without making what is broadcast
  larger first.
- `bregman`: a divergence within one family as a sum of remainders: every function of Q's parameters is developed
  around P's.
- `cancellation`: what is left of large terms that cancel is rounding: lines of code that look at how far rounding may
  have come.
- `categorical`: the divergence of probabilities that lie in arrays, one law along an axis: the definition, summed
  without cancellation.
- `code`: code as a small tree: calls, operators and numbers, and how sums, products and quotients of it are formed.
- `compiler`: from a derivation to the text of a module: the function, its form for arrays, its form for floats, what
  these call.
- `containers`: arrays with more to them than numbers: masks and labels are kept, units are refused. No library is
  imported for it.
- `derived_definition`: the derivative of a definition: of the mean of f under p, the mean of the change of f and of f
  times that of log p.
- `derived_kernel`: the derivative of a kernel: of its form where that has one, of the definition under its signs, or in
  many digits.
- `dirichlet_remainder`: what several log-gamma functions leave beside that of their sum: the beta and Dirichlet laws.
- `dispatch`: how a call of a kernel is answered: its method ``__call__``, prepared once, so that a call decides as
  little as possible.
- `exact_sums`: sums of parameters as if computed in twice the precision, and what is taken of them: small differences of
  large places.
- `exponential_integral`: the exponential integral E1, scaled by exp(x).
- `file_points`: the test of a written kernel: points inside the domain, and what the closed form has there in many
  digits.
- `factors`: the factors of a product in the order in which they are computed: what could overflow meets what holds it
  back.
- `helper_source`: the text of helper functions, for the source of a kernel: what it calls, what that calls, and no
  more.
- `increments`: quantities that vanish where two laws agree, written so that nothing cancels.
- `integrand`: the definition of a measure as code to integrate: log p(x) and f(x) of each expectation, near both ends
  too.
- `jax_function`: kernels on JAX arrays: computed by NumPy where that is at hand and faster, traced elsewhere,
  differentiated as derived.
- `kernel`: kernels: the result of a derivation as a NumPy function of the parameters, generated as readable source.
- `kernel_cache`: kernels on disk: a measure that was compiled before is loaded without being derived again.
- `kernel_parameters`: the parameters of a kernel: their order, their names in code, and the domain outside which the
  value is NaN.
- `library_file`: a kernel as a file for PyTorch or JAX: the function, the derivatives that were derived as its rule, and a
  test of both.
- `lower`: from a SymPy expression to NumPy code: a closed table of nodes, and nothing that is not in it.
- `many_digits`: what floats lose, computed again in many digits: element by element, by mpmath, and only where it is
  asked for.
- `matrix_kernel`: kernels of matrices: one kernel an entry, and an array of the shape (..., k, k).
- `module_text`: parts of the text of a module: a function with its lines, a parameter in words, what may stand in a
  docstring.
- `numpy_special`: special functions in NumPy alone, under scipy's names: what a written kernel takes where scipy is not
  to be needed.
- `near_equality`: how two laws of one family differ at a place: log(q/p) by the differences of their parameters, up to
  a constant.
- `numba_loop`: a kernel compiled by numba: one loop over the elements, without temporaries.
- `one_branch`: parts of kernels for arrays of one shape, of which mostly all elements take the same way.
- `one_number`: functions of one number without branches: what a compiler can compute for several numbers at once.
- `parameter_sums`: sums of parameters, each times a power of two: what floats add without an error, two at a time.
- `plain_laws`: the same question of laws with a symbol in every place: what is found there serves every map of the
  parameters.
- `plain_sums`: a sum of remainders by plain arithmetic, and from where on it keeps its digits.
- `precisely`: a closed form as a function of a context of mpmath: the text of what `many_digits` calls.
- `quotients`: logarithms of quotients that are 1 where two laws agree: paired, merged, and split into remainder and
  linear part.
- `remainders`: what is left of a smooth function after its linear part: accurate where both arguments nearly agree,
  and far away.
- `reparametrised`: parameters as people hold them: log-variances, logits, precisions. A form for plain parameters,
  with maps put in.
- `reuse`: the same function for arrays of one shape, with less to do: in place, and with care only where the whole
  needs it.
- `scalars`: the same code for plain floats: the functions of `math` in place of those of NumPy, whose overhead is
  forty times theirs.
- `shifts`: what does not change when all places move together is computed from the distances between them.
- `soundness`: what a finite value tells of the parameters, so that less is asked of them.
- `stable`: which form of a closed result becomes code: the one in which nothing cancels, where there is one.
- `stable_base`: what the functions of stable forms share: a definition, an evaluator, exact derivatives.
- `stable_functions`: remainders as SymPy functions: what a stable form is written in. Each knows its definition and
  its derivatives.
- `stirling`: the log-gamma function by Stirling's formula, and what that leaves after its linear part.
- `torch_function`: kernels on tensors in main memory: computed by NumPy on the same memory, differentiated by the
  derivatives that were derived.
- `torch_registry`: divergences for torch.distributions: its own classes, with the digits of the kernels.
- `write`: code as text: one statement a line, what occurs more than once named first.
- `written_file`: a kernel as a file of its own: typed, with its gradient and its own test, for those who have one array
  library only.
"""

from symbinfo.kernels.categorical import categorical_kl
from symbinfo.kernels.code import KernelError
from symbinfo.kernels.kernel import Kernel, compile_kernel
from symbinfo.kernels.kernel_cache import compile_measure
from symbinfo.kernels.torch_registry import register_kl

__all__ = ["Kernel", "KernelError", "categorical_kl", "compile_kernel", "compile_measure", "register_kl"]
