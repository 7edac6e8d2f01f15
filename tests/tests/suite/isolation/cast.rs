//! Who calls.

use end_to_end::{Caller, Mall, token};
use serde_json::{Value, json};
use std::sync::OnceLock;
use web::Principal;

/// The own store, another one, and a third.
pub const NORTH: &str = "north-4c1e";
pub const SOUTH: &str = "south-7d2f";
pub const THIRD: &str = "third-9e3a";

/// The customers, by the ids that their first log-in gave them: there is one mall.
static CUSTOMERS: OnceLock<[String; 2]> = OnceLock::new();

/// Those of the staff who call, by the ids that they were hired under.
static STAFF: OnceLock<[(Who, String); 4]> = OnceLock::new();

/// In seconds.
const TTL_S: i64 = 3_600;

/// The customer of the own store.
pub fn alice() -> &'static str {
    &CUSTOMERS.get().expect("the customers have logged in")[0]
}

/// The customer of the other store.
pub fn bob() -> &'static str {
    &CUSTOMERS.get().expect("the customers have logged in")[1]
}

/// Has both log in for the first time.
pub fn log_in(mall: &Mall) {
    let customers =
        ["alice", "bob"].map(|name| log_in_as(mall, name)["customer"].as_str().unwrap().to_owned());
    CUSTOMERS.set(customers).expect("there is one mall");
}

/// Says under which ids those who call work for the brand.
pub fn hire(staff: [(Who, String); 4]) {
    STAFF.set(staff).expect("there is one mall");
}

/// The tokens of a log-in on the sandbox's word.
pub fn log_in_as(mall: &Mall, name: &str) -> Value {
    let body = json!({"provider": "sandbox-identity", "code": format!("dev-{name}")});
    mall.anonymous().post("/v1/sessions", &body).expect(201).json
}

/// Callers, by what they are to the things of the own store and its customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Without a token.
    Nobody,
    /// Headquarters yesterday.
    Expired,
    /// Headquarters of somebody who has another secret.
    Forged,
    /// Headquarters without a signature.
    Unsigned,
    /// Headquarters' claims under a shopper's signature.
    Spliced,
    /// The customer.
    Alice,
    /// Another customer.
    Bob,
    /// The own store's clerk.
    North,
    /// Another store's clerk.
    South,
    /// A third store's clerk.
    Third,
    /// Headquarters.
    Headquarters,
    /// The scheduler.
    Job,
}

impl Who {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Nobody,
        Self::Expired,
        Self::Forged,
        Self::Unsigned,
        Self::Spliced,
        Self::Alice,
        Self::Bob,
        Self::North,
        Self::South,
        Self::Third,
        Self::Headquarters,
        Self::Job,
    ];

    /// The role in the contract; empty for who is nobody.
    pub const fn role(self) -> &'static str {
        match self {
            Self::Nobody | Self::Expired | Self::Forged | Self::Unsigned | Self::Spliced => "",
            Self::Alice | Self::Bob => "shopper",
            Self::North | Self::South | Self::Third => "store",
            Self::Headquarters => "headquarters",
            Self::Job => "job",
        }
    }

    /// The store of a clerk.
    pub const fn store(self) -> Option<&'static str> {
        match self {
            Self::North => Some(NORTH),
            Self::South => Some(SOUTH),
            Self::Third => Some(THIRD),
            _ => None,
        }
    }

    /// Who they are, for members of staff: they may do everything, and what they may not is a matter of whose it is.
    pub fn staff(self) -> Principal {
        let known = STAFF.get().expect("the staff is hired");
        let (_, id) = known
            .iter()
            .find(|(who, _)| *who == self)
            .expect("they are staff");
        match self.store() {
            Some(store) => Principal::of_store(id, store.parse().unwrap()),
            None => Principal::headquarters(id),
        }
    }

    /// As they call.
    pub fn caller(self, mall: &Mall) -> Caller {
        match self {
            Self::Nobody => mall.anonymous(),
            Self::Alice => mall.as_shopper(alice()),
            Self::Bob => mall.as_shopper(bob()),
            Self::North | Self::South | Self::Third | Self::Headquarters => mall.as_principal(&self.staff()),
            Self::Job => mall.as_job(),
            Self::Expired | Self::Forged | Self::Unsigned | Self::Spliced => {
                let header = format!("Bearer {}", self.false_token());
                mall.anonymous().with_header("authorization", &header)
            }
        }
    }

    fn false_token(self) -> String {
        let headquarters = headquarters();
        let shopper = Principal::Shopper(alice().parse().unwrap());
        let good = headquarters_token();
        let claims = good.split('.').nth(1).unwrap();
        match self {
            Self::Expired => token::own(&headquarters, -1),
            Self::Forged => token::signed_with(
                "another secret, which is as long as it must be",
                &headquarters,
                TTL_S,
            ),
            // {"alg":"none"}
            Self::Unsigned => format!("eyJhbGciOiJub25lIn0.{claims}."),
            _ => {
                let own = token::own(&shopper, TTL_S);
                let (signed, signature) = own.rsplit_once('.').unwrap();
                let header = signed.split('.').next().unwrap();
                format!("{header}.{claims}.{signature}")
            }
        }
    }
}

/// A good token of headquarters, to be sent where it does not count.
pub fn headquarters_token() -> String {
    token::own(&headquarters(), TTL_S)
}

fn headquarters() -> Principal {
    Who::Headquarters.staff()
}
