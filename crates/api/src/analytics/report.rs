//! Sales and views by store and day.

use crate::money::MoneyView;
use serde::Serialize;

/// The most days of one report.
pub const REPORT_DAYS_MAX: i32 = 92;

/// The paid orders of one store on one day in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Sales"))]
pub struct SalesRow {
    /// The day of the store's own calendar, `YYYY-MM-DD`.
    pub day: String,
    /// The store.
    pub store: String,
    /// Orders paid on that day.
    pub orders: i64,
    /// Units in them.
    pub items: i64,
    /// What was paid for them.
    pub net: MoneyView,
    /// What was refunded in that time, whenever it was sold.
    pub refunded: MoneyView,
}

/// The paid orders of the whole report in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "SalesTotal"))]
pub struct SalesTotalView {
    /// Orders.
    pub orders: i64,
    /// Units in them.
    pub items: i64,
    /// What was paid for them.
    pub net: MoneyView,
    /// What was refunded in that time, whenever it was sold.
    pub refunded: MoneyView,
}

/// A page of sales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SalesPage {
    /// By day, store and currency.
    pub items: Vec<SalesRow>,
    /// What to send as `cursor` for the page after this one; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// The sums over all pages, by currency; on the first page only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totals: Option<Vec<SalesTotalView>>,
}

/// The views of one page on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Views"))]
pub struct ViewRow {
    /// The day of the store's own calendar, `YYYY-MM-DD`.
    pub day: String,
    /// The store.
    pub store: String,
    /// `store_viewed` or `product_viewed`.
    pub kind: &'static str,
    /// The product, with `product_viewed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// How often it was looked at.
    pub views: i64,
}

/// The views of the whole report of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "ViewTotal"))]
pub struct ViewTotalView {
    /// `store_viewed` or `product_viewed`.
    pub kind: &'static str,
    /// How often.
    pub views: i64,
}

/// A page of views.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ViewsPage {
    /// By day, store, kind and product.
    pub items: Vec<ViewRow>,
    /// What to send as `cursor` for the page after this one; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// The sums over all pages, by kind; on the first page only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totals: Option<Vec<ViewTotalView>>,
}
