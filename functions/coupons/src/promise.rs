//! What customers were promised with the coupons that they hold.

use commerce::coupon::{Scope, Template};

/// The fields, as they are named in a request, in which `after` is worse for the holder of a coupon than `before`. A
/// coupon's end needs no look: it was fixed when the coupon was issued.
pub fn worsened(before: &Template, after: &Template) -> Vec<&'static str> {
    [
        ("kind", before.kind != after.kind),
        ("currency", before.currency != after.currency),
        ("threshold_minor", before.threshold < after.threshold),
        ("valid_from_ms", before.valid_from_ms < after.valid_from_ms),
        ("stores", !covers(&after.scope, &before.scope)),
    ]
    .into_iter()
    .filter_map(|(field, is_worse)| is_worse.then_some(field))
    .collect()
}

fn covers(wide: &Scope, narrow: &Scope) -> bool {
    match (wide, narrow) {
        (Scope::All, _) => true,
        (Scope::Stores(_), Scope::All) => false,
        (Scope::Stores(wide), Scope::Stores(narrow)) => narrow.is_subset(wide),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use commerce::coupon::{Kind, KindDraft, TemplateDraft, TemplateState};
    use commerce::money::{Currency, Minor};

    fn template(stores: Option<&[&str]>) -> Template {
        TemplateDraft {
            id: "spring".to_owned(),
            name: [("en".to_owned(), "Spring".to_owned())].into(),
            description: [].into(),
            kind: KindDraft::Amount { amount: 1_000 },
            currency: "CNY".to_owned(),
            threshold: 3_000,
            valid_from_ms: 1_000,
            valid_until_ms: 9_000,
            valid_days: None,
            total_limit: 100,
            per_customer_limit: 1,
            stores: stores.map(|stores| stores.iter().map(|&store| store.to_owned()).collect()),
            state: TemplateState::Active,
        }
        .validate()
        .unwrap()
    }

    fn check(before: &Template, change: impl FnOnce(&mut Template), expected: &[&str]) {
        let mut after = before.clone();
        change(&mut after);
        assert_eq!(worsened(before, &after), expected);
    }

    #[test]
    fn what_takes_nothing_from_holders_may_change() {
        check(
            &template(None),
            |after| {
                after.threshold = Minor(0);
                after.valid_from_ms = 0;
                after.valid_until_ms = 2_000;
                after.total_limit = 1;
                after.state = TemplateState::Closed;
            },
            &[],
        );
        check(
            &template(Some(&["s1"])),
            |after| after.scope = template(Some(&["s1", "s2"])).scope,
            &[],
        );
    }

    #[test]
    fn every_worsened_field_is_named() {
        check(
            &template(None),
            |after| {
                after.kind = Kind::Amount { amount: Minor(999) };
                after.currency = Currency::HKD;
                after.threshold = Minor(3_001);
                after.valid_from_ms = 1_001;
                after.scope = template(Some(&["s1"])).scope;
            },
            &["kind", "currency", "threshold_minor", "valid_from_ms", "stores"],
        );
        check(
            &template(Some(&["s1", "s2"])),
            |after| after.scope = template(Some(&["s2", "s3"])).scope,
            &["stores"],
        );
    }
}
