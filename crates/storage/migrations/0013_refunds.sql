-- Both databases. What goes back of paid orders, and the books.

-- Money that is owed to a customer, or was given back. `id` is the refund's number at the gateway. `store_id` is where it was made.
CREATE TABLE refund (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders (id),
    store_id TEXT NOT NULL REFERENCES store (id),
    cause TEXT NOT NULL CHECK (cause IN ('cancel', 'reject', 'return')),
    state TEXT NOT NULL CHECK (state IN ('due', 'done', 'disputed')),
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    fees_minor BIGINT NOT NULL CHECK (fees_minor >= 0 AND fees_minor <= amount_minor),
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    ended_ms BIGINT
);
CREATE INDEX refund_order ON refund (order_id, id);
CREATE INDEX refund_due ON refund (id) WHERE state = 'due';

CREATE TABLE refund_line (
    refund_id TEXT NOT NULL REFERENCES refund (id),
    order_id TEXT NOT NULL,
    line BIGINT NOT NULL,
    units BIGINT NOT NULL CHECK (units > 0),
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    tax_minor BIGINT NOT NULL CHECK (tax_minor >= 0),
    -- Where the goods went back on the shelf; NULL where they did not.
    restocked_at TEXT,
    PRIMARY KEY (refund_id, line),
    FOREIGN KEY (order_id, line) REFERENCES order_line (order_id, line)
);
CREATE INDEX refund_line_order ON refund_line (order_id, line);

-- What went back so far, so that a refund is one compare-and-set.
ALTER TABLE orders ADD COLUMN refunded_minor BIGINT NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0);
ALTER TABLE orders ADD COLUMN fees_refunded BIGINT NOT NULL DEFAULT 0;
ALTER TABLE order_line ADD COLUMN refunded BIGINT NOT NULL DEFAULT 0 CHECK (refunded >= 0);

-- Beside what was sold on a day: what was refunded on it.
ALTER TABLE sales_day ADD COLUMN refunds BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sales_day ADD COLUMN refunded_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE customer_spend ADD COLUMN refunded_minor BIGINT NOT NULL DEFAULT 0;

-- The books of each store, in each currency. A row debits one account and credits another, so debits equal credits after every write.
-- `reference` is the order or the refund; one of them moves money from one account to another once for each cause.
CREATE TABLE ledger_transfer (
    store_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('sale', 'refund', 'payout')),
    reference TEXT NOT NULL,
    debit TEXT NOT NULL CHECK (debit IN ('provider', 'sales', 'fees', 'tax', 'refunds_due')),
    credit TEXT NOT NULL CHECK (credit IN ('provider', 'sales', 'fees', 'tax', 'refunds_due')),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    at_ms BIGINT NOT NULL,
    CHECK (debit <> credit),
    PRIMARY KEY (reference, cause, debit, credit)
);
CREATE INDEX ledger_transfer_store ON ledger_transfer (store_id, currency);
-- What was paid before there were books: not told apart by what it was for.
INSERT INTO ledger_transfer (store_id, currency, cause, reference, debit, credit, amount_minor, at_ms)
SELECT store_id, currency, 'sale', id, 'provider', 'sales', payable_minor, paid_ms FROM orders
WHERE paid_ms IS NOT NULL AND payable_minor > 0;

{widen}
