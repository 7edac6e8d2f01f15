-- Both databases. Integers are BIGINT, everything else TEXT. Money is in minor units; *_ms are UTC epoch milliseconds.
-- {identity} is the dialect's ascending row number.

CREATE TABLE outbox (
    id {identity},
    topic TEXT NOT NULL,
    subject TEXT NOT NULL,
    created_ms BIGINT NOT NULL
);

CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until_ms BIGINT NOT NULL
);

CREATE TABLE idempotency (
    principal TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (principal, route, key)
);
CREATE INDEX idempotency_created ON idempotency (created_ms);

-- A store. `document` is the aggregate as JSON; the other columns are what queries look for.
CREATE TABLE store (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    cell BIGINT NOT NULL,
    lat_e7 BIGINT NOT NULL,
    lng_e7 BIGINT NOT NULL,
    country TEXT NOT NULL,
    city_folded TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    currency TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL
);
CREATE INDEX store_cell ON store (cell, id);
CREATE INDEX store_city ON store (city_folded, id);
CREATE INDEX store_country ON store (country, id);

CREATE TABLE category (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    sort BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL
);

CREATE TABLE product (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL
);

CREATE TABLE sku (
    id TEXT PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES product (id)
);
CREATE INDEX sku_product ON sku (product_id);

CREATE TABLE sku_price (
    sku_id TEXT NOT NULL REFERENCES sku (id),
    currency TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    PRIMARY KEY (sku_id, currency)
);

-- Where a product stands on a shelf. A position is given once and never moves, so a change touches one page of it.
CREATE TABLE shelf (
    category_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    product_id TEXT NOT NULL REFERENCES product (id),
    PRIMARY KEY (category_id, position)
);
CREATE UNIQUE INDEX shelf_product ON shelf (product_id, category_id);

-- How many positions of a shelf are given. Its row is what two writers who put products on one shelf wait for.
CREATE TABLE shelf_end (
    category_id TEXT PRIMARY KEY,
    positions BIGINT NOT NULL
);

-- What a store does otherwise than headquarters.
CREATE TABLE assortment (
    store_id TEXT NOT NULL REFERENCES store (id),
    product_id TEXT NOT NULL REFERENCES product (id),
    carried BIGINT NOT NULL,
    PRIMARY KEY (store_id, product_id)
);
CREATE INDEX assortment_product ON assortment (product_id, store_id);

CREATE TABLE store_price (
    store_id TEXT NOT NULL REFERENCES store (id),
    sku_id TEXT NOT NULL REFERENCES sku (id),
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    PRIMARY KEY (store_id, sku_id)
);
CREATE INDEX store_price_sku ON store_price (sku_id, store_id);

CREATE TABLE stock (
    store_id TEXT NOT NULL REFERENCES store (id),
    sku_id TEXT NOT NULL REFERENCES sku (id),
    on_hand BIGINT NOT NULL CHECK (on_hand >= 0),
    reserved BIGINT NOT NULL CHECK (reserved >= 0),
    CHECK (reserved <= on_hand),
    PRIMARY KEY (store_id, sku_id)
);
CREATE INDEX stock_sku ON stock (sku_id, store_id);

-- A customer's order facts: recency, frequency and money are one look-up.
CREATE TABLE customer (
    id TEXT PRIMARY KEY,
    orders BIGINT NOT NULL,
    first_order_ms BIGINT NOT NULL,
    last_order_ms BIGINT NOT NULL
);
CREATE INDEX customer_last_order ON customer (last_order_ms, id);

CREATE TABLE customer_spend (
    customer_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    orders BIGINT NOT NULL,
    spent_minor BIGINT NOT NULL,
    PRIMARY KEY (customer_id, currency)
);

CREATE TABLE coupon_template (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    state TEXT NOT NULL,
    total_limit BIGINT NOT NULL,
    issued BIGINT NOT NULL CHECK (issued >= 0),
    created_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL,
    CHECK (issued <= total_limit)
);

CREATE TABLE coupon (
    id TEXT PRIMARY KEY,
    template_id TEXT NOT NULL REFERENCES coupon_template (id),
    customer_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('issued', 'used')),
    order_id TEXT,
    campaign_id TEXT,
    issued_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX coupon_customer ON coupon (customer_id, id);

-- How many coupons of a template a customer has ever been given; the limit is checked in the same write.
CREATE TABLE coupon_holding (
    template_id TEXT NOT NULL REFERENCES coupon_template (id),
    customer_id TEXT NOT NULL,
    issued BIGINT NOT NULL,
    PRIMARY KEY (template_id, customer_id)
);

CREATE TABLE campaign (
    id TEXT PRIMARY KEY,
    template_id TEXT NOT NULL REFERENCES coupon_template (id),
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    state TEXT NOT NULL,
    issued BIGINT NOT NULL,
    -- Up to where customers by (last_order_ms, id) were looked at: a run goes on where the last one ended.
    scanned_ms BIGINT NOT NULL,
    scanned_id TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL
);
CREATE INDEX campaign_template ON campaign (template_id);

CREATE TABLE campaign_issue (
    campaign_id TEXT NOT NULL REFERENCES campaign (id),
    customer_id TEXT NOT NULL,
    coupon_id TEXT NOT NULL,
    issued_ms BIGINT NOT NULL,
    PRIMARY KEY (campaign_id, customer_id)
);

CREATE TABLE orders (
    id TEXT PRIMARY KEY,
    store_id TEXT NOT NULL REFERENCES store (id),
    customer_id TEXT NOT NULL,
    state TEXT NOT NULL,
    mode TEXT NOT NULL,
    currency TEXT NOT NULL,
    payable_minor BIGINT NOT NULL CHECK (payable_minor >= 0),
    coupon_id TEXT,
    document TEXT NOT NULL,
    placed_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    paid_ms BIGINT,
    closed_ms BIGINT
);
CREATE INDEX orders_customer ON orders (customer_id, id);
CREATE INDEX orders_store ON orders (store_id, id);
CREATE INDEX orders_expiry ON orders (state, expires_ms);

CREATE TABLE order_line (
    order_id TEXT NOT NULL REFERENCES orders (id),
    line BIGINT NOT NULL,
    sku_id TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    unit_minor BIGINT NOT NULL CHECK (unit_minor >= 0),
    total_minor BIGINT NOT NULL CHECK (total_minor >= 0),
    PRIMARY KEY (order_id, line)
);

-- One payment per order. `closing` is an intent that a job finishes.
CREATE TABLE payment (
    order_id TEXT PRIMARY KEY REFERENCES orders (id),
    reference TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'settled', 'closing', 'closed', 'refunded', 'disputed')),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    ended_ms BIGINT
);
CREATE INDEX payment_closing ON payment (order_id) WHERE state = 'closing';

-- Paid orders by store and by the day of the store's own calendar (YYYY-MM-DD).
CREATE TABLE sales_day (
    store_id TEXT NOT NULL,
    day TEXT NOT NULL,
    currency TEXT NOT NULL,
    orders BIGINT NOT NULL,
    items BIGINT NOT NULL,
    net_minor BIGINT NOT NULL,
    PRIMARY KEY (store_id, day, currency)
);
CREATE INDEX sales_day_day ON sales_day (day, store_id, currency);

-- An event has the name that its customer's device gave it. `batch` names the write that recorded it first.
CREATE TABLE event (
    customer_id TEXT NOT NULL,
    id TEXT NOT NULL,
    batch TEXT NOT NULL,
    kind TEXT NOT NULL,
    store_id TEXT NOT NULL,
    day TEXT NOT NULL,
    product_id TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (customer_id, id)
);
CREATE INDEX event_batch ON event (batch);

-- Events by store and by the day of the store's own calendar (YYYY-MM-DD). `product_id` is empty for a store's page.
CREATE TABLE view_day (
    store_id TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    product_id TEXT NOT NULL,
    views BIGINT NOT NULL,
    PRIMARY KEY (store_id, day, kind, product_id)
);
CREATE INDEX view_day_day ON view_day (day, store_id, kind, product_id);
