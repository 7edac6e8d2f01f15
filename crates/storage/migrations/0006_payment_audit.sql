-- Both databases. The gateway's side of each payment, as it was when it was asked last: what reconciliation compares with ours.

-- When the gateway was asked last; 0 when never.
ALTER TABLE payment ADD COLUMN asked_ms BIGINT NOT NULL DEFAULT 0;
-- pending, paid, refused or closed; unknown when the gateway has no such payment.
ALTER TABLE payment ADD COLUMN gateway_state TEXT;
ALTER TABLE payment ADD COLUMN gateway_minor BIGINT;
ALTER TABLE payment ADD COLUMN gateway_currency TEXT;
-- The gateway's own number, for the accountants.
ALTER TABLE payment ADD COLUMN gateway_number TEXT;
-- When it was asked after the payment had ended: only then are the two sides final, and compared.
ALTER TABLE payment ADD COLUMN audited_ms BIGINT;

CREATE INDEX payment_unaudited ON payment (order_id) WHERE audited_ms IS NULL;
CREATE INDEX payment_created ON payment (created_ms, order_id);
