"""A small question that is asked only under attack.

It is a sum of two numbers in words, answered with a digit or a word: readable by a screen reader, without
script, picture or sound, a few hundred bytes on the worst phone. It does not tell people from machines; it
makes each try cost a further answer and a session of its own, and the page that asks touches no table. Work
for the processor instead of a question would cost old phones the most and rented machines the least.
"""

from datetime import datetime, timedelta
from secrets import randbelow

from django.core import signing

from lapak.kernel.clock import utc_now
from lapak.web.limits import is_under_attack
from lapak.web.requests import LapakRequest

PASS_KEY, PASS_TIME = "question_passed_until", timedelta(minutes=30)
ANSWER_TIME = timedelta(minutes=10)
WORDS = (
    *("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"),
    *("sebelas", "dua belas", "tiga belas", "empat belas", "lima belas", "enam belas", "tujuh belas"),
    "delapan belas",
)
_SALT = "lapak.challenge"


def is_needed(request: LapakRequest) -> bool:
    """Count this request, and return whether the question stands before it."""
    return is_under_attack(request) and not _has_passed(request)


def new_question(request: LapakRequest) -> dict[str, str]:
    """Return the two words of the sum, and the sealed question to send back with the answer."""
    first, second = 1 + randbelow(9), 1 + randbelow(9)
    seal = signing.dumps([first, second, request.session.session_key or ""], salt=_SALT)
    return {"first": WORDS[first], "second": WORDS[second], "seal": seal}


def try_answer(request: LapakRequest) -> bool:
    """Return whether the posted answer is right; from then on this session is not asked for half an hour."""
    try:
        first, second, session = signing.loads(request.POST.get("seal", ""), salt=_SALT, max_age=ANSWER_TIME)
    except (signing.BadSignature, ValueError):
        return False
    said = " ".join(request.POST.get("jawaban", "").lower().split())
    if session != (request.session.session_key or "") or said not in {
        str(first + second),
        WORDS[first + second],
    }:
        return False
    request.session[PASS_KEY] = (utc_now() + PASS_TIME).isoformat()
    return True


def _has_passed(request: LapakRequest) -> bool:
    until = request.session.get(PASS_KEY)
    return until is not None and datetime.fromisoformat(until) > utc_now()
