//! Who takes part, and what there is: few of everything, so that they get into each other's way.

/// Shoppers.
pub const CUSTOMERS: [&str; 5] = ["alice", "bob", "carol", "dave", "erin"];
/// Stores, with their zones and currencies.
pub const STORES: [(&str, &str, &str); 3] = [
    ("s1", "Asia/Shanghai", "CNY"),
    ("s2", "Asia/Shanghai", "CNY"),
    ("s3", "Asia/Tokyo", "JPY"),
];
/// Articles with their first price, in minor units of every currency.
pub const ARTICLES: [(&str, &[&str], i64); 3] = [
    ("tea", &["l", "m"], 1_800),
    ("cake", &["one"], 2_599),
    ("cup", &["a"], 500),
];
/// A service with its price, in minor units of every currency, and its minutes: it has two quarters and a bit.
pub const SERVICE: (&str, i64, u32) = ("cut", 1_300, 40);
/// Who serves it.
pub const STYLISTS: [&str; 2] = ["mei", "li"];
/// SKUs, of the articles.
pub const SKUS: [&str; 4] = ["tea.l", "tea.m", "cake.one", "cup.a"];
/// Units of each SKU at each store in the beginning.
pub const UNITS: i64 = 12;
/// Coupon templates, with their limits in all and for each customer.
pub const TEMPLATES: [(&str, i64, i64); 3] = [("five", 40, 6), ("third", 15, 3), ("rare", 2, 1)];
/// The recall campaign.
pub const CAMPAIGN: &str = "come-back";
