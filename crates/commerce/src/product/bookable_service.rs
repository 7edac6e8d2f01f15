use serde::{Deserialize, Serialize};

use crate::field::{FieldError, Findings, Rule, in_range};
use crate::ids::ResourceKind;

/// The shortest service, in minutes.
pub const SERVICE_MINUTES_MIN: u32 = 5;

/// The longest service, and the longest booking, in minutes.
pub const SERVICE_MINUTES_MAX: u32 = 480;

/// What a service needs of a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookableService {
    /// How long it takes, in minutes; [`SERVICE_MINUTES_MIN`] to [`SERVICE_MINUTES_MAX`].
    pub minutes: u32,
    /// The kind of resource that serves it.
    pub resource: ResourceKind,
}

/// What a service needs, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BookableServiceDraft {
    /// What should be a number of minutes.
    pub minutes: i64,
    /// What should be a code.
    pub resource: String,
}

impl BookableServiceDraft {
    pub(super) fn validate(&self) -> Result<BookableService, Vec<FieldError>> {
        let mut findings = Findings::default();
        let (min, max) = (i64::from(SERVICE_MINUTES_MIN), i64::from(SERVICE_MINUTES_MAX));
        let minutes = findings.keep(in_range("service.minutes", self.minutes, min, max));
        let resource = self.resource.parse();
        let resource = findings.keep(resource.map_err(|_| FieldError::new("service.resource", Rule::CODE)));
        let service = || {
            Some(BookableService {
                minutes: u32::try_from(minutes?).ok()?,
                resource: resource?,
            })
        };
        findings.finish(service())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn service_takes_some_minutes_of_a_kind_of_resource() {
        let read = |minutes, resource: &str| {
            let resource = resource.to_owned();
            BookableServiceDraft { minutes, resource }.validate()
        };
        assert_eq!(read(45, "stylist").unwrap().minutes, 45);
        let fields = |minutes, resource| {
            let errors = read(minutes, resource).unwrap_err();
            errors.into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(4, "stylist"), ["service.minutes"]);
        assert_eq!(fields(481, "a b"), ["service.minutes", "service.resource"]);
        assert_eq!(fields(i64::MIN, ""), ["service.minutes", "service.resource"]);
    }
}
