//! Ways around the wall: addresses, headers and methods that could mean something else to who routes than to who guards.

use super::cast::{NORTH, SOUTH, Who, alice, bob, headquarters_token};
use super::matrix::Matrix;
use super::request::{Entry, Request, Whose};
use super::rounds::is_outside;
use std::io::{Read, Write};
use std::net::TcpStream;

/// Addresses at private functions, inside of which these are answered with 200.
const PRIVATE: &[(&str, &[&str])] = &[
    (
        "payments",
        &[
            "/prepay",
            "/query",
            "/close",
            "/refund",
            "/notification",
            "/delivery",
        ],
    ),
    ("couriers", &["/request", "/query", "/cancel", "/notification"]),
    ("promotions", &["/ask", "/check"]),
];

/// What a proxy or a framework believes, and the application must not.
fn forged_headers(path: &str) -> Vec<(&'static str, String)> {
    let token = headquarters_token();
    vec![
        ("x-forwarded-user", "headquarters".to_owned()),
        ("x-forwarded-for", "127.0.0.1".to_owned()),
        (
            "forwarded",
            "for=127.0.0.1;host=payments.spin.internal".to_owned(),
        ),
        ("x-role", "headquarters".to_owned()),
        ("x-store", NORTH.to_owned()),
        ("x-customer", alice().to_owned()),
        ("spin-client-addr", "127.0.0.1:1".to_owned()),
        ("spin-path-info", path.to_owned()),
        ("spin-full-url", format!("http://payments.spin.internal{path}")),
        ("spin-matched-route", path.to_owned()),
        ("spin-path-match-store", NORTH.to_owned()),
        ("x-original-url", path.to_owned()),
        ("x-rewrite-url", path.to_owned()),
        ("cookie", format!("authorization=Bearer {token}; token={token}")),
        ("proxy-authorization", format!("Bearer {token}")),
        ("x-authorization", format!("Bearer {token}")),
    ]
}

/// The same path as others may write it.
fn spellings(path: &str, outsider: Who) -> Vec<String> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut spelled = vec![
        format!("{path}/"),
        format!("/{path}"),
        format!("{path}//"),
        format!("{path};store={SOUTH}"),
        format!("{path}%00"),
        format!("{path}%20"),
        format!("{path}%2f"),
        path.replacen("/v1/", "/v1//", 1),
        path.replacen("/v1/", "/V1/", 1),
        path.replacen("/v1/", "/v1/./", 1),
        path.replacen("/v1/", "/v1/%2e/", 1),
        path.replacen("/v1/", "/v1/stores/../", 1),
        path.replacen("/v1/", "/v1/stores/%2e%2e/", 1),
        path.to_ascii_uppercase(),
        path.to_ascii_lowercase(),
    ];
    let own = outsider.store().unwrap_or(bob());
    let segments: Vec<&str> = path.split('/').collect();
    for (at, segment) in segments.iter().enumerate().skip(2) {
        let first = segment.bytes().next().unwrap_or_default();
        for written in [
            // The same to who decodes.
            format!("%{first:02x}{}", &segment[1..]),
            format!("%25{first:02x}{}", &segment[1..]),
            format!("{own}/../{segment}"),
            format!("{own}/%2e%2e/{segment}"),
            format!("{own}%2f..%2f{segment}"),
            format!("{own}%5c..%5c{segment}"),
            format!("{own},{segment}"),
            format!("{segment}%00{own}"),
            format!("./{segment}"),
        ] {
            let mut segments = segments.clone();
            segments[at] = &written;
            spelled.push(segments.join("/"));
        }
    }
    let with_query = |path: String| match query {
        "" => path,
        query => format!("{path}?{query}"),
    };
    spelled.into_iter().map(with_query).collect()
}

/// Who is outside: nobody, one of each role that is not admitted, and strangers of those that are.
fn outsiders(entry: &Entry) -> Vec<Who> {
    let candidates = [Who::Nobody, Who::Bob, Who::South, Who::Headquarters, Who::Job];
    let own = entry.own();
    candidates
        .into_iter()
        .filter(|who| is_outside(entry, *who, &own))
        .collect()
}

/// No spelling of an address opens what the address does not.
pub fn addresses(matrix: &Matrix) {
    for entry in guarded(matrix) {
        let own = entry.request(&matrix.world, &entry.own());
        for who in outsiders(entry) {
            for path in spellings(&own.path, who) {
                refused(matrix, who, entry, &own.at(path));
            }
        }
    }
}

/// No other store or customer beside the one of the path counts.
pub fn additions(matrix: &Matrix) {
    for entry in guarded(matrix) {
        let own = entry.request(&matrix.world, &entry.own());
        for who in outsiders(entry) {
            let home = who.store().unwrap_or(SOUTH);
            for (name, value) in [
                ("store", home),
                ("customer", bob()),
                ("access_token", "x"),
                ("_method", "GET"),
            ] {
                refused(matrix, who, entry, &own.with_query(name, value));
                if own.media_type == Some("application/json") {
                    refused(matrix, who, entry, &own.with_field(name, value));
                }
            }
        }
        // Who is at home does not get out that way either: what is another's would be seen.
        let home = if entry.operation.admits("store") {
            Who::North
        } else {
            Who::Alice
        };
        if entry.operation.reads() && entry.operation.admits(home.role()) {
            for (name, value) in [("store", SOUTH), ("customer", bob()), ("from_store", SOUTH)] {
                let request = own.with_query(name, value);
                let answer = matrix.call(home, entry, &request);
                matrix.cell((400..500).contains(&answer.status), || {
                    format!("{home:?} {}: {} {}", request.words(), answer.status, answer.text)
                });
            }
        }
    }
}

/// No header makes somebody else of a caller, or something else of an address.
pub fn headers(matrix: &Matrix) {
    for entry in guarded(matrix) {
        let own = entry.request(&matrix.world, &entry.own());
        for who in outsiders(entry) {
            says_nothing(matrix, who, entry, &own, &own.path);
        }
    }
    // The address is what counts, whatever a header says that it was.
    for operation in [
        "list_stock",
        "list_store_orders",
        "list_transfers",
        "list_store_stock_alerts",
    ] {
        let entry = matrix.entry(operation);
        let home = entry.request(&matrix.world, &[Whose::Other]);
        says_nothing(matrix, Who::South, entry, &home, &home.path.replace(SOUTH, NORTH));
    }
}

fn says_nothing(matrix: &Matrix, who: Who, entry: &Entry, request: &Request, path: &str) {
    let plain = matrix.call(who, entry, request);
    for (name, value) in forged_headers(path) {
        let answer = matrix.call(who, entry, &request.with_header(name, &value));
        matrix.same(
            || format!("{who:?} {} with {name}: {value}", request.words()),
            &answer,
            &plain,
        );
    }
    let Some(token) = matrix.caller(who).header("authorization") else {
        return;
    };
    // Of two tokens the second one is not looked at, if the request is at all.
    let second = format!("Bearer {}", headquarters_token());
    let answer = matrix.call(who, entry, &request.with_header("authorization", &second));
    let is_of_the_first = (answer.status, &answer.text) == (plain.status, &plain.text);
    matrix.cell(is_of_the_first || answer.status == 401, || {
        format!("{who:?} with another token: {} {}", answer.status, answer.text)
    });
    let both = matrix.caller(who).clone();
    let both = both.with_header("authorization", &format!("{token}, {second}"));
    let answer = matrix.call_as(who, &both, entry, request);
    matrix.cell(answer.status == 401, || {
        format!(
            "{who:?} with two tokens in one: {} {}",
            answer.status, answer.text
        )
    });
}

/// No header or parameter makes another method of one, and what no operation has is none.
pub fn methods(matrix: &Matrix) {
    for entry in guarded(matrix) {
        let own = entry.request(&matrix.world, &entry.own());
        for who in outsiders(entry) {
            for method in ["HEAD", "OPTIONS", "TRACE"] {
                let request = Request {
                    method: method.to_owned(),
                    media_type: None,
                    body: String::new(),
                    ..own.clone()
                };
                refused(matrix, who, entry, &request);
            }
            let get = Request {
                method: "GET".to_owned(),
                media_type: None,
                body: String::new(),
                ..own.clone()
            };
            // Where reading is public, it is that and no more.
            let plain = get.send(matrix.caller(who));
            for name in ["x-http-method-override", "x-http-method", "x-method-override"] {
                let request = get.with_header(name, &own.method);
                let answer = request.send(matrix.caller(who));
                matrix.same(|| format!("{who:?} {}", request.words()), &answer, &plain);
            }
        }
    }
}

/// Nobody outside reaches a private function, whoever they are and however they name it.
pub fn private(matrix: &Matrix) {
    for (function, paths) in PRIVATE {
        for path in *paths {
            for who in [Who::Nobody, Who::Headquarters, Who::Job] {
                let caller = matrix.caller(who);
                let answer = caller.send("POST", path, Some("application/json"), "{}");
                matrix.cell([404, 405].contains(&answer.status), || {
                    format!("{who:?} POST {path}: {} {}", answer.status, answer.text)
                });
                let token = caller.header("authorization").unwrap_or("");
                for (target, host) in [
                    (path.to_string(), format!("{function}.spin.internal")),
                    (
                        format!("http://{function}.spin.internal{path}"),
                        "localhost".to_owned(),
                    ),
                    (
                        format!("//{function}.spin.internal{path}"),
                        "localhost".to_owned(),
                    ),
                ] {
                    let status = raw(matrix, &target, &host, token);
                    matrix.cell(status.is_none_or(|status| (400..500).contains(&status)), || {
                        format!("{who:?} POST {target} at {host}: {status:?}")
                    });
                }
            }
        }
    }
}

/// The status of a request as it is written on the wire; nothing where the connection ends without a word.
fn raw(matrix: &Matrix, target: &str, host: &str, token: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(matrix.world.mall.address()).unwrap();
    let head = format!(
        "POST {target} HTTP/1.1\r\nhost: {host}\r\nauthorization: {token}\r\ncontent-type: application/json\r\n\
         content-length: 2\r\nconnection: close\r\n\r\n{{}}"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    // An end in the middle is an answer too.
    _ = stream.read_to_end(&mut answer);
    let line = String::from_utf8_lossy(&answer);
    line.split(' ').nth(1)?.parse().ok()
}

fn guarded(matrix: &Matrix) -> impl Iterator<Item = &Entry> {
    let entries = matrix.entries.iter();
    entries.filter(|entry| !entry.operation.is_public())
}

fn refused(matrix: &Matrix, who: Who, entry: &Entry, request: &Request) {
    // An engine may end the connection rather than read such an address.
    let Some(answer) = request.try_send(matrix.caller(who)) else {
        return;
    };
    matrix.look(who, entry, request, &answer);
    matrix.cell((400..500).contains(&answer.status), || {
        format!("{who:?} {}: {} {}", request.words(), answer.status, answer.text)
    });
}
