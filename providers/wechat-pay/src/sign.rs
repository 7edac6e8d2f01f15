//! What the merchant signs (<https://pay.weixin.qq.com/doc/v3/merchant/4012365336>).

use crate::Failure;
use crate::merchant::Merchant;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::Sha256;

const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";

impl Merchant {
    /// The value of `authorization` for a request at an instant, in seconds since 1970 UTC. `path` has its query.
    ///
    /// # Errors
    /// A key that cannot sign.
    pub(crate) fn authorization(
        &self,
        method: &str,
        path: &str,
        body: &str,
        now_s: i64,
        nonce: &str,
    ) -> Result<String, Failure> {
        let signature = self.sign(&format!("{method}\n{path}\n{now_s}\n{nonce}\n{body}\n"))?;
        Ok(format!(
            "{SCHEME} mchid=\"{}\",nonce_str=\"{nonce}\",signature=\"{signature}\",timestamp=\"{now_s}\",\
             serial_no=\"{}\"",
            self.mchid, self.serial
        ))
    }

    /// `paySign` of `wx.requestPayment` (<https://pay.weixin.qq.com/doc/v3/merchant/4012791898>).
    ///
    /// # Errors
    /// A key that cannot sign.
    pub(crate) fn pay_sign(&self, now_s: i64, nonce: &str, package: &str) -> Result<String, Failure> {
        self.sign(&format!("{}\n{now_s}\n{nonce}\n{package}\n", self.appid))
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256, base64. The private operation is blinded with the platform's randomness.
    fn sign(&self, message: &str) -> Result<String, Failure> {
        let signature = self.private_key.pkcs1v15_sign::<Sha256>(message.as_bytes());
        let signature = signature.map_err(|_| Failure::unavailable("the merchant's key cannot sign"))?;
        Ok(BASE64.encode(signature))
    }
}

#[cfg(test)]
mod tests {
    use crate::merchant::tests::merchant;

    /// wechatpay-go, `core/auth/signers/sha256withrsa_signer_test.go`: the signature of "source".
    const SDK_SIGNATURE: &str = "BKyAfU4iMCuvXMXS0Wzam3V/cnxZ+JaqigPM5OhljS2iOT95OO6Fsuml2JkFANJU9K6q9bLlDhPXuoVz+pp4hAm6\
        pHU4ld815U4jsKu1RkyaII+1CYBUYC8TK0XtJ8FwUXXz8vZHh58rrAVN1XwNyvD1vfpxrMT4SL536GLwvpUHlCqIMzoZUguLli/K8V29QiOh\
        uH6IEqLNJn8e9b3nwNcQ7be3CzYGpDAKBfDGPCqCv8Rw5zndhlffk2FEA70G4hvMwe51qMN/RAJbknXG23bSlObuTCN7Ndj1aJGH6/L+hdwf\
        LpUtJm4QYVazzW7DFD27EpSQEqA8bX9+8m1rLg==";

    #[test]
    fn signature_is_that_of_the_official_sdk() {
        assert_eq!(merchant().sign("source").unwrap(), SDK_SIGNATURE);
    }

    #[test]
    fn authorization_names_what_was_signed() {
        let merchant = merchant();
        let header = merchant.authorization("GET", "/v3/certificates?a=b", "", 1_554_208_460, "NONCE");
        let signature = merchant
            .sign("GET\n/v3/certificates?a=b\n1554208460\nNONCE\n\n")
            .unwrap();
        assert_eq!(
            header.unwrap(),
            format!(
                "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",nonce_str=\"NONCE\",signature=\"{signature}\",\
                 timestamp=\"1554208460\",serial_no=\"F5765756002FDD77\""
            )
        );
    }

    #[test]
    fn pay_sign_is_over_appid_time_nonce_and_package() {
        let merchant = merchant();
        assert_eq!(
            merchant.pay_sign(
                1_414_561_699,
                "N",
                "prepay_id=wx201410272009395522657a690389285100"
            ),
            merchant
                .sign("wx8888888888888888\n1414561699\nN\nprepay_id=wx201410272009395522657a690389285100\n")
        );
    }
}
