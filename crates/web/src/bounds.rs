//! What a request may be, whoever sends it: how long its headers, how its body is coded, how deep its JSON.

use api::problem::{Code, Fault, Problem};
use commerce::field::Rule;
use http::{HeaderMap, header};

/// Header fields of a request, those that the host adds included.
const FIELDS_MAX: usize = 64;
/// Names and values of all header fields together, in bytes. The host adds the address of the request twice.
const HEADER_BYTES_MAX: usize = 16 * 1024;
/// How deep arrays and objects of a body may be in each other; the contract stays far above.
const DEPTH_MAX: usize = 32;
/// Entries of one array or object of a body; the contract has as many at most.
const ENTRIES_MAX: usize = 1_000;

/// Refuses headers that are too many or too long.
pub(crate) fn check_headers(headers: &HeaderMap) -> Result<(), Problem> {
    let too_large = |rule| {
        Err(Problem::field(
            Code::HeadersTooLarge,
            "headers",
            Fault::Rule(rule),
        ))
    };
    if headers.len() > FIELDS_MAX {
        return too_large(Rule::TooMany { max: FIELDS_MAX });
    }
    let bytes = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len());
    if bytes.sum::<usize>() > HEADER_BYTES_MAX {
        return too_large(Rule::TooLong {
            max: HEADER_BYTES_MAX,
        });
    }
    Ok(())
}

/// Refuses a body that is coded: a few bytes of it could become very many.
pub(crate) fn check_coding(headers: &HeaderMap) -> Result<(), Problem> {
    let is_plain = |value: &http::HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"identity");
    if headers.get_all(header::CONTENT_ENCODING).iter().all(is_plain) {
        return Ok(());
    }
    let rule = Rule::Format { expected: "identity" };
    let problem = Problem::field(Code::UnsupportedMediaType, "content-encoding", Fault::Rule(rule));
    Err(problem)
}

/// Refuses JSON that is too deep, or holds an array or object of too many entries, before anything is made of it. Whether it is JSON at
/// all, the parser says.
pub(crate) fn check_json(text: &str) -> Result<(), Problem> {
    // Commas at each depth, of the array or object that is open there.
    let mut commas = [0_usize; DEPTH_MAX + 1];
    let mut depth = 0;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => skip_string(&mut bytes),
            b'[' | b'{' => {
                depth += 1;
                match commas.get_mut(depth) {
                    Some(commas) => *commas = 0,
                    None => return Err(Problem::invalid("body", Rule::TooDeep { max: DEPTH_MAX })),
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' => {
                commas[depth] += 1;
                if commas[depth] >= ENTRIES_MAX {
                    return Err(Problem::invalid("body", Rule::TooMany { max: ENTRIES_MAX }));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Goes on to the end of a string.
fn skip_string(bytes: &mut std::str::Bytes<'_>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Option<&'static str> {
        let problem = check_json(text).err()?;
        assert_eq!(
            (problem.code, problem.fields[0].field.as_str()),
            (Code::InvalidRequest, "body")
        );
        Some(problem.fields[0].fault.code())
    }

    #[test]
    fn json_is_as_deep_as_it_may_be_and_no_deeper() {
        let nested = |depth: usize| format!("{}{}", "[{\"a\":".repeat(depth / 2), "}]".repeat(depth / 2));
        assert_eq!(rule(&nested(DEPTH_MAX)), None);
        assert_eq!(rule(&nested(DEPTH_MAX + 2)), Some("too_deep"));
        // What is closed again is not in each other, and what is in a string is text.
        assert_eq!(rule(&"[],".repeat(100)), None);
        let text = format!("{{\"a\\\"\\\\\": \"{}\"}}", "[{,".repeat(2_000));
        assert_eq!(rule(&text), None);
    }

    #[test]
    fn array_and_object_have_as_many_entries_as_they_may_and_no_more() {
        let array = |entries: usize| format!("{{\"a\": [[{}], [1, 2]]}}", vec!["1"; entries].join(","));
        assert_eq!(rule(&array(ENTRIES_MAX)), None);
        assert_eq!(rule(&array(ENTRIES_MAX + 1)), Some("too_many"));
        let object = |entries: usize| format!("{{{}}}", vec!["\"a\":1"; entries].join(","));
        assert_eq!(rule(&object(ENTRIES_MAX)), None);
        assert_eq!(rule(&object(ENTRIES_MAX + 1)), Some("too_many"));
    }

    #[test]
    fn what_is_no_json_is_left_to_the_parser() {
        for text in ["", "]", "}}}}[", "\"", "\"\\", ",,,", "{\"a\": \"b", "nul"] {
            assert_eq!(rule(text), None, "{text}");
        }
    }

    fn headers(fields: usize, bytes: usize) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for number in 0..fields {
            let name = http::HeaderName::try_from(format!("x-{number:03}")).unwrap();
            headers.insert(name, "v".repeat(bytes - 5).parse().unwrap());
        }
        headers
    }

    #[test]
    fn headers_are_as_many_and_as_long_as_they_may_be_and_no_more() {
        assert!(check_headers(&headers(FIELDS_MAX, 10)).is_ok());
        assert!(check_headers(&headers(1, HEADER_BYTES_MAX)).is_ok());
        for (too_large, rule) in [
            (headers(FIELDS_MAX + 1, 10), "too_many"),
            (headers(1, HEADER_BYTES_MAX + 1), "too_long"),
            (headers(4, HEADER_BYTES_MAX / 4 + 1), "too_long"),
        ] {
            let problem = check_headers(&too_large).unwrap_err();
            assert_eq!(
                (problem.code, problem.fields[0].fault.code()),
                (Code::HeadersTooLarge, rule)
            );
        }
    }

    #[test]
    fn body_is_plain_however_often_that_is_said() {
        let coded = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::CONTENT_ENCODING, http::HeaderValue::from_static(value));
            }
            check_coding(&headers).err().map(|problem| problem.code)
        };
        for values in [&[][..], &["identity"], &["Identity", "identity"]] {
            assert_eq!(coded(values), None, "{values:?}");
        }
        for values in [
            &["gzip"][..],
            &["br"],
            &["identity", "gzip"],
            &["identity, gzip"],
            &["x-unknown"],
            &[""],
        ] {
            assert_eq!(coded(values), Some(Code::UnsupportedMediaType), "{values:?}");
        }
    }
}
