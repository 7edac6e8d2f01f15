//! Projection right after a commit, so that a writer reads its own write.

use crate::{Call, Principal, token};

/// How long the token of one internal request is valid, in seconds.
const TOKEN_SECONDS: i64 = 60;

impl Call {
    /// Brings key-value up to date. The write is committed already, so a failure here is only logged: the scheduled run
    /// repeats it.
    pub async fn project(&self) {
        let secret = self.platform.variable("token_secret").await.unwrap_or_default();
        let expires_s = self.now_ms.div_euclid(1_000) + TOKEN_SECONDS;
        let requested = match token::mint(&secret, &Principal::Job, expires_s) {
            Ok(token) => self.platform.request_projection(&token).await,
            Err(_) => Err("token_secret is too short".to_owned()),
        };
        if let Err(error) = requested {
            self.platform.log(&format!("projection: {error}"));
        }
    }

    /// A random name, such as that of a lease's holder.
    #[must_use]
    pub fn random_name(&self) -> String {
        u128::from_be_bytes(self.random::<16>()).to_string()
    }
}
