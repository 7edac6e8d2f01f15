use super::LanguageTag;

/// The languages that a caller accepts, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptLanguage(Vec<Range>);

/// Ranges beyond this many are not read: no honest client sends them.
const RANGES_MAX: usize = 32;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Range {
    /// `None` is `*`.
    tag: Option<LanguageTag>,
    /// Quality in thousandths; 0 is "not acceptable".
    permille: u16,
}

impl AcceptLanguage {
    /// Reads the value of the header (RFC 9110 §12.5.4, quality values §12.4.2). Members that are malformed are skipped.
    pub fn parse(header: &str) -> Self {
        Self(
            header
                .split(',')
                .take(RANGES_MAX)
                .filter_map(Range::parse)
                .collect(),
        )
    }

    /// The position of the best of the languages on offer, or `None` when none is acceptable.
    ///
    /// First by basic filtering (RFC 4647 §3.3.1): each language on offer has the quality of the longest range that is its
    /// prefix; the greatest wins, then the range named first, then the offer named first. When no range matches, a
    /// language with the same primary subtag is taken: who reads `zh-HK` is better served by `zh-CN` than by `en`.
    pub fn best<const N: usize>(&self, offers: [&str; N]) -> Option<usize> {
        let rated = offers.iter().map(|offer| self.rating(offer));
        let filtered = rated
            .enumerate()
            .filter_map(|(index, rating)| Some((index, rating?)));
        // Of equal maxima `min_by_key` keeps the first.
        let best = filtered
            .filter(|(_, (permille, _))| *permille > 0)
            .min_by_key(|&(_, (permille, position))| (std::cmp::Reverse(permille), position));
        best.map(|(index, _)| index)
            .or_else(|| self.best_by_primary(&offers))
    }

    /// The quality and position of the most specific range that matches.
    fn rating(&self, offer: &str) -> Option<(u16, usize)> {
        let matching = self
            .0
            .iter()
            .enumerate()
            .filter(|(_, range)| range.matches(offer));
        let longest = matching.max_by_key(|(position, range)| (range.length(), std::cmp::Reverse(*position)));
        longest.map(|(position, range)| (range.permille, position))
    }

    fn best_by_primary(&self, offers: &[&str]) -> Option<usize> {
        let mut wanted: Vec<&Range> = self.0.iter().filter(|range| range.permille > 0).collect();
        wanted.sort_by_key(|range| std::cmp::Reverse(range.permille));
        wanted
            .into_iter()
            .filter_map(|range| range.tag.as_ref())
            .find_map(|tag| {
                offers
                    .iter()
                    .position(|offer| primary(offer) == tag.primary() && self.rating(offer).is_none())
            })
    }
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

impl Range {
    fn parse(member: &str) -> Option<Self> {
        let (tag, weight) = member.split_once(';').unwrap_or((member, "q=1"));
        let (name, value) = weight.split_once('=')?;
        if !name.trim().eq_ignore_ascii_case("q") {
            return None;
        }
        let permille = permille(value.trim())?;
        let tag = match tag.trim() {
            "*" => None,
            tag => Some(tag.parse().ok()?),
        };
        Some(Self { tag, permille })
    }

    fn matches(&self, offer: &str) -> bool {
        let Some(tag) = &self.tag else { return true };
        offer
            .strip_prefix(tag.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }

    fn length(&self) -> usize {
        self.tag.as_ref().map_or(0, |tag| tag.as_str().len())
    }
}

/// Reads `0`, `1`, or up to three decimals of either, as thousandths.
fn permille(value: &str) -> Option<u16> {
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check<const N: usize>(header: &str, offers: [&str; N], expected: Option<&str>) {
        let best = AcceptLanguage::parse(header)
            .best(offers)
            .map(|index| offers[index]);
        assert_eq!(best, expected, "{header}");
    }

    #[test]
    fn greatest_quality_wins_then_the_order_of_the_header() {
        check("en;q=0.8, ja;q=0.9", ["en", "ja"], Some("ja"));
        check("ja, en", ["en", "ja"], Some("ja"));
        check("en;q=0.123, ja;q=0.124", ["en", "ja"], Some("ja"));
    }

    #[test]
    fn longest_matching_range_decides_the_quality() {
        check("en;q=0.9, en-GB;q=0.1, ja;q=0.5", ["en-GB", "ja"], Some("ja"));
        check("*;q=0.9, en;q=0.1", ["en", "ja"], Some("ja"));
    }

    #[test]
    fn quality_zero_is_never_served() {
        check("zh-HK, zh-CN;q=0", ["zh-CN"], None);
        check("*, en;q=0", ["en", "ja"], Some("ja"));
        check("*;q=0", ["en"], None);
    }

    #[test]
    fn prefix_ends_at_a_subtag() {
        check("en", ["eng", "en-GB"], Some("en-GB"));
        check("fil", ["fi"], None);
    }

    #[test]
    fn other_region_is_better_than_none() {
        check("zh-TW", ["en", "zh-CN"], Some("zh-CN"));
        check("fr-CH, de-AT;q=0.9", ["de-DE", "fr-FR"], Some("fr-FR"));
    }

    #[test]
    fn malformed_member_is_skipped_alone() {
        check("en;q=2, ja;q=0.1", ["en", "ja"], Some("ja"));
        check("en;q=0.1234, ja;x=1, zh", ["en", "ja", "zh-CN"], Some("zh-CN"));
    }

    proptest! {
        #[test]
        fn any_header_is_read_without_harm(header in ".*") {
            let best = AcceptLanguage::parse(&header).best(["en", "zh-CN"]);
            prop_assert!(best.is_none_or(|index| index < 2));
        }
    }
}
