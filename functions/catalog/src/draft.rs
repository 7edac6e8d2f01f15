//! Requests as drafts of the domain, and checks that several writes share.

use api::catalog::{PutCategory, PutProduct, PutVariant};
use api::money::MoneyView;
use api::problem::{Code, Problem};
use commerce::field::{FieldError, Findings, Rule};
use commerce::ids::{CategoryId, ProductId};
use commerce::money::{Currency, Minor, Money, PRICE_MINOR_MAX};
use commerce::product::{
    BookableServiceDraft, CategoryDraft, ChoiceDraft, ProductDraft, PurchaseLimitDraft, VariantDraft,
};
use web::Call;

/// The draft of a category.
pub fn category(id: &CategoryId, request: PutCategory) -> CategoryDraft {
    CategoryDraft {
        id: id.to_string(),
        name: request.name,
        sort: request.sort,
        parent: request.parent,
    }
}

/// The draft of a product.
pub fn product(id: &ProductId, request: PutProduct) -> ProductDraft {
    ProductDraft {
        id: id.to_string(),
        name: request.name,
        description: request.description,
        categories: request.categories,
        image_url: request.image_url,
        variants: request.variants.into_iter().map(variant).collect(),
        active: request.active,
    }
}

fn variant(request: PutVariant) -> VariantDraft {
    let choices = request.choices.into_iter().map(|choice| ChoiceDraft {
        option: choice.option,
        value: choice.value,
    });
    VariantDraft {
        code: request.code,
        choices: choices.collect(),
        barcode: request.barcode,
        prices: request.prices,
        carried_by_default: request.carried_by_default,
        purchase_limit: request.purchase_limit.map(|limit| PurchaseLimitDraft {
            quantity: limit.quantity,
            days: limit.days,
        }),
        service: request.service.map(|service| BookableServiceDraft {
            minutes: service.minutes,
            resource: service.resource,
        }),
    }
}

/// A price of one unit.
pub fn price(sent: &MoneyView) -> Result<Money, Problem> {
    let mut findings = Findings::default();
    let currency = findings.keep(
        sent.currency
            .parse::<Currency>()
            .map_err(|_| FieldError::new("price.currency", Rule::unknown(&sent.currency))),
    );
    if !(1..=PRICE_MINOR_MAX).contains(&sent.amount_minor) {
        let rule = Rule::OutOfRange {
            min: 1,
            max: PRICE_MINOR_MAX,
        };
        findings.report("price.amount_minor", rule);
    }
    let price = currency.map(|currency| Money::new(Minor(sent.amount_minor), currency));
    Ok(findings.finish(price)?)
}

/// Refuses a write over another version than the caller saw; 0 is of what does not exist.
pub fn require_version(wanted: Option<i64>, stored: Option<i64>) -> Result<(), Problem> {
    match wanted {
        Some(wanted) if wanted != stored.unwrap_or(0) => Err(Problem::new(Code::VersionConflict)),
        _ => Ok(()),
    }
}

/// The category in the path, to be written.
pub fn category_param(call: &Call) -> Result<CategoryId, Problem> {
    call.new_param("category", "1 to 40 letters, digits, - or _")
}
