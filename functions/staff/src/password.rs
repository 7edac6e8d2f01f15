//! Passwords: Argon2id (RFC 9106) with the parameters that OWASP's cheat sheet on password storage names first for its memory, 19 MiB,
//! two passes, one lane; `cargo xtask bench --only log-in` says what that costs in a component.

use api::problem::{Code, Problem};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use commerce::staff::PASSWORD_CHARS_MAX;
use web::Call;

/// Memory, in KiB.
const MEMORY_KIB: u32 = 19 * 1_024;
/// Passes over it.
const PASSES: u32 = 2;
/// Length of a salt, in bytes (RFC 9106, 3.1).
const SALT_BYTES: usize = 16;
/// What nobody's password is checked against, so that a name that is nobody's takes as long as a wrong password: the hash of a
/// password that was thrown away, with the parameters above.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IG9mIG91cnM$Ob+DzJn1vNcW0iHJzLPEuRUwsSlRImmqUSIJlbBXqwM";

fn argon2() -> Result<Argon2<'static>, Problem> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|_| Problem::new(Code::Internal))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a password, a PHC string.
///
/// # Errors
/// [`Code::Internal`] when the library fails, which is a defect.
pub fn hash(call: &Call, password: &str) -> Result<String, Problem> {
    let salt = call.random::<SALT_BYTES>();
    argon2()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|_| Problem::new(Code::Internal))
}

/// Whether `password` has the hash; without one, it takes as long and has not. Compared in constant time.
///
/// # Errors
/// [`Code::Internal`] when what is kept is no hash.
pub fn is(password: &str, hash: Option<&str>) -> Result<bool, Problem> {
    if password.chars().count() > PASSWORD_CHARS_MAX {
        return Ok(false);
    }
    let stored = PasswordHash::new(hash.unwrap_or(NOBODY)).map_err(|_| Problem::new(Code::Internal))?;
    let same = argon2()?.verify_password(password.as_bytes(), &stored).is_ok();
    Ok(same && hash.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_hash_is_one_of_the_same_cost() {
        let stored = PasswordHash::new(NOBODY).unwrap();
        let params = Params::try_from(&stored).unwrap();
        assert_eq!(
            (params.m_cost(), params.t_cost(), params.p_cost()),
            (MEMORY_KIB, PASSES, 1)
        );
        assert!(!is("whatever it was", None).unwrap());
    }

    #[test]
    fn password_has_its_own_hash_and_no_other() {
        let hash = argon2()
            .unwrap()
            .hash_password_with_salt(b"correct horse", &[7; SALT_BYTES]);
        let hash = hash.unwrap().to_string();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is("correct horse", Some(&hash)).unwrap());
        assert!(!is("correct horsf", Some(&hash)).unwrap());
        assert!(!is(&"x".repeat(100_000), Some(&hash)).unwrap());
    }
}
