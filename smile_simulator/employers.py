"""Invented firms, of the sizes a branch meets; a few laid off a large part of their workers."""

from datetime import date, timedelta

from smile_simulator import numbers, reference
from smile_simulator.register import Employer

# Relative number of members of a firm of each size class.
WEIGHTS = {"large": 40, "medium": 8, "small": 2}
MASS_LAYOFF_SHARE = 0.03
MASS_LAYOFF_DAYS_AGO = 40


def make_employers(*, count: int, seed: int, as_of: date) -> list[Employer]:
    """Return `count` firms: first those the personas worked at, then invented ones."""
    layoff_day = as_of - timedelta(days=MASS_LAYOFF_DAYS_AGO)
    fixed = [
        Employer(
            numbers.npp(index),
            row["name"],
            row["regency"].replace(".", ""),
            row["scale"],
            layoff_day if row["mass_layoff"] == "yes" else None,
        )
        for index, row in enumerate(reference.rows("employers.csv"))
    ]
    if count < len(fixed):
        raise ValueError(f"at least {len(fixed)} companies are needed: the personas worked there")
    return fixed + [_invented(index, seed, layoff_day) for index in range(len(fixed), count)]


def _invented(index: int, seed: int, layoff_day: date) -> Employer:
    rng = numbers.draws(f"{seed}/employer/{index}")
    words, regions = reference.employer_words(), reference.regions()
    legal_form = "CV" if rng.random() < 0.15 else "PT"
    name = f"{legal_form} {rng.choice(words.first)} {rng.choice(words.trade)} {rng.choice(words.last)}"
    regency = rng.choice(regions.industrial if rng.random() < 0.75 else regions.regencies)
    scale = rng.choices(("large", "medium", "small"), (10, 30, 60))[0]
    laid_off = scale != "small" and rng.random() < MASS_LAYOFF_SHARE
    return Employer(numbers.npp(index), name, regency, scale, layoff_day if laid_off else None)
