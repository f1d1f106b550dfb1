//! What the palette offers for what was typed, and what each leads to.

use crate::text::t::{counter, palette as w, record};
use contract::palette::{PaletteBegin, PaletteFound};
use contract::pupil::PupilLine;
use domain::case::{CaseKind, CaseNumber};
use domain::id::PersonId;

/// What the palette offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// A page: its words, what it belongs to, its address.
    Go { words: String, of: &'static str, href: String },
    /// The case with the number that was typed.
    Case(CaseNumber),
    /// What was typed, to look for among pupils.
    Find(String),
    /// The same, to go on with in the list of pupils.
    List(String),
}

impl Offer {
    /// Its words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Go { words, .. } => words.clone(),
            Self::Case(number) => w::case(number.kind().label(), number.as_str()),
            Self::Find(typed) => w::find(typed),
            Self::List(typed) => w::list(typed),
        }
    }

    /// What it belongs to.
    pub(super) fn of(&self) -> &'static str {
        match self {
            Self::Go { of, .. } => of,
            Self::Case(_) => w::OF_CASES,
            Self::Find(_) | Self::List(_) => w::OF_PUPILS,
        }
    }

    fn pupil(line: &PupilLine, of: &'static str) -> Self {
        let class = format!("{}{}", line.grade, line.class_name);
        let words = record::recent(&line.name, &class, &line.school);
        Self::Go { words, of, href: format!("/pupils/{}", line.id) }
    }

    /// The page on which something is begun about a pupil.
    fn begin(person: PersonId, kind: CaseKind) -> Self {
        let (words, page) = match kind {
            CaseKind::Correction => (counter::TITLE.to_owned(), "correct".to_owned()),
            kind => (kind.label().to_owned(), format!("change/{}", kind.key())),
        };
        Self::Go { words, of: w::OF_THIS_PUPIL, href: format!("/pupils/{person}/{page}") }
    }

    /// Whether what was typed is in its words.
    fn is_meant(&self, wanted: &str) -> bool {
        self.words().to_lowercase().contains(wanted)
    }
}

/// The pupil whose record is the page at this path.
pub(super) fn in_sight(path: &str) -> Option<PersonId> {
    path.strip_prefix("/pupils/")?.split('/').next()?.parse().ok()
}

/// What is known where something is typed.
pub(super) struct Known<'a> {
    /// The pages of the navigation: words and address.
    pub(super) places: &'a [(String, String)],
    /// The pupil whose record is in sight.
    pub(super) person: Option<PersonId>,
    /// What was offered when the palette was opened.
    pub(super) begin: &'a PaletteBegin,
    /// Who was found, once somebody was looked for.
    pub(super) found: Option<&'a PaletteFound>,
    /// Whether the account may look for pupils.
    pub(super) finds: bool,
}

/// What is offered for what was typed: who was found by it; before anybody was looked for the case of that number, what may be begun about
/// the pupil in sight, the pupils looked at last and the pages with it in their words, then the search, where there is one.
pub(super) fn offers(known: &Known<'_>, typed: &str) -> Vec<Offer> {
    let typed = typed.trim();
    if let Some(found) = known.found {
        let pupils = found.rows.iter().map(|line| Offer::pupil(line, w::OF_PUPILS));
        return pupils.chain(known.finds.then(|| Offer::List(typed.to_owned()))).collect();
    }
    let wanted = typed.to_lowercase();
    let case = CaseNumber::read(typed).map(Offer::Case);
    let begins = known.person.into_iter().flat_map(|person| {
        let kinds = known.begin.begins.iter();
        kinds.map(move |kind| Offer::begin(person, *kind))
    });
    let recent = known.begin.recent.iter().map(|line| Offer::pupil(line, w::OF_RECENT));
    let places = known.places.iter().map(|(words, href)| Offer::Go {
        words: words.clone(),
        of: w::OF_PAGES,
        href: href.clone(),
    });
    let meant = begins.chain(recent).chain(places).filter(|offer| offer.is_meant(&wanted));
    let find = (known.finds && !typed.is_empty()).then(|| Offer::Find(typed.to_owned()));
    case.into_iter().chain(meant).chain(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::codes::Sex;

    const PERSON: &str = "0197a3b0-0000-7000-8000-000000000001";

    fn places() -> Vec<(String, String)> {
        [("首页", "/home"), ("学生查询", "/pupils"), ("学籍变动", "/changes")]
            .map(|(label, href)| (label.to_owned(), href.to_owned()))
            .to_vec()
    }

    fn line(name: &str) -> PupilLine {
        PupilLine {
            id: PERSON.parse().unwrap(),
            name: name.to_owned(),
            sex: Sex::Female,
            birth_year: 2019,
            school: "第一小学".to_owned(),
            grade: "一年级".to_owned(),
            class_name: "1班".to_owned(),
            standing: "在读".to_owned(),
            number: String::new(),
        }
    }

    /// The addresses of what is offered; words where it has none.
    fn told(known: &Known<'_>, typed: &str) -> Vec<String> {
        let address = |offer: Offer| match offer {
            Offer::Go { href, .. } => href,
            other => other.words(),
        };
        offers(known, typed).into_iter().map(address).collect()
    }

    #[test]
    fn pages_are_offered_by_a_part_of_their_words_and_the_search_stands_last() {
        let (places, begin) = (places(), PaletteBegin::default());
        let known = Known { places: &places, person: None, begin: &begin, found: None, finds: true };
        assert_eq!(told(&known, ""), ["/home", "/pupils", "/changes"], "nobody to look for");
        assert_eq!(told(&known, " 学 "), ["/pupils".to_owned(), "/changes".to_owned(), w::find("学")]);
        assert_eq!(told(&known, "张三"), [w::find("张三")]);
        let known = Known { finds: false, ..known };
        assert!(told(&known, "张三").is_empty(), "who may not look for pupils is not offered it");
    }

    #[test]
    fn what_may_be_begun_here_and_who_was_looked_at_last_stand_before_the_pages() {
        let begin = PaletteBegin {
            begins: vec![CaseKind::Suspension, CaseKind::Correction],
            recent: vec![line("王小明")],
        };
        let (places, person) = (places(), PERSON.parse().ok());
        let known = Known { places: &places, person, begin: &begin, found: None, finds: true };
        let (change, correct) =
            (format!("/pupils/{PERSON}/change/suspension"), format!("/pupils/{PERSON}/correct"));
        let record = format!("/pupils/{PERSON}");
        assert_eq!(told(&known, "")[..3], [change.clone(), correct, record.clone()]);
        assert_eq!(told(&known, "休学"), [change, w::find("休学")]);
        assert_eq!(told(&known, "王小"), [record, w::find("王小")]);
        let away = Known { person: None, ..known };
        assert!(told(&away, "休学").iter().all(|offer| !offer.starts_with('/')), "no record is in sight");
    }

    #[test]
    fn a_whole_number_of_a_case_opens_it() {
        let (places, begin) = (places(), PaletteBegin::default());
        let known = Known { places: &places, person: None, begin: &begin, found: None, finds: false };
        let offered = offers(&known, "04202609013000123");
        let [Offer::Case(number)] = &offered[..] else { panic!("{offered:?}") };
        assert_eq!((number.kind(), number.as_str()), (CaseKind::Suspension, "04202609013000123"));
        assert!(offers(&known, "0420260901300012").is_empty(), "a part of one opens nothing");
    }

    #[test]
    fn who_was_found_stands_alone_with_the_way_to_the_list() {
        let (places, begin) = (places(), PaletteBegin::default());
        let found = PaletteFound { rows: vec![line("王小明")], more: true, problem: None };
        let known = Known { places: &places, person: None, begin: &begin, found: Some(&found), finds: true };
        assert_eq!(told(&known, "王"), [format!("/pupils/{PERSON}"), w::list("王")]);
    }

    #[test]
    fn the_record_in_sight_is_the_one_of_the_address() {
        let person: PersonId = PERSON.parse().unwrap();
        for path in [format!("/pupils/{PERSON}"), format!("/pupils/{PERSON}/matters")] {
            assert_eq!(in_sight(&path), Some(person), "{path}");
        }
        for path in ["/pupils", "/pupils/new", "/cases/0197a3b0-0000-7000-8000-000000000001", "/"] {
            assert_eq!(in_sight(path), None, "{path}");
        }
    }
}
