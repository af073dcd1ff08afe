"""Laws: what a distribution is to the engine, and how one is read.

- `abstract`: abstract laws: unspecified masses on finite alphabets and densities on the line, of one variable or of several.
- `catalogue`: one row a family of sympy.stats: its parameters with their domains, in the order of its constructor.
- `component`: one variable of a joint law, or several taken together: what measures take where they would take a law.
- `expectation`: expectations as SymPy nodes that do not evaluate themselves, the values of named densities, and the way down from both to explicit integrals and sums.
- `joint`: joint laws: tables, abstract masses and densities of several variables, and the joint normal law.
- `law`: a law (a distribution) as the engine needs it: a density or mass on a support, and the domain of its parameters.
- `matrices`: matrices of unknown size: vectors to integrate over, positive definiteness, and the scalars made of matrices.
- `matrix_normal`: the normal law of a vector of unknown size: mean and covariance are matrix expressions.
- `read`: reading laws: from a sympy.stats variable, from a family of the catalogue, from a density or mass written by hand.
- `strengthen`: parameters given as plain symbols get the assumptions that their place implies, and names that code can carry, for as long as a derivation runs.
- `support`: supports: where one law has mass and the other has none, cross-entropy and KL are infinite.
- `vector`: laws of vectors whose marginals are known: Dirichlet, multinomial, and products of independent components.
- `vector_catalogue`: the named laws of vectors, one row each: what their constructors take and how deep the lists are.
"""
