"""Whether a line favours some of those who stand in it."""

from collections.abc import Collection, Sequence
from math import erfc, exp, lgamma, log, sqrt

TENTHS = 10


def chi_square(observed: Sequence[int], expected: Sequence[float]) -> float:
    """Return the sum of squared differences over the expected counts."""
    return sum((seen - meant) ** 2 / meant for seen, meant in zip(observed, expected, strict=True))


def p_value(chi: float, degrees: int) -> float:
    """Return the chance of a chi-square at least as large, by the regularised upper gamma function."""
    half, x = degrees / 2, chi / 2
    if x <= 0:
        return 1.0
    if degrees == 1:
        return erfc(sqrt(x))
    if x < half + 1:  # series of the lower function
        term = total = 1 / half
        n = half
        while term > total * 1e-15:
            n += 1
            term *= x / n
            total += term
        return 1 - total * exp(-x + half * log(x) - lgamma(half))
    tiny = 1e-300  # Lentz's continued fraction of the upper function
    b = x + 1 - half
    c, d = 1 / tiny, 1 / b
    fraction = d
    for i in range(1, 500):
        a = -i * (i - half)
        b += 2
        d = 1 / (a * d + b or tiny)
        c = b + a / c or tiny
        fraction *= d * c
        if abs(d * c - 1) < 1e-12:
            break
    return fraction * exp(-x + half * log(x) - lgamma(half))


def spread_evenly(ranks: Collection[int], *, of: int) -> float:
    """Return the p-value that these ranks of a line of so many fall into all tenths of it alike."""
    counts = [0] * TENTHS
    for rank in ranks:
        counts[min(TENTHS - 1, (rank - 1) * TENTHS // of)] += 1
    return p_value(chi_square(counts, [len(ranks) / TENTHS] * TENTHS), TENTHS - 1)
