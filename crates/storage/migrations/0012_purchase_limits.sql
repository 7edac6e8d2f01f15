-- Both databases. How many units of a SKU a customer may order.

-- At most so many units in so many days; without days, ever. 0 units say that there is no limit.
ALTER TABLE sku ADD COLUMN limit_units BIGINT NOT NULL DEFAULT 0 CHECK (limit_units >= 0);
ALTER TABLE sku ADD COLUMN limit_days BIGINT NOT NULL DEFAULT 0 CHECK (limit_days >= 0);

-- The first day of the period that the line is counted in, in days of the store's calendar since 1970-01-01; 0 for ever. NULL when
-- there was no limit.
ALTER TABLE order_line ADD COLUMN limit_day BIGINT;

-- What a customer has ordered of a SKU in a period, less what was cancelled or expired.
CREATE TABLE purchase_count (
    customer_id TEXT NOT NULL,
    sku_id TEXT NOT NULL REFERENCES sku (id),
    limit_day BIGINT NOT NULL,
    units BIGINT NOT NULL CHECK (units >= 0),
    PRIMARY KEY (customer_id, sku_id, limit_day)
);
