-- Goods that come back have a cause of their own.
ALTER TABLE stock_movement DROP CONSTRAINT stock_movement_cause_check;
ALTER TABLE stock_movement ADD CONSTRAINT stock_movement_cause_check CHECK (cause IN
    ('opening', 'count', 'receive', 'loss', 'transfer_out', 'transfer_in', 'reserve', 'release', 'sell', 'return'));
