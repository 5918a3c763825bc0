"""The simulator against its own published contract, with made-up requests both valid and broken."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from starlette.applications import Starlette

from smile_simulator.calls import CALLS, KEYED
from tests.contract.core_worlds import RECIPE, TOKEN, personas, today

SRI = personas()[0].person
ACCOUNT = SRI.accounts[0]
# A body with real people in it for every call, so that the full answers are checked too.
REAL_BODIES: dict[str, list[dict[str, object]]] = {
    "find_member": [{"nik": SRI.nik, "kpj": SRI.kpj}, {"nik": "1" * 16, "kpj": SRI.kpj}],
    "balance": [{"kpj": SRI.kpj, "on": today().isoformat()}, {"kpj": SRI.kpj, "on": "1900-01-01"}],
    "earlier_payments": [{"kpj": SRI.kpj}, {"kpj": "0" * 11}],
    "inquire_account": [{"bank_code": ACCOUNT.bank_code, "account_number": ACCOUNT.number}],
    "headcount": [
        {"npp": SRI.jobs[0].npp, "on": RECIPE.as_of.isoformat()},
        {"npp": "ZZ999999", "on": "2020-01-01"},
    ],
    "open_claim": [{"claim_number": "K-OPENAPI-1", "kpj": SRI.kpj, "reason": "resigned"}],
    "order_payment": [
        {
            "claim_reference": "SML-NOBODY",
            "gross": 1,
            "tax": 0,
            "net": 1,
            "bank_code": ACCOUNT.bank_code,
            "account_number": ACCOUNT.number,
            "account_name": SRI.name,
        }
    ],
    "payment_status": [{"reference": "PAY-NOBODY"}, {"idempotency_key": "never-sent-1"}],
    "payment_statuses": [{"idempotency_keys": ["never-sent-1", "never-sent-2"]}],
    "withdraw_order": [{"idempotency_key": "never-sent-3"}],
    "list_payments": [{"since": "2020-01-01T00:00:00Z", "until": "2100-01-01T00:00:00+07:00", "most": 2}],
}
REAL_BODIES["open_claims"] = [
    {
        "openings": [
            {
                "idempotency_key": "openapi-many-1",
                "claim_number": "K-OPENAPI-1",
                "kpj": SRI.kpj,
                "reason": why,
            }
            for why in ("resigned", "laid_off")
        ]
    }
]
REAL_BODIES["order_payments"] = [
    {"orders": [{**REAL_BODIES["order_payment"][0], "idempotency_key": "openapi-many-2"}]}
]
REAL_BODIES["standings"] = [
    {
        "inquiries": [
            {
                "nik": nik,
                "kpj": SRI.kpj,
                "on": day,
                "bank_code": ACCOUNT.bank_code,
                "account_number": ACCOUNT.number,
            }
            for nik, day in (
                (SRI.nik, today().isoformat()),
                (SRI.nik, "1900-01-01"),
                ("1" * 16, "2020-01-01"),
            )
        ]
    }
]


@pytest.fixture(scope="module")
def contract(app: Starlette) -> schemathesis.BaseSchema:
    """The published contract, served by the simulator in this process."""
    schema = schemathesis.openapi.from_asgi("/openapi.yaml", app)
    # Every request here bears the token; who has none is in test_bad_days.
    del schema.raw_schema["security"]
    return schema


def bearer() -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKEN}"}


def test_the_contract_names_every_call_and_no_other(contract: schemathesis.BaseSchema) -> None:
    named = {operation.ok().path for operation in contract.get_all_operations()}
    assert named == {path for path, _ in CALLS.values()} | {"/healthz"}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("operation", CALLS)
def test_every_answer_to_a_made_up_request_is_in_the_contract(
    contract: schemathesis.BaseSchema, operation: str, mode: GenerationMode
) -> None:
    strategy = contract[CALLS[operation][0]]["POST"].as_strategy(generation_mode=mode)

    @given(case=strategy)
    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def check(case: Case) -> None:
        case.call_and_validate(headers=bearer())

    check()


@pytest.mark.parametrize("operation", CALLS)
def test_every_answer_to_a_real_request_is_in_the_contract(
    contract: schemathesis.BaseSchema, operation: str
) -> None:
    headers = bearer() | ({"Idempotency-Key": f"openapi-{operation}"} if operation in KEYED else {})
    for body in REAL_BODIES[operation]:
        case = contract[CALLS[operation][0]]["POST"].Case(
            body=body, media_type="application/json", headers=headers
        )
        case.call_and_validate()
