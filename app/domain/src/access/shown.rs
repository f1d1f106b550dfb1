//! What of a pupil's items is shown to whom (第二十五条): one table, role × ground × class of item. The policy says whether somebody
//! may look and under which [`Mask`]; this says what is then to be read. Every view, sheet and file asks it.

use super::{Mask, Role};
use crate::form::Field;
use crate::ident::PersonName;
use crate::privacy::{Consent, is_optional};

/// An item's class: what it tells of a child, and so what a leak of it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldClass {
    /// 姓名: lists need it.
    Name,
    /// 一般信息: neither identity nor way to the child nor what sets it apart.
    Plain,
    /// 证件与出生信息
    Identity,
    /// 联系方式: where a child is to be found.
    Contact,
    /// 处境信息: health, aid, family circumstances.
    Circumstances,
    /// 家庭成员信息
    Family,
    /// 归档内容: marks, health records, awards, aid, files (第七条第三至七项).
    Filed,
}

impl FieldClass {
    /// Every class, in the order of the table's columns.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Plain,
        Self::Identity,
        Self::Contact,
        Self::Circumstances,
        Self::Family,
        Self::Filed,
    ];

    /// The class of an item of the form. What is not told apart here is sensitive and of the family.
    pub fn of(field: Field) -> Self {
        use Field as F;
        match field {
            F::Name | F::NativeName => Self::Name,
            _ if !field.is_sensitive() => Self::Plain,
            F::BirthDate | F::Ethnicity | F::IdNumber | F::Photo | F::FormerName => Self::Identity,
            F::CurrentAddress | F::MailAddress | F::HomeAddress | F::Phone | F::Email | F::Homepage => {
                Self::Contact
            }
            F::Health
            | F::OnlyChild
            | F::LeftBehind
            | F::Migrant
            | F::Orphan
            | F::Martyr
            | F::Inclusive
            | F::Disability
            | F::NeedsAid
            | F::GetsAid => Self::Circumstances,
            _ => Self::Family,
        }
    }
}

/// On what ground somebody reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// A page: what the policy's grant lets be seen.
    Look(Mask),
    /// A running case, by who must decide it or typed it.
    Turn,
    /// The own child's record, by a guardian who asked for it with a press that is logged (查看本人子女的完整信息).
    Own,
    /// One item of one child, with a reason that is journalled (查看完整).
    Reason,
    /// A sheet with full values, printed for a purpose that is journalled.
    Sheet,
    /// A file for an outsider, approved by two persons (对外提供).
    Approval,
}

/// How an item is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shown {
    /// Not at all.
    Nothing,
    /// Under its mask.
    Masked,
    /// Whole.
    Whole,
}

/// Roles, ground, and what is shown of each class in the order of [`FieldClass::ALL`].
type Line = (&'static [Role], Ground, [Shown; 7]);

/// A row that is not here shows nothing.
const TABLE: &[Line] = {
    use Ground::{Approval, Look, Own, Reason, Sheet, Turn};
    use Role::{Guardian, Leader, Official, Registrar};
    use Shown::{Masked as M, Nothing as N, Whole as W};
    &[
        //                                                      Name Plain Identity Contact Circumstances Family Filed
        (&[Registrar, Leader], Look(Mask::Working), [W, W, M, M, M, M, W]),
        (&[Registrar, Leader], Look(Mask::Masked), [M, W, M, M, M, M, N]),
        (&[Guardian], Look(Mask::Masked), [M, W, M, M, M, M, N]),
        // The family's items stay masked: one guardian does not learn the other's number and address from the school.
        (&[Guardian], Own, [W, W, W, W, W, M, N]),
        (&[Registrar, Leader, Guardian], Turn, [W, W, W, W, W, W, N]),
        (&[Registrar, Leader], Reason, [W, W, W, W, W, W, N]),
        (&[Registrar], Sheet, [W, W, W, W, W, W, W]),
        (&[Registrar, Official], Approval, [W, W, W, W, W, W, N]),
    ]
};

/// Who reads one child's record, on what ground, with what its guardian lets be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// The account's role.
    pub role: Role,
    /// On what ground.
    pub ground: Ground,
    /// How the consent for the optional items stands.
    pub consent: Consent,
}

impl Reader {
    /// How an item of the form is shown. After a withdrawal an optional one is read by who must decide a running case that asks
    /// for it, and by nobody else.
    pub fn shown(self, field: Field) -> Shown {
        if is_optional(field) && !self.consent.shows_optional() && self.ground != Ground::Turn {
            return Shown::Nothing;
        }
        self.class(FieldClass::of(field))
    }

    /// How a class is shown.
    pub fn class(self, class: FieldClass) -> Shown {
        let line =
            TABLE.iter().find(|(roles, ground, _)| roles.contains(&self.role) && *ground == self.ground);
        let column = FieldClass::ALL.iter().position(|one| *one == class);
        line.zip(column).map_or(Shown::Nothing, |((_, _, shown), column)| shown[column])
    }
}

impl Mask {
    /// A pupil's name as lists show it.
    pub fn name(self, name: &str) -> String {
        match self {
            Self::Working => name.to_owned(),
            Self::Masked | Self::Figures => {
                PersonName::parse(name).map_or_else(|_| "*".into(), |name| name.masked())
            }
        }
    }
}
