//! The profile reads what it writes, a row says what it says, and two sides that differ are told.

use super::*;
use crate::access::{Actor, ActorUnit, Role, Tie, Ties};
use crate::codes::{PupilStatus, SchoolSystem, SchoolType, Stage};
use crate::form::sample::{SampleSpec, pupil};
use crate::form::{BasicInfo, Field, FormContext, Places, validate};
use crate::id::AccountId;
use crate::ident::{ResidentId, StudentNumber};
use crate::org::{OrgPath, UnitKind};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn national() -> Profile {
    Profile::national().unwrap()
}

fn first_grader() -> BasicInfo {
    let context = FormContext {
        today: day("2026-09-07"),
        school_type: SchoolType::Primary,
        stages: vec![Stage::Primary],
        system: SchoolSystem::SixThree,
        places: Places::default(),
    };
    validate(&pupil(1, &SampleSpec::first_grade("320102", 2026)), &context).unwrap()
}

fn formal(info: &BasicInfo) -> String {
    let id = ResidentId::parse(info.document().number().unwrap()).unwrap();
    StudentNumber::formal(&id).as_str().to_owned()
}

fn row(changes: &[(Special, &str)]) -> BTreeMap<Special, String> {
    let mut row: BTreeMap<Special, String> = [
        (Special::Number, formal(&first_grader())),
        (Special::Status, "在读".to_owned()),
        (Special::EntryDate, "20260901".to_owned()),
    ]
    .into();
    row.extend(changes.iter().map(|(column, text)| (*column, (*text).to_owned())));
    row
}

fn wrong(changes: &[(Special, &str)]) -> Vec<Special> {
    match Claims::read(&row(changes), &national(), day("2026-09-07")) {
        Ok(claims) => panic!("read: {claims:?}"),
        Err(wrong) => {
            assert!(wrong.iter().all(|one| !one.reason.is_empty() && !one.remedy.is_empty()), "{wrong:?}");
            wrong.into_iter().map(|one| one.column).collect()
        }
    }
}

fn admin(n: u128, kind: UnitKind) -> Actor {
    let code = if kind == UnitKind::Nation { "000000" } else { "320000" };
    Actor {
        account: AccountId::new(Uuid::from_u128(n)),
        name: "管理员".into(),
        role: Role::SystemAdmin,
        unit: Some(ActorUnit {
            id: code.parse().unwrap(),
            name: "江苏省".into(),
            kind,
            path: OrgPath::root(),
        }),
        trained: true,
        appointed: true,
        children: Vec::new(),
        ties: Ties::none(),
    }
}

#[test]
fn article_4_the_built_in_profile_names_what_every_file_must_have() {
    let profile = national();
    assert_eq!(profile.meaning("学籍号"), Some(Meaning::Special(Special::Number)));
    assert_eq!(profile.meaning("XM"), Some(Meaning::Field(Field::Name)));
    assert_eq!(profile.meaning("学校名称"), Some(Meaning::Ignored));
    assert_eq!(profile.meaning("姓名"), None, "the name of an item needs no line");
    for special in Special::ALL {
        assert_eq!(profile.meaning(special.label()), Some(Meaning::Special(special)), "{special:?}");
        assert_eq!(Meaning::from_key(special.key()), Some(Meaning::Special(special)));
    }
    let said = ["01", "在读", "在校", " 在 读 ", "流失", "不在"].map(|word| profile.status(word));
    let here = Some(PupilStatus::InSchool);
    assert_eq!(said, [here, here, here, here, Some(PupilStatus::Lost), None]);
}

#[test]
fn article_25_a_profile_is_the_built_in_one_only_to_the_last_word() {
    let built_in = national();
    assert!(built_in.is_national());
    assert!(Profile::parse(&built_in.to_text()).unwrap().is_national());
    let swapped = built_in.to_text().replacen("\"#ignored\"", "\"#former_numbers\"", 1);
    let swapped = Profile::parse(&swapped).unwrap();
    assert_eq!((&swapped.name, swapped.version), (&built_in.name, built_in.version));
    assert!(!swapped.is_national(), "whatever it is called");
    let said = |profile: &Profile| -> Vec<(String, String)> { profile.lines() };
    assert!(said(&built_in).contains(&("XM".to_owned(), Field::Name.label().to_owned())));
    assert!(said(&built_in).contains(&("学校名称".to_owned(), "不读取".to_owned())));
    assert_ne!(said(&built_in), said(&swapped));
}

#[test]
fn a_profile_that_says_nothing_or_something_else_is_refused_by_what_is_wrong() {
    let parse = |text: &str| Profile::parse(text).unwrap_err();
    let with =
        |columns: &str, rest: &str| format!(r#"{{"name":"甲","version":1,"columns":{columns}{rest}}}"#);
    assert!(matches!(parse("{"), ProfileProblem::Form(_)));
    assert!(matches!(parse(&with(r#"{"甲":"name"}"#, r#","more":1"#)), ProfileProblem::Form(_)));
    assert_eq!(parse(&with("{}", "")), ProfileProblem::Columns);
    assert_eq!(
        parse(&with(r#"{"甲":"nothing"}"#, "")),
        ProfileProblem::Unknown("甲".into(), "nothing".into())
    );
    assert_eq!(
        parse(&with(r#"{"照片":"photo"}"#, "")),
        ProfileProblem::Unknown("照片".into(), "photo".into())
    );
    assert_eq!(parse(&with(r#"{"甲 乙":"name"}"#, "")), ProfileProblem::Heading("甲 乙".into()));
    assert_eq!(
        parse(&with(r#"{"甲":"name"}"#, r#","statuses":{"乙":"77"}"#)),
        ProfileProblem::Status("乙".into(), "77".into())
    );
    assert_eq!(parse(r#"{"name":"甲","version":0,"columns":{"甲":"name"}}"#), ProfileProblem::Version);
    assert_eq!(parse(r#"{"name":" ","version":1,"columns":{"甲":"name"}}"#), ProfileProblem::Name);
}

#[test]
fn article_5_a_row_says_number_status_and_schools_before() {
    let spells = "2132000009|旧一小|1|3班|2024-09-01|2025-07-10；2132000008|旧二小|2|1班|20250901|20260710";
    let claims = Claims::read(
        &row(&[
            (Special::Status, "休学"),
            (Special::StatusSince, "2026-09-03"),
            (Special::StatusUntil, "2027-08-31"),
            (Special::Spells, spells),
            (Special::FormerNumbers, "L320102201901011234"),
        ]),
        &national(),
        day("2026-09-07"),
    )
    .unwrap();
    assert_eq!((claims.status, claims.since), (PupilStatus::Suspended, Some(day("2026-09-03"))));
    assert_eq!(claims.spells.iter().map(|spell| spell.grade).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(claims.former.len(), 1);
    assert!(!claims.has_left());
}

#[test]
fn article_20_who_is_abroad_comes_with_the_country_and_the_day_of_leaving() {
    let read = |country: &str| {
        let changes = [
            (Special::Status, "出境就读"),
            (Special::StatusSince, "2026-09-03"),
            (Special::Country, country),
        ];
        Claims::read(&row(&changes), &national(), day("2026-09-07")).unwrap()
    };
    let label = crate::codes::label_of(crate::codes::CodeList::Country, "USA").unwrap();
    for country in ["USA", "usa", label] {
        let claims = read(country);
        assert_eq!(claims.country.as_deref(), Some("USA"), "{country}");
        assert_eq!((claims.status, claims.since), (PupilStatus::Abroad, Some(day("2026-09-03"))));
        assert!(!claims.has_left(), "the record stays at the school");
    }
    let here = Claims::read(&row(&[(Special::Country, "USA")]), &national(), day("2026-09-07")).unwrap();
    assert_eq!(here.country, None, "of who is in school it says nothing");
}

#[test]
fn article_20_times_abroad_that_are_over_come_with_who_is_back_and_with_who_left_again() {
    let times = "美国|2024-09-01|2025-07-01；德国|2025-09-01|2026-07-01";
    let back = Claims::read(&row(&[(Special::Abroad, times)]), &national(), day("2026-09-07")).unwrap();
    assert_eq!((back.status, back.country.clone()), (PupilStatus::InSchool, None));
    assert_eq!(back.abroad.iter().map(|time| time.country.as_str()).collect::<Vec<_>>(), ["USA", "DEU"]);
    let left_again = |since: &'static str| {
        [
            (Special::Status, "公派出国"),
            (Special::StatusSince, since),
            (Special::Country, "法国"),
            (Special::Abroad, times),
        ]
    };
    let sent = Claims::read(&row(&left_again("2026-09-02")), &national(), day("2026-09-07")).unwrap();
    assert_eq!((sent.status, sent.country.as_deref()), (PupilStatus::Abroad, Some("FRA")), "whoever sends");
    assert_eq!(wrong(&[(Special::Abroad, "美国|2024-09-01")]), [Special::Abroad]);
}

#[test]
fn article_11_who_stands_where_this_register_has_no_business_is_told_what_to_do() {
    for (status, word) in [("停学", "休学"), ("保留入学资格", "建籍"), ("开除", "退学"), ("下落不明", "辍学")]
    {
        let told =
            Claims::read(&row(&[(Special::Status, status)]), &national(), day("2026-09-07")).unwrap_err();
        assert_eq!(told[0].column, Special::Status);
        assert!(told[0].remedy.contains(word), "{status}: {}", told[0].remedy);
    }
}

#[test]
fn article_5_what_a_row_says_wrongly_is_told_by_its_column() {
    let number = formal(&first_grader());
    let mistyped = format!("{}{}", &number[..18], if number.ends_with('1') { '2' } else { '1' });
    assert_eq!(wrong(&[(Special::Number, mistyped.as_str())]), [Special::Number], "the check character");
    assert_eq!(wrong(&[(Special::Number, "")]), [Special::Number]);
    assert_eq!(wrong(&[(Special::Status, "不知道")]), [Special::Status]);
    assert_eq!(wrong(&[(Special::Status, "91")]), [Special::Country, Special::StatusSince]);
    let abroad = |country| {
        wrong(&[(Special::Status, "出境"), (Special::StatusSince, "2026-09-03"), (Special::Country, country)])
    };
    assert_eq!([abroad("中国"), abroad("CHN"), abroad("火星")].concat(), [Special::Country; 3]);
    assert_eq!(wrong(&[(Special::Status, "休学")]), [Special::StatusSince, Special::StatusUntil]);
    assert_eq!(wrong(&[(Special::EntryDate, "2026-13-01")]), [Special::EntryDate]);
    assert_eq!(wrong(&[(Special::EntryDate, "2026-12-01")]), [Special::EntryDate], "later than today");
    assert_eq!(wrong(&[(Special::Spells, "2132000009|旧一小|1")]), [Special::Spells]);
    let late = "2132000009|旧一小|1|3班|2024-09-01|2026-09-05";
    assert_eq!(wrong(&[(Special::Spells, late)]), [Special::Spells], "ends after the child came here");
    let both = "2132000009|甲|1|3班|2024-09-01|2025-09-05;2132000008|乙|1|3班|2025-09-01|2025-10-05";
    assert_eq!(wrong(&[(Special::Spells, both)]), [Special::Spells], "at two schools at once");
}

#[test]
fn article_5_a_formal_number_is_the_documents_or_says_why_not() {
    let info = first_grader();
    let read =
        |changes: &[(Special, &str)]| Claims::read(&row(changes), &national(), day("2026-09-07")).unwrap();
    let system = SchoolSystem::SixThree;
    assert!(agree(&read(&[]), &info, system, "").is_empty());
    let other = read(&[(Special::Number, "G11010519491231002X")]);
    assert_eq!(agree(&other, &info, system, "")[0].column, Special::Number);
    assert!(agree(&other, &info, system, "证件号 2024 年更正过").is_empty(), "a number is for life");
    assert!(other_document(&other, &info).is_some(), "what the note overrides is told");
    assert!(other_document(&read(&[]), &info).is_none());
}

#[test]
fn article_11_where_a_pupil_stands_fits_the_grade() {
    let info = first_grader();
    let standing = |word: &str| {
        let changes = [(Special::Status, word), (Special::StatusSince, "2026-09-03")];
        let claims = Claims::read(&row(&changes), &national(), day("2026-09-07")).unwrap();
        agree(&claims, &info, SchoolSystem::SixThree, "").len()
    };
    assert_eq!(["退学", "毕业", "结业"].map(standing), [1, 1, 1]);
    assert_eq!(["辍学", "转出", "死亡"].map(standing), [0, 0, 0]);
}

#[test]
fn article_25_two_system_administrators_and_nobody_else() {
    let (one, two) = (admin(1, UnitKind::Province), admin(2, UnitKind::Nation));
    assert!(may_begin(&one).is_ok() && may_begin(&two).is_ok());
    assert!(may_begin(&admin(3, UnitKind::County)).is_err());
    assert!(may_begin(&Actor { role: Role::SecurityAdmin, ..one.clone() }).is_err());
    assert!(may_release(&two, one.account).is_ok());
    assert_eq!(may_release(&one, one.account).unwrap_err().code.as_str(), "four_eyes");
    let tied = Actor { ties: Ties::none().and(one.account, Tie::SamePerson), ..two.clone() };
    assert_eq!(may_release(&tied, one.account).unwrap_err().code.as_str(), "tied");
    assert!(may_accept(&one, [], "旧系统重复计数").is_ok());
    assert_eq!(may_accept(&one, [], " ").unwrap_err().code.as_str(), "reason_needed");
    assert_eq!(may_accept(&one, [one.account], "旧系统重复计数").unwrap_err().code.as_str(), "four_eyes");
    assert!(may_undo(&one, [], "导出的不是最新数据").is_ok());
    assert!(may_undo(&two, [one.account], "导出的不是最新数据").is_ok());
    assert_eq!(may_undo(&one, [], " ").unwrap_err().code.as_str(), "reason_needed");
    assert_eq!(may_undo(&one, [one.account], "导出的不是最新数据").unwrap_err().code.as_str(), "four_eyes");
    assert_eq!(may_undo(&tied, [one.account], "导出的不是最新数据").unwrap_err().code.as_str(), "tied");
}

#[test]
fn totals_of_both_sides_are_held_against_each_other_cell_by_cell() {
    let text =
        "学校标识码,年级,学籍状态,人数\n2132000001,1,在读,30\n2132000001,2,休学,1\n2132000001,3,在读,0\n";
    let source = read_totals(text, &national()).unwrap();
    assert_eq!(source.len(), 2, "a cell of nobody is none");
    assert!(Differences::between(&source, &source).agree());
    let mut here = source.clone();
    let first = source.keys().next().unwrap().clone();
    here.insert(first.clone(), 29);
    let differ = Differences::between(&source, &here);
    assert_eq!((differ.source, differ.here), (31, 30));
    assert_eq!(differ.cells, [Difference { cell: first, source: 30, here: 29 }]);
    for (bad, line) in [("2132000001,1,在读", 2), ("2132000001,13,在读,1", 2), ("2132000001,1,在读,-1", 2)]
    {
        assert_eq!(read_totals(&format!("表头\n{bad}\n"), &national()).unwrap_err().line, line, "{bad}");
    }
    let twice = "表头\n2132000001,1,在读,1\n2132000001,1,01,2\n";
    assert_eq!(read_totals(twice, &national()).unwrap_err().line, 3);
}

fn meanings() -> impl Strategy<Value = Meaning> {
    let importable: Vec<Meaning> =
        Field::ALL.iter().filter(|field| field.is_importable()).map(|field| Meaning::Field(*field)).collect();
    let special: Vec<Meaning> = Special::ALL.into_iter().map(Meaning::Special).collect();
    prop_oneof![prop::sample::select(importable), prop::sample::select(special), Just(Meaning::Ignored)]
}

proptest! {
    #[test]
    fn a_profile_reads_what_it_writes(
        name in "[\u{4e00}-\u{9fff}]{1,20}",
        version in 1_u32..,
        columns in prop::collection::btree_map("[\u{4e00}-\u{9fff}A-Z]{1,12}", meanings(), 1..30),
        statuses in prop::collection::btree_map("[\u{4e00}-\u{9fff}]{1,6}", prop::sample::select(PupilStatus::ALL), 0..8),
    ) {
        let columns: serde_json::Map<String, serde_json::Value> =
            columns.into_iter().map(|(heading, meaning)| (heading, meaning.key().into())).collect();
        let statuses: serde_json::Map<String, serde_json::Value> =
            statuses.into_iter().map(|(word, status)| (word, status.code().into())).collect();
        let text = serde_json::json!({
            "name": name, "version": version, "columns": columns.clone(), "statuses": statuses,
        });
        let profile = Profile::parse(&text.to_string()).unwrap();
        for (heading, key) in &columns {
            prop_assert_eq!(profile.meaning(heading).map(Meaning::key), key.as_str());
        }
        let again = Profile::parse(&profile.to_text()).unwrap();
        prop_assert_eq!(&again, &profile);
        prop_assert_eq!(again.to_text(), profile.to_text());
    }

    #[test]
    fn no_text_makes_the_readers_fall(text in "\\PC{0,80}") {
        drop(Profile::parse(&text));
        drop(read_totals(&format!("表头\n{text}"), &national()));
        drop(text.parse::<EarlierSpell>());
        let values: BTreeMap<Special, String> =
            Special::ALL.into_iter().map(|special| (special, text.clone())).collect();
        drop(Claims::read(&values, &national(), day("2026-09-07")));
    }

    #[test]
    fn a_stretch_of_schooling_reads_what_it_writes(
        grade in 1_u8..=12, class in "[1-9][0-9]?班", from in 0_i64..4000, length in 0_i64..800,
    ) {
        let from_on = day("2012-09-01") + chrono::Duration::days(from);
        let spell = EarlierSpell {
            school: "2132000009".parse().unwrap(),
            school_name: "旧一小".into(),
            grade,
            class_name: class,
            from_on,
            to_on: from_on + chrono::Duration::days(length),
        };
        prop_assert_eq!(spell.to_string().parse::<EarlierSpell>().unwrap(), spell);
    }
}
