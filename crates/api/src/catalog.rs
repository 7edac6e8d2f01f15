//! Requests and views of the function `catalog`.

mod alert;
#[cfg(feature = "openapi")]
mod describe;
mod request;
mod transfer;
mod view;

pub use alert::{PutStockThreshold, StockAlertView, StockThreshold};
#[cfg(feature = "openapi")]
pub use describe::describe;
pub use request::{
    Carried, PutAssortment, PutCategory, PutChoice, PutPrice, PutProduct, PutPurchaseLimit, PutService,
    PutStock, PutStockLine, PutStorePrice, PutVariant, STOCK_LINES_MAX, STOCK_REASON_CHARS_MAX,
};
pub use transfer::{
    CreateTransfer, CreateTransferLine, ReceiveTransfer, ReceiveTransferLine, TransferLineView, TransferView,
};
pub use view::{
    Assortment, Category, CategoryList, Choice, ChoiceTexts, Product, PurchaseLimitView, Saved, ServiceView,
    StockLevel, StockLevels, StockMovement, StorePrice, StoreProduct, StoreVariant, Variant,
};
