-- Who sells a SKU: 'carried' by every store that does not say otherwise, 'listed' only by stores that say so, 'off' by nobody.
-- An order compares it, because key-value may not know yet.
ALTER TABLE sku ADD COLUMN sale TEXT NOT NULL DEFAULT 'carried' CHECK (sale IN ('carried', 'listed', 'off'));

UPDATE sku SET sale = COALESCE((
    SELECT CASE
        WHEN NOT (p.document::jsonb->>'active')::boolean THEN 'off'
        WHEN NOT (v->>'carried_by_default')::boolean THEN 'listed'
        ELSE 'carried'
    END
    FROM product p, jsonb_array_elements(p.document::jsonb->'variants') v
    WHERE p.id = sku.product_id AND v->>'sku' = sku.id
), 'off');
