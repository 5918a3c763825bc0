"""Who counts as gone, and that a restart of the service makes nobody gone."""

from datetime import UTC, datetime, timedelta

from lapak.desk.rules.presence import (
    Hearing,
    hearing_now,
    officer_is_gone,
    participant_is_gone,
    place_is_given_up,
)

NOW = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


STEADY = Hearing(since=ago(3600), looked_at=NOW)


def test_an_officer_is_gone_after_twenty_seconds_of_silence():
    assert not officer_is_gone(seen_at=ago(20), hearing=STEADY, now=NOW)
    assert officer_is_gone(seen_at=ago(20.1), hearing=STEADY, now=NOW)


def test_a_participant_is_gone_after_thirty_seconds_of_silence():
    assert not participant_is_gone(seen_at=ago(30), hearing=STEADY, now=NOW)
    assert participant_is_gone(seen_at=ago(30.1), hearing=STEADY, now=NOW)


def test_a_place_is_kept_for_three_minutes():
    assert not place_is_given_up(dropped_at=ago(180), hearing=STEADY, now=NOW)
    assert place_is_given_up(dropped_at=ago(180.1), hearing=STEADY, now=NOW)


def test_hearing_goes_on_while_somebody_is_heard_and_somebody_looks():
    before = Hearing(since=ago(100), looked_at=ago(5))
    assert hearing_now(before=before, last_heard_at=ago(4), now=NOW) == Hearing(ago(100), NOW)


def test_hearing_begins_anew_when_nobody_is_heard_or_nobody_looked():
    anew = Hearing(since=NOW, looked_at=NOW)
    assert hearing_now(before=None, last_heard_at=ago(1), now=NOW) == anew
    assert hearing_now(before=Hearing(ago(100), ago(5)), last_heard_at=ago(11), now=NOW) == anew
    assert hearing_now(before=Hearing(ago(100), ago(5)), last_heard_at=None, now=NOW) == anew
    assert hearing_now(before=Hearing(ago(100), ago(16)), last_heard_at=ago(1), now=NOW) == anew


def test_after_a_restart_everybody_has_the_full_time_to_report_again():
    deaf = hearing_now(before=Hearing(ago(100), ago(5)), last_heard_at=ago(60), now=NOW)
    later = NOW + timedelta(seconds=20)
    assert not officer_is_gone(seen_at=ago(60), hearing=deaf, now=later)
    assert officer_is_gone(seen_at=ago(60), hearing=deaf, now=later + timedelta(seconds=1))
