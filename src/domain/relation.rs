//! How a deal relates to an earlier one, and what it then adds to the figures.
//!
//! The rules that several cities publish for such counts: a project that is signed again does not count again; an intent that
//! becomes a contract adds no amount; an increase adds its increment alone; a further phase is a project of its own.

use std::fmt;

use super::choice::{Choice, choice};
use super::label::label;

/// The relation of a deal to the earlier one that it follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// To none: it is a first signing.
    #[default]
    New,
    /// Its amount is added to that of the earlier one.
    Increase,
    /// What was an intent or framework became a contract.
    Upgrade,
    /// The same project was signed again.
    Renewal,
    /// A further phase of the same project.
    Phase,
}

impl Relation {
    /// Every relation with its number in a ledger, its code, its words and other spellings.
    const TABLE: [Choice<Self>; 5] = [
        (Self::New, 1, "new", label("New", "新签"), &["新签约", "新项目", "首次签约", "first signing"]),
        (
            Self::Increase,
            2,
            "increase",
            label("Increase", "增资"),
            &["增资扩产", "追加投资", "追加", "增资项目", "increment", "capital increase"],
        ),
        (
            Self::Upgrade,
            3,
            "upgrade",
            label("Upgrade", "意向转合同"),
            &["转正式合同", "转合同", "意向转正", "协议转合同", "升级"],
        ),
        (
            Self::Renewal,
            4,
            "renewal",
            label("Renewal", "续签"),
            &["重签", "重新签约", "再次签约", "重复签约", "re-signing", "resigning", "repeat"],
        ),
        (Self::Phase, 5, "phase", label("Phase", "分期"), &["分期项目", "二期", "三期", "后续分期", "next phase"]),
    ];

    /// Whether such a deal is a deal more.
    #[must_use]
    pub fn adds_deal(self) -> bool {
        matches!(self, Self::New | Self::Phase)
    }

    /// Whether its amount is added.
    #[must_use]
    pub fn adds_amount(self) -> bool {
        self.adds_deal() || self == Self::Increase
    }
}

choice!(Relation);

/// Whether figures go by these rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counting {
    /// They do.
    #[default]
    ByRule,
    /// Everything is counted and added.
    Raw,
}

impl Counting {
    /// Whether a deal of this relation is a deal more.
    #[must_use]
    pub fn adds_deal(self, relation: Relation) -> bool {
        self == Self::Raw || relation.adds_deal()
    }

    /// Whether the amount of a deal of this relation is added.
    #[must_use]
    pub fn adds_amount(self, relation: Relation) -> bool {
        self == Self::Raw || relation.adds_amount()
    }
}

/// How people name one deal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DealKey {
    /// By its number.
    Number(i64),
    /// By the user's own reference.
    Ref(String),
}

impl DealKey {
    /// A number, or a ref; `ref:123` where the ref is all digits.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match (text.strip_prefix("ref:"), text.parse()) {
            (Some(reference), _) => Self::Ref(reference.to_owned()),
            (None, Ok(number)) => Self::Number(number),
            (None, Err(_)) => Self::Ref(text.to_owned()),
        }
    }

    /// The number, where it is one.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Ref(_) => None,
        }
    }
}

impl fmt::Display for DealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Ref(reference) => f.write_str(reference),
        }
    }
}
