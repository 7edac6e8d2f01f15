-- Both databases. How many orders of a customer wait for payment, so that one caller cannot reserve all there is: who places one
-- more compares and sets it.

CREATE TABLE unpaid_orders (
    customer_id TEXT PRIMARY KEY,
    orders BIGINT NOT NULL CHECK (orders >= 0)
);
INSERT INTO unpaid_orders (customer_id, orders)
SELECT customer_id, COUNT(*) FROM orders WHERE state = 'awaiting_payment' GROUP BY customer_id;
