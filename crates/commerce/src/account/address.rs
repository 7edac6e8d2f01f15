use super::read_phone;
use crate::field::{FieldError, Findings, Rule};
use crate::geo::Point;
use crate::text;
use serde::{Deserialize, Serialize};

/// Addresses of a customer at most.
pub const ADDRESSES_MAX: i64 = 20;
const LABEL_CHARS_MAX: usize = 20;
const RECIPIENT_CHARS_MAX: usize = 60;
const REGION_CHARS_MAX: usize = 120;
const DETAIL_CHARS_MAX: usize = 200;

/// An address as it was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct AddressDraft {
    /// What its owner calls it, such as `home`.
    pub label: Option<String>,
    /// Who receives.
    pub recipient: String,
    /// Their telephone number.
    pub phone: String,
    /// Province, city, district.
    pub region: String,
    /// Street, house, door.
    pub detail: String,
    /// Where it is, in WGS-84, if it was checked before.
    pub point: Option<Point>,
}

/// Where things are brought to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// What its owner calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Who receives.
    pub recipient: String,
    /// Their telephone number.
    pub phone: String,
    /// Province, city, district.
    pub region: String,
    /// Street, house, door.
    pub detail: String,
    /// Where it is, in WGS-84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
}

impl AddressDraft {
    /// Checks all fields.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn validate(&self) -> Result<Address, Vec<FieldError>> {
        let mut findings = Findings::default();
        let label = match &self.label {
            Some(label) => findings.keep(text::line("label", label, LABEL_CHARS_MAX)),
            None => None,
        };
        let recipient = findings.keep(text::line("recipient", &self.recipient, RECIPIENT_CHARS_MAX));
        let phone = findings.keep(read_phone("phone", &self.phone));
        let region = findings.keep(text::line("region", &self.region, REGION_CHARS_MAX));
        let detail = findings.keep(text::line("detail", &self.detail, DETAIL_CHARS_MAX));
        let point = self.point;
        let address = recipient.zip(phone).zip(region.zip(detail));
        findings.finish(address.map(|((recipient, phone), (region, detail))| Address {
            label,
            recipient,
            phone,
            region,
            detail,
            point,
        }))
    }

    /// That a customer has as many addresses as they may.
    #[must_use]
    pub fn too_many() -> FieldError {
        let max = usize::try_from(ADDRESSES_MAX).unwrap_or_default();
        FieldError::new("address", Rule::TooMany { max })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> AddressDraft {
        AddressDraft {
            label: None,
            recipient: " 林晓梅 ".to_owned(),
            phone: "138 0013 8000".to_owned(),
            region: "上海市 黄浦区".to_owned(),
            detail: "测试路1号 2楼".to_owned(),
            point: Some(Point::from_degrees(31.2, 121.4).unwrap()),
        }
    }

    #[test]
    fn address_is_trimmed_and_comes_back_from_json() {
        let address = draft().validate().unwrap();
        assert_eq!((&*address.recipient, &*address.phone), ("林晓梅", "13800138000"));
        let json = serde_json::to_string(&address).unwrap();
        assert_eq!(serde_json::from_str::<Address>(&json).unwrap(), address);
    }

    #[test]
    fn every_field_at_fault_is_named() {
        let bad = AddressDraft {
            label: Some("x".repeat(21)),
            recipient: " ".to_owned(),
            phone: "none".to_owned(),
            region: "a\0".to_owned(),
            detail: "x".repeat(201),
            point: None,
        };
        let errors = bad.validate().unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| &*error.field).collect();
        assert_eq!(fields, ["label", "recipient", "phone", "region", "detail"]);
    }
}
