"""The referee of claims about laws: the order of its questions, what refutes a claim and what confirms it.

- `by_running`: whether a function returns a measure: by its source, or where that is asked for by its values.
- `certified`: rigorous enclosures of the difference of two sides, where the extra that computes them is installed.
- `closed_forms`: the derived closed forms of a claim at many places of its domain: suspicions, quickly.
- `confirm`: what confirms a claim: the replay of its derivation, a theorem, rigorous enclosures, or agreement.
- `coordinates`: parameters on axes without ends: powers of two away from the ends of their ranges.
- `exact_rewriting`: rewriting to zero: each step has a name, and is an identity wherever the expression is defined. It
  says that nothing hides between the places at which two sides agree, and proves nothing.
- `judge_any_laws`: the judge of claims about any laws: by Gibbs' inequality and the definitions, or refuted by laws of a
  short list.
- `judge_optima`: claims about optima: each is answered by its derivation, and what is left is judged.
- `judge_theorem_claims`: the judge of claims that a theorem may make of named variables and numbers, such as Fano's.
- `largest_entropy`: the largest entropy that a law can have by its range, its mean, its variance.
- `least_slack`: the search for the place where an inequality is tightest.
- `limits_in_claims`: claims about limits of measures, each replaced by what was derived and checked of it.
- `links`: claims of several relations, link by link; claims that two sides differ.
- `nonnegativity`: inequalities that follow from theorems and from signs on the domain.
- `refute`: what refutes a claim: a place at which the definition contradicts it.
- `replayed`: a claim as a derivation that a replay can follow: what proves a claim.
- `replayed_bounds`: Gibbs' inequality of the laws of a claim, and what follows from it.
- `rounded`: a claim that states a rounded decimal: two inequalities, or a value to more digits than it has.
- `trial`: whether a claimed formula is right: all questions in their order.
- `vectors_of_two`: a claim about vectors of unknown size, for vectors of two components.
- `verify`: the way of a claim to its judge: about laws, or about named random variables.
"""
