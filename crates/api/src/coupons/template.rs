//! Coupon templates, as headquarters keeps them.

use commerce::coupon::{Kind, KindDraft, Scope, Template, TemplateDraft, TemplateState};
use commerce::field::FieldError;
use commerce::ids::StoreId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A template to be created or replaced.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutTemplate {
    /// What it is called, by language; at least one.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("examples" = [{"en": "Welcome back", "zh-CN": "欢迎回来"}]))
    )]
    pub name: BTreeMap<String, String>,
    /// What there is to say about it, by language.
    #[serde(default)]
    pub description: BTreeMap<String, String>,
    /// What its coupons take off.
    pub kind: KindView,
    /// The currency of its amounts; its coupons are good only at stores that count in it.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Z]{3}$", "examples" = ["CNY"]))
    )]
    pub currency: String,
    /// The least subtotal, in minor units.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 50_000_000_000_i64)))]
    pub threshold_minor: i64,
    /// When claiming and using begin, UTC epoch milliseconds.
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 253_402_300_799_999_i64)))]
    pub valid_from_ms: i64,
    /// When claiming and using end, UTC epoch milliseconds.
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 253_402_300_799_999_i64)))]
    pub valid_until_ms: i64,
    /// How many days of 24 hours a coupon lasts, where that ends before `valid_until_ms`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 3_650)))]
    pub valid_days: Option<i64>,
    /// How many coupons are issued at most; never fewer than were issued.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 1_000_000_000)))]
    pub total_limit: i64,
    /// How many of them one customer is issued at most.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 100)))]
    pub per_customer_limit: i64,
    /// The stores where its coupons are good; all of them when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 1_000)))]
    pub stores: Option<Vec<String>>,
    /// `draft` issues no coupons yet, `closed` no more; coupons that were issued stay good.
    #[cfg_attr(
        feature = "openapi",
        schemars(with = "String", extend("enum" = ["draft", "active", "closed"]))
    )]
    pub state: TemplateState,
    /// The version that is replaced, 0 for a template that is new; without it, whichever stands.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0)))]
    pub version: Option<i64>,
}

/// What a coupon takes off the subtotal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "CouponKind"))]
pub enum KindView {
    /// A fixed amount.
    Amount {
        /// How much, in minor units.
        #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 50_000_000_000_i64)))]
        amount_minor: i64,
    },
    /// A part of it.
    Percent {
        /// Which part, in basis points: 1250 is 12.5 %.
        #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 10_000)))]
        rate_bp: i64,
        /// The most that it takes off, in minor units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 50_000_000_000_i64)))]
        cap_minor: Option<i64>,
    },
}

/// A template with how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "CouponTemplate"))]
pub struct TemplateView {
    /// Its code.
    pub id: String,
    /// What it is called, by language.
    pub name: BTreeMap<String, String>,
    /// What there is to say about it, by language.
    pub description: BTreeMap<String, String>,
    /// What its coupons take off.
    pub kind: KindView,
    /// The currency of its amounts.
    pub currency: String,
    /// The least subtotal, in minor units.
    pub threshold_minor: i64,
    /// When claiming and using begin, UTC epoch milliseconds.
    pub valid_from_ms: i64,
    /// When claiming and using end, UTC epoch milliseconds.
    pub valid_until_ms: i64,
    /// How many days of 24 hours a coupon lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<u32>,
    /// How many coupons are issued at most.
    pub total_limit: u32,
    /// How many of them one customer is issued at most.
    pub per_customer_limit: u32,
    /// The stores where its coupons are good; all of them when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stores: Option<Vec<String>>,
    /// `draft`, `active` or `closed`.
    pub state: &'static str,
    /// How many coupons were ever issued.
    pub issued: u32,
    /// Counts its edits, from 1.
    pub version: i64,
    /// When it was created, UTC epoch milliseconds.
    pub created_ms: i64,
    /// When it was last edited, UTC epoch milliseconds.
    pub updated_ms: i64,
}

impl PutTemplate {
    /// What is to be checked, under the code in the path.
    #[must_use]
    pub fn draft(&self, id: String) -> TemplateDraft {
        TemplateDraft {
            id,
            name: self.name.clone(),
            description: self.description.clone(),
            kind: match self.kind {
                KindView::Amount { amount_minor } => KindDraft::Amount { amount: amount_minor },
                KindView::Percent { rate_bp, cap_minor } => KindDraft::Percent {
                    rate_bp,
                    cap: cap_minor,
                },
            },
            currency: self.currency.clone(),
            threshold: self.threshold_minor,
            valid_from_ms: self.valid_from_ms,
            valid_until_ms: self.valid_until_ms,
            valid_days: self.valid_days,
            total_limit: self.total_limit,
            per_customer_limit: self.per_customer_limit,
            stores: self.stores.clone(),
            state: self.state,
        }
    }
}

/// The error of a [`TemplateDraft`] under the name that its field has in [`PutTemplate`].
#[must_use]
pub fn field_of_draft(error: FieldError) -> FieldError {
    let field = match error.field.as_str() {
        "id" => "template",
        "kind.amount" => "kind.amount_minor",
        "kind.cap" => "kind.cap_minor",
        "threshold" => "threshold_minor",
        _ => return error,
    };
    FieldError::new(field, error.rule)
}

impl From<Kind> for KindView {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Amount { amount } => Self::Amount {
                amount_minor: amount.get(),
            },
            Kind::Percent { rate_bp, cap } => Self::Percent {
                rate_bp: i64::from(rate_bp.0),
                cap_minor: cap.map(commerce::money::Minor::get),
            },
        }
    }
}

/// The stores of a scope; `None` for all.
pub(super) fn stores_of(scope: &Scope) -> Option<Vec<String>> {
    match scope {
        Scope::All => None,
        Scope::Stores(stores) => Some(stores.iter().map(StoreId::to_string).collect()),
    }
}

impl TemplateView {
    /// A template, with how many coupons were issued, its version, and when it was created and last edited.
    #[must_use]
    pub fn new(template: &Template, issued: u32, version: i64, created_ms: i64, updated_ms: i64) -> Self {
        let texts = |texts: &commerce::text::Texts| {
            texts
                .iter()
                .map(|(tag, text)| (tag.to_string(), text.to_owned()))
                .collect()
        };
        Self {
            id: template.id.to_string(),
            name: texts(&template.name),
            description: texts(&template.description),
            kind: template.kind.into(),
            currency: template.currency.to_string(),
            threshold_minor: template.threshold.get(),
            valid_from_ms: template.valid_from_ms,
            valid_until_ms: template.valid_until_ms,
            valid_days: template.valid_days,
            total_limit: template.total_limit,
            per_customer_limit: template.per_customer_limit,
            stores: stores_of(&template.scope),
            state: template.state.as_str(),
            issued,
            version,
            created_ms,
            updated_ms,
        }
    }
}
