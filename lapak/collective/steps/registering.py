"""Registering a company that the core system knows."""

from datetime import datetime

from lapak.claims.core import core_system
from lapak.claims.ports import CoreAnswerInvalid, CoreRefused, CoreUnavailable
from lapak.collective.operations.registering import Registered, Registration, read_registration, register
from lapak.kernel.errors import FieldError, InvalidInput, Unavailable
from lapak.kernel.zones import local_date


def register_company(*, given: Registration, now: datetime, request_id: str = "") -> Registered:
    """Ask the core system whether it knows the company, then make the account of its representative.

    Raises InvalidInput(`registration_invalid`) with every field that is wrong, `npp_unknown` at the number,
    Unavailable(`core_unavailable`), NotFound(`branch_unknown`).
    """
    today = local_date(moment=now, zone="Asia/Jakarta")
    read = read_registration(given, on=today)
    try:
        core_system().headcount(npp=read.npp, on=today, request_id=request_id)
    except CoreRefused:
        raise InvalidInput("registration_invalid", fields=[FieldError("npp", "npp_unknown")]) from None
    except (CoreUnavailable, CoreAnswerInvalid) as failure:
        raise Unavailable("core_unavailable") from failure
    return register(given=read, now=now)
