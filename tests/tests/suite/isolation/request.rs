//! Requests, as the table and the contract make them.

use super::cast::{NORTH, SOUTH};
use super::contract::Operation;
use super::table::{Body, Row};
use super::world::World;
use end_to_end::{Answer, Caller};
use serde_json::Value;

/// Whose a parameter's thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The own store's, or that store's customer's.
    Own,
    /// The other store's, or that one's customer's.
    Other,
    /// Nobody's: there is none of this name.
    Absent,
}

/// Whose things the parameters of a path name, those behind the wall in their order.
pub type Subject = Vec<Whose>;

/// A request that any caller can send.
#[derive(Clone)]
pub struct Request {
    /// As on the wire.
    pub method: String,
    /// With its query.
    pub path: String,
    /// The media type of the body.
    pub media_type: Option<&'static str>,
    /// The body.
    pub body: String,
    /// All headers but those of the caller.
    pub headers: Vec<(String, String)>,
}

/// An operation with its row.
pub struct Entry {
    /// As the contract has it.
    pub operation: Operation,
    /// As the table has it.
    pub row: Row,
}

impl Entry {
    /// Every combination of own, other and absent things.
    pub fn subjects(&self) -> Vec<Subject> {
        let mut subjects = vec![Vec::new()];
        for _ in self.operation.walls() {
            subjects = subjects
                .into_iter()
                .flat_map(|subject: Subject| {
                    [Whose::Own, Whose::Other, Whose::Absent].map(|whose| [&subject[..], &[whose]].concat())
                })
                .collect();
        }
        subjects
    }

    /// What is the owner's.
    pub fn own(&self) -> Subject {
        vec![Whose::Own; self.operation.walls().len()]
    }

    /// The request of the table about these things.
    pub fn request(&self, world: &World, subject: &[Whose]) -> Request {
        let walls = self.operation.walls();
        let of = |parameter: &str| {
            let wall = walls.iter().position(|wall| *wall == parameter);
            wall.map_or(Whose::Own, |wall| subject[wall])
        };
        self.made(world, &of)
    }

    /// The request of the table about what there is not, whatever the path's parameters name.
    pub fn about_nothing(&self, world: &World) -> Request {
        self.made(world, &|_| Whose::Absent)
    }

    fn made(&self, world: &World, of: &dyn Fn(&str) -> Whose) -> Request {
        let segments: Vec<String> = self
            .operation
            .path
            .split('/')
            .map(
                |segment| match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                    Some(parameter) => self.value(world, parameter, of(parameter)),
                    None => segment.to_owned(),
                },
            )
            .collect();
        let (media_type, body) = match &self.row.body {
            Body::None => (None, String::new()),
            Body::Json(body) => (Some("application/json"), body(world).to_string()),
            Body::Csv(csv) => (Some("text/csv"), csv.clone()),
            Body::Text(thing) => (Some("text/plain"), world.thing(thing).to_owned()),
        };
        let mut headers = Vec::new();
        if self.operation.takes_key {
            // The same for all: a key is its caller's own.
            headers.push((
                "idempotency-key".to_owned(),
                format!("matrix-{}", self.row.operation),
            ));
        }
        if let Some((name, thing)) = self.row.header {
            headers.push((name.to_owned(), world.thing(thing).to_owned()));
        }
        Request {
            method: self.operation.method.clone(),
            path: format!("{}{}", segments.join("/"), (self.row.query)()),
            media_type,
            body,
            headers,
        }
    }

    fn value(&self, world: &World, parameter: &str, whose: Whose) -> String {
        let thing_of = |name: &str| {
            let found = self.row.names.iter().find(|(known, _)| *known == name);
            found.map(|(_, thing)| *thing)
        };
        match (parameter, whose) {
            ("store", Whose::Own) => NORTH.to_owned(),
            ("store", Whose::Other) => SOUTH.to_owned(),
            ("order", Whose::Other) => world.thing(thing_of("other").unwrap_or("order.bob")).to_owned(),
            ("transfer", Whose::Other) => world.thing("transfer.foreign").to_owned(),
            ("session" | "staff" | "key", Whose::Other) => {
                world.thing(thing_of("other").unwrap_or("session.bob")).to_owned()
            }
            ("order" | "transfer" | "session" | "staff" | "key", Whose::Absent) => {
                "01K0000000000000000000000A".to_owned()
            }
            ("sku", Whose::Absent) => "nothing.here".to_owned(),
            (_, Whose::Absent) => "nothing".to_owned(),
            _ => {
                let thing = thing_of(parameter).unwrap_or_else(|| {
                    panic!(
                        "the row of {} does not say what {parameter} is",
                        self.row.operation
                    )
                });
                // What everybody knows stands in the table itself.
                let known = thing.strip_prefix('=');
                known.unwrap_or_else(|| world.thing(thing)).to_owned()
            }
        }
    }
}

impl Request {
    /// The same with other bodies: malformed, none, none of the type, and without an idempotency key.
    pub fn spoiled(&self) -> Vec<Self> {
        let with = |media_type: Option<&'static str>, body: &str| Self {
            media_type,
            body: body.to_owned(),
            ..self.clone()
        };
        if self.method == "GET" {
            let glue = if self.path.contains('?') { '&' } else { '?' };
            return vec![Self {
                path: format!("{}{glue}limit=x", self.path),
                ..self.clone()
            }];
        }
        let mut spoiled = vec![
            with(Some("application/json"), "{"),
            with(Some("application/json"), r#"{"no_such_field": 1}"#),
            with(Some("text/plain"), &self.body),
            with(None, ""),
        ];
        if !self.headers.is_empty() {
            spoiled.push(Self {
                headers: Vec::new(),
                ..self.clone()
            });
        }
        spoiled
    }

    /// The same with a field of its JSON set.
    pub fn with_field(&self, field: &str, value: &str) -> Self {
        let mut body: Value = serde_json::from_str(&self.body).unwrap();
        body[field] = value.into();
        Self {
            body: body.to_string(),
            ..self.clone()
        }
    }

    /// The same with a query parameter more.
    pub fn with_query(&self, name: &str, value: &str) -> Self {
        let glue = if self.path.contains('?') { '&' } else { '?' };
        Self {
            path: format!("{}{glue}{name}={value}", self.path),
            ..self.clone()
        }
    }

    /// The same with a header more.
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut request = self.clone();
        request.headers.push((name.to_owned(), value.to_owned()));
        request
    }

    /// The same at another address.
    pub fn at(&self, path: String) -> Self {
        Self { path, ..self.clone() }
    }

    /// All of it that a caller chose, in one text.
    pub fn words(&self) -> String {
        let headers: Vec<&str> = self.headers.iter().map(|(_, value)| value.as_str()).collect();
        format!(
            "{} {} {} {}",
            self.method,
            self.path,
            self.body,
            headers.join(" ")
        )
    }

    /// What `caller` gets for it.
    pub fn send(&self, caller: &Caller) -> Answer {
        self.try_send(caller).expect("there is an answer")
    }

    /// The same; `None` where the connection ends without a word.
    pub fn try_send(&self, caller: &Caller) -> Option<Answer> {
        let mut caller = caller.clone();
        for (name, value) in &self.headers {
            caller = caller.with_another_header(name, value);
        }
        let body = self.body.as_str();
        caller
            .try_send(&self.method, &self.path, self.media_type, body)
            .ok()
    }
}
