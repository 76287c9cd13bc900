//! Deals by all of their tags at once: what lines of several tags come to together, each deal counted once.

use std::collections::HashSet;
use std::ops::Range;

use super::tally::{Overflow, Sides};
use crate::domain::dimension::Value;

/// What stands between the tags of a deal in a value of all of them; no tag holds it.
const BETWEEN: char = ';';

/// Groups of deals that have the same tags.
#[derive(Debug)]
pub(super) struct Tagged {
    /// The place of the tags among the dimensions.
    at: usize,
    groups: Vec<(Vec<Value>, Sides)>,
}

impl Tagged {
    pub(super) fn new(at: usize, groups: impl IntoIterator<Item = (Vec<Value>, Sides)>) -> Self {
        Self { at, groups: groups.into_iter().collect() }
    }

    /// What the deals come to that have one of the values in some of the dimensions.
    pub(super) fn sums<'a>(
        &self,
        dimensions: Range<usize>,
        values: impl IntoIterator<Item = &'a [Value]>,
    ) -> Result<Sides, Overflow> {
        let wanted: HashSet<Vec<Value>> = values.into_iter().map(in_small_letters).collect();
        let mut sums = Sides::default();
        for (key, sides) in &self.groups {
            let mut part = key[dimensions.clone()].to_vec();
            let tag = part.get_mut(self.at.wrapping_sub(dimensions.start)).and_then(|value| match value {
                Value::Tag(all) => Some(all.clone()),
                _ => None,
            });
            let is_wanted = match tag {
                None => wanted.contains(&part),
                Some(all) => all.split(BETWEEN).any(|tag| {
                    part[self.at - dimensions.start] = Value::Tag(tag.into());
                    wanted.contains(&part)
                }),
            };
            if is_wanted {
                sums.absorb(sides)?;
            }
        }
        Ok(sums)
    }
}

/// All the tags of a deal as one value.
pub(super) fn all<'a>(tags: impl Iterator<Item = &'a str>) -> Value {
    let tags: Vec<String> = tags.map(str::to_ascii_lowercase).collect();
    Value::Tag(tags.join(&BETWEEN.to_string()).into())
}

/// Values under which tags are found without regard to case.
pub(super) fn in_small_letters(values: &[Value]) -> Vec<Value> {
    let small = |value: &Value| match value {
        Value::Tag(tag) => Value::Tag(tag.to_ascii_lowercase().into()),
        other => other.clone(),
    };
    values.iter().map(small).collect()
}
