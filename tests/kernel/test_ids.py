from datetime import UTC, datetime, timedelta

from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.ids import keyed_hash, new_id, numeric_code, same_secret, secret_hash, secret_token

NOW = datetime(2020, 6, 18, 1, 12, tzinfo=UTC)


def test_ids_are_version_seven_in_the_order_of_time() -> None:
    ids = [new_id(now=NOW + timedelta(milliseconds=n)) for n in range(50)]
    assert ids == sorted(ids)
    assert {(one.version, one.variant) for one in ids} == {(7, "specified in RFC 4122")}
    assert ids[0].int >> 80 == int(NOW.timestamp() * 1000)


def test_ids_of_one_moment_differ() -> None:
    assert len({new_id(now=NOW) for _ in range(1000)}) == 1000
    assert new_id() != new_id()


def test_secrets_are_long_and_only_their_hash_is_kept() -> None:
    secret = secret_token()
    assert len(secret) >= 43
    assert secret != secret_token()
    assert secret_hash("abc").startswith("ba7816bf8f01cfea414140de5dae2223")
    assert secret_hash(secret) != secret_hash(secret_token())
    assert same_secret(given=secret, expected=secret)
    assert not same_secret(given=secret, expected=secret_token())


def test_a_keyed_hash_depends_on_the_key() -> None:
    assert keyed_hash(key=b"a", text="3603") == keyed_hash(key=b"a", text="3603")
    assert keyed_hash(key=b"a", text="3603") != keyed_hash(key=b"b", text="3603")


def test_a_numeric_code_keeps_its_leading_zeros() -> None:
    assert all(len(code) == 6 and code.isdigit() for code in (numeric_code() for _ in range(200)))


def test_actors_say_who_and_in_which_role() -> None:
    assert Actor.system() == Actor(kind=ActorKind.SYSTEM, id="system", role="system")
    assert Actor.staff(staff_id=7, role="officer") == Actor(kind=ActorKind.STAFF, id="7", role="officer")
    assert Actor.participant(subject_id=NOW).role == "participant"
    assert Actor.device(device_id="b4").kind == "device"
