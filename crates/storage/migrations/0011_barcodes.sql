-- Which SKU a barcode is of: one, whatever was stored before. `gtin` has 14 digits, so that a number that is printed with fewer and
-- scanned with more is the same.
CREATE TABLE barcode (
    gtin TEXT PRIMARY KEY,
    sku_id TEXT NOT NULL REFERENCES sku (id)
);
CREATE INDEX barcode_sku ON barcode (sku_id);

-- Of SKUs that were given the same barcode before, the least has it.
{fill}

INSERT INTO outbox (topic, subject, created_ms) SELECT 'barcode', gtin, 0 FROM barcode;
