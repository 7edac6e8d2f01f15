use super::{AcceptLanguage, LanguageTag, Texts};

/// A language that the mall itself speaks: its messages, and the pages that it keeps ready.
///
/// Texts of a brand may be in any [`LanguageTag`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locale {
    /// English; spoken when the caller asks for nothing that we know.
    #[default]
    En,
    /// Chinese as written in mainland China.
    ZhCn,
}

impl Locale {
    /// Every locale, the default first.
    pub const ALL: [Self; 2] = [Self::En, Self::ZhCn];

    /// The language tag, as in `Content-Language`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }

    /// The locale that a caller likes best, by the value of `Accept-Language`; the default when there is none.
    pub fn negotiate(accept_language: Option<&str>) -> Self {
        let Some(header) = accept_language else {
            return Self::default();
        };
        let choice = AcceptLanguage::parse(header).best(Self::ALL.map(Self::as_str));
        choice.map_or_else(Self::default, |index| Self::ALL[index])
    }

    /// This locale's text, or the nearest that the brand has written. `None` only when there is no text at all.
    pub fn pick(self, texts: &Texts) -> Option<&str> {
        texts.pick(self.as_str())
    }
}

impl std::fmt::Display for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Locale> for LanguageTag {
    fn from(locale: Locale) -> Self {
        Self::canonical(locale.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: Locale) {
        assert_eq!(Locale::negotiate(Some(header)), expected, "{header}");
    }

    #[test]
    fn caller_gets_the_language_that_it_likes_best() {
        check("zh-CN,zh;q=0.9,en;q=0.8", Locale::ZhCn);
        check("en-GB,en;q=0.9,zh;q=0.8", Locale::En);
        check("zh_CN", Locale::ZhCn);
        check("zh-Hant-HK", Locale::ZhCn);
    }

    #[test]
    fn caller_without_a_language_that_we_know_gets_the_default() {
        assert_eq!(Locale::negotiate(None), Locale::En);
        for header in ["", "ja,fr;q=0.5", "*", ";;;,,,=", "zh;q=0"] {
            check(header, Locale::En);
        }
    }
}
