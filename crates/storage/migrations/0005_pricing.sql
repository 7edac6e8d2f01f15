-- Both databases. Promotions, and points. Points are counted per currency; one is worth one minor unit of it.

-- A promotion. `document` is the aggregate as JSON; the other columns are what queries look for.
CREATE TABLE promotion (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    state TEXT NOT NULL,
    sort BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL
);

-- What a promotion took off an order.
CREATE TABLE order_promotion (
    order_id TEXT NOT NULL REFERENCES orders (id),
    promotion_id TEXT NOT NULL REFERENCES promotion (id),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    PRIMARY KEY (order_id, promotion_id)
);
CREATE INDEX order_promotion_promotion ON order_promotion (promotion_id, order_id);

CREATE TABLE points_rule (
    currency TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    earn_bp BIGINT NOT NULL CHECK (earn_bp BETWEEN 0 AND 10000),
    redeem_bp BIGINT NOT NULL CHECK (redeem_bp BETWEEN 0 AND 10000),
    updated_ms BIGINT NOT NULL
);

-- The sum of a customer's entries, so that redeeming is one compare-and-set. It can be negative: what a refund takes back
-- may be spent already.
CREATE TABLE points_balance (
    customer_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    points BIGINT NOT NULL,
    PRIMARY KEY (customer_id, currency)
);

-- Why a balance is what it is. An order changes it in one way once; `reference` tells apart what may happen repeatedly.
CREATE TABLE points_entry (
    order_id TEXT NOT NULL REFERENCES orders (id),
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    points BIGINT NOT NULL CHECK (points <> 0),
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (order_id, kind, reference)
);
CREATE INDEX points_entry_customer ON points_entry (customer_id, at_ms, order_id, kind);
