"""The words of an answer workbook: what the sheet is wrong in, and what register and bank refused."""

from collections.abc import Sequence

from lapak.collective.rules.verdicts import Problem, RowVerdict
from lapak.web.company import row_words
from lapak.web.company.words import found_words


def verdict(one: RowVerdict) -> str:
    """Return the word for a verdict."""
    return row_words.verdict(one)


def explain(problems: Sequence[Problem], *, roster: int) -> str:
    """Return what to repair, in plain sentences. A problem of no column is what register or bank refused."""
    refused = [". ".join(found_words(one.code, one.params)) for one in problems if not one.column]
    of_the_sheet = [one for one in problems if one.column]
    if of_the_sheet or not refused:
        return " ".join([row_words.explain(of_the_sheet, roster=roster), *refused])
    return " ".join(refused)
