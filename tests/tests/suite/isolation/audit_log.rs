//! What staff wrote is in the audit log: every operation of theirs that writes has left an entry by now, in the chain of who called.

use super::cast::{NORTH, Who};
use super::matrix::Matrix;
use super::rounds::first;

/// Looks for the entry of every operation that owners have called. A job that staff run by hand has one only where it found
/// something to do.
pub fn entered(matrix: &Matrix) {
    let staff = matrix.entries.iter().filter(|entry| {
        let operation = &entry.operation;
        let is_staff_s = ["store", "headquarters"]
            .iter()
            .any(|role| operation.admits(role));
        is_staff_s && !operation.is_public() && !operation.reads() && !operation.path.starts_with("/jobs/")
    });
    // What headquarters made of this world when it was made, the owner finds as they want it.
    let mut operations = 0;
    for entry in staff {
        let who = first(entry);
        let chain = match who {
            Who::North => format!("store:{NORTH}"),
            _ => "headquarters".to_owned(),
        };
        let principal = who.staff().name();
        let request = entry.request(&matrix.world, &entry.own());
        let sql = format!(
            "SELECT COUNT(*) FROM audit_entry WHERE chain = '{chain}' AND principal IN ('{principal}', 'staff:headquarters') \
             AND operation = '{}' AND target = '{}'",
            entry.row.operation, request.path
        );
        matrix.cell(matrix.world.mall.number(&sql) > 0, || {
            format!("{} is not in the audit log of {chain}", request.words())
        });
        operations += 1;
    }
    assert!(
        operations > 20,
        "staff write by more than {operations} operations"
    );
}
