//! Who works at the stores and at headquarters, and keys of machines there.

use super::World;
use crate::isolation::canary::{Canary, Seen};
use crate::isolation::cast::{NORTH, SOUTH, THIRD, Who, hire};
use end_to_end::Answer;
use serde_json::{Value, json};

/// Everybody's, so that one request does for all.
pub const PASSWORD: &str = "correct horse battery staple";

impl World {
    /// Hires those who call, others whom they manage, and gives keys to machines.
    pub(super) fn staff(&mut self) {
        let callers = [
            (Who::North, "caller-north", Some(NORTH)),
            (Who::South, "caller-south", Some(SOUTH)),
            (Who::Third, "caller-third", Some(THIRD)),
            (Who::Headquarters, "caller-headquarters", None),
        ];
        let ids = callers.map(|(who, login, store)| (who, self.hired(login, "admin", store)));
        hire(ids);
        for (who, home, names) in [
            (
                Who::North,
                NORTH,
                ["staff.north", "key.north", "staff-session.north"],
            ),
            (
                Who::South,
                SOUTH,
                ["staff.south", "key.south", "staff-session.south"],
            ),
        ] {
            let [person, key, session] = names;
            let login = format!("works-at-{home}");
            let id = self.hired(&login, "clerk", Some(home));
            self.name(person, &json!(id));
            let body = json!({"kind": "device", "name": format!("gate-of-{home}"), "role": "device", "store": home, "days": 9});
            let made = self
                .mall
                .as_headquarters()
                .post("/v1/access-keys", &body)
                .expect(201);
            self.name(key, &made.json["id"]);
            let log_in = format!("caller-{}", home.split('-').next().unwrap_or_default());
            self.name(session, &self.staff_log_in(&log_in).json["session"]);
            for thing in names {
                self.hide(thing, &[Seen::By(who)]);
            }
            self.canaries.push(Canary::text(&login, &[Seen::By(who)]));
            if who == Who::North {
                self.name("key", &made.json["key"]);
                let secret = who
                    .caller(&self.mall)
                    .post_empty("/v1/staff/me/codes")
                    .expect(201);
                self.name("code-secret", &secret.json["secret"]);
            }
        }
        self.name(
            "staff-refresh",
            &self.staff_log_in("caller-third").json["refresh_token"],
        );
        let invited = self.invited("invited", "clerk", Some(NORTH));
        self.name("invitation", &invited["invitation"]);
        let east = json!({"name": "East", "stores": [NORTH, SOUTH, THIRD]});
        self.put("/v1/regions/east", &east);
    }

    fn staff_log_in(&self, login: &str) -> Answer {
        let body = json!({"login": login, "password": PASSWORD});
        self.mall
            .anonymous()
            .post("/v1/staff/sessions", &body)
            .expect(201)
    }

    fn invited(&self, login: &str, role: &str, store: Option<&str>) -> Value {
        let body = json!({"login": login, "role": role, "store": store});
        self.mall
            .as_headquarters()
            .post("/v1/staff", &body)
            .expect(201)
            .json
    }

    fn hired(&self, login: &str, role: &str, store: Option<&str>) -> String {
        let invited = self.invited(login, role, store);
        let body = json!({"invitation": invited["invitation"], "password": PASSWORD});
        let accept = "/v1/staff/invitations/accept";
        self.mall.anonymous().post(accept, &body).assert(200);
        invited["staff"].as_str().unwrap().to_owned()
    }
}
