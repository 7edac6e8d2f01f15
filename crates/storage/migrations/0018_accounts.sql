-- Both databases. Who shoppers are. What is called sealed holds nothing that can be read without the keys of `accounts`; what is
-- called a look-up is a keyed hash.

CREATE TABLE account (
    customer_id TEXT PRIMARY KEY,
    -- Counts the edits of the profile, from 1.
    version BIGINT NOT NULL,
    -- The customer's own key, and the name of the root key that wraps it. Without it nothing sealed of theirs opens again.
    root_key TEXT NOT NULL,
    data_key TEXT NOT NULL,
    language TEXT,
    -- The store that brought them; set once.
    home_store TEXT,
    -- Sealed.
    name TEXT,
    birthday TEXT,
    phone TEXT,
    -- Of the verified telephone number: it is one account's.
    phone_lookup TEXT UNIQUE,
    -- How many there are in their book.
    addresses BIGINT NOT NULL CHECK (addresses >= 0 AND addresses <= 20),
    created_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL
);
CREATE INDEX account_root_key ON account (root_key, customer_id);

-- A person, as a platform of mini-programs names them.
CREATE TABLE account_identity (
    provider TEXT NOT NULL,
    subject_lookup TEXT NOT NULL,
    customer_id TEXT NOT NULL REFERENCES account (customer_id),
    -- Sealed.
    subject TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (provider, subject_lookup)
);
CREATE INDEX account_identity_customer ON account_identity (customer_id);

-- A log-in on one device. One that has ended is gone.
CREATE TABLE account_session (
    id TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES account (customer_id),
    -- Look-ups of the refresh token that is good now, and of the one before.
    refresh_lookup TEXT NOT NULL,
    previous_lookup TEXT,
    -- The token that is good now, sealed under the one before.
    successor TEXT,
    rotations BIGINT NOT NULL,
    rotated_ms BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX account_session_customer ON account_session (customer_id, id);

-- What a customer agreed to, and when they last said so and last took it back.
CREATE TABLE account_consent (
    customer_id TEXT NOT NULL REFERENCES account (customer_id),
    purpose TEXT NOT NULL,
    given BIGINT NOT NULL CHECK (given IN (0, 1)),
    given_ms BIGINT NOT NULL,
    withdrawn_ms BIGINT,
    PRIMARY KEY (customer_id, purpose)
);

CREATE TABLE account_address (
    customer_id TEXT NOT NULL REFERENCES account (customer_id),
    id TEXT NOT NULL,
    -- Sealed.
    address TEXT NOT NULL,
    updated_ms BIGINT NOT NULL,
    PRIMARY KEY (customer_id, id)
);

-- What opens a platform to all instances; sealed by its provider.
CREATE TABLE provider_credential (
    provider TEXT PRIMARY KEY,
    kept TEXT NOT NULL,
    renew_ms BIGINT NOT NULL
);
