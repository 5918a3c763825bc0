from lapak.claims.rules.banks import MOST_CHOSEN, bank_choices, bank_name


def test_the_banks_most_people_have_come_first_and_the_rest_by_name() -> None:
    choices = bank_choices()
    assert [code for code, _name in choices[: len(MOST_CHOSEN)]] == list(MOST_CHOSEN)
    rest = [name for _code, name in choices[len(MOST_CHOSEN) :]]
    assert rest == sorted(rest)
    assert len({code for code, _name in choices}) == len(choices)


def test_a_bank_that_is_not_listed_is_called_by_its_code() -> None:
    assert bank_name("009") != "009"
    assert bank_name("ZZZ") == "ZZZ"
