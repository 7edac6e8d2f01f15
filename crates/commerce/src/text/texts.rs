use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{LanguageTag, Locale};
use crate::field::{FieldError, Findings, Rule};

/// The most languages that one text is written in.
pub const LANGUAGES_MAX: usize = 20;

/// One text in the languages that the brand wrote it in, sorted by tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(BTreeMap<LanguageTag, String>);

/// Reads one translation: [`super::line`] or [`super::paragraph`].
pub type Reading = fn(&str, &str, usize) -> Result<String, FieldError>;

impl Texts {
    /// A text in one language.
    pub fn single(tag: LanguageTag, text: String) -> Self {
        Self(BTreeMap::from([(tag, text)]))
    }

    /// Checks what a caller sent: tags, each translation by `reading`, and their number. Two spellings of one tag are
    /// refused, since one text would be lost.
    ///
    /// # Errors
    /// Every translation that breaks a rule, as `<field>.<tag>`.
    pub fn read(
        field: &str,
        sent: &BTreeMap<String, String>,
        reading: Reading,
        chars_max: usize,
    ) -> Result<Self, Vec<FieldError>> {
        if sent.len() > LANGUAGES_MAX {
            return Err(vec![FieldError::new(field, Rule::TooMany { max: LANGUAGES_MAX })]);
        }
        let mut texts = BTreeMap::new();
        let mut findings = Findings::default();
        for (tag, text) in sent {
            let Ok(known) = tag.parse::<LanguageTag>() else {
                findings.report(field, Rule::unknown(tag));
                continue;
            };
            let path = format!("{field}.{known}");
            match findings.keep(reading(&path, text, chars_max)) {
                Some(_) if texts.contains_key(&known) => findings.report(path, Rule::Duplicate),
                Some(text) => drop(texts.insert(known, text)),
                None => {}
            }
        }
        findings.finish(Some(Self(texts)))
    }

    /// As [`Texts::read`], and at least one language is required.
    ///
    /// # Errors
    /// Every translation that breaks a rule, as `<field>.<tag>`, or `field` as required.
    pub fn read_required(
        field: &str,
        sent: &BTreeMap<String, String>,
        reading: Reading,
        chars_max: usize,
    ) -> Result<Self, Vec<FieldError>> {
        if sent.is_empty() {
            return Err(FieldError::new(field, Rule::Required).into());
        }
        Self::read(field, sent, reading, chars_max)
    }

    /// The text for a wanted language, or the nearest there is, as [`pick`] finds it.
    pub fn pick(&self, wanted: &str) -> Option<&str> {
        pick(
            self.0.iter().map(|(tag, text)| (tag.as_str(), text.as_str())),
            wanted,
        )
    }

    /// Whether there is no text in any language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each language with its text.
    pub fn iter(&self) -> impl Iterator<Item = (&LanguageTag, &str)> {
        self.0.iter().map(|(tag, text)| (tag, text.as_str()))
    }
}

/// Of texts by language tag that of a wanted language, or the nearest there is: the very tag, then another of the same primary
/// language, then English, then the first. `None` only when there is no text at all.
pub fn pick<'t>(
    mut texts: impl Iterator<Item = (&'t str, &'t str)> + Clone,
    wanted: &str,
) -> Option<&'t str> {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().len();
    let of_primary = |language: &str| {
        let mut texts = texts.clone();
        texts.find(|(tag, _)| tag.get(..primary(tag)) == Some(language))
    };
    let exact = texts.clone().find(|(tag, _)| *tag == wanted);
    let nearest = exact
        .or_else(|| of_primary(wanted.get(..primary(wanted)).unwrap_or_default()))
        .or_else(|| of_primary(Locale::En.as_str()))
        .or_else(|| texts.next());
    nearest.map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line;

    fn sent(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(tag, text)| (tag.to_string(), text.to_string()))
            .collect()
    }

    fn check(pairs: &[(&str, &str)], wanted: &str, expected: Option<&str>) {
        let texts = Texts::read("name", &sent(pairs), line, 20).unwrap();
        assert_eq!(texts.pick(wanted), expected);
    }

    #[test]
    fn nearest_language_is_served() {
        check(
            &[("en", "tea"), ("zh", "茶"), ("zh-CN", "红茶")],
            "zh-CN",
            Some("红茶"),
        );
        check(&[("en", "tea"), ("zh-CN", "红茶")], "zh-HK", Some("红茶"));
        check(&[("en", "tea"), ("zh-CN", "红茶")], "fr", Some("tea"));
        check(&[("en-GB", "tea"), ("de", "Tee")], "fr", Some("tea"));
        check(&[("ja", "お茶"), ("zh-CN", "红茶")], "fr", Some("お茶"));
        check(&[], "en", None);
    }

    #[test]
    fn each_wrong_translation_is_named() {
        let errors = Texts::read(
            "name",
            &sent(&[("english", "tea"), ("zh_CN", " "), ("ja", "お茶")]),
            line,
            1,
        );
        let named: Vec<String> = errors.unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(
            named,
            [
                r#"name is unknown: "english""#,
                "name.ja must be at most 1 characters long",
                "name.zh-CN is required"
            ]
        );
    }

    #[test]
    fn two_spellings_of_one_language_are_refused() {
        let errors = Texts::read("name", &sent(&[("zh-CN", "红茶"), ("zh_CN", "茶")]), line, 9).unwrap_err();
        assert_eq!(errors, [FieldError::new("name.zh-CN", Rule::Duplicate)]);
    }

    #[test]
    fn texts_are_an_object_by_tag_in_json() {
        let texts: Texts = serde_json::from_str(r#"{"zh-CN":"红茶","en":"tea"}"#).unwrap();
        assert_eq!(
            serde_json::to_string(&texts).unwrap(),
            r#"{"en":"tea","zh-CN":"红茶"}"#
        );
    }
}
