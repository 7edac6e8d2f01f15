INSERT INTO barcode (gtin, sku_id)
SELECT lpad(v->>'barcode', 14, '0'), MIN(k.id COLLATE "C")
FROM product p CROSS JOIN jsonb_array_elements(p.document::jsonb->'variants') v JOIN sku k ON k.id = v->>'sku'
WHERE v->>'barcode' IS NOT NULL GROUP BY 1;
