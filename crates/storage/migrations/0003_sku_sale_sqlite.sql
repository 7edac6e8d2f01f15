-- Who sells a SKU: 'carried' by every store that does not say otherwise, 'listed' only by stores that say so, 'off' by nobody.
-- An order compares it, because key-value may not know yet.
ALTER TABLE sku ADD COLUMN sale TEXT NOT NULL DEFAULT 'carried' CHECK (sale IN ('carried', 'listed', 'off'));

UPDATE sku SET sale = COALESCE((
    SELECT CASE
        WHEN json_extract(p.document, '$.active') = 0 THEN 'off'
        WHEN json_extract(v.value, '$.carried_by_default') = 0 THEN 'listed'
        ELSE 'carried'
    END
    FROM product p, json_each(p.document, '$.variants') v
    WHERE p.id = sku.product_id AND json_extract(v.value, '$.sku') = sku.id
), 'off');
