-- Both databases. Who works for the brand: roles and regions, people, their log-ins, and the keys of machines. What is called a look-up
-- is a keyed hash.

-- A role is a name for permissions, separated by spaces. Those that are there from the start can be edited like any other.
CREATE TABLE role (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    permissions TEXT NOT NULL,
    updated_ms BIGINT NOT NULL
);
INSERT INTO role (id, version, name, permissions, updated_ms) VALUES
    ('admin', 1, 'Administration', 'edit_stores close_stores read_catalog edit_catalog read_stock edit_stock read_orders fulfil_orders hand_over refund_orders read_contacts read_marketing edit_marketing read_sales read_customers read_finance run_jobs manage_staff manage_roles manage_keys read_audit', 0),
    ('merchandising', 1, 'Merchandising', 'edit_stores close_stores read_catalog edit_catalog read_stock edit_stock read_sales', 0),
    ('marketing', 1, 'Marketing', 'read_catalog read_marketing edit_marketing read_sales read_customers', 0),
    ('finance', 1, 'Finance', 'read_orders read_sales read_finance', 0),
    ('support', 1, 'Support', 'read_catalog read_stock read_orders refund_orders read_contacts read_customers', 0),
    ('manager', 1, 'Store manager', 'close_stores read_catalog read_stock edit_stock read_orders fulfil_orders hand_over refund_orders read_contacts read_sales manage_staff', 0),
    ('clerk', 1, 'Store clerk', 'read_catalog read_stock edit_stock read_orders fulfil_orders hand_over', 0),
    ('device', 1, 'Device', 'hand_over', 0),
    ('partner', 1, 'Partner', 'read_catalog', 0);

-- Stores that one member of staff sees to together.
CREATE TABLE region (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    updated_ms BIGINT NOT NULL
);
CREATE TABLE region_store (
    region_id TEXT NOT NULL REFERENCES region (id),
    store_id TEXT NOT NULL REFERENCES store (id),
    PRIMARY KEY (region_id, store_id)
);

-- A person. Neither store nor region is all stores.
CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    -- Counts the edits of role, stores and state, from 1.
    version BIGINT NOT NULL,
    login TEXT NOT NULL UNIQUE,
    role_id TEXT NOT NULL REFERENCES role (id),
    region_id TEXT REFERENCES region (id),
    store_id TEXT REFERENCES store (id),
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
    -- Argon2id, as a PHC string.
    password TEXT,
    -- Of the invitation that is open.
    invitation_lookup TEXT UNIQUE,
    invitation_expires_ms BIGINT,
    -- Counts the secrets of one-time codes that were given out; the secret itself is made from it. Confirmed where codes are asked for.
    code_generation BIGINT NOT NULL,
    code_confirmed BIGINT NOT NULL CHECK (code_confirmed IN (0, 1)),
    -- The time step of the last code that was taken: none is good twice.
    code_step BIGINT NOT NULL,
    -- Wrong passwords and codes in a row, and until when no try counts.
    failures BIGINT NOT NULL CHECK (failures >= 0),
    paused_until_ms BIGINT NOT NULL,
    invited_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL,
    CHECK (region_id IS NULL OR store_id IS NULL),
    CHECK (state <> 'active' OR password IS NOT NULL)
);
CREATE INDEX staff_store ON staff (store_id, id);

-- A log-in on one device; as account_session.
CREATE TABLE staff_session (
    id TEXT PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    refresh_lookup TEXT NOT NULL,
    previous_lookup TEXT,
    successor TEXT,
    rotations BIGINT NOT NULL,
    rotated_ms BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX staff_session_staff ON staff_session (staff_id, id);

-- A key of a device, a partner or a job.
CREATE TABLE access_key (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('device', 'partner', 'job')),
    name TEXT NOT NULL,
    -- Of what the key may do: a job needs no role.
    role_id TEXT REFERENCES role (id),
    region_id TEXT REFERENCES region (id),
    store_id TEXT REFERENCES store (id),
    lookup TEXT NOT NULL,
    -- Of the secret before, and until when that is still good.
    previous_lookup TEXT,
    previous_until_ms BIGINT,
    rotations BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    revoked_ms BIGINT,
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    CHECK (region_id IS NULL OR store_id IS NULL),
    CHECK ((kind = 'job') = (role_id IS NULL))
);
CREATE INDEX access_key_store ON access_key (store_id, id);
