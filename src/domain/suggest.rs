//! Did you mean: the names nearest to one that is not known.

/// At most `most` of `names` that come near `wanted`, the nearest first; of equally near ones the first given.
///
/// Near is: the same but for a slip or two, or one containing the other.
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    if wanted.len() > LONGEST {
        return Vec::new();
    }
    let mut scored: Vec<(f64, &str)> =
        names.map(|name| (nearness(wanted, name), name)).filter(|(score, _)| *score >= NEAR).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.truncate(most);
    scored.into_iter().map(|(_, name)| name).collect()
}

/// What has more bytes is no slip of a name.
const LONGEST: usize = 300;

/// From here on two names count as near: one slip in three letters, two in six.
const NEAR: f64 = 0.66;

fn nearness(wanted: &str, name: &str) -> f64 {
    let likeness = strsim::normalized_damerau_levenshtein(wanted, name);
    let (short, long) = if wanted.len() < name.len() { (wanted, name) } else { (name, wanted) };
    // A word of letters counts where it begins the other (`bio`, `biomedicine`), a word of Chinese wherever it stands.
    let contained = if short.is_ascii() {
        short.len() >= 3 && long.starts_with(short)
    } else {
        short.chars().count() >= 2 && long.contains(short)
    };
    if contained { likeness.max(0.7) } else { likeness }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_and_parts_are_near() {
        let names = ["sichuan", "shaanxi", "shanxi", "四川", "biomedicine"];
        assert_eq!(nearest("sichaun", names.into_iter(), 2), ["sichuan"]);
        assert_eq!(nearest("shanxi", names.into_iter(), 2), ["shanxi", "shaanxi"]);
        assert_eq!(nearest("四川盆地", names.into_iter(), 2), ["四川"]);
        assert_eq!(nearest("bio", names.into_iter(), 2), ["biomedicine"]);
        assert!(nearest("biotech", ["iot"].into_iter(), 2).is_empty());
        assert!(nearest("zzz", names.into_iter(), 2).is_empty());
    }
}
