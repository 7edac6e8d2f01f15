//! The provider, call by call; see the contract, `wit/identity.wit`.

use crate::Failure;
use crate::link::Link;
use crate::mini_program::MiniProgram;
use crate::{credential, phone, session};

pub use crate::credential::Credential;

/// Under which subjects are kept.
pub const NAME: &str = "wechat-mini-program";

/// The provider of a mini-program.
pub struct WechatMiniProgram<'a> {
    /// Whose it is.
    pub mini_program: &'a MiniProgram,
    /// The way to the platform.
    pub link: &'a dyn Link,
}

impl WechatMiniProgram<'_> {
    /// Exchanges the code of a log-in for the openid.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn exchange_code(&self, code: &str) -> Result<String, Failure> {
        session::openid(self.mini_program, self.link, code).await
    }

    /// Exchanges the code of a telephone number, with a credential that was kept.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn phone_number(&self, code: &str, kept: Option<&str>) -> Result<String, Failure> {
        phone::number(self.mini_program, self.link, code, kept).await
    }

    /// A credential that is good now.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn renew_credential(&self) -> Result<Credential, Failure> {
        credential::renew(self.mini_program, self.link).await
    }
}
