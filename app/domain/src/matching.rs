//! De-duplication (查重, 第六条): whether two records are of one child, and why one thinks so.
//!
//! Definite only when the document number is the same. Same 姓名 + 性别 + 出生日期, the national rule for children without a number,
//! is possible; so is a sibling's phone with the same birth date, which is what twins look like.

use crate::codes::Sex;
use crate::form::BasicInfo;
use chrono::NaiveDate;

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributes {
    /// What tells the document from every other: kind, country and number as far as they do.
    pub document: Option<String>,
    /// 姓名
    pub name: String,
    /// 性别
    pub sex: Sex,
    /// 出生日期
    pub birth_date: NaiveDate,
    /// Telephone of the first guardian.
    pub phone: Option<String>,
}

impl Attributes {
    /// The attributes of a record.
    pub fn of(info: &BasicInfo) -> Self {
        Self {
            document: info.document_key(),
            name: crate::text::name_key(info.name()),
            sex: info.sex(),
            birth_date: info.birth_date(),
            phone: info.guardian_phone().map(str::to_owned),
        }
    }
}

/// Which attributes agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreement {
    /// 身份证件号
    pub document: bool,
    /// Both have a document number and they differ.
    pub documents_differ: bool,
    /// 姓名
    pub name: bool,
    /// 性别
    pub sex: bool,
    /// 出生日期
    pub birth_date: bool,
    /// Telephone of a guardian.
    pub phone: bool,
}

impl Agreement {
    /// Compares two records. The order does not matter.
    pub fn between(one: &Attributes, other: &Attributes) -> Self {
        let both = one.document.is_some() && other.document.is_some();
        Self {
            document: both && one.document == other.document,
            documents_differ: both && one.document != other.document,
            name: one.name == other.name,
            sex: one.sex == other.sex,
            birth_date: one.birth_date == other.birth_date,
            phone: one.phone.is_some() && one.phone == other.phone,
        }
    }

    /// 0–100, for the order of a list.
    pub fn score(self) -> u8 {
        let points =
            [(self.document, 60), (self.name, 18), (self.birth_date, 12), (self.phone, 7), (self.sex, 3)];
        let sum: u8 = points.iter().filter(|(agrees, _)| *agrees).map(|(_, points)| points).sum();
        if self.documents_differ { sum.saturating_sub(10) } else { sum }
    }

    /// Whether the two may be one child.
    fn is_possible(self) -> bool {
        let person = self.name && self.sex && self.birth_date;
        let sibling = self.birth_date && self.phone;
        // Two valid numbers on two records with another name are two children, however alike the rest is.
        person || (sibling && !self.documents_differ)
    }
}

/// A record that may be the same child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<Id> {
    /// Whose record.
    pub id: Id,
    /// What agrees.
    pub agreement: Agreement,
}

impl<Id> Candidate<Id> {
    /// Why, for people.
    pub fn explanation(&self) -> String {
        let a = self.agreement;
        let agreeing: Vec<&str> = [
            (a.document, "身份证件号"),
            (a.name, "姓名"),
            (a.sex, "性别"),
            (a.birth_date, "出生日期"),
            (a.phone, "监护人电话"),
        ]
        .into_iter()
        .filter_map(|(agrees, label)| agrees.then_some(label))
        .collect();
        let but = if a.documents_differ { "，身份证件号不同" } else { "" };
        format!("{}相同{but}", agreeing.join("、"))
    }
}

/// The three outcomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatchOutcome<Id> {
    /// 未查到
    None,
    /// 疑似重复, the likeliest first
    Possible(Vec<Candidate<Id>>),
    /// 重复
    Definite(Candidate<Id>),
}

/// Judges a record against others.
pub fn judge<Id: Copy>(record: &Attributes, others: &[(Id, Attributes)]) -> MatchOutcome<Id> {
    let mut possible = Vec::new();
    for (id, other) in others {
        let candidate = Candidate { id: *id, agreement: Agreement::between(record, other) };
        if candidate.agreement.document {
            return MatchOutcome::Definite(candidate);
        }
        if candidate.agreement.is_possible() {
            possible.push(candidate);
        }
    }
    possible.sort_by_key(|candidate| std::cmp::Reverse(candidate.agreement.score()));
    if possible.is_empty() { MatchOutcome::None } else { MatchOutcome::Possible(possible) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn someone() -> impl Strategy<Value = Attributes> {
        let document = prop_oneof![Just(None), Just(Some("A".to_owned())), Just(Some("B".to_owned()))];
        let phone = prop_oneof![Just(None), Just(Some("1".to_owned())), Just(Some("2".to_owned()))];
        let sex = prop_oneof![Just(Sex::Male), Just(Sex::Female)];
        (document, "[甲乙]", sex, 1_u32..3, phone).prop_map(|(document, name, sex, day, phone)| Attributes {
            document,
            name,
            sex,
            birth_date: NaiveDate::from_ymd_opt(2020, 3, day).unwrap(),
            phone,
        })
    }

    fn child(document: Option<&str>, name: &str) -> Attributes {
        Attributes {
            document: document.map(str::to_owned),
            name: name.into(),
            sex: Sex::Female,
            birth_date: NaiveDate::from_ymd_opt(2020, 3, 1).unwrap(),
            phone: Some("1".into()),
        }
    }

    #[test]
    fn article_6_twins_are_not_one_child() {
        let outcome = judge(&child(Some("A"), "甲"), &[(1, child(Some("B"), "乙"))]);
        assert_eq!(outcome, MatchOutcome::None);
        assert!(matches!(judge(&child(None, "甲"), &[(1, child(None, "乙"))]), MatchOutcome::Possible(_)));
    }

    #[test]
    fn article_6_the_national_rule_for_children_without_a_number() {
        let MatchOutcome::Possible(found) = judge(&child(None, "甲"), &[(1, child(Some("A"), "甲"))])
        else {
            panic!("possible")
        };
        assert_eq!(found[0].explanation(), "姓名、性别、出生日期、监护人电话相同");
    }

    proptest! {
        #[test]
        fn judging_is_symmetric_and_definite_means_same_document(one in someone(), other in someone()) {
            let forward = judge(&one, &[((), other.clone())]);
            let backward = judge(&other, &[((), one.clone())]);
            prop_assert_eq!(&forward, &backward);
            let same = one.document.is_some() && one.document == other.document;
            prop_assert_eq!(matches!(forward, MatchOutcome::Definite(_)), same);
        }
    }
}
