//! The items of the form in English.

use crate::form::{Block, Field, Guardianship};
use crate::language::Spoken;

impl Spoken for Field {
    fn chinese(&self) -> &'static str {
        self.label()
    }

    fn english(&self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Sex => "Sex",
            Self::BirthDate => "Date of birth",
            Self::BirthPlace => "Place of birth",
            Self::NativePlace => "Place of origin",
            Self::Ethnicity => "Ethnic group",
            Self::Nationality => "Nationality or region",
            Self::IdKind => "Kind of identity document",
            Self::IdNumber => "Number of the identity document",
            Self::HmtStatus => "Hong Kong, Macao, Taiwan, overseas or foreign",
            Self::Political => "Political status",
            Self::Health => "State of health",
            Self::Photo => "Photo",
            Self::Pinyin => "Name in Latin letters",
            Self::FormerName => "Former name",
            Self::IdValidity => "Validity of the identity document",
            Self::HukouPlace => "Place of household registration",
            Self::HukouKind => "Kind of household registration",
            Self::Talent => "Talents",
            Self::AuxNumber => "Auxiliary number",
            Self::ClassNumber => "Number in the class",
            Self::Grade => "Grade",
            Self::ClassName => "Class",
            Self::EntryMonth => "Month of entry",
            Self::EntryMode => "Way of entry",
            Self::Attendance => "Way of attending",
            Self::Source => "Where the pupil comes from",
            Self::CurrentAddress => "Present address",
            Self::MailAddress => "Postal address",
            Self::HomeAddress => "Home address",
            Self::Phone => "Telephone",
            Self::Postcode => "Postcode",
            Self::Email => "Mail address",
            Self::Homepage => "Web page",
            Self::OnlyChild => "Only child",
            Self::Preschool => "Went to a kindergarten",
            Self::LeftBehind => "Left behind by parents who work elsewhere",
            Self::Migrant => "Child of migrant workers",
            Self::Orphan => "Orphan",
            Self::Martyr => "Child of a martyr or with special care",
            Self::Inclusive => "Inclusive schooling",
            Self::Disability => "Kind of disability",
            Self::BoughtPlace => "Place paid for by the government",
            Self::NeedsAid => "Needs financial aid",
            Self::GetsAid => "Receives the allowance for boarders",
            Self::Distance => "Way to school",
            Self::CommuteMode => "Means of transport to school",
            Self::SchoolBus => "Needs the school bus",
            Self::Member1Name => "Member 1: name",
            Self::Member1Kinship => "Member 1: relation to the child",
            Self::Member1KinshipNote => "Member 1: more about the relation",
            Self::Member1Ethnicity => "Member 1: ethnic group",
            Self::Member1Workplace => "Member 1: place of work",
            Self::Member1Address => "Member 1: present address",
            Self::Member1Hukou => "Member 1: place of household registration",
            Self::Member1Phone => "Member 1: telephone",
            Self::Member1Guardian => "Member 1: is a guardian",
            Self::Member1IdKind => "Member 1: kind of identity document",
            Self::Member1IdNumber => "Member 1: number of the identity document",
            Self::Member1Post => "Member 1: position",
            Self::Member2Name => "Member 2: name",
            Self::Member2Kinship => "Member 2: relation to the child",
            Self::Member2KinshipNote => "Member 2: more about the relation",
            Self::Member2Ethnicity => "Member 2: ethnic group",
            Self::Member2Workplace => "Member 2: place of work",
            Self::Member2Address => "Member 2: present address",
            Self::Member2Hukou => "Member 2: place of household registration",
            Self::Member2Phone => "Member 2: telephone",
            Self::Member2Guardian => "Member 2: is a guardian",
            Self::Member2IdKind => "Member 2: kind of identity document",
            Self::Member2IdNumber => "Member 2: number of the identity document",
            Self::Member2Post => "Member 2: position",
            Self::NativeName => "Name in the script of its own people",
            Self::NativeLanguage => "Language of that name",
        }
    }
}

impl Spoken for Block {
    fn chinese(&self) -> &'static str {
        self.label()
    }

    fn english(&self) -> &'static str {
        match self {
            Self::Identity => "Basic information",
            Self::Auxiliary => "More about the pupil",
            Self::Record => "At school",
            Self::Contact => "How to reach the family",
            Self::Extended => "Circumstances",
            Self::Commute => "The way to school",
            Self::Member1 => "Family member or guardian 1",
            Self::Member2 => "Family member or guardian 2",
        }
    }
}

impl Spoken for Guardianship {
    fn chinese(&self) -> &'static str {
        self.label()
    }

    fn english(&self) -> &'static str {
        match self {
            Self::Nobody => "Only one guardian",
            Self::Person => "A parent or another person",
            Self::Abroad => "A guardian who lives abroad",
            Self::Institution => "An institution is guardian",
        }
    }
}

/// What helps to fill an item in; empty where nothing is needed.
pub fn hint(field: Field) -> &'static str {
    match field {
        Field::Name => {
            "As in the household register, for a foreign pupil as in the passport; the dot in names of minorities is “·”"
        }
        Field::BirthDate => "For example 2019-09-01",
        Field::BirthPlace => {
            "Down to the county or district, in Chinese characters, or its code; for a birth abroad the country or region"
        }
        Field::NativePlace => "Province, city, county, in Chinese characters",
        Field::Nationality => "Who is no citizen of any country chooses the last entry",
        Field::IdNumber => "Needed for all but who has no document",
        Field::Photo => "Taken by the school",
        Field::Pinyin => "For example ZHANG SAN",
        Field::IdValidity => "For example 2016.06.01-2026.06.01",
        Field::HukouPlace => {
            "Down to the county or district, in Chinese characters, or its code; who has none (pupils of Hong Kong, Macao and Taiwan, foreigners, or not registered yet) leaves it empty"
        }
        Field::EntryMonth => "Month in which the first grade of this stage began, for example 202609",
        Field::CurrentAddress => "Down to the number of the house",
        Field::Phone => "A mobile number, or a landline with its area code",
        Field::Postcode => "6 digits",
        Field::Distance => "A whole number of kilometres",
        Field::Member1Name => "For an institution, its contact person",
        Field::Member1KinshipNote | Field::Member2KinshipNote => {
            "Needed for who is no relative; for an institution its full name"
        }
        Field::Member1Address | Field::Member2Address => "Abroad, begin with the country or region",
        Field::Member1Hukou | Field::Member2Hukou => {
            "Down to the county or district, in Chinese characters; needed with a resident identity card"
        }
        Field::Member1Phone | Field::Member2Phone => {
            "A number abroad begins with “+” and the code of the country or region"
        }
        Field::Member1IdNumber | Field::Member2IdNumber => "For an institution, its credit code",
        Field::Member2Name => "If there is no second member, leave all of member 2 empty",
        Field::NativeName => "As on the identity card, if it has one; else leave it empty",
        Field::NativeLanguage => "Needed where several languages use the same script",
        Field::Grade => "For example the first grade of primary school",
        Field::ClassName => "For example class 1",
        _ => "",
    }
}

/// What is filled in for a guardian of this kind, in a sentence.
pub fn guardianship_told(of: Guardianship) -> &'static str {
    match of {
        Guardianship::Nobody => "With one guardian only, all of member 2 stays empty.",
        Guardianship::Person => "With two guardians, each has one entry.",
        Guardianship::Abroad => {
            "If a guardian lives abroad, the address begins with the country or region, and the telephone with “+” and its \
             code; a relative or friend who looks after the child here can be member 2."
        }
        Guardianship::Institution => {
            "If an institution is guardian (a children's home, a village committee), the name is that of its contact person, \
             the relation is “no relative”, the note is the full name of the institution, the number is its credit code, and \
             the kind of document stays empty."
        }
    }
}

/// What an item is called for such a guardian, where the name of the item does not say it.
pub fn guardianship_calls(of: Guardianship, field: Field) -> Option<&'static str> {
    let first = match field {
        Field::Member2Name => Field::Member1Name,
        Field::Member2KinshipNote => Field::Member1KinshipNote,
        Field::Member2Address => Field::Member1Address,
        Field::Member2Phone => Field::Member1Phone,
        Field::Member2IdNumber => Field::Member1IdNumber,
        Field::Member2Post => Field::Member1Post,
        other => other,
    };
    match (of, first) {
        (Guardianship::Institution, Field::Member1Name) => Some("Name of the contact person"),
        (Guardianship::Institution, Field::Member1KinshipNote) => Some("Full name of the institution"),
        (Guardianship::Institution, Field::Member1Address) => Some("Address of the institution"),
        (Guardianship::Institution, Field::Member1Phone) => Some("Telephone of the contact person"),
        (Guardianship::Institution, Field::Member1IdNumber) => Some("Credit code of the institution"),
        (Guardianship::Institution, Field::Member1Post) => Some("Position of the contact person"),
        (Guardianship::Abroad, Field::Member1Address) => Some("Address abroad"),
        (Guardianship::Abroad, Field::Member1Phone) => Some("Telephone abroad"),
        _ => None,
    }
}

/// The words of the box that says that an item is the same as another.
pub fn same_label(field: Field) -> Option<String> {
    let of_child = match field.block() {
        Block::Member1 | Block::Member2 => "the pupil's",
        _ => "the",
    };
    let other = field.same_as()?.english().to_lowercase();
    Some(format!("{}: the same as {of_child} {other}", field.english()))
}
