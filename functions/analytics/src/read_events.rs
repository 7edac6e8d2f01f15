//! Reads a batch of events as it was sent.

use api::analytics::{CreateEvents, EVENT_AGE_MS_MAX, EVENT_ID_CHARS_MAX, EVENTS_MAX, EventRequest};
use commerce::field::{FieldError, Findings, Rule};
use commerce::ids::{ProductId, StoreId};
use storage::event::EventKind;

/// An event whose fields are sound. Whether its store and product exist is not known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoundEvent {
    pub id: String,
    pub kind: EventKind,
    pub store: StoreId,
    pub product: Option<ProductId>,
    pub at_ms: i64,
}

const CODE: Rule = Rule::Format {
    expected: "a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -",
};

/// The events of a batch, in the order in which they were sent.
///
/// # Errors
/// Every field that breaks a rule, as `events[3].at_ms`.
pub fn read_events(request: &CreateEvents, now_ms: i64) -> Result<Vec<SoundEvent>, Vec<FieldError>> {
    let count = request.events.len();
    if count == 0 {
        return Err(FieldError::new("events", Rule::TooFew { min: 1 }).into());
    }
    if count > EVENTS_MAX {
        return Err(FieldError::new("events", Rule::TooMany { max: EVENTS_MAX }).into());
    }
    let mut findings = Findings::default();
    let mut events = Vec::with_capacity(count);
    for (index, event) in request.events.iter().enumerate() {
        let parent = format!("events[{index}]");
        let within = |errors: Vec<FieldError>| {
            errors
                .into_iter()
                .map(|error| error.at(&parent))
                .collect::<Vec<_>>()
        };
        events.extend(findings.keep(read_event(event, now_ms).map_err(within)));
    }
    findings.finish(Some(events))
}

fn read_event(event: &EventRequest, now_ms: i64) -> Result<SoundEvent, Vec<FieldError>> {
    let mut findings = Findings::default();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !(1..=EVENT_ID_CHARS_MAX).contains(&event.id.len()) || !event.id.bytes().all(is_name) {
        let expected = "1 to 64 characters A-Z, a-z, 0-9, _ or -, such as a UUID";
        findings.report("id", Rule::Format { expected });
    }
    let kind = event.kind.parse::<EventKind>();
    let kind = findings.keep(kind.map_err(|_| FieldError::new("kind", Rule::unknown(&event.kind))));
    let store = event.store.parse::<StoreId>();
    let store = findings.keep(store.map_err(|_| FieldError::new("store", CODE)));
    let product = event.product.as_deref().map(str::parse::<ProductId>).transpose();
    let product = findings.keep(product.map_err(|_| FieldError::new("product", CODE)));
    match (kind, &event.product) {
        (Some(EventKind::ProductViewed), None) => findings.report("product", Rule::Required),
        (Some(EventKind::StoreViewed), Some(_)) => {
            findings.report("product", Rule::Conflict { other: "kind" });
        }
        _ => {}
    }
    let (min, max) = (
        now_ms.saturating_sub(EVENT_AGE_MS_MAX),
        now_ms.saturating_add(EVENT_AGE_MS_MAX),
    );
    if !(min..=max).contains(&event.at_ms) {
        findings.report("at_ms", Rule::OutOfRange { min, max });
    }
    let sound = || {
        Some(SoundEvent {
            id: event.id.clone(),
            kind: kind?,
            store: store?,
            product: product?,
            at_ms: event.at_ms,
        })
    };
    findings.finish(sound())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_MS: i64 = 1_767_240_000_000;

    fn sent(kind: &str, product: Option<&str>) -> EventRequest {
        EventRequest {
            id: "e-1".to_owned(),
            kind: kind.to_owned(),
            store: "s1".to_owned(),
            product: product.map(str::to_owned),
            at_ms: NOW_MS,
        }
    }

    fn check(events: Vec<EventRequest>, expected: &[&str]) {
        let errors = read_events(&CreateEvents { events }, NOW_MS)
            .err()
            .unwrap_or_default();
        let named: Vec<String> = errors
            .iter()
            .map(|error| format!("{} {}", error.field, error.rule.code()))
            .collect();
        assert_eq!(named, expected);
    }

    #[test]
    fn both_kinds_are_taken_up_to_a_week_from_now() {
        let mut late = sent("product_viewed", Some("p1"));
        late.at_ms -= EVENT_AGE_MS_MAX;
        let mut early = sent("store_viewed", None);
        early.at_ms += EVENT_AGE_MS_MAX;
        check(vec![late, early], &[]);
    }

    #[test]
    fn every_wrong_field_of_every_event_is_named() {
        let mut wrong = sent("bought", None);
        (wrong.id, wrong.store) = ("a b".to_owned(), "' OR 1=1".to_owned());
        wrong.at_ms -= EVENT_AGE_MS_MAX + 1;
        check(
            vec![
                wrong,
                sent("product_viewed", None),
                sent("store_viewed", Some("p1")),
                sent("product_viewed", Some("")),
            ],
            &[
                "events[0].id format",
                "events[0].kind unknown",
                "events[0].store format",
                "events[0].at_ms out_of_range",
                "events[1].product required",
                "events[2].product conflict",
                "events[3].product format",
            ],
        );
    }

    #[test]
    fn batch_holds_one_to_a_hundred_events() {
        check(vec![], &["events too_few"]);
        check(vec![sent("store_viewed", None); 100], &[]);
        check(vec![sent("store_viewed", None); 101], &["events too_many"]);
    }
}
