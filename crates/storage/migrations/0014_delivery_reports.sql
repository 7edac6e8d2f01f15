-- Both databases. Telling the gateway that goods were handed over, where it keeps the money back until then.

-- When the gateway is to be told next; NULL when there is nothing to tell: not handed over yet, told, or all given back.
ALTER TABLE payment ADD COLUMN report_due_ms BIGINT;
-- Tries that came to nothing: each makes the next one wait longer, so that one that fails for ever holds up no other.
ALTER TABLE payment ADD COLUMN report_failures BIGINT NOT NULL DEFAULT 0;
-- When the gateway had taken it.
ALTER TABLE payment ADD COLUMN reported_ms BIGINT;

-- What was handed over before is told of, too. Whether somebody did so by hand is not known here: telling again is harmless, and
-- money that nobody told of is kept back.
UPDATE payment SET report_due_ms = (
    SELECT MIN(e.at_ms) FROM order_event e JOIN orders o ON o.id = e.order_id
    WHERE e.order_id = payment.order_id AND e.to_state IN ('dispatched', 'completed') AND o.refunded_minor < o.payable_minor
) WHERE state = 'settled';

-- After the rows: an index is made of what they are.
CREATE INDEX payment_report_due ON payment (report_due_ms, order_id) WHERE report_due_ms IS NOT NULL;
