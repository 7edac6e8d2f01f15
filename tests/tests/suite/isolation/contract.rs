//! The operations of the contract, as it is served.

use end_to_end::Mall;
use serde_json::Value;

/// One operation.
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// As on the wire.
    pub method: String,
    /// Parameters in braces.
    pub path: String,
    /// Who may call it.
    pub roles: Vec<String>,
    /// What staff need beside their role, if anything.
    pub permission: Option<String>,
    /// What its body is, if it has one.
    pub media_type: Option<String>,
    /// Whether it takes an `Idempotency-Key`.
    pub takes_key: bool,
    /// The names of the parameters of its query.
    pub queries: Vec<String>,
}

/// Every operation, in the order of the paths.
pub fn operations(mall: &Mall) -> Vec<Operation> {
    let contract = mall.anonymous().get("/openapi.json").expect(200).json;
    let paths = contract["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap();
        methods
            .iter()
            .map(|(method, described)| read(method, path, described))
    });
    operations.collect()
}

fn read(method: &str, path: &str, described: &Value) -> Operation {
    let words = described["description"].as_str().unwrap();
    let callers = words.rsplit_once("Roles: ").unwrap().1.trim_end_matches('.');
    let (roles, permission) = match callers.split_once(". Permission: ") {
        Some((roles, permission)) => (roles, Some(permission.to_owned())),
        None => (callers, None),
    };
    let content = described["requestBody"]["content"].as_object();
    let parameters = described["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    Operation {
        id: described["operationId"].as_str().unwrap().to_owned(),
        method: method.to_ascii_uppercase(),
        path: path.to_owned(),
        roles: roles.split(", ").map(str::to_owned).collect(),
        permission,
        media_type: content.and_then(|content| content.keys().next().cloned()),
        queries: parameters
            .iter()
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
            .collect(),
        takes_key: parameters
            .iter()
            .any(|parameter| parameter["name"] == "Idempotency-Key"),
    }
}

impl Operation {
    /// Whether callers of this role may call it; nobody's role is empty.
    pub fn admits(&self, role: &str) -> bool {
        self.is_public() || self.roles.iter().any(|known| known == role)
    }

    /// Whether everybody may call it, without a token.
    pub fn is_public(&self) -> bool {
        self.roles.iter().any(|role| role == "public")
    }

    /// Whether it only reads.
    pub fn reads(&self) -> bool {
        self.method == "GET"
    }

    /// The names of the parameters in its path.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        let segments = self.path.split('/');
        segments.filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }

    /// The parameters behind which the wall stands: what they name is somebody's.
    pub fn walls(&self) -> Vec<&str> {
        let staff = self.roles.iter().any(|role| role == "store");
        let shopper = self.roles.iter().any(|role| role == "shopper");
        let is_wall = |name: &&str| match *name {
            "store" => staff,
            "order" => staff || shopper,
            "transfer" => staff,
            "session" | "key" | "staff" => staff || shopper,
            _ => false,
        };
        self.parameters().filter(is_wall).collect()
    }
}
