"""How far chance alone may have moved a share: Wilson's score interval.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22 (1927), 209-212. Recommended for small samples by L. D. Brown,
T. T. Cai and A. DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16
(2001), 101-133: unlike share ± 2 standard errors it never leaves 0 to 1, and says something even
where everybody agrees. It takes who answered for a sample drawn at random; those who answer a
survey never quite are, and the page says so.
"""

from math import sqrt

Z = 1.959963984540054  # 95 %: the normal distribution's 0.975 quantile


def interval(share: float, n: int, *, z: float = Z) -> tuple[float, float]:
    """The 95 % interval around a share (0 to 1) of n people; 0 to 1 where nobody answered."""
    if not n:
        return 0.0, 1.0
    weight = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / weight
    half = z / weight * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
