"""Closed forms written short: what of equal forms a textbook would print.

- `exponential_fractions`: fractions in exponentials, such as a geometric sum leaves, as short as they get.
- `factoring`: polynomials as products, but for those that are quickly seen to have no factors.
- `gamma_values`: values of gamma, beta and polygamma functions: written short, without poles and gaps of their own.
- `lengths`: how long an expression is, and functions in it as names.
- `log_of`: logarithms of products, quotients and powers; nothing is split whose sign is not known.
- `recurrences`: values of gamma, polygamma and Bessel functions at places a whole number apart, one by the other.
- `short_products`: products written short: equal powers joined, signs of sums settled.
- `shortening`: the shortest of a few equal forms.
- `special`: special functions at places where they are simpler: Bessel functions of half-integer order, quadratic
  logarithms.
- `tidying`: the form that a textbook would print: collected by logarithms and special functions.
- `tricomi_values`, `struve_values`: Tricomi's and Struve's functions and their derivatives in a parameter where they are elementary.
"""
