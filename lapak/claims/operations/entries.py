"""Reading what people type, field by field: what is usable, or which field is wrong and why."""

import re
from dataclasses import dataclass
from datetime import date

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lapak.claims.rules.reasons import EventDate, ReasonRule
from lapak.claims.rules.rule_sets import RuleNotFound, RuleSet
from lapak.kernel.errors import DomainError, FieldError, InvalidInput
from lapak.kernel.identity import parse_kpj, parse_nik
from lapak.kernel.names import name_words
from lapak.offices.regions import province_codes

LONGEST_NAME = 120
_ACCOUNT = re.compile(r"\d{6,20}", re.ASCII)
_BANK = re.compile(r"[0-9A-Z]{2,8}", re.ASCII)


@dataclass(frozen=True)
class Identity:
    """Who a person says to be, and why they claim, in the form in which it is kept."""

    nik: str
    kpj: str
    name: str
    birth_date: date
    reason: str
    event_on: date | None


def read_identity(
    *,
    nik: str,
    kpj: str,
    name: str,
    birth_date: date | None,
    reason: str,
    event_on: date | None,
    on: date,
    rule_set: RuleSet,
) -> Identity:
    """Return the identity. Raises InvalidInput(`identity_invalid`) with every field that is wrong."""
    wrong: list[FieldError] = []
    try:
        nik = parse_nik(nik, on=on, known_provinces=province_codes()).digits
    except DomainError as refusal:
        wrong.append(FieldError("nik", refusal.code, refusal.params))
    try:
        kpj = parse_kpj(kpj)
    except DomainError as refusal:
        wrong.append(FieldError("kpj", refusal.code, refusal.params))
    name = " ".join(name.split())
    if not name_words(name):
        wrong.append(FieldError("name", "name_empty"))
    elif len(name) > LONGEST_NAME:
        wrong.append(FieldError("name", "name_too_long", {"most": LONGEST_NAME}))
    if birth_date is None:
        wrong.append(FieldError("birth_date", "birth_date_empty"))
    elif birth_date >= on:
        wrong.append(FieldError("birth_date", "birth_date_in_future"))
    try:
        rule = rule_set.reason(reason)
    except RuleNotFound as refusal:
        wrong.append(FieldError("reason", refusal.code))
    else:
        event_on, problem = read_event(event_on, rule=rule, born_on=birth_date, on=on)
        wrong.extend([FieldError("event_on", problem)] if problem else [])
    if wrong or birth_date is None:
        raise InvalidInput("identity_invalid", fields=wrong)
    return Identity(nik=nik, kpj=kpj, name=name, birth_date=birth_date, reason=reason, event_on=event_on)


def read_event(
    event_on: date | None, *, rule: ReasonRule, born_on: date | None, on: date
) -> tuple[date | None, str]:
    """Return the day as it is kept, None where the reason asks for none, and a code for what is wrong."""
    event_on = event_on if rule.event_date is not EventDate.NOT_ASKED else None
    return event_on, _wrong_event(event_on, rule=rule, born_on=born_on, on=on)


def _wrong_event(event_on: date | None, *, rule: ReasonRule, born_on: date | None, on: date) -> str:
    """Return a code for what is wrong with the day the reason asks for, empty when nothing is."""
    if event_on is None:
        return "event_on_empty" if rule.event_date is EventDate.REQUIRED else ""
    if event_on > on and not rule.event_may_be_ahead:
        return "event_on_ahead"
    return "event_on_before_birth" if born_on is not None and event_on < born_on else ""


def read_contact(*, email: str, phone: str) -> tuple[str, str]:
    """Return address and phone (as +62…). Raises InvalidInput(`contact_invalid`) with the wrong fields."""
    wrong = []
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        wrong.append(FieldError("email", "email_invalid" if email else "email_empty"))
    number = phone_of(phone)
    if number is None:
        wrong.append(FieldError("phone", "phone_invalid" if phone.strip() else "phone_empty"))
    if wrong or number is None:
        raise InvalidInput("contact_invalid", fields=wrong)
    return email, number


def read_account(*, bank_code: str, account_number: str) -> tuple[str, str]:
    """Return bank code and number. Raises InvalidInput(`account_invalid`) with the wrong fields."""
    wrong = []
    bank, number = bank_code.strip().upper(), re.sub(r"[\s.\-]+", "", account_number)
    if not _BANK.fullmatch(bank):
        wrong.append(FieldError("bank_code", "bank_unknown"))
    if not _ACCOUNT.fullmatch(number):
        wrong.append(
            FieldError("account_number", "account_number_invalid" if number else "account_number_empty")
        )
    if wrong:
        raise InvalidInput("account_invalid", fields=wrong)
    return bank, number


def phone_of(text: str) -> str | None:
    """Return a phone number as +62…, None for a text that is none."""
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
