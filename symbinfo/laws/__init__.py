"""Laws: what a distribution is to the engine, and how one is read.

- `abstract`: abstract laws: unspecified masses on finite alphabets and densities on the line, of one variable or of
  several.
- `by_hand`: laws written by hand: a density on an interval, or a mass on a range of integers.
- `catalogue`: one row a family of sympy.stats: its parameters with their domains, in the order of its constructor.
- `common_outcomes`: two discrete laws on common ground: one list of outcomes, with one form for one value, or one range of integers.
- `component`: one variable of a joint law, or several taken together: what measures take where they would take a law.
- `domains_by_sign`: what a density or a mass written by hand says about its parameters: where it is positive, so is
  each factor of it.
- `expectation`: expectations as SymPy nodes that do not evaluate themselves, the values of named densities, and the
  way down from both to explicit integrals and sums.
- `family`: what a row of the catalogue is: a family of laws, its parameters, and what each may be.
- `from_catalogue`: from a family and the values of its parameters to a law, by way of sympy.stats; and laws of listed
  outcomes.
- `joint_density`: a joint mass or density given by one expression of several variables on a box.
- `joint_normal`: the joint normal law with its mean and covariance written out, entry by entry.
- `law`: a law (a distribution) as the engine needs it: a density or mass on a support, and the domain of its
  parameters.
- `matrices`: matrices of unknown size: vectors to integrate over, positive definiteness, and the scalars made of
  matrices.
- `matrix_normal`: the normal law of a vector of unknown size: mean and covariance are matrix expressions.
- `outcomes`: outcomes: which are equal, by value and not by form.
- `parameter_points`: places in the domain of parameters, the same in every run.
- `positive_range`: where a density written by hand is positive: a range on which it is 0 is no part of its support.
- `product`: the law of independent components.
- `read`: reading laws: from a variable or a vector of sympy.stats, and from a variable of a joint law.
- `stated_range`: from the range that is stated to the support: what is 0 at an end is cut off, a mass with gaps
  becomes a list.
- `strengthen`: parameters given as plain symbols get the assumptions that their place implies, and names that code
  can carry, for as long as a derivation runs.
- `support`: supports: where one law has mass and the other has none, cross-entropy and KL are infinite.
- `table`: joint tables: a probability for each tuple of outcomes.
- `vector`: laws of vectors whose marginals are known: Dirichlet and multinomial, and what a product shares with them.
- `vector_catalogue`: the named laws of vectors, one row each: what their constructors take and how deep the lists
  are.
"""
