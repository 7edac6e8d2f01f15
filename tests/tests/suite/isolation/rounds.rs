//! The rounds: each asks every operation for one kind of caller.

use super::cast::{NORTH, SOUTH, Who};
use super::matrix::Matrix;
use super::request::{Entry, Subject, Whose};

/// What a caller of an admitted role is to the things of a request.
enum Standing {
    /// They are theirs to see.
    Seen,
    /// They are another's: the answer is that to a request about what there is not.
    Hidden(Subject),
    /// There is no such thing: the answer that others are compared with.
    Absent,
}

/// Who may not call an operation hears that and nothing else, whatever the request holds and names.
pub fn refused(matrix: &Matrix) {
    let orders = matrix.entry("list_orders");
    let request = orders.request(&matrix.world, &[]);
    let nobody = matrix.call(Who::Nobody, orders, &request);
    let other = matrix.call(Who::Headquarters, orders, &request);
    assert_eq!((nobody.status, nobody.code()), (401, "unauthenticated"));
    assert_eq!((other.status, other.code()), (403, "forbidden"));
    let before = matrix.world.mall.counters();
    for entry in &matrix.entries {
        let callers = Who::ALL.into_iter();
        for who in callers.filter(|who| !entry.operation.admits(who.role())) {
            let reference = if who.role().is_empty() { &nobody } else { &other };
            let own = entry.request(&matrix.world, &entry.own());
            let subjects = entry.subjects().into_iter();
            let mut requests: Vec<_> = subjects
                .map(|subject| entry.request(&matrix.world, &subject))
                .collect();
            requests.push(entry.about_nothing(&matrix.world));
            requests.extend(own.spoiled());
            for request in requests {
                let answer = matrix.call(who, entry, &request);
                matrix.same(|| format!("{who:?} {}", request.words()), &answer, reference);
            }
        }
    }
    // Nothing was read for them.
    if let (Some(before), Some(after)) = (before, matrix.world.mall.counters()) {
        let reads = |counters: &local_edge::Counters| {
            let total = counters.total();
            (total.sql_statements(), total.key_value_reads())
        };
        matrix.cell(reads(&before) == reads(&after), || {
            format!(
                "refusing read something: {:?}, {:?}",
                reads(&before),
                reads(&after)
            )
        });
    }
}

/// Who may call an operation, but not about these things, hears what is said of things that there are not.
pub fn hidden(matrix: &Matrix) {
    for entry in &matrix.entries {
        let callers = Who::ALL.into_iter();
        for who in callers.filter(|who| entry.operation.admits(who.role())) {
            for subject in entry.subjects() {
                let requests = |subject: &[Whose]| {
                    let valid = entry.request(&matrix.world, subject);
                    let spoiled = valid.spoiled();
                    [&[valid][..], &spoiled].concat()
                };
                match standing(entry, who, &subject) {
                    Standing::Seen => {}
                    Standing::Absent => {
                        let request = entry.request(&matrix.world, &subject);
                        let answer = matrix.call(who, entry, &request);
                        matrix.cell((answer.status, answer.code()) == (404, "not_found"), || {
                            format!("{who:?} {}: {} {}", request.words(), answer.status, answer.text)
                        });
                    }
                    Standing::Hidden(absent) => {
                        for (request, nothing) in requests(&subject).iter().zip(requests(&absent)) {
                            let answer = matrix.call(who, entry, request);
                            let reference = matrix.call(who, entry, &nothing);
                            matrix.same(|| format!("{who:?} {}", request.words()), &answer, &reference);
                        }
                    }
                }
            }
        }
    }
}

/// Whether `who` is refused what these things are, in one way or the other.
pub fn is_outside(entry: &Entry, who: Who, subject: &[Whose]) -> bool {
    !entry.operation.admits(who.role()) || matches!(standing(entry, who, subject), Standing::Hidden(_))
}

fn standing(entry: &Entry, who: Who, subject: &[Whose]) -> Standing {
    let walls = entry.operation.walls();
    let store = match subject.first() {
        None => return Standing::Seen,
        // What is of people and machines of a store is that store's.
        Some(_) if !["store", "staff", "key", "session"].contains(&walls[0]) => None,
        Some(Whose::Own) => Some(NORTH),
        Some(Whose::Other) => Some(SOUTH),
        Some(Whose::Absent) => Some("nothing"),
    };
    let is_seen = match who {
        // Of an order of their own.
        Who::Alice => subject[0] == Whose::Own,
        Who::Bob => subject[0] == Whose::Other,
        // A log-in is nobody's but who has logged in.
        Who::Headquarters => subject[0] != Whose::Absent && walls[0] != "session",
        _ => store == who.store(),
    };
    let thing = subject.get(1).copied();
    if !is_seen {
        let absent = [&[Whose::Absent], &subject[1..]].concat();
        return if subject[0] != Whose::Absent {
            Standing::Hidden(absent)
        } else if who == Who::Headquarters && thing.is_none() && walls[0] == "store" {
            // No list of a store that there is not holds anything, and that headquarters may know.
            Standing::Seen
        } else {
            Standing::Absent
        };
    }
    match thing {
        None => Standing::Seen,
        Some(Whose::Absent) => Standing::Absent,
        // What is at another store is not at this one, not even for headquarters.
        Some(thing) if thing != subject[0] => Standing::Hidden(vec![subject[0], Whose::Absent]),
        Some(_) => Standing::Seen,
    }
}

/// What is public is the same for everybody, whatever token they have.
pub fn public(matrix: &Matrix) {
    for entry in &matrix.entries {
        if !entry.operation.is_public() {
            continue;
        }
        let valid = entry.request(&matrix.world, &entry.own());
        let requests = if entry.operation.reads() {
            vec![valid]
        } else if entry.row.header.is_some() {
            // What a gateway or a courier tells is believed for its signature, which these do not have.
            let mut forged = valid;
            forged
                .headers
                .iter_mut()
                .for_each(|(_, signature)| signature.push('x'));
            vec![forged]
        } else {
            valid.spoiled()
        };
        for request in requests {
            let reference = matrix.call(Who::Nobody, entry, &request);
            matrix.cell((reference.status < 300) == entry.operation.reads(), || {
                format!("{}: {} {}", request.words(), reference.status, reference.text)
            });
            for who in Who::ALL {
                let answer = matrix.call(who, entry, &request);
                matrix.same(|| format!("{who:?} {}", request.words()), &answer, &reference);
            }
        }
    }
}

/// Each operation succeeds for who may call it about their own: what others are refused is there.
pub fn owners(matrix: &mut Matrix) {
    matrix.world.refresh();
    let matrix = &*matrix;
    for entry in &matrix.entries {
        let own = entry.own();
        let first = first(entry);
        succeeds(matrix, entry, first, &own);
        let others = Who::ALL.into_iter().filter(|who| {
            *who != first && entry.operation.admits(who.role()) && !entry.operation.is_public()
        });
        for who in others {
            let seen = entry.subjects().into_iter().filter(|subject| {
                !subject.contains(&Whose::Absent) && matches!(standing(entry, who, subject), Standing::Seen)
            });
            for subject in seen {
                if entry.operation.reads() {
                    succeeds(matrix, entry, who, &subject);
                } else if subject == own && who.role() != "shopper" {
                    // What the first one did may be done only once; that it is there is no secret for the others either.
                    let request = entry.request(&matrix.world, &subject);
                    let answer = matrix.call(who, entry, &request);
                    matrix.cell(![401, 403, 404].contains(&answer.status), || {
                        format!("{who:?} {}: {} {}", request.words(), answer.status, answer.text)
                    });
                }
            }
        }
    }
}

fn succeeds(matrix: &Matrix, entry: &Entry, who: Who, subject: &[Whose]) {
    let request = entry.request(&matrix.world, subject);
    let answer = matrix.call(who, entry, &request);
    matrix.cell((200..300).contains(&answer.status), || {
        format!("{who:?} {}: {} {}", request.words(), answer.status, answer.text)
    });
}

/// Who calls about their own.
pub fn first(entry: &Entry) -> Who {
    let order = [Who::Nobody, Who::Alice, Who::North, Who::Headquarters, Who::Job];
    let mut callers = order.into_iter();
    callers
        .find(|who| entry.operation.admits(who.role()))
        .expect("an operation is for somebody")
}
