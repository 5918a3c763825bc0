"""Who goes to which desk and booth."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lapak.desk.rules.filling import OpenDesk, Waiting, fill_plan


def uid(number: int) -> UUID:
    return UUID(int=number)


D1, D2 = uid(1), uid(2)
B1, B2, B3 = uid(11), uid(12), uid(13)


def desk(id: UUID, places: int = 6, taken: tuple[int, ...] = ()) -> OpenDesk:
    return OpenDesk(id, places, frozenset(taken))


def walk_in(number: int, **facts) -> Waiting:
    return Waiting(uid(100 + number), needs_booth=True, **facts)


def phone(number: int, **facts) -> Waiting:
    return Waiting(uid(100 + number), needs_booth=False, **facts)


def plan(desks, booths, queue):
    return [
        (each.ticket_id.int - 100, each.desk_id.int, each.number, each.booth_id and each.booth_id.int)
        for each in fill_plan(desks=desks, free_booths=booths, queue=queue)
    ]


def test_the_queue_goes_to_the_lowest_free_places_in_its_order():
    assert plan([desk(D1, taken=(1, 3))], [], [phone(1), phone(2)]) == [(1, 1, 2, None), (2, 1, 4, None)]


def test_a_small_office_serves_one_at_a_time():
    assert plan([desk(D1, places=1)], [B1, B2], [walk_in(1), walk_in(2)]) == [(1, 1, 1, 11)]


def test_no_open_desk_and_no_free_place_place_nobody():
    assert plan([], [B1], [walk_in(1)]) == []
    assert plan([desk(D1, places=2, taken=(1, 2))], [B1], [walk_in(1)]) == []


def test_people_are_dealt_to_the_desk_with_most_free_places():
    found = plan([desk(D1, taken=(1, 2)), desk(D2)], [], [phone(n) for n in range(1, 5)])
    assert [each[1] for each in found] == [2, 2, 1, 2]


def test_who_finds_no_booth_waits_and_lets_the_phones_pass():
    found = plan([desk(D1)], [B1], [walk_in(1), walk_in(2), phone(3)])
    assert found == [(1, 1, 1, 11), (3, 1, 2, None)]


def test_a_phone_needs_no_booth():
    assert plan([desk(D1)], [], [phone(1)]) == [(1, 1, 1, None)]


def test_who_was_interrupted_goes_to_another_officer_first():
    assert plan([desk(D1), desk(D2, taken=(1, 2, 3))], [], [phone(1, last_desk_id=D1)]) == [(1, 2, 4, None)]
    assert plan([desk(D1)], [], [phone(1, last_desk_id=D1)]) == [(1, 1, 1, None)]


def test_the_booth_of_an_interrupted_person_is_kept_for_that_person():
    returning = walk_in(2, last_booth_id=B1)
    assert plan([desk(D1)], [B1, B2], [walk_in(1), returning]) == [(1, 1, 1, 12), (2, 1, 2, 11)]
    assert plan([desk(D1)], [B1], [walk_in(1), returning]) == [(2, 1, 1, 11)]


def test_a_person_whose_booth_broke_takes_another():
    assert plan([desk(D1)], [B2], [walk_in(1, last_booth_id=B1)]) == [(1, 1, 1, 12)]


@given(
    desks=st.lists(st.tuples(st.integers(1, 6), st.sets(st.integers(1, 6))), min_size=0, max_size=4),
    booths=st.integers(0, 5),
    queue=st.lists(st.booleans(), max_size=20),
)
def test_no_place_booth_or_person_is_given_twice(desks, booths, queue):
    tables = [desk(uid(n), places, tuple(taken)) for n, (places, taken) in enumerate(desks, start=1)]
    rooms = [uid(50 + n) for n in range(booths)]
    people = [Waiting(uid(100 + n), needs_booth=needs) for n, needs in enumerate(queue)]
    found = fill_plan(desks=tables, free_booths=rooms, queue=people)
    places = [(each.desk_id, each.number) for each in found]
    used = [each.booth_id for each in found if each.booth_id]
    assert len(set(places)) == len(places)
    assert len(set(used)) == len(used)
    assert len({each.ticket_id for each in found}) == len(found)
    free = {table.id: set(table.free) for table in tables}
    assert all(number in free[desk_id] for desk_id, number in places)
    needs = {person.ticket_id: person.needs_booth for person in people}
    assert all((each.booth_id is not None) is needs[each.ticket_id] for each in found)
