"""Special functions, as data: a block for each, its domain, derivatives, signs, recurrences, definition and values.

The first line of a block is the function with its arguments; the others have four cells: what is said, a formula, where
it holds, and where it is printed, by numbers of the NIST Digital Library of Mathematical Functions (DLMF).

- ``defined``: where the function has a value; sufficient. ``no-pole``: a value that is none of 0, -1, -2, ..., either.
- ``analytic``: in all its arguments, inside of that domain.
- ``slope x``: the partial derivative; after a comma, the arguments at which this is so.
- ``positive``, ``negative``, ``nonnegative``: what the function is there. ``odd``: f(-x) = -f(x).
- ``down s``, ``up s``: the function by those of s - 1 or s + 1 (and s - 2 or s + 2).
- ``mirror z``: the function at a number z between 1/2 and 1, by that at 1 - z.
- ``half z``: the function of z + 1/2 at these arguments, by those of z and 2 z.
- The function itself: its definition by others, or its value at special arguments. A letter that stands twice is one
  number.

Each row is tested against numbers at random places. One file, since it is one table.
"""

from __future__ import annotations

__all__ = ["CONSTANTS", "FUNCTIONS"]

FUNCTIONS = """
exp x
  defined | | |
  slope x | (exp x) | | [4.7.7]

log x
  defined | | (< 0 x) | [4.2.1]
  slope x | (^ x -1) | | [4.7.1]

abs x
  defined | | |
  slope x | (* x (^ (abs x) -1)) | |

sign x
  defined | | |

floor x
  defined | | |

sin x
  defined | | |
  slope x | (cos x) | | [4.20.1]

cos x
  defined | | |
  slope x | (* -1 (sin x)) | | [4.20.2]

tan x
  defined | | (!= (cos x) 0) | [4.14.4]
  slope x | (^ (cos x) -2) | | [4.20.3]
  tan x | (* (sin x) (^ (cos x) -1)) | | [4.14.4]

asin x
  defined | | (and (<= -1 x) (<= x 1)) | [4.23.1]
  slope x | (^ (+ 1 (* -1 (^ x 2))) -1/2) | | [4.24.7]
  positive | | (< 0 x) | [4.24.1]
  negative | | (< x 0) | [4.24.1]
  nonnegative | | (<= 0 x) | [4.24.1]
  odd | | | [4.23.10]
  asin 0 | 0 | | [4.23.1]
  asin 1 | (* 1/2 %pi) | | [4.23.1]
  asin -1 | (* -1/2 %pi) | | [4.23.1]
  asin 1/2 | (* 1/6 %pi) | | [4.17.1]

acos x
  defined | | (and (<= -1 x) (<= x 1)) | [4.23.2]
  slope x | (* -1 (^ (+ 1 (* -1 (^ x 2))) -1/2)) | | [4.24.8]
  acos x | (+ (* 1/2 %pi) (* -1 (asin x))) | | [4.23.19]

atan x
  defined | | |
  slope x | (^ (+ 1 (^ x 2)) -1) | | [4.24.9]
  positive | | (< 0 x) | [4.24.3]
  negative | | (< x 0) | [4.24.3]
  nonnegative | | (<= 0 x) | [4.24.3]
  odd | | | [4.23.12]
  atan 0 | 0 | | [4.23.3]
  atan 1 | (* 1/4 %pi) | | [4.23.3]

sinh x
  defined | | |
  slope x | (cosh x) | | [4.34.1]
  sinh x | (* 1/2 (+ (exp x) (* -1 (exp (* -1 x))))) | | [4.28.1]

cosh x
  defined | | |
  slope x | (sinh x) | | [4.34.2]
  cosh x | (* 1/2 (+ (exp x) (exp (* -1 x)))) | | [4.28.2]

tanh x
  defined | | |
  slope x | (^ (cosh x) -2) | | [4.34.3]
  tanh x | (* (+ (exp (* 2 x)) -1) (^ (+ (exp (* 2 x)) 1) -1)) | | [4.28.4]

asinh x
  defined | | |
  slope x | (^ (+ 1 (^ x 2)) -1/2) | | [4.38.9]
  asinh x | (log (+ x (^ (+ 1 (^ x 2)) 1/2))) | | [4.37.16]

acosh x
  defined | | (<= 1 x) | [4.37.2]
  slope x | (^ (+ (^ x 2) -1) -1/2) | | [4.38.10]
  acosh x | (log (+ x (^ (+ -1 (^ x 2)) 1/2))) | | [4.37.19]

atanh x
  defined | | (and (< -1 x) (< x 1)) | [4.37.3]
  slope x | (^ (+ 1 (* -1 (^ x 2))) -1) | | [4.38.11]
  atanh x | (* 1/2 (+ (log (+ 1 x)) (* -1 (log (+ 1 (* -1 x)))))) | | [4.37.24]

factorial n
  no-pole | (+ n 1) | | [5.2.1]
  slope n | (* (gamma (+ n 1)) (polygamma 0 (+ n 1))) | | [5.2.2], [5.4.1]
  factorial n | (gamma (+ n 1)) | | [5.4.1]

binomial n k
  no-pole | (+ n 1) | | [5.2.1]
  no-pole | (+ k 1) | | [5.2.1]
  no-pole | (+ n (* -1 k) 1) | | [5.2.1]
  slope n | (* (binomial n k) (+ (polygamma 0 (+ n 1)) (* -1 (polygamma 0 (+ n (* -1 k) 1))))) | | [5.2.2], [1.2.6]
  slope k | (* (binomial n k) (+ (polygamma 0 (+ n (* -1 k) 1)) (* -1 (polygamma 0 (+ k 1))))) | | [5.2.2], [1.2.6]
  binomial n k | (* (gamma (+ n 1)) (^ (* (gamma (+ k 1)) (gamma (+ n (* -1 k) 1))) -1)) | | [1.2.6]

gamma z
  no-pole | z | | [5.2.1]
  slope z | (* (gamma z) (polygamma 0 z)) | | [5.2.2]
  positive | | (< 0 z) | [5.2.1]
  down z | (* (+ z -1) (gamma (+ z -1))) | (< 1 z) | [5.5.1]
  up z | (* (^ z -1) (gamma (+ z 1))) | | [5.5.1]
  half z, gamma z | (* (^ 2 (+ 1 (* -2 z))) (^ %pi 1/2) (gamma (* 2 z)) (^ (gamma z) -1)) | (< 0 z) | [5.5.5]
  mirror z, gamma z | (* %pi (^ (* (sin (* %pi z)) (gamma (+ 1 (* -1 z)))) -1)) | | [5.5.3]
  gamma 1/2 | (^ %pi 1/2) | | [5.4.6]
  gamma 1 | 1 | | [5.4.1]

loggamma z
  defined | | (< 0 z) | [5.2.1]
  slope z | (polygamma 0 z) | | [5.2.2]
  loggamma z | (log (gamma z)) | (< 0 z) | [5.2.1]

beta a b
  no-pole | a | | [5.2.1]
  no-pole | b | | [5.2.1]
  no-pole | (+ a b) | | [5.2.1]
  slope a | (* (beta a b) (+ (polygamma 0 a) (* -1 (polygamma 0 (+ a b))))) | | [5.2.2], [5.12.1]
  slope b | (* (beta a b) (+ (polygamma 0 b) (* -1 (polygamma 0 (+ a b))))) | | [5.2.2], [5.12.1]
  beta a b | (* (gamma a) (gamma b) (^ (gamma (+ a b)) -1)) | | [5.12.1]

polygamma n z
  no-pole | z | | [5.2.1]
  slope z | (polygamma (+ n 1) z) | | [5.15.1]
  positive | | (and (= n 1) (< 0 z)) | [25.11.12]
  negative | | (and (= n 2) (< 0 z)) | [25.11.12]
  positive | | (and (= n 3) (< 0 z)) | [25.11.12]
  negative | | (and (= n 4) (< 0 z)) | [25.11.12]
  down z | (+ (polygamma n (+ z -1)) (* (^ -1 n) (factorial n) (^ (+ z -1) (+ -1 (* -1 n))))) | (< 1 z) | [5.5.2], [5.15.5]
  up z | (+ (polygamma n (+ z 1)) (* -1 (^ -1 n) (factorial n) (^ z (+ -1 (* -1 n))))) | | [5.5.2], [5.15.5]
  half z, polygamma 0 z | (+ (* 2 (polygamma 0 (* 2 z))) (* -1 (polygamma 0 z)) (* -2 (log 2))) | (< 0 z) | [5.5.8]
  half z, polygamma n z | (+ (* (^ 2 (+ n 1)) (polygamma n (* 2 z))) (* -1 (polygamma n z))) | (and (< 0 n) (< 0 z)) | [5.15.7]
  mirror z, polygamma 0 z | (+ (polygamma 0 (+ 1 (* -1 z))) (* -1 %pi (cos (* %pi z)) (^ (sin (* %pi z)) -1))) | | [5.5.4]
  polygamma 0 1 | (* -1 %gamma) | | [5.4.12]
  polygamma 0 1/2 | (+ (* -1 %gamma) (* -2 (log 2))) | | [5.4.13]
  polygamma 0 1/3 | (+ (* -1 %gamma) (* -1/2 %pi (^ 3 -1/2)) (* -3/2 (log 3))) | | [5.4.19]
  polygamma 0 2/3 | (+ (* -1 %gamma) (* 1/2 %pi (^ 3 -1/2)) (* -3/2 (log 3))) | | [5.4.19]
  polygamma 0 1/4 | (+ (* -1 %gamma) (* -1/2 %pi) (* -3 (log 2))) | | [5.4.19]
  polygamma 0 3/4 | (+ (* -1 %gamma) (* 1/2 %pi) (* -3 (log 2))) | | [5.4.19]
  polygamma n 1 | (* (^ -1 (+ n 1)) (factorial n) (zeta (+ n 1))) | (< 0 n) | [5.15.2]
  polygamma n 1/2 | (* (^ -1 (+ n 1)) (factorial n) (+ (^ 2 (+ n 1)) -1) (zeta (+ n 1))) | (< 0 n) | [5.15.3]

harmonic n
  no-pole | (+ n 1) | | [5.2.1]
  slope n | (polygamma 1 (+ n 1)) | | [5.4.14]
  harmonic n | (+ (polygamma 0 (+ n 1)) %gamma) | | [5.4.14]

uppergamma s x
  defined | | (or (< 0 x) (and (< 0 s) (<= 0 x))) | [8.2.2]
  analytic | | |
  slope x | (* -1 (^ x (+ s -1)) (exp (* -1 x))) | | [8.8.13]
  slope s, uppergamma 1 x | (+ (* (exp (* -1 x)) (log x)) (uppergamma 0 x)) | | [8.2.2], by parts
  positive | | (< 0 x) | [8.2.2]
  positive | | (and (< 0 s) (= x 0)) | [8.2.2]
  down s | (+ (* (+ s -1) (uppergamma (+ s -1) x)) (* (^ x (+ s -1)) (exp (* -1 x)))) | (< 0 x) | [8.8.2]
  up s | (* (^ s -1) (+ (uppergamma (+ s 1) x) (* -1 (^ x s) (exp (* -1 x))))) | (and (< 0 x) (!= s 0)) | [8.8.2]
  uppergamma 1 x | (exp (* -1 x)) | | [8.4.5]
  uppergamma 1/2 x | (* (^ %pi 1/2) (+ 1 (* -1 (erf (^ x 1/2))))) | | [8.4.6]

lowergamma s x
  defined | | (and (< 0 s) (<= 0 x)) | [8.2.1]
  analytic | | |
  slope x | (* (^ x (+ s -1)) (exp (* -1 x))) | | [8.8.13]
  lowergamma s x | (+ (gamma s) (* -1 (uppergamma s x))) | (and (< 0 s) (< 0 x)) | [8.2.3]

expint s x
  defined | | (< 0 x) | [8.19.2]
  analytic | | |
  slope x | (* -1 (expint (+ s -1) x)) | | [8.19.13]
  expint n x | (* (^ x (+ n -1)) (uppergamma (+ 1 (* -1 n)) x)) | (< 0 x) | [8.19.1]

Ei x
  defined | | (!= x 0) | [6.2.5]
  slope x | (* (exp x) (^ x -1)) | | [6.2.5]
  Ei x | (* -1 (uppergamma 0 (* -1 x))) | (< x 0) | [6.5.1], [6.11.1]

Si x
  defined | | |
  slope x | (* (sin x) (^ x -1)) | | [6.2.9]

Ci x
  defined | | (< 0 x) | [6.2.11]
  slope x | (* (cos x) (^ x -1)) | | [6.2.11]

erf x
  defined | | |
  slope x | (* 2 (^ %pi -1/2) (exp (* -1 (^ x 2)))) | | [7.2.1]
  positive | | (< 0 x) | [7.2.1]
  negative | | (< x 0) | [7.2.1]
  nonnegative | | (<= 0 x) | [7.2.1]
  odd | | | [7.2.1]
  erf 0 | 0 | | [7.2.1]

erfc x
  defined | | |
  slope x | (* -2 (^ %pi -1/2) (exp (* -1 (^ x 2)))) | | [7.2.2]
  erfc x | (+ 1 (* -1 (erf x))) | | [7.2.2]

erfi x
  defined | | |
  slope x | (* 2 (^ %pi -1/2) (exp (^ x 2))) | | [7.2.1]
  positive | | (< 0 x) | [7.2.1]
  negative | | (< x 0) | [7.2.1]
  nonnegative | | (<= 0 x) | [7.2.1]
  odd | | | [7.2.1]
  erfi 0 | 0 | | [7.2.1]

erfinv x
  defined | | (and (< -1 x) (< x 1)) | [7.17.1]

besselj v x
  defined | | (< 0 x) | [10.2.2]
  analytic | | |
  slope x | (* 1/2 (+ (besselj (+ v -1) x) (* -1 (besselj (+ v 1) x)))) | | [10.6.1]

besseli v x
  defined | | (< 0 x) | [10.25.2]
  analytic | | |
  slope x | (* 1/2 (+ (besseli (+ v -1) x) (besseli (+ v 1) x))) | | [10.29.1]
  positive | | (and (integer v) (< 0 x)) | [10.27.1]
  positive | | (and (< -1 v) (< 0 x)) | [10.25.2]
  positive | | (= v 0) | [10.25.2]
  nonnegative | | (and (<= 0 v) (<= 0 x)) | [10.25.2]
  down v | (+ (besseli (+ v -2) x) (* 2 (+ 1 (* -1 v)) (^ x -1) (besseli (+ v -1) x))) | (< 0 x) | [10.29.1]
  up v | (+ (besseli (+ v 2) x) (* 2 (+ 1 v) (^ x -1) (besseli (+ v 1) x))) | (< 0 x) | [10.29.1]
  besseli 1/2 x | (* (^ (* 1/2 %pi x) -1/2) (sinh x)) | (< 0 x) | [10.39.1]
  besseli -1/2 x | (* (^ (* 1/2 %pi x) -1/2) (cosh x)) | (< 0 x) | [10.39.1]

besselk v x
  defined | | (< 0 x) | [10.25.3]
  analytic | | |
  slope x | (* -1/2 (+ (besselk (+ v -1) x) (besselk (+ v 1) x))) | | [10.29.1]
  slope v, besselk 1/2 x | (* (^ (* 1/2 %pi) 1/2) (^ x -1/2) (exp x) (uppergamma 0 (* 2 x))) | | [10.38.7]
  slope v, besselk -1/2 x | (* -1 (^ (* 1/2 %pi) 1/2) (^ x -1/2) (exp x) (uppergamma 0 (* 2 x))) | | [10.38.7]
  positive | | (< 0 x) | [10.32.9]
  down v | (+ (besselk (+ v -2) x) (* 2 (+ -1 v) (^ x -1) (besselk (+ v -1) x))) | (< 0 x) | [10.29.1]
  up v | (+ (besselk (+ v 2) x) (* -2 (+ 1 v) (^ x -1) (besselk (+ v 1) x))) | (< 0 x) | [10.29.1]
  besselk 1/2 x | (* (^ (* 1/2 %pi) 1/2) (^ x -1/2) (exp (* -1 x))) | (< 0 x) | [10.39.2]
  besselk -1/2 x | (besselk 1/2 x) | | [10.27.3]

struvek v z
  defined | | (< 0 z) | [11.2.5]
  analytic | | |
  slope z | (+ (struvek (+ v -1) z) (* -1 v (^ z -1) (struvek v z))) | | [11.4.27], [10.6.2]
  slope v, struvek 1/2 z | (* (^ (* 1/2 %pi z) -1/2) (+ %gamma (log (* 1/2 z)) (* -2 (cos z) (Ci z)) (* -2 (sin z) (+ (Si z) (* -1/2 %pi))))) | | [11.5.2], [6.7.14], by parts
  positive | | (and (< -1/2 v) (< 0 z)) | [11.5.2]
  struvek 1/2 z | (^ (* 1/2 %pi z) -1/2) | (< 0 z) | [11.5.2]
  struvek -1/2 z | 0 | (< 0 z) | [11.4.6], [10.16.1]

hyper1f1 a b z
  defined | | (< 0 b) | [13.2.2]
  analytic | | |
  slope z | (* a (^ b -1) (hyper1f1 (+ a 1) (+ b 1) z)) | | [13.3.15]
  positive | | (and (< 0 a) (< 0 b) (<= 0 z)) | [13.2.2]
  hyper1f1 0 b z | 1 | | [13.2.2]
  hyper1f1 a b 0 | 1 | | [13.2.2]
  hyper1f1 a a z | (exp z) | | [13.6.1]

hyperu a b z
  defined | | (< 0 z) | [13.2.6]
  analytic | | |
  slope z | (* -1 a (hyperu (+ a 1) (+ b 1) z)) | | [13.3.22]
  slope b, hyperu 1 2 z | (* (exp z) (^ z -1) (uppergamma 0 z)) | | [13.4.4], by parts
  slope b, hyperu 2 3 z | (* (exp z) (^ z -2) (+ (uppergamma 0 z) (* z (uppergamma -1 z)))) | | [13.4.4], by parts
  slope b, hyperu 3 4 z | (* (exp z) (^ z -3) (+ (uppergamma 0 z) (* z (uppergamma -1 z)) (* (^ z 2) (uppergamma -2 z)))) | | [13.4.4], by parts
  slope b, hyperu 4 5 z | (* (exp z) (^ z -4) (+ (uppergamma 0 z) (* z (uppergamma -1 z)) (* (^ z 2) (uppergamma -2 z)) (* (^ z 3) (uppergamma -3 z)))) | | [13.4.4], by parts
  slope b, hyperu 1/2 3/2 z | (* (^ z -1/2) (+ (* -1 %gamma) (* -2 (log 2)) (* -1 (log z)) (* -2 z (hyper2f2 1 1 3/2 2 z)) (* %pi (erfi (^ z 1/2))))) | | [13.2.42], term by term
  slope b, hyperu 3/2 5/2 z | (* (^ z -3/2) (+ (* -1 %gamma) (* -2 (log 2)) (* -1 (log z)) (* -2 z (hyper2f2 1 1 3/2 2 z)) (* %pi (erfi (^ z 1/2))) (* (^ z 1/2) (exp z) (uppergamma -1/2 z)))) | | [13.2.42], by parts
  slope b, hyperu 5/2 7/2 z | (* (^ z -5/2) (+ (* -1 %gamma) (* -2 (log 2)) (* -1 (log z)) (* -2 z (hyper2f2 1 1 3/2 2 z)) (* %pi (erfi (^ z 1/2))) (* (^ z 1/2) (exp z) (uppergamma -1/2 z)) (* (^ z 3/2) (exp z) (uppergamma -3/2 z)))) | | [13.2.42], by parts
  positive | | (and (< 0 a) (< 0 z)) | [13.4.4]
  hyperu 0 b z | 1 | | [13.2.7]
  hyperu 1 b z | (* (exp z) (^ z (+ 1 (* -1 b))) (uppergamma (+ b -1) z)) | (< 0 z) | [13.6.6], [13.2.40]
  hyperu a b z | (* (^ %pi -1/2) (exp (* 1/2 z)) (^ z (+ 1/2 (* -1 a))) (besselk (+ a -1/2) (* 1/2 z))) | (and (< 0 z) (= b (* 2 a))) | [13.6.10]
  hyperu a b z | (^ z (* -1 a)) | (and (< 0 z) (= b (+ a 1))) | [13.6.4]

hyper2f2 a b d e z
  defined | | (and (< 0 d) (< 0 e)) | [16.2.1]
  analytic | | |
  slope z | (* a b (^ (* d e) -1) (hyper2f2 (+ a 1) (+ b 1) (+ d 1) (+ e 1) z)) | | [16.3.1]
  positive | | (and (< 0 a) (< 0 b) (< 0 d) (< 0 e) (<= 0 z)) | [16.2.1]
  hyper2f2 0 b d e z | 1 | | [16.2.1]
  hyper2f2 a 0 d e z | 1 | | [16.2.1]
  hyper2f2 a b d e 0 | 1 | | [16.2.1]
  hyper2f2 a b a e z | (hyper1f1 b e z) | | [16.2.1]
  hyper2f2 a b d a z | (hyper1f1 b d z) | | [16.2.1]
  hyper2f2 a b b e z | (hyper1f1 a e z) | | [16.2.1]
  hyper2f2 a b d b z | (hyper1f1 a d z) | | [16.2.1]

hyper2f1 a b c z
  defined | | (and (< 0 c) (< z 1)) | [15.2.1]
  analytic | | |
  slope z | (* a b (^ c -1) (hyper2f1 (+ a 1) (+ b 1) (+ c 1) z)) | | [15.5.1]
  slope a, hyper2f1 0 b c z | (* b z (^ c -1) (hyper3f2 1 1 (+ 1 b) 2 (+ 1 c) z)) | | [15.2.1], term by term
  slope b, hyper2f1 a 0 c z | (* a z (^ c -1) (hyper3f2 1 1 (+ 1 a) 2 (+ 1 c) z)) | | [15.2.1], term by term
  slope a, hyper2f1 a 0 c z | 0 | | [15.2.1], term by term
  slope b, hyper2f1 0 b c z | 0 | | [15.2.1], term by term
  slope c, hyper2f1 0 b c z | 0 | | [15.2.1], term by term
  slope c, hyper2f1 a 0 c z | 0 | | [15.2.1], term by term
  positive | | (and (< 0 a) (< 0 b) (< 0 c) (<= 0 z)) | [15.2.1]
  hyper2f1 0 b c z | 1 | | [15.2.1]
  hyper2f1 a 0 c z | 1 | | [15.2.1]
  hyper2f1 a b c 0 | 1 | | [15.2.1]
  hyper2f1 -1 b c z | (+ 1 (* -1 b (^ c -1) z)) | | [15.2.4]
  hyper2f1 -2 b c z | (+ 1 (* -2 b (^ c -1) z) (* b (+ b 1) (^ (* c (+ c 1)) -1) (^ z 2))) | | [15.2.4]
  hyper2f1 a b b z | (^ (+ 1 (* -1 z)) (* -1 a)) | (< z 1) | [15.4.6]
  hyper2f1 a b a z | (^ (+ 1 (* -1 z)) (* -1 b)) | (< z 1) | [15.4.6]
  hyper2f1 1 1 2 z | (* -1 (^ z -1) (log (+ 1 (* -1 z)))) | (and (< z 1) (!= z 0)) | [15.4.1]
  hyper2f1 1 1 3 z | (* 2 (^ z -2) (+ z (* (+ 1 (* -1 z)) (log (+ 1 (* -1 z)))))) | (and (< z 1) (!= z 0)) | [15.2.1], term by term

hyper3f2 a b c d e z
  defined | | (and (< 0 d) (< 0 e) (< z 1)) | [16.2.1]
  analytic | | |
  slope z | (* a b c (^ (* d e) -1) (hyper3f2 (+ a 1) (+ b 1) (+ c 1) (+ d 1) (+ e 1) z)) | | [16.3.1]
  positive | | (and (< 0 a) (< 0 b) (< 0 c) (< 0 d) (< 0 e) (<= 0 z)) | [16.2.1]
  hyper3f2 1 1 b 2 e -1 | (* b (^ (+ b -1) -1) (+ (log 2) (* -1/2 (+ (polygamma 0 (* 1/2 (+ b 1))) (* -1 (polygamma 0 (* 1/2 b))))))) | (and (< 1 b) (= e (+ b 1))) | [16.2.1], [5.7.6]
  hyper3f2 0 b c d e z | 1 | | [16.2.1]
  hyper3f2 a 0 c d e z | 1 | | [16.2.1]
  hyper3f2 a b 0 d e z | 1 | | [16.2.1]
  hyper3f2 a b c d e 0 | 1 | | [16.2.1]
  hyper3f2 a b c c e z | (hyper2f1 a b e z) | | [16.2.1]
  hyper3f2 a b c d c z | (hyper2f1 a b d z) | | [16.2.1]
  hyper3f2 a b c b e z | (hyper2f1 a c e z) | | [16.2.1]
  hyper3f2 a b c d b z | (hyper2f1 a c d z) | | [16.2.1]
  hyper3f2 a b c a e z | (hyper2f1 b c e z) | | [16.2.1]
  hyper3f2 a b c d a z | (hyper2f1 b c d z) | | [16.2.1]

betainc a b x y
  defined | | (and (< 0 a) (< 0 b) (<= 0 x) (<= x 1) (<= 0 y) (<= y 1)) | [8.17.1]
  analytic | | |
  betainc a 1 x y | (* (^ a -1) (+ (^ y a) (* -1 (^ x a)))) | (< 0 a) | [8.17.1]
  betainc 1 b x y | (* (^ b -1) (+ (^ (+ 1 (* -1 x)) b) (* -1 (^ (+ 1 (* -1 y)) b)))) | (< 0 b) | [8.17.1]
  betainc a 2 x y | (+ (betainc a 1 x y) (* -1 (betainc (+ a 1) 1 x y))) | (< 0 a) | [8.17.1]
  betainc 2 b x y | (+ (betainc 1 b x y) (* -1 (betainc 1 (+ b 1) x y))) | (< 0 b) | [8.17.1]

zeta s
  defined | | (< 1 s) | [25.2.1]
  slope s | (dzeta s) | | [25.2.1]
  positive | | (< 1 s) | [25.2.1]
  zeta 2 | (* 1/6 (^ %pi 2)) | | [25.6.1]
  zeta 4 | (* 1/90 (^ %pi 4)) | | [25.6.1]
  zeta 6 | (* 1/945 (^ %pi 6)) | | [25.6.1]
  zeta 8 | (* 1/9450 (^ %pi 8)) | | [25.6.2]

dzeta s
  defined | | (< 1 s) | [25.2.6]

zeta2 s a
  defined | | (and (< 1 s) (< 0 a)) | [25.11.1]
  analytic | | |
  slope a | (* -1 s (zeta2 (+ s 1) a)) | | [25.11.17]
  positive | | (and (< 1 s) (< 0 a)) | [25.11.1]
  zeta2 s 1 | (zeta s) | | [25.11.2]

polylog s z
  defined | | (< z 1) | [25.12.1], [25.12.11]
  analytic | | |
  slope z | (* (^ z -1) (polylog (+ s -1) z)) | | [25.12.10]
  polylog 1 z | (* -1 (log (+ 1 (* -1 z)))) | (< z 1) | [25.12.1]
  polylog 2 -1 | (* -1/12 (^ %pi 2)) | | [25.12.3]
  polylog 3 -1 | (* -3/4 (zeta 3)) | | [25.2.3]

lambertw x
  defined | | (<= 0 x) | [4.13.1]
  slope x | (* (^ (+ x (exp (lambertw x))) -1)) | | [4.13.1]
  lambertw 0 | 0 | | [4.13.1]
"""

#: The first thirty decimals, cut: [3.12.1], [4.2.11], [5.2.3], [25.11.40].
CONSTANTS = {
    "%pi": 3141592653589793238462643383279,
    "%e": 2718281828459045235360287471352,
    "%gamma": 577215664901532860606512090082,
    "%catalan": 915965594177219015054603514932,
}
