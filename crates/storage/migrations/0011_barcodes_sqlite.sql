INSERT INTO barcode (gtin, sku_id)
SELECT substr('00000000000000' || json_extract(v.value, '$.barcode'), -14), MIN(k.id)
FROM product p, json_each(p.document, '$.variants') v JOIN sku k ON k.id = json_extract(v.value, '$.sku')
WHERE json_extract(v.value, '$.barcode') IS NOT NULL GROUP BY 1;
