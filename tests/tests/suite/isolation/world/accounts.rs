//! What is private of the customers.

use super::World;
use crate::isolation::canary::{Canary, Seen};
use crate::isolation::cast::{Who, alice, log_in_as};
use serde_json::json;

impl World {
    /// What is private of the customers, and log-ins of theirs.
    pub(super) fn accounts(&mut self) {
        for (who, name, session) in [
            (Who::Alice, "alice", "session.alice"),
            (Who::Bob, "bob", "session.bob"),
        ] {
            let again = log_in_as(&self.mall, name);
            self.name(session, &again["session"]);
            self.hide(session, &[Seen::By(who)]);
            let shopper = who.caller(&self.mall);
            let (called, detail) = (format!("called-{name}-2b7e"), format!("lives-{name}-9c4d"));
            let profile = json!({"name": called, "consents": ["marketing"]});
            shopper.put("/v1/me", &profile).assert(200);
            let address = json!({
                "recipient": called, "phone": "13900000001", "region": "上海市", "detail": detail,
                "lat": 31.2304, "lng": 121.4737, "coord": "wgs84",
            });
            shopper.put("/v1/me/addresses/home", &address).assert(200);
            // Staff of the store that has an open order of theirs see what they are called.
            let staff = if who == Who::Alice { Who::North } else { Who::South };
            self.canaries
                .push(Canary::text(&called, &[Seen::By(who), Seen::By(staff)]));
            self.canaries.push(Canary::text(&detail, &[Seen::By(who)]));
        }
        // Whose log-in goes on is nobody else of this mall.
        let other = log_in_as(&self.mall, "carol");
        self.name("refresh", &other["refresh_token"]);
        self.things.insert("customer.alice", alice().to_owned());
    }
}
