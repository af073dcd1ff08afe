"""Optima: the largest and the least value of a measure, with the place where it is taken.

- `answer`: the way of a question to what answers it.
- `blahut_arimoto`: the capacity of a channel of numbers, enclosed.
- `capacity_of_channel`: the capacity of a discrete channel.
- `exponential_families`: the families that may have the largest entropy on a range.
- `found`: what was found: a derivation of the bound, with the place.
- `gaussian_capacity`: channels with normal noise under a bound on the power.
- `input_of_channel`: the information over all laws of the input, as a capacity.
- `largest_entropy_law`: the law of largest entropy by given means.
- `means_solved`: the parameters that given means make, in closed form or in numbers.
- `over_parameters`: over the parameters of laws.
- `stationary`: ranges, stationary points, and coordinates in which a function is concave.
"""
