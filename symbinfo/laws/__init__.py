"""Laws: what a distribution is to the engine, and how one is read.

- `abstract`: abstract laws: unspecified masses on finite alphabets and densities on the line, of one variable or of
  several.
- `by_coordinates`: laws whose density is known in statistics of the outcome that are made of independent numbers.
- `by_hand`: laws written by hand: a density on an interval, or a mass on a range of integers.
- `catalogue`: one row a family of sympy.stats: its parameters with their domains, in the order of its constructor.
- `common_outcomes`: two discrete laws on common ground: one list of outcomes, with one form for one value, or one range of integers.
- `component`: one variable of a joint law, or several taken together: what measures take where they would take a law.
- `cumulative`: how much mass lies below a place: distribution functions of families.
- `domains_by_sign`: what a density or a mass written by hand says about its parameters: where it is positive, so is
  each factor of it.
- `elliptical`: elliptical laws: the density depends on the distance from a centre, measured by a positive definite
  matrix.
- `expectation`: expectations as SymPy nodes that do not evaluate themselves, the values of named densities, and the
  way down from both to explicit integrals and sums.
- `family`: what a row of the catalogue is: a family of laws, its parameters, and what each may be.
- `formula_families`: families that sympy.stats has not and people name, with the density or the mass by a formula.
- `from_catalogue`: from a family and the values of its parameters to a law, by way of sympy.stats; and laws of listed
  outcomes.
- `function_laws`: laws of functions of other variables: a density that knows of which, and by which function.
- `hierarchy`: variables drawn one after the other: each by a law in which those before it may stand.
- `independent_parts`: the law of independent components, made of laws of one variable.
- `joint_by_hand`: two continuous variables by their joint density, written by hand.
- `joint_density`: a joint mass or density given by one expression of several variables on a box.
- `joint_normal`: the joint normal law with its mean and covariance written out, entry by entry.
- `law`: a law (a distribution) as the engine needs it: a density or mass on a support, and the domain of its
  parameters.
- `location_scale`: the law of ``loc + scale*X``, by the parameters of its family where they carry that.
- `markov_chain`: stationary Markov chains on finitely many states: the law that a step leaves as it is, and the law of
  two steps.
- `matrices`: matrices of unknown size: vectors to integrate over, positive definiteness, and the scalars made of
  matrices.
- `matrix_structures`: matrices of unknown size with a structure: multiples, Kronecker products, and equally correlated
  components.
- `matrix_variate_normal`: the normal law of a matrix, as that of the vector of its columns: the covariance is a
  Kronecker product.
- `matrix_normal`: the normal law of a vector of unknown size: mean and covariance are matrix expressions.
- `mixture`: with each weight, one of several laws of one kind.
- `names`: laws by anybody's name and parameters: one table, as data.
- `normal_gamma`: a normal variable whose precision has a gamma law, or whose variance has an inverse gamma law.
- `normal_wishart`: a normal vector whose precision is a Wishart matrix, or whose covariance is an inverse Wishart one.
- `outcomes`: outcomes: which are equal, by value and not by form.
- `parameter_points`: places in the domain of parameters, the same in every run.
- `positive_range`: where a density written by hand is positive: a range on which it is 0 is no part of its support.
- `product`: the product of laws that were given: the law of independent components.
- `read`: reading laws: from a variable or a vector of sympy.stats, and from a variable of a joint law.
- `shells`: laws of vectors whose density depends on one number alone: the distance from a centre, or the height along
  an axis.
- `shown_parts`: what stands among the shown parameters of a law that is made of others: ``loc=1``, ``1/3: Normal(0, 1)``.
- `spelt_density`: a density as it is read: powers of one base joined inside of sums.
- `spherical`: laws on the unit sphere about an axis: the density depends on the height alone.
- `stated_range`: from the range that is stated to the support: what is 0 at an end is cut off, a mass with gaps
  becomes a list.
- `strengthen`: parameters given as plain symbols get the assumptions that their place implies, and names that code
  can carry, for as long as a derivation runs.
- `support`: supports: where one law has mass and the other has none, cross-entropy and KL are infinite.
- `swapped_ranges`: the order of two variables turned round, where the range of the second depends on the first.
- `table`: joint tables: a probability for each tuple of outcomes.
- `truncation`: laws that are cut off: a law given that its variable lies between two ends.
- `vector`: laws of vectors whose marginals are known: Dirichlet and multinomial, and what a product shares with them.
- `vector_catalogue`: the named laws of vectors, one row each: what their constructors take and how deep the lists
  are.
- `wishart`: Wishart and inverse Wishart laws of positive definite matrices of a size that is a number.
"""
