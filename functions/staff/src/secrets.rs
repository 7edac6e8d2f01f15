//! What this function makes secrets with, and finds them by.

use api::problem::{Code, Problem};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use commerce::ids::StaffId;
use log_in::TokenKeys;
use vault::{KeyedHash, LookupSecret, Opened};
use web::Call;

/// Length of what is random in an invitation or a key, in bytes.
const RANDOM_BYTES: usize = 32;

/// What the variable `staff_secret` holds. Not printable.
pub struct Secrets(LookupSecret);

impl Secrets {
    /// The secret, as it is set.
    ///
    /// # Errors
    /// [`Code::Internal`] when it is not; the log says why.
    pub async fn of(call: &Call) -> Result<Self, Problem> {
        let secret = call.platform.variable("staff_secret").await.unwrap_or_default();
        LookupSecret::new(secret).map(Self).map_err(|error| {
            call.platform.log(&format!("the variable staff_secret {error}"));
            Problem::new(Code::Internal)
        })
    }

    /// What refresh tokens are told and found by.
    pub fn tokens(&self) -> TokenKeys {
        TokenKeys::of(&self.0)
    }

    /// Finds an invitation.
    pub fn invitations(&self) -> KeyedHash {
        log_in::invitations(&self.0)
    }

    /// Finds a key of a device, a partner or a job.
    pub fn keys(&self) -> KeyedHash {
        self.0.hash_for("mendian access key")
    }

    /// The secret of a person's one-time codes: made, not kept, so that no database has it. Each that is given out is another one.
    pub fn code_secret(&self, staff: StaffId, generation: i64) -> CodeSecret {
        let hash = self.0.hash_for("mendian one-time codes");
        CodeSecret(Opened::new(
            hash.of(&[&staff.to_string(), &generation.to_string()]),
        ))
    }
}

/// The secret of somebody's one-time codes. Prints nothing of itself.
#[derive(Debug)]
pub struct CodeSecret(Opened);

impl CodeSecret {
    /// Its bytes: 32 of them.
    pub fn bytes(&self) -> Vec<u8> {
        BASE64.decode(self.0.expose()).unwrap_or_default()
    }
}

/// Something random that is shown once, and known by its keyed hash afterwards.
pub fn random(call: &Call) -> Opened {
    Opened::new(BASE64.encode(call.random::<RANDOM_BYTES>()))
}
