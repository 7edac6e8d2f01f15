//! Who the merchant is, and real keys, made once per process.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::{Generate, PrivateKey};
use sha2::Sha256;
use std::sync::LazyLock;

/// The mini-program.
pub const APPID: &str = "wxfake000000000001";
/// Its secret.
pub const APP_SECRET: &str = "5ec2e70f0a0b1e57a51ed0000000f4ce";
/// The merchant.
pub const MCHID: &str = "1900000001";
/// The serial of the merchant's certificate.
pub const MERCHANT_SERIAL: &str = "5FA0E00000000000000000000000000000000001";
/// The serial of the gateway's key.
pub const PLATFORM_SERIAL: &str = "PUB_KEY_ID_0119000000012026010100000000000001";
/// The merchant's APIv3 key.
pub const API_V3_KEY: &str = "an APIv3 key has thirty-two byte";

const BITS: usize = 2_048;

/// The merchant's; the gateway knows its public half.
pub(crate) static MERCHANT: LazyLock<PrivateKey> = LazyLock::new(generate);
/// The gateway's; the merchant knows its public half.
pub(crate) static PLATFORM: LazyLock<PrivateKey> = LazyLock::new(generate);
/// Nobody's.
pub(crate) static FORGER: LazyLock<PrivateKey> = LazyLock::new(generate);

fn generate() -> PrivateKey {
    SmallKey::generate().0
}

/// A key as long as the protocol's, which is shorter than the crate's own choice.
struct SmallKey(PrivateKey);

impl Generate for SmallKey {
    fn try_generate_from_rng<R: rsa::rand_core::TryCryptoRng + ?Sized>(
        rng: &mut R,
    ) -> Result<Self, R::Error> {
        match PrivateKey::new(rng, BITS) {
            Ok(key) => Ok(Self(key)),
            Err(error) => panic!("making a key: {error}"),
        }
    }
}

/// The merchant's private key, PKCS#8 in PEM.
#[must_use]
pub fn merchant_key() -> String {
    MERCHANT.to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
}

/// The gateway's serial and public key, as the merchant's variable has them.
#[must_use]
pub fn platform_keys() -> String {
    let pem = PLATFORM
        .to_public_key()
        .to_public_key_pem(LineEnding::LF)
        .unwrap();
    format!("{PLATFORM_SERIAL}\n{pem}")
}

pub(crate) fn sign(key: &PrivateKey, message: &[u8]) -> String {
    BASE64.encode(key.pkcs1v15_sign::<Sha256>(message).unwrap())
}
