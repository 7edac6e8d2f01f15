//! What the platform says of people: log-ins
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html>) and telephone numbers
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html>).

use crate::books::{About, Books, ClientCode};
use crate::gateway::{FakeWechatPay, Levers};
use crate::keys::{APP_SECRET, APPID};
use crate::message::Request;
use crate::platform::{error, refuse_token};
use serde_json::{Value, json};

/// How long a code is good, in seconds.
const CODE_S: i64 = 300;

impl FakeWechatPay {
    /// A client logs a person in (`wx.login`): the code that it sends.
    #[must_use]
    pub fn issue_code(&self, openid: &str, now_s: i64) -> String {
        self.issue(About::LogIn(openid.to_owned()), now_s)
    }

    /// A person allows their client to get their telephone number: the code that it sends.
    #[must_use]
    pub fn issue_phone_code(&self, country: &'static str, number: &str, now_s: i64) -> String {
        self.issue(About::Phone(country, number.to_owned()), now_s)
    }

    fn issue(&self, about: About, now_s: i64) -> String {
        let mut books = self.books();
        let code = format!("0fake{:027}", books.next());
        let issued = ClientCode {
            about,
            issued_s: now_s,
            used: false,
        };
        books.codes.insert(code.clone(), issued);
        code
    }

    /// The platform takes a person for a fraud.
    pub fn block(&self, openid: &str) {
        self.books().blocked.insert(openid.to_owned());
    }
}

pub(crate) fn log_in(books: &mut Books, query: &str, now_s: i64, levers: Levers) -> Value {
    let field = |name: &str| {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
            .unwrap_or("")
    };
    if field("appid") != APPID {
        return error(40_013, "invalid appid");
    }
    if field("secret") != APP_SECRET {
        return error(40_125, "invalid appsecret");
    }
    if field("grant_type") != "authorization_code" {
        return error(40_002, "invalid grant_type");
    }
    if levers.limits {
        return error(45_011, "api minute-quota reach limit");
    }
    let openid = match take(books, field("js_code"), now_s) {
        Ok(About::LogIn(openid)) => openid,
        Ok(About::Phone(..)) => return error(40_029, "invalid code"),
        Err(refusal) => return refusal,
    };
    if books.blocked.contains(&openid) {
        return error(40_226, "code blocked");
    }
    // As the real one: no errcode when all is well.
    json!({"session_key": "c2Vzc2lvbi1rZXktY2FuYXJ5", "openid": openid})
}

pub(crate) fn phone(books: &mut Books, request: &Request, query: &str, now_s: i64, levers: Levers) -> Value {
    if let Some(refusal) = refuse_token(books, query, now_s) {
        return refusal;
    }
    if levers.limits {
        return error(45_011, "api minute-quota reach limit");
    }
    let code = request
        .json()
        .and_then(|body| Some(body["code"].as_str()?.to_owned()));
    let Some(code) = code else {
        return error(47_001, "data format error");
    };
    match take(books, &code, now_s) {
        Ok(About::Phone(country, number)) => json!({
            "errcode": 0,
            "errmsg": "ok",
            "phone_info": {
                "phoneNumber": number,
                "purePhoneNumber": number,
                "countryCode": country,
                "watermark": {"timestamp": now_s, "appid": APPID},
            },
        }),
        Ok(About::LogIn(_)) => error(40_029, "invalid code"),
        Err(refusal) => refusal,
    }
}

/// What a code is about; it is used then.
fn take(books: &mut Books, code: &str, now_s: i64) -> Result<About, Value> {
    let Some(known) = books
        .codes
        .get_mut(code)
        .filter(|code| now_s - code.issued_s < CODE_S)
    else {
        return Err(error(40_029, "invalid code"));
    };
    if known.used {
        return Err(error(40_163, "code been used"));
    }
    known.used = true;
    Ok(known.about.clone())
}
