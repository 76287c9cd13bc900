//! Reports that may be shown to anybody: confidential deals are counted, and their amounts stand only inside sums of several.

use super::tally::Sums;
use super::{Report, Side};

/// How many deals with amounts a sum must be of, if any of them is confidential.
pub(super) const FEWEST: i64 = 3;

/// Whether a sum would tell the amounts of confidential deals: it holds some, and is of too few. An increase is no further deal.
pub(super) fn tells(sums: &Sums) -> bool {
    sums.confidential.1 > 0 && sums.priced < FEWEST
}

/// Folds the groups whose sums would tell too much, and then of the others the least, until what is folded does not tell any more.
pub(super) fn fold<T>(groups: &[T], folded: &mut [bool], sums: impl Fn(&T) -> &Sums) {
    for (group, folded) in groups.iter().zip(&mut *folded) {
        *folded |= tells(sums(group));
    }
    loop {
        let mut rest = (0, 0);
        for (group, _) in groups.iter().zip(&*folded).filter(|(_, folded)| **folded) {
            let sums = sums(group);
            rest = (rest.0 + sums.confidential.1, rest.1 + sums.priced);
        }
        if rest.0 == 0 || rest.1 >= FEWEST {
            return;
        }
        let others = (0..groups.len()).filter(|at| !folded[*at]);
        let least = others.min_by_key(|at| {
            let sums = sums(&groups[*at]);
            (sums.priced == 0, sums.amount, sums.deals, *at)
        });
        match least {
            Some(at) => folded[at] = true,
            None => return,
        }
    }
}

impl Report {
    /// Whether even the total would tell the amounts of confidential deals, so that no amount is shown at all.
    #[must_use]
    pub(super) fn withholds_amounts(&self) -> bool {
        self.withholds(Side::Now)
    }

    /// The same of one side of a comparison.
    #[must_use]
    pub(super) fn withholds(&self, side: Side) -> bool {
        let sums = match side {
            Side::Now => &self.total.now,
            Side::Before => &self.total.before,
        };
        self.question.public && tells(sums)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever the groups are, no line that is left tells the amount of a confidential deal, unless all together do.
        #[test]
        fn no_line_tells_of_a_confidential_deal(groups in proptest::collection::vec((0_i64..5, 0_i64..4, 0_i64..3, 0_i64..9), 0..8)) {
            let sums: Vec<Sums> = groups
                .into_iter()
                .map(|(priced, increases, confidential, amount)| (priced, priced + increases, confidential, amount))
                .map(|(priced, addends, confidential, amount)| Sums {
                    deals: priced,
                    priced,
                    addends: (addends, addends),
                    confidential: (confidential.min(addends), confidential.min(addends)),
                    amount: (addends > 0).then_some(amount),
                    ..Sums::default()
                })
                .collect();
            let mut folded = vec![false; sums.len()];
            fold(&sums, &mut folded, |sums| sums);
            let mut rest = Sums::default();
            for (sums, folded) in sums.iter().zip(&folded) {
                if *folded {
                    rest.absorb(sums).unwrap();
                } else {
                    prop_assert!(!tells(sums));
                }
            }
            prop_assert!(!tells(&rest) || folded.iter().zip(&sums).all(|(folded, sums)| *folded || sums.addends.0 == 0));
        }
    }
}
