//! Whose mini-program it is.

use std::fmt;

/// Longest secret, in characters; real ones have 32.
const SECRET_CHARS_MAX: usize = 128;

/// The variables, as they are set.
pub struct Variables {
    /// `wechat_mini_program_appid`.
    pub appid: String,
    /// `wechat_mini_program_secret`.
    pub secret: String,
    /// `wechat_mini_program_platform`: scheme and host.
    pub platform: String,
}

/// A variable that is not usable. Tells nothing of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the variable {0} is not usable")]
pub struct SettingsError(pub &'static str);

/// A mini-program. Prints nothing of its secret.
pub struct MiniProgram {
    pub(crate) appid: String,
    pub(crate) secret: String,
    pub(crate) platform: String,
}

impl MiniProgram {
    /// Checks the variables: what goes into an address must not change its meaning.
    ///
    /// # Errors
    /// Names the variable.
    pub fn read(variables: Variables) -> Result<Self, SettingsError> {
        let is_word = |text: &str| {
            (1..=SECRET_CHARS_MAX).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        if !is_word(&variables.appid) {
            return Err(SettingsError("wechat_mini_program_appid"));
        }
        if !is_word(&variables.secret) {
            return Err(SettingsError("wechat_mini_program_secret"));
        }
        let platform = variables.platform.trim_end_matches('/');
        if !(platform.starts_with("https://") || platform.starts_with("http://")) {
            return Err(SettingsError("wechat_mini_program_platform"));
        }
        Ok(Self {
            platform: platform.to_owned(),
            appid: variables.appid,
            secret: variables.secret,
        })
    }
}

impl fmt::Debug for MiniProgram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MiniProgram({})", self.appid)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn variables() -> Variables {
        Variables {
            appid: "wx1234567890abcdef".to_owned(),
            secret: "0123456789abcdef0123456789abcdef".to_owned(),
            platform: "https://api.weixin.qq.com/".to_owned(),
        }
    }

    #[test]
    fn variable_that_is_not_usable_is_named_without_its_value() {
        for (change, name) in [
            (
                (|v: &mut Variables| v.appid.clear()) as fn(&mut Variables),
                "wechat_mini_program_appid",
            ),
            (|v| v.secret = "a&b".to_owned(), "wechat_mini_program_secret"),
            (|v| v.secret.clear(), "wechat_mini_program_secret"),
            (
                |v| v.platform = "api.weixin.qq.com".to_owned(),
                "wechat_mini_program_platform",
            ),
        ] {
            let mut changed = variables();
            change(&mut changed);
            assert_eq!(MiniProgram::read(changed).err(), Some(SettingsError(name)));
        }
        let read = MiniProgram::read(variables()).unwrap();
        assert_eq!(read.platform, "https://api.weixin.qq.com");
        assert!(!format!("{read:?}").contains("0123456789abcdef"));
    }
}
