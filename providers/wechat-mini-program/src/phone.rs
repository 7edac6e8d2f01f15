//! The code of a telephone number (`<button open-type="getPhoneNumber">`,
//! <https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html>).

use crate::Failure;
use crate::answer::{exchange, is_code};
use crate::credential;
use crate::link::{Link, Request};
use crate::mini_program::MiniProgram;
use serde::Deserialize;
use serde_json::{Value, json};

/// Digits of a number with its country's code (ITU-T E.164; no country has fewer than five).
const DIGITS_MIN: usize = 5;
const DIGITS_MAX: usize = 15;

#[derive(Deserialize)]
struct Answer {
    phone_info: PhoneInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PhoneInfo {
    pure_phone_number: String,
    /// A number or a text: the documentation has both.
    country_code: Value,
    watermark: Watermark,
}

#[derive(Deserialize)]
struct Watermark {
    appid: String,
}

/// The number that the platform verified, as E.164 has it.
///
/// # Errors
/// See [`Failure`].
pub(crate) async fn number(
    of: &MiniProgram,
    link: &dyn Link,
    code: &str,
    kept: Option<&str>,
) -> Result<String, Failure> {
    if !is_code(code) {
        return Err(Failure::CodeRefused);
    }
    let token = credential::open(of, link, kept.ok_or(Failure::CredentialRefused)?)?;
    let request = Request {
        method: "POST",
        url: format!(
            "{}/wxa/business/getuserphonenumber?access_token={token}",
            of.platform
        ),
        headers: vec![("content-type", "application/json".to_owned())],
        body: json!({"code": code}).to_string(),
    };
    let answer: Answer = exchange(link, request).await?;
    let info = answer.phone_info;
    // What another mini-program's user allowed is not ours to keep.
    if info.watermark.appid != of.appid {
        return Err(Failure::CodeRefused);
    }
    e164(&info).ok_or_else(|| Failure::Unavailable("the platform's number is none".to_owned()))
}

fn e164(info: &PhoneInfo) -> Option<String> {
    let country = match &info.country_code {
        Value::Number(code) => code.to_string(),
        Value::String(code) => code.trim_start_matches('+').to_owned(),
        _ => return None,
    };
    let digits = format!("{country}{}", info.pure_phone_number);
    let is_number = (DIGITS_MIN..=DIGITS_MAX).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    is_number.then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(country_code: Value, pure: &str, expected: Option<&str>) {
        let info = PhoneInfo {
            pure_phone_number: pure.to_owned(),
            country_code,
            watermark: Watermark { appid: String::new() },
        };
        assert_eq!(e164(&info).as_deref(), expected, "{pure}");
    }

    #[test]
    fn number_is_brought_to_one_form_or_refused() {
        check(json!(86), "13800138000", Some("+8613800138000"));
        check(json!("86"), "13800138000", Some("+8613800138000"));
        check(json!("+1"), "2025550123", Some("+12025550123"));
        check(json!("86"), "138 0013 8000", None);
        check(json!(""), "0138", None);
        check(json!("86"), "", None);
        check(json!(null), "13800138000", None);
        check(json!(86), &"1".repeat(14), None);
    }
}
