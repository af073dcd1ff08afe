"""The slack of an inequality: whether an expression in parameters is at least 0 everywhere, by rigorous enclosures.

- `boxes`: functions of one parameter over boxes: balls of a function and its derivatives.
- `coefficients`: coefficients of expansions: exact numbers with a ball around each.
- `expansions`: expansions at an end of a range: exact leading terms and a bounded rest.
- `positive_slack`: the question itself: cases, symmetries, where an expression is least in a parameter, then boxes.
- `range_search`: one parameter: the ends of its range, tight points, and boxes between.
- `ranges`: where a parameter lives.
- `symmetries`: fewer parameters, by shifts and scalings.
"""
