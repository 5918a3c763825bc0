-- Days are ISO texts, moments are seconds since 1970 (UTC), money is whole rupiah.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE employer (
    npp TEXT PRIMARY KEY, name TEXT NOT NULL, regency TEXT NOT NULL, scale TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE member (
    kpj TEXT PRIMARY KEY, nik TEXT NOT NULL UNIQUE, name TEXT NOT NULL, birth_date TEXT NOT NULL,
    birth_place TEXT NOT NULL, sex TEXT NOT NULL CHECK (sex IN ('female', 'male')), mother_name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE employment (
    kpj TEXT NOT NULL, npp TEXT NOT NULL, started_on TEXT NOT NULL, ended_on TEXT, deactivated_on TEXT,
    end_reason TEXT, PRIMARY KEY (kpj, npp), CHECK (ended_on IS NULL OR ended_on >= started_on)
) WITHOUT ROWID;
CREATE INDEX employment_by_employer ON employment (npp, started_on, ended_on);

CREATE TABLE spell (
    kpj TEXT NOT NULL, npp TEXT NOT NULL, year INTEGER NOT NULL, first_month INTEGER NOT NULL,
    months INTEGER NOT NULL, wage INTEGER NOT NULL, PRIMARY KEY (kpj, npp, year)
) WITHOUT ROWID;

CREATE TABLE correction (
    kpj TEXT NOT NULL, booked_on TEXT NOT NULL, contributions INTEGER NOT NULL, yield INTEGER NOT NULL,
    PRIMARY KEY (kpj, booked_on)
) WITHOUT ROWID;

CREATE TABLE paid_before (
    kpj TEXT NOT NULL, paid_on TEXT NOT NULL, kind TEXT NOT NULL, gross INTEGER NOT NULL, tax INTEGER NOT NULL,
    PRIMARY KEY (kpj, paid_on)
) WITHOUT ROWID;

CREATE TABLE account (
    bank_code TEXT NOT NULL, number TEXT NOT NULL, holder TEXT NOT NULL, status TEXT NOT NULL,
    returns INTEGER NOT NULL, PRIMARY KEY (bank_code, number)
) WITHOUT ROWID;

CREATE TABLE claim (
    reference TEXT PRIMARY KEY, claim_number TEXT NOT NULL UNIQUE, kpj TEXT NOT NULL, reason TEXT NOT NULL,
    opened_at REAL NOT NULL
);
CREATE INDEX claim_by_member ON claim (kpj);

CREATE TABLE payment (
    reference TEXT PRIMARY KEY, idempotency_key TEXT NOT NULL UNIQUE,
    claim_reference TEXT NOT NULL REFERENCES claim (reference),
    gross INTEGER NOT NULL, tax INTEGER NOT NULL, net INTEGER NOT NULL CHECK (net = gross - tax AND net > 0),
    bank_code TEXT NOT NULL, account_number TEXT NOT NULL, account_name TEXT NOT NULL,
    ordered_at REAL NOT NULL, settles_at REAL NOT NULL, return_reason TEXT NOT NULL,
    returned_at REAL, -- null unless the bank returns it
    silent INTEGER NOT NULL DEFAULT 0 -- asked about, it stays under way; only the listing says what became of it
);
CREATE INDEX payment_by_claim ON payment (claim_reference);
-- A claim is paid once: a second payment needs the first to have been returned.
CREATE UNIQUE INDEX one_payment_of_a_claim ON payment (claim_reference) WHERE return_reason = '';

CREATE TABLE idempotency (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, answer TEXT NOT NULL
) WITHOUT ROWID;
