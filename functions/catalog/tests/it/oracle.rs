//! Every page that shoppers read, against the same computed from the database without any projection.

use crate::mall::{mall, put};
use api::catalog::{Choice, PurchaseLimitView, ServiceView, StoreProduct, StoreVariant};
use api::money::MoneyView;
use commerce::ids::ProductId;
use commerce::money::{Currency, Minor};
use commerce::product::{Product, StoreTerms, Variant};
use commerce::text::{Locale, Texts};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use storage::product;
use test_kit::{Harness, SplitMix64, block_on};
use web::Platform;

const PRODUCTS: u64 = 130;

/// What one store says, kept beside the function.
#[derive(Default)]
struct Terms {
    carried: BTreeMap<String, bool>,
    prices: BTreeMap<String, i64>,
    stock: BTreeMap<String, i64>,
}

fn product_body(random: &mut SplitMix64, number: u64) -> Value {
    let mut variants = Vec::new();
    for code in ["s", "m", "l"].iter().take(1 + below(random, 3) as usize) {
        let mut prices = json!({"GBP": 1});
        for currency in ["CNY", "JPY"] {
            if below(random, 4) > 0 {
                prices[currency] = json!(1 + below(random, 5_000));
            }
        }
        let limit = (below(random, 4) == 0)
            .then(|| json!({"quantity": 1 + below(random, 9), "days": below(random, 30)}));
        let service =
            (below(random, 4) == 0).then(|| json!({"minutes": 5 + below(random, 90), "resource": "stylist"}));
        variants.push(json!({
            "service": service, "purchase_limit": limit, "code": code, "prices": prices, "carried_by_default": below(random, 5) > 0,
            "choices": [{"option": {"en": "Size"}, "value": {"en": code, "zh-CN": "大"}}],
        }));
    }
    let categories = [json!(["tea"]), json!(["cups"]), json!(["cups", "tea"])];
    let mut body = json!({
        "name": {"en": format!("\"Tea\" \\ {number}\u{2028}"), "zh-CN": format!("茶 {number}")},
        "description": {"zh-CN": "</script>\n"},
        "categories": categories[below(random, 3) as usize],
        "variants": variants,
        "active": below(random, 10) > 0,
    });
    if below(random, 2) == 0 {
        body["image_url"] = json!("https://img.example/a?b=c&d=e");
    }
    body
}

fn below(random: &mut SplitMix64, bound: u64) -> u64 {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    u64::from_le_bytes(bytes) % bound
}

fn change_terms(mall: &Harness, random: &mut SplitMix64, store: &str, currency: &str, terms: &mut Terms) {
    for _ in 0..200 {
        let product = format!("p{:03}", below(random, PRODUCTS));
        let sku = format!("{product}.s");
        match below(random, 3) {
            0 => {
                let carried = below(random, 2) == 0;
                let word = if carried { "yes" } else { "no" };
                let path = format!("/v1/stores/{store}/products/{product}/assortment");
                put(mall, &path, &json!({"carried": word}));
                terms.carried.insert(product, carried);
            }
            1 => {
                let price = 1 + below(random, 5_000) as i64;
                let body = json!({"price": {"amount_minor": price, "currency": currency}});
                put(mall, &format!("/v1/stores/{store}/prices/{sku}"), &body);
                terms.prices.insert(sku, price);
            }
            _ => {
                let units = below(random, 3) as i64;
                let body = json!({"lines": [{"sku": sku, "on_hand": units}]});
                put(mall, &format!("/v1/stores/{store}/stock"), &body);
                terms.stock.insert(sku, units);
            }
        }
    }
}

fn expected(product: &Product, terms: &Terms, currency: Currency, locale: Locale) -> Option<StoreProduct> {
    let text = |texts: &Texts| locale.pick(texts).map(str::to_owned);
    let variant = |variant: &Variant| {
        let sku = variant.sku.to_string();
        let own = StoreTerms {
            carried: terms.carried.get(product.id.as_str()).copied(),
            price: terms.prices.get(&sku).copied().map(Minor),
        };
        let choices = variant.choices.iter().map(|choice| Choice {
            option: text(&choice.option).unwrap(),
            value: text(&choice.value).unwrap(),
        });
        Some(StoreVariant {
            choices: choices.collect(),
            barcode: variant.barcode.clone(),
            purchase_limit: variant.purchase_limit.map(|limit| PurchaseLimitView {
                quantity: limit.quantity,
                days: limit.days,
            }),
            service: variant.service.as_ref().map(|service| ServiceView {
                minutes: service.minutes,
                resource: service.resource.to_string(),
            }),
            price: MoneyView::new(variant.price_at(currency, own).ok()?, currency),
            available: match variant.service {
                Some(_) => 999,
                None => terms.stock.get(&sku).copied().unwrap_or(0),
            },
            sku,
        })
    };
    let variants: Vec<StoreVariant> = product.variants.iter().filter_map(variant).collect();
    (product.active && !variants.is_empty()).then(|| StoreProduct {
        id: product.id.to_string(),
        name: text(&product.name).unwrap(),
        description: text(&product.description),
        image_url: product.image_url.clone(),
        categories: product.categories.iter().map(ToString::to_string).collect(),
        variants,
    })
}

fn listed(mall: &Harness, path: &str, language: &str) -> Vec<StoreProduct> {
    let mut found = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = mall
            .anonymous()
            .reading(language)
            .get(&format!("{path}&limit=17{cursor}"));
        let page = page.expect(200).json;
        for item in page["items"].as_array().unwrap() {
            found.push(serde_json::from_value(item.clone()).unwrap());
        }
        let Some(next) = page["next_cursor"].as_str() else {
            return found;
        };
        cursor = format!("&cursor={next}");
    }
}

#[test]
fn every_page_is_what_the_database_says() {
    let mall = mall();
    let random = &mut SplitMix64::new(7);
    for number in 0..PRODUCTS {
        let body = product_body(random, number);
        put(&mall, &format!("/v1/products/p{number:03}"), &body);
    }
    let mut compared = 0;
    for (store, currency) in [("sh", Currency::CNY), ("tk", Currency::JPY)] {
        let mut terms = Terms::default();
        change_terms(&mall, random, store, currency.as_str(), &mut terms);
        for locale in Locale::ALL {
            let mut all = Vec::new();
            for number in 0..PRODUCTS {
                let id: ProductId = format!("p{number:03}").parse().unwrap();
                let stored = block_on(product::load(mall.platform().sql(), &id))
                    .unwrap()
                    .unwrap();
                let page = expected(&stored.product, &terms, currency, locale);
                let path = format!("/v1/stores/{store}/products/{id}");
                let answer = mall.anonymous().reading(locale.as_str()).get(&path);
                let read = (answer.status == 200).then(|| serde_json::from_value(answer.json).unwrap());
                assert_eq!(read, page, "{path}");
                all.extend(page.map(|page| StoreProduct {
                    description: None,
                    ..page
                }));
            }
            let list = format!("/v1/stores/{store}/products");
            let in_stock =
                |product: &&StoreProduct| product.variants.iter().any(|variant| variant.available > 0);
            let language = locale.as_str();
            assert_eq!(listed(&mall, &format!("{list}?in_stock=false"), language), all);
            let with_stock: Vec<StoreProduct> = all.iter().filter(in_stock).cloned().collect();
            assert_eq!(
                listed(&mall, &format!("{list}?in_stock=true"), language),
                with_stock
            );
            // A category has its own order: that in which products came to it, which here is that of their numbers.
            let cups = all
                .iter()
                .filter(|product| product.categories.contains(&"cups".to_owned()));
            let cups: Vec<StoreProduct> = cups.cloned().collect();
            assert_eq!(listed(&mall, &format!("{list}?category=cups"), language), cups);
            compared += all.len() + with_stock.len() + cups.len();
        }
    }
    assert!(compared > 500, "{compared}");
}
