//! Likely doubles: titles so near that two deals of one partner and one amount may be one project, recorded twice.

use unicode_normalization::UnicodeNormalization;

/// A title as it is compared with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleKey {
    /// Its letters and digits, without regard to case and width.
    folded: String,
    /// What numbers it among others: digits, words of one letter, Roman and Chinese numerals.
    numbers: String,
}

/// Numerals of Chinese, the heavenly stems among them.
const NUMERALS: &str = "一二三四五六七八九十甲乙丙丁";

/// From here on two titles count as near: one slip in ten letters.
const NEAR: f64 = 0.9;

impl TitleKey {
    /// The key of a title.
    #[must_use]
    pub fn of(title: &str) -> Self {
        let text: String = title.nfkc().flat_map(char::to_lowercase).collect();
        let folded: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut numbers = String::new();
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            let is_number = word.len() == 1 || (!word.is_empty() && word.bytes().all(|byte| b"ivx".contains(&byte)));
            numbers.extend(word.chars().filter(|c| is_number || c.is_numeric() || NUMERALS.contains(*c)));
            numbers.push(' ');
        }
        let numbers = numbers.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { folded: if folded.is_empty() { text } else { folded }, numbers }
    }

    /// Whether the titles are the same but for case, width, spacing, punctuation and a slip or two. Phases and lines of one project,
    /// which differ in their numbers, are not.
    #[must_use]
    pub fn is_near(&self, other: &Self) -> bool {
        let (short, long) = (self.folded.len().min(other.folded.len()), self.folded.len().max(other.folded.len()));
        self.folded == other.folded
            || (self.numbers == other.numbers
                // What differs in length by half is no slip; so much need not be compared letter by letter.
                && short * 2 > long
                && long <= LONGEST
                && strsim::normalized_damerau_levenshtein(&self.folded, &other.folded) >= NEAR)
    }
}

/// Titles of more bytes than this are near only if they are the same: to compare them takes the product of their lengths.
const LONGEST: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near_and_phases_are_not() {
        let is_near = |a: &str, b: &str| TitleKey::of(a).is_near(&TitleKey::of(b));
        for (a, b) in [
            ("5G Smart Factory", "5g smart-factory"),
            ("智能工厂（成都）项目", "智能工厂(成都)项目"),
            ("Advanced packaging plant", "Advanced packging plant"),
            ("ＡＩ computing centre", "AI  computing centre"),
            ("新能源汽车动力电池生产基地", "新能源汽车动力电池生产基地。"),
        ] {
            assert!(is_near(a, b), "{a}, {b}");
        }
        for (a, b) in [
            ("Advanced packaging plant, phase 1", "Advanced packaging plant, phase 2"),
            ("Advanced packaging plant, line A", "Advanced packaging plant, line B"),
            ("Advanced packaging plant II", "Advanced packaging plant III"),
            ("新能源汽车动力电池生产基地一期", "新能源汽车动力电池生产基地二期"),
            ("Plant", "Plane"),
            ("!!!", "???"),
        ] {
            assert!(!is_near(a, b), "{a}, {b}");
        }
    }
}
