CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'the audit log is appended to, and nothing else');
END;

CREATE TRIGGER audit_entry_is_kept BEFORE DELETE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'the audit log is appended to, and nothing else');
END;

CREATE TRIGGER audit_head_advances BEFORE UPDATE ON audit_head
BEGIN
    SELECT RAISE(ABORT, 'the audit log is appended to, and nothing else')
    WHERE NEW.chain <> OLD.chain OR NEW.seq <> OLD.seq + 1;
END;

CREATE TRIGGER audit_head_is_kept BEFORE DELETE ON audit_head
BEGIN
    SELECT RAISE(ABORT, 'the audit log is appended to, and nothing else');
END;
