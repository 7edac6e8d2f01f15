use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest tag, in characters: language, script, region and a variant (RFC 5646 §4.4.1 recommends room for 35).
pub const TAG_CHARS_MAX: usize = 35;

/// A language tag in canonical case: `en`, `zh-CN`, `zh-Hant-HK`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag(Box<str>);

/// A text that is no language tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a language tag such as en or zh-CN")]
pub struct MalformedTag;

impl LanguageTag {
    /// The tag as it is stored and sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A tag that is known to be in canonical form.
    pub(super) fn canonical(tag: &str) -> Self {
        Self(tag.into())
    }

    /// The language alone: `zh` of `zh-Hant-HK`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl FromStr for LanguageTag {
    type Err = MalformedTag;

    /// Reads a tag in any case, and also with underscores, which WeChat sends (`zh_CN`).
    ///
    /// Checks the shape of RFC 5646 §2.1 (a language of 2 or 3 letters, then subtags of 1 to 8 letters and digits), not
    /// the registry. The case is that of §2.1.1: script in title case, region in capitals, all else small.
    fn from_str(text: &str) -> Result<Self, MalformedTag> {
        if text.len() > TAG_CHARS_MAX {
            return Err(MalformedTag);
        }
        let mut tag = String::with_capacity(text.len());
        for (position, subtag) in text.split(['-', '_']).enumerate() {
            let is_letters = subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
            let is_well_formed = match position {
                0 => is_letters && matches!(subtag.len(), 2 | 3),
                _ => matches!(subtag.len(), 1..=8) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            };
            if !is_well_formed {
                return Err(MalformedTag);
            }
            let mut subtag = subtag.to_ascii_lowercase();
            match (position, subtag.len()) {
                (0, _) => {}
                (_, 2) => subtag.make_ascii_uppercase(),
                (_, 4) if is_letters => subtag[..1].make_ascii_uppercase(),
                _ => {}
            }
            if position > 0 {
                tag.push('-');
            }
            tag.push_str(&subtag);
        }
        Ok(Self(tag.into()))
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for LanguageTag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for LanguageTag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tag_is_brought_to_canonical_case() {
        for (text, canonical) in [
            ("ZH_cn", "zh-CN"),
            ("zh-hant-hk", "zh-Hant-HK"),
            ("EN", "en"),
            ("es-419", "es-419"),
            ("sl-NEDIS", "sl-nedis"),
        ] {
            assert_eq!(text.parse::<LanguageTag>().unwrap().as_str(), canonical);
        }
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for text in [
            "",
            "e",
            "engl",
            "zh-",
            "-CN",
            "zh--CN",
            "z1",
            "zh-CN'--",
            "中文",
            "en-abcdefghi",
            &"en-aa".repeat(9),
        ] {
            assert_eq!(text.parse::<LanguageTag>(), Err(MalformedTag), "{text}");
        }
    }
}
