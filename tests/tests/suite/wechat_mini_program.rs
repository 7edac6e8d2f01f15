//! Log-ins with the platform of WeChat's mini-programs plugged in, against one that speaks its protocol.

use crate::accounts::Session;
use end_to_end::{Answer, Mall, now_ms};
use fake_wechat_pay::{APP_SECRET, APPID, FakeWechatPay, Network, Server};
use serde_json::json;

const OPENID: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

struct Place {
    mall: Mall,
    platform: FakeWechatPay,
    _server: Server,
}

impl Place {
    fn open() -> Self {
        let platform = FakeWechatPay::new();
        let server = Server::start(&platform);
        let mall = Mall::with_another(
            "sandbox-identity",
            "wechat-mini-program",
            &[
                ("wechat_mini_program_appid", APPID),
                ("wechat_mini_program_secret", APP_SECRET),
                ("wechat_mini_program_platform", &server.url()),
            ],
        );
        Self {
            mall,
            platform,
            _server: server,
        }
    }

    fn code(&self, openid: &str) -> String {
        self.platform.issue_code(openid, now_ms() / 1_000)
    }

    fn log_in(&self, code: &str) -> Answer {
        let body = json!({"provider": "wechat-mini-program", "code": code});
        self.mall.anonymous().post("/v1/sessions", &body)
    }

    fn phone(&self, session: &Session) -> Answer {
        let code = self
            .platform
            .issue_phone_code("86", "13800138000", now_ms() / 1_000);
        let shopper = session.shopper(&self.mall);
        shopper.post("/v1/me/phone", &json!({"code": code}))
    }
}

#[test]
fn shopper_logs_in_once_for_each_code_and_is_the_same_each_time() {
    let place = Place::open();
    let code = place.code(OPENID);
    let first = Session::of(&place.log_in(&code).expect(201));
    let used = place.log_in(&code);
    assert_eq!((used.status, used.code()), (409, "code_refused"));
    let again = Session::of(&place.log_in(&place.code(OPENID)).expect(201));
    assert_eq!(again.customer, first.customer);
    let other = Session::of(&place.log_in(&place.code("oAnother")).expect(201));
    assert_ne!(other.customer, first.customer);
    let export = first.shopper(&place.mall).get("/v1/me/export").expect(200);
    assert_eq!(export.json["identities"][0]["subject"], OPENID);
    // The session key stays where it came from.
    let session_key = "c2Vzc2lvbi1rZXktY2FuYXJ5";
    assert!(!export.text.contains(session_key));
}

#[test]
fn phone_number_needs_one_token_for_all_instances_which_is_renewed_when_it_ends() {
    let place = Place::open();
    let session = Session::of(&place.log_in(&place.code(OPENID)).expect(201));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| place.phone(&session).assert(200));
        }
    });
    assert_eq!(place.platform.tokens_granted(), 1);
    place.platform.end_tokens();
    assert_eq!(place.phone(&session).expect(200).json["phone"], "+8613800138000");
    assert_eq!(place.platform.tokens_granted(), 2);
    let kept = place.mall.rows("SELECT kept FROM provider_credential");
    assert!(!kept[0][0].contains("TOKEN"), "{kept:?}");
}

#[test]
fn what_the_platform_says_is_told_apart() {
    let place = Place::open();
    place.platform.set_limits(true);
    let limited = place.log_in(&place.code(OPENID));
    assert_eq!((limited.status, limited.code()), (429, "rate_limited"));
    place.platform.set_limits(false);
    place.platform.block("oBlocked");
    let blocked = place.log_in(&place.code("oBlocked"));
    assert_eq!((blocked.status, blocked.code()), (403, "blocked"));
    place.platform.set_network(Network::LosesAnswers);
    let lost = place.log_in(&place.code(OPENID));
    assert_eq!((lost.status, lost.code()), (502, "identity_unavailable"));
    place.platform.set_network(Network::Sound);
    place.log_in(&place.code(OPENID)).assert(201);
    let strange = json!({"provider": "sandbox-identity", "code": "dev-alice"});
    let strange = place.mall.anonymous().post("/v1/sessions", &strange);
    assert_eq!((strange.status, strange.fields()), (422, vec!["provider"]));
}
