//! The closed list of problems.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal;)*) => {
        /// A stable problem code. Codes are never renamed; a new situation gets a new code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// As in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The HTTP status.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }
        }
    };
}

codes! {
    /// The body is not JSON.
    MalformedJson = "malformed_json", 400;
    /// What claims to be a payment gateway's or a courier's notification is not signed by it.
    NotificationRefused = "notification_refused", 400;
    /// The `Idempotency-Key` header is missing or malformed.
    IdempotencyKeyRequired = "idempotency_key_required", 400;
    /// No valid token.
    Unauthenticated = "unauthenticated", 401;
    /// The password is right, and a one-time code is wanted too.
    CodeRequired = "code_required", 401;
    /// A valid token whose role may not do this.
    Forbidden = "forbidden", 403;
    /// The shopper's platform has blocked them.
    Blocked = "blocked", 403;
    /// Nothing there, or nothing that the caller may know of.
    NotFound = "not_found", 404;
    /// The path exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405;
    /// Somebody else changed it meanwhile.
    VersionConflict = "version_conflict", 409;
    /// Fewer units than wanted.
    OutOfStock = "out_of_stock", 409;
    /// So many orders of the customer wait for payment that no more may; how many may is in `unpaid_orders_max`.
    TooManyUnpaidOrders = "too_many_unpaid_orders", 409;
    /// A customer may not buy so many; how many are left is said of each line.
    PurchaseLimit = "purchase_limit", 409;
    /// The price is another than the caller saw; the new quote is in `quote`.
    PriceChanged = "price_changed", 409;
    /// The store does not sell this now.
    NotSellable = "not_sellable", 409;
    /// The store does not serve this way, here, or now.
    StoreUnavailable = "store_unavailable", 409;
    /// The coupon cannot be used for this cart.
    CouponRefused = "coupon_refused", 409;
    /// The points cannot be redeemed for this cart; how many can is in `points_max`.
    PointsRefused = "points_refused", 409;
    /// No coupons of this template are left, or none for this customer.
    CouponExhausted = "coupon_exhausted", 409;
    /// The order's state does not allow this.
    OrderState = "order_state", 409;
    /// Not so much is left to refund.
    RefundRefused = "refund_refused", 409;
    /// What the shopper shows is not the code of an order that waits here, or no longer.
    HandoverRefused = "handover_refused", 409;
    /// The transfer is no longer in transit.
    TransferState = "transfer_state", 409;
    /// The payment provider refused.
    PaymentRefused = "payment_refused", 409;
    /// The platform does not take the client's code: it was used, is too old, or is nobody's.
    CodeRefused = "code_refused", 409;
    /// The log-in name is somebody's.
    LoginTaken = "login_taken", 409;
    /// The body is longer than this operation takes.
    PayloadTooLarge = "payload_too_large", 413;
    /// The body's media type or its coding is not the one this operation takes.
    UnsupportedMediaType = "unsupported_media_type", 415;
    /// A field breaks a rule.
    InvalidRequest = "invalid_request", 422;
    /// The key was used before with another body.
    IdempotencyKeyReused = "idempotency_key_reused", 422;
    /// Too many codes that were none; wait.
    TooManyTries = "too_many_tries", 429;
    /// The shopper's platform wants fewer requests; wait.
    RateLimited = "rate_limited", 429;
    /// One caller, or one address, asks too often; `Retry-After` says for how long to wait.
    TooManyRequests = "too_many_requests", 429;
    /// The header fields are too many, or too long.
    HeadersTooLarge = "headers_too_large", 431;
    /// A defect of ours.
    Internal = "internal", 500;
    /// The payment provider cannot be reached or does not answer.
    PaymentUnavailable = "payment_unavailable", 502;
    /// The courier cannot be reached or does not answer.
    CourierUnavailable = "courier_unavailable", 502;
    /// The rules of promotions cannot be asked.
    PromotionsUnavailable = "promotions_unavailable", 502;
    /// The shopper's platform cannot be reached or does not answer.
    IdentityUnavailable = "identity_unavailable", 502;
    /// Too busy; try again with the same key.
    Busy = "busy", 503;
}
