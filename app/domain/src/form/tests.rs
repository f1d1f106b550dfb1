use super::sample::{SampleSpec, pupil};
use super::*;
use crate::codes::{SchoolSystem, SchoolType, Stage};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn context() -> FormContext {
    FormContext {
        today: "2026-09-07".parse().unwrap(),
        school_type: SchoolType::Primary,
        stages: vec![Stage::Primary],
        system: SchoolSystem::SixThree,
        places: crate::form::Places::default(),
    }
}

fn good() -> BTreeMap<Field, String> {
    pupil(1, &SampleSpec::first_grade("320102", 2026))
}

fn with(changes: &[(Field, &str)]) -> BTreeMap<Field, String> {
    let mut raw = good();
    for (field, value) in changes {
        raw.insert(*field, (*value).to_owned());
    }
    raw
}

fn problems(changes: &[(Field, &str)]) -> Vec<(Field, Problem)> {
    let problems = validate(&with(changes), &context()).expect_err("something is wrong");
    problems.into_iter().map(|problem| (problem.field, problem.problem)).collect()
}

#[test]
fn article_7_the_form_has_72_items_as_printed() {
    assert_eq!((Field::NATIONAL, Field::ALL.len()), (72, 74));
    assert_eq!(Field::ALL[Field::NATIONAL..], [Field::NativeName, Field::NativeLanguage], "what it has not");
    for (n, field) in (1..).zip(Field::ALL) {
        assert_eq!(field.number(), n);
        assert_eq!(Field::from_key(field.key()), Some(*field));
    }
    assert_eq!((Field::Name.number(), Field::Grade.number(), Field::Member1Name.number()), (1, 22, 49));
    assert_eq!((Field::Member2Name.number(), Field::Member2Post.number()), (61, 72));
    let mut keys: Vec<_> = Field::ALL.iter().map(|field| field.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 74);
}

#[test]
fn codes_and_labels_are_both_taken_and_nothing_is_guessed() {
    for value in ["1", "汉", "汉族", "01", "01-汉族", "01－汉族", "\u{200B}01-汉族"] {
        let info = validate(&with(&[(Field::Ethnicity, value)]), &context()).expect(value);
        assert_eq!(info.get(Field::Ethnicity), Some("01"), "{value}");
    }
    assert_eq!(problems(&[(Field::Ethnicity, "汉人")]), [(Field::Ethnicity, Problem::NotInList)]);
    assert_eq!(problems(&[(Field::Grade, "四年")]), [(Field::Grade, Problem::NotInList)]);
    assert_eq!(problems(&[(Field::Grade, "初一")]), [(Field::Grade, Problem::GradeNotOffered),]);
}

/// What is kept of one item that was typed like this.
fn kept(field: Field, typed: &str) -> Option<String> {
    let info =
        validate(&with(&[(field, typed)]), &context()).unwrap_or_else(|wrong| panic!("{typed:?}: {wrong:?}"));
    info.get(field).map(str::to_owned)
}

#[test]
fn case_24_common_short_forms_are_accepted_and_the_item_that_is_wrong_is_named() {
    for (field, typed, code) in [
        (Field::Ethnicity, "汉", "01"),
        (Field::Ethnicity, "1", "01"),
        (Field::Nationality, "中国", "CHN"),
        (Field::IdKind, "身份证", "1"),
        (Field::Health, "健康", "10"),
        (Field::HukouKind, "农业", "1"),
        (Field::HukouKind, "居民户口", "3"),
        (Field::OnlyChild, "Y", "1"),
        (Field::OnlyChild, "√", "1"),
        (Field::Grade, "一年级", "1"),
        (Field::Grade, "一", "1"),
        (Field::HmtStatus, "0", "00"),
        (Field::CommuteMode, "2-自行车(含摩托车、电动自行车)", "2"),
        (Field::Member2Kinship, "妈妈", "52"),
    ] {
        assert_eq!(kept(field, typed).as_deref(), Some(code), "{typed}");
    }
    let birth = good()[&Field::BirthDate].clone();
    for time in [" 00:00:00", "T00:00:00", " 0:00", "　00:00:00.000"] {
        assert_eq!(kept(Field::BirthDate, &format!("{birth}{time}")), Some(birth.clone()), "{time}");
    }
    assert_eq!(
        problems(&[(Field::IdKind, "学生证")]),
        [(Field::IdKind, Problem::NotInList)],
        "not at the number"
    );
    let nothing =
        validate(&with(&[(Field::Member2IdKind, ""), (Field::Member2IdNumber, "E1234567")]), &context());
    assert_eq!(nothing.unwrap_err()[0].message(), "填写了号码，但没有选择成员二身份证件类型。");
}

#[test]
fn case_21_a_word_for_nobody_is_no_name() {
    for typed in ["无", "已故", "/", "—", " 不详 ", "无\u{200B}"] {
        let wrong = problems(&[(Field::Member2Name, typed)]);
        assert_eq!(wrong, [(Field::Member2Name, Problem::NotAName)], "{typed}");
    }
    assert_eq!(
        problems(&[(Field::Member2Phone, "10000000000")]),
        [(Field::Member2Phone, Problem::NotAPhone)]
    );
}

#[test]
fn what_looks_the_same_is_kept_the_same() {
    for (field, typed, same) in [
        (Field::Name, "\u{F9F4}一 新", "林一新"),
        (Field::Name, "李\u{E863}", "李䶮"),
        (Field::ClassName, "一（7）班", "7班"),
        (Field::ClassName, "07班\u{200B}", "7班"),
        (Field::ClassNumber, " １２ ", "12"),
        (Field::Member1Phone, "+86 139-0000-1301", "13900001301"),
        (Field::Member1Phone, "+852 9123 4567", "+85291234567"),
        (Field::Member1Phone, "02583111111", "025-83111111"),
        (Field::Member1Address, "文昌巷9号\n101室", "文昌巷9号101室"),
        (Field::Postcode, "'２１０００８", "210008"),
        (Field::Email, "ａ@example.com ", "a@example.com"),
        (Field::Pinyin, "lín　yīxīn", "LÍN YĪXĪN"),
    ] {
        if field == Field::Pinyin {
            assert_eq!(problems(&[(field, typed)]), [(field, Problem::NotPinyin)]);
            continue;
        }
        assert_eq!(kept(field, typed).as_deref(), Some(same), "{typed:?}");
    }
    let number = good()[&Field::IdNumber].clone();
    for hidden in ['\u{200B}', '\u{FEFF}', '\u{202D}', '\u{2068}', '\u{A0}', '\u{AD}', '\''] {
        assert_eq!(kept(Field::IdNumber, &format!("{hidden}{number}")), Some(number.clone()), "{hidden:?}");
    }
    assert_eq!(problems(&[(Field::HomeAddress, "\u{200B}")]), [(Field::HomeAddress, Problem::Missing)]);
}

/// Ways in which a cell is dirty without looking so, each as what is put before, between and after its characters.
const DIRT: [(&str, &str, &str); 12] = [
    ("\u{200B}", "", ""),
    ("", "", "\u{FEFF}"),
    ("\u{202D}", "", "\u{202C}"),
    ("\u{2068}", "", "\u{2069}"),
    ("", "\u{AD}", ""),
    ("", "\u{200D}", ""),
    ("\u{200E}", "\u{200B}", "\u{200F}"),
    ("'", "", ""),
    ("\u{A0}", "", "\u{3000}"),
    ("\n", "", "\r\n"),
    ("\t '", "", ""),
    ("\u{FEFF}\u{A0}", "", "\u{2060}\u{2009}"),
];

#[test]
fn case_14_no_item_is_kept_otherwise_for_what_nobody_sees() {
    let clean = validate(&good(), &context()).unwrap();
    let mut rows = 0;
    for (field, value) in
        good().into_iter().filter(|(field, value)| field.is_importable() && !value.is_empty())
    {
        for (before, between, after) in DIRT {
            let letters: Vec<String> = value.chars().map(String::from).collect();
            let dirty = format!("{before}{}{after}", letters.join(between));
            let kept = validate(&with(&[(field, &dirty)]), &context());
            assert_eq!(kept.as_ref(), Ok(&clean), "{} {dirty:?}", field.label());
            rows += 1;
        }
        // Full width, where it is no other text: all but names and free text, whose punctuation is full width.
        let wide: String =
            value
                .chars()
                .map(|c| {
                    if c.is_ascii_alphanumeric() { char::from_u32(u32::from(c) + 0xFEE0).unwrap() } else { c }
                })
                .collect();
        assert_eq!(
            validate(&with(&[(field, &wide)]), &context()).as_ref(),
            Ok(&clean),
            "{} {wide:?}",
            field.label()
        );
        rows += 1;
    }
    assert!(rows > 600, "{rows}");
}

#[test]
fn what_was_changed_is_told_to_who_typed_it() {
    let raw = with(&[
        (Field::Name, "李\u{E863}"),
        (Field::Member1Phone, "+86 13900001301"),
        (Field::ClassName, "一（1）班"),
    ]);
    let told: Vec<_> = rewritten(&raw, &context());
    let lines: Vec<_> = told.iter().map(|one| (one.field, one.kept.as_str(), one.told.as_str())).collect();
    assert_eq!(
        lines,
        [
            (Field::Name, "李䶮", "旧编码的字改为标准编码"),
            (Field::ClassName, "1班", "全角改为半角、班级改为统一写法"),
            (Field::Member1Phone, "13900001301", "去掉多余的空格或换行、去掉国际区号 +86"),
        ]
    );
    assert!(rewritten(&good(), &context()).is_empty());
    let kept = validate(&raw, &context()).unwrap();
    assert!(told.iter().all(|one| kept.get(one.field) == Some(one.kept.as_str())));
}

#[test]
fn an_item_of_signs_that_nobody_sees_is_taken_out_by_a_change() {
    let info = validate(&with(&[(Field::Talent, "书法")]), &context()).unwrap();
    let emptied =
        info.with_changes(&BTreeMap::from([(Field::Talent, "\u{FEFF} ".to_owned())]), &context()).unwrap();
    assert_eq!(emptied.get(Field::Talent), None);
}

#[test]
fn rare_characters_of_names_are_kept_and_what_no_font_has_is_refused_with_its_code_point() {
    for name in ["王𬍛", "李䶮", "陈𫖯𬀩", "钱𰻝", "阿依古丽·吐尔逊"] {
        assert_eq!(kept(Field::Name, name).as_deref(), Some(name));
    }
    assert_eq!(
        kept(Field::Talent, "书法\u{1F3B5}").as_deref(),
        Some("书法"),
        "a picture is left out, and told"
    );
    for (field, typed, lacking, point) in [
        (Field::Name, "李\u{2EBF0}", '\u{2EBF0}', "U+2EBF0"),
        (Field::Talent, "书法\u{F000}", '\u{F000}', "U+F000"),
        (Field::Member1Address, "\u{E05F}村1号", '\u{E05F}', "U+E05F"),
    ] {
        let wrong = validate(&with(&[(field, typed)]), &context()).unwrap_err();
        assert_eq!(wrong, [FieldProblem { field, problem: Problem::NotDrawn(lacking) }], "{point}");
        assert!(wrong[0].message().contains(point) && wrong[0].remedy().contains(point));
        assert!(wrong[0].is_of_one_item(), "told where it is typed, in a correction too");
    }
}

#[test]
fn mandatory_items_are_missed_by_name() {
    assert_eq!(problems(&[(Field::HomeAddress, "  ")]), [(Field::HomeAddress, Problem::Missing)]);
    assert_eq!(problems(&[(Field::Member2Name, "")]), [(Field::Member2Name, Problem::Missing)]);
    assert_eq!(problems(&[(Field::IdNumber, "")]), [(Field::IdNumber, Problem::Missing)]);
}

#[test]
fn article_5_the_number_agrees_with_birth_date_and_sex() {
    let sex = if good()[&Field::Sex] == "1" { "2" } else { "1" };
    assert_eq!(problems(&[(Field::Sex, sex)]), [(Field::Sex, Problem::SexDiffers)]);
    assert_eq!(problems(&[(Field::BirthDate, "2019-12-31")]), [(Field::BirthDate, Problem::BirthDiffers)]);
    let mut wrong = good()[&Field::IdNumber].clone();
    let last = if wrong.ends_with('1') { "2" } else { "1" };
    wrong.replace_range(17.., last);
    let error = crate::ident::IdentError::CheckDigit;
    assert_eq!(problems(&[(Field::IdNumber, &wrong)]), [(Field::IdNumber, Problem::Ident(error))]);
}

#[test]
fn dates_are_strict_and_take_the_forms_people_write() {
    for text in ["20200301", "2020-03-01", "2020/3/1", "2020.3.1", "2020年3月1日", "２０２０年３月１日"]
    {
        assert_eq!(parse_date(text), "2020-03-01".parse().ok(), "{text}");
    }
    for text in ["20200230", "20-3-1", "3/1/2020", "2020-13-01", "昨天", "2020-3", "43891"] {
        assert_eq!(parse_date(text), None, "{text}");
    }
    assert_eq!(problems(&[(Field::BirthDate, "2027-01-01")])[0].1, Problem::InFuture);
}

#[test]
fn a_child_without_a_document_needs_a_guardians() {
    let none = [(Field::IdKind, "Z"), (Field::IdNumber, "")];
    assert!(validate(&with(&none), &context()).is_ok());
    let nobody = [none[0], none[1], (Field::Member1IdNumber, ""), (Field::Member1IdKind, "")];
    assert_eq!(problems(&nobody), [(Field::Member1IdNumber, Problem::GuardianDocumentNeeded)]);
}

#[test]
fn article_28_documents_of_other_places_fit_the_origin() {
    let hong_kong = [(Field::IdKind, "6"), (Field::IdNumber, "H12345678"), (Field::Nationality, "HKG")];
    assert_eq!(problems(&hong_kong), [(Field::HmtStatus, Problem::OriginContradicts)]);
    let mut right = hong_kong.to_vec();
    right.push((Field::HmtStatus, "01"));
    assert!(validate(&with(&right), &context()).is_ok());
    assert_eq!(problems(&[(Field::Nationality, "USA")]), [(Field::HmtStatus, Problem::OriginContradicts)]);
}

#[test]
fn article_17_inclusion_and_disability_agree_by_kind_of_school() {
    assert_eq!(problems(&[(Field::Disability, "1")]), [(Field::Disability, Problem::DisabilityContradicts)]);
    assert!(validate(&with(&[(Field::Inclusive, "1"), (Field::Disability, "1")]), &context()).is_ok());
    let special = FormContext { school_type: SchoolType::BlindSchool, ..context() };
    assert!(validate(&good(), &special).is_err());
    assert!(validate(&with(&[(Field::Disability, "1")]), &special).is_ok());
}

#[test]
fn somebody_is_guardian_and_strangers_are_explained() {
    let nobody = [(Field::Member1Guardian, "否"), (Field::Member2Guardian, "0")];
    assert_eq!(problems(&nobody), [(Field::Member1Guardian, Problem::NoGuardian)]);
    let stranger = [(Field::Member2Kinship, "非亲属")];
    assert_eq!(problems(&stranger), [(Field::Member2KinshipNote, Problem::KinshipNoteNeeded)]);
}

#[test]
fn an_unusual_age_is_a_warning_and_stops_nothing() {
    let old = [(Field::IdKind, "A"), (Field::IdNumber, "E12345678"), (Field::BirthDate, "2012-03-01")];
    let info = validate(&with(&old), &context()).unwrap();
    let told: Vec<_> = warnings(&info, &context()).into_iter().map(|warning| warning.problem).collect();
    assert_eq!(told, [Problem::UnusualAge]);
}

#[test]
fn article_10_a_change_answers_for_itself_only() {
    let info = validate(&good(), &context()).unwrap();
    let change =
        |field, value: &str| info.with_changes(&BTreeMap::from([(field, value.to_owned())]), &context());
    assert_eq!(change(Field::Postcode, "210008").unwrap().get(Field::Postcode), Some("210008"));
    assert_eq!(change(Field::Postcode, "21").unwrap_err()[0].problem, Problem::NotAPostcode);
    // The new birth date does not fit the number on record: told, although the number was not asked about.
    assert_eq!(change(Field::BirthDate, "2019-12-31").unwrap_err()[0].problem, Problem::BirthDiffers);
    // The school has since stopped offering the grade: not the guardian's problem.
    let narrowed = FormContext { stages: vec![Stage::Junior], ..context() };
    let new = BTreeMap::from([(Field::Postcode, "210008".to_owned())]);
    assert!(info.with_changes(&new, &narrowed).is_ok());
}

#[test]
fn masks_never_show_a_number_an_address_or_a_birthday() {
    let info = validate(&good(), &context()).unwrap();
    for field in Field::ALL.iter().filter(|field| field.is_sensitive()) {
        if let Some(value) = info.get(*field) {
            assert!(!info.masked(*field).contains(value), "{}", field.label());
        }
    }
}

#[test]
fn short_forms_that_can_mean_one_value_only_are_taken() {
    let kept = |field: Field, text: &str| {
        let info =
            validate(&with(&[(field, text)]), &context()).unwrap_or_else(|told| panic!("{text}: {told:?}"));
        info.value(field).to_owned()
    };
    let right = [
        (Field::Ethnicity, "汉", "01"),
        (Field::Ethnicity, "维吾尔", "05"),
        (Field::Health, "健康", "10"),
        (Field::HukouKind, "农业", "1"),
        (Field::HukouKind, "非农业", "2"),
        (Field::HukouKind, "居民户口", "3"),
        (Field::IdKind, "身份证", "1"),
        (Field::OnlyChild, "Y", "1"),
        (Field::OnlyChild, "√", "1"),
        (Field::OnlyChild, "×", "0"),
        (Field::Nationality, "中国", "CHN"),
        (Field::Grade, "一", "1"),
        (Field::EntryMonth, "2026-09-01", "202609"),
        (Field::EntryMonth, "20260901", "202609"),
    ];
    for (field, text, code) in right {
        assert_eq!(kept(field, text), code, "{text}");
    }
    let birth = good()[&Field::BirthDate].clone();
    for time in [" 00:00:00", " 0:00", "T00:00:00"] {
        assert_eq!(kept(Field::BirthDate, &format!("{birth}{time}")), birth);
    }
    for text in ["汉汉", "健", "户口", "证", "族", "是否"] {
        for field in [Field::Ethnicity, Field::Health, Field::HukouKind, Field::IdKind, Field::OnlyChild] {
            assert!(validate(&with(&[(field, text)]), &context()).is_err(), "{text} as {}", field.label());
        }
    }
}

#[test]
fn the_kind_of_a_document_is_named_when_it_is_the_kind_that_is_wrong() {
    let problem = Problem::NotInList;
    assert_eq!(problems(&[(Field::IdKind, "学生证")]), [(Field::IdKind, problem)]);
    assert_eq!(problems(&[(Field::IdKind, "")]), [(Field::IdKind, Problem::Missing)]);
    assert_eq!(
        problems(&[(Field::Member1IdKind, "")]),
        [(Field::Member1IdKind, Problem::KindNeeded)],
        "the number is there, its kind is not"
    );
    // A number of the old fifteen digits on a child's form is the number's fault.
    assert_eq!(
        problems(&[(Field::IdNumber, "320102200311010")]).iter().map(|(field, _)| *field).collect::<Vec<_>>(),
        [Field::IdNumber]
    );
}

#[test]
fn a_child_with_one_member_of_the_family_is_entered_and_words_for_nobody_are_no_names() {
    let second: Vec<Field> =
        Field::ALL.iter().copied().filter(|field| field.block() == Block::Member2).collect();
    let mut raw = good();
    raw.retain(|field, _| !second.contains(field));
    let info = validate(&raw, &context()).unwrap();
    let told: Vec<_> = warnings(&info, &context()).into_iter().map(|one| one.problem).collect();
    assert_eq!(told, [Problem::OneMember]);
    assert_eq!(info.lacking().count(), 0, "the archive is not incomplete for it");
    raw.insert(Field::Member1Guardian, "0".into());
    let told = validate(&raw, &context()).unwrap_err();
    assert_eq!(told.iter().map(|one| one.problem).collect::<Vec<_>>(), [Problem::NoGuardian]);

    for word in ["无", "/", "已故", " 去 世 ", "——", "不详", "0"] {
        for field in [Field::Name, Field::Member1Name, Field::Member2Name, Field::FormerName] {
            assert_eq!(problems(&[(field, word)]), [(field, Problem::NotAName)], "{word}");
        }
    }
    // One item of the second member alone makes it a member who lacks the others.
    assert!(problems(&[(Field::Member2Name, "")]).contains(&(Field::Member2Name, Problem::Missing)));
}

#[test]
fn article_28_a_foreign_child_has_no_hukou_here_and_may_be_born_abroad() {
    let foreign = [
        (Field::Nationality, "USA"),
        (Field::IdKind, "A"),
        (Field::IdNumber, "Q5550001"),
        (Field::HmtStatus, "51"),
        (Field::HukouPlace, ""),
        (Field::HukouKind, ""),
    ];
    let born = |place: &str| {
        let mut changes = foreign.to_vec();
        changes.push((Field::BirthPlace, place));
        validate(&with(&changes), &context()).map(|info| info.display(Field::BirthPlace))
    };
    assert_eq!(born("").unwrap(), "");
    let none = [(Field::HukouPlace, "无"), (Field::HukouKind, "无")];
    let info = validate(&with(&[&foreign[..4], &none].concat()), &context()).unwrap();
    assert_eq!((info.get(Field::HukouPlace), info.get(Field::HukouKind)), (None, None));
    assert_eq!(info.lacking().count(), 0);
    assert_eq!(problems(&none).len(), 2, "a Chinese child has one");
    assert_eq!(born("美国").unwrap(), "美国");
    assert_eq!(born("320102").unwrap(), "320102000000");
    for wrong in ["840000", "外国", "000000"] {
        let told = born(wrong).unwrap_err();
        assert_eq!(told.iter().map(|one| one.field).collect::<Vec<_>>(), [Field::BirthPlace], "{wrong}");
    }
    // A Chinese child has one.
    let missing = problems(&[(Field::HukouPlace, ""), (Field::HukouKind, ""), (Field::BirthPlace, "")]);
    let fields = [Field::BirthPlace, Field::HukouPlace, Field::HukouKind];
    assert_eq!(missing, fields.map(|field| (field, Problem::Missing)));
}

#[test]
fn the_sample_of_the_template_is_known_whatever_school_and_year_it_was_made_for() {
    use super::sample::{TEMPLATE_SEED, is_template_sample};
    for (division, year, grade) in
        [("320102", 2026, 1), ("510104", 2025, 1), ("110101", 2027, 7), ("320102", 2026, 10)]
    {
        let spec = SampleSpec { grade, ..SampleSpec::first_grade(division, year) };
        assert!(is_template_sample(&pupil(TEMPLATE_SEED, &spec)), "{division} {year} {grade}");
    }
    for seed in (0..400).filter(|seed| *seed != TEMPLATE_SEED) {
        assert!(!is_template_sample(&pupil(seed, &SampleSpec::first_grade("320102", 2026))), "{seed}");
    }
    assert!(!is_template_sample(&BTreeMap::new()));
}

proptest! {
    #[test]
    fn no_text_makes_the_form_panic(texts in prop::collection::vec((0_usize..74, "\\PC{0,20}"), 0..74)) {
        let raw: BTreeMap<Field, String> = texts.into_iter().map(|(n, text)| (Field::ALL[n], text)).collect();
        let _ = validate(&raw, &context());
    }

    #[test]
    fn every_sample_is_valid_and_canonical_values_stay(seed in any::<u64>(), grade in 1_u8..=12, kind in 0_usize..SchoolType::ALL.len()) {
        let school_type = SchoolType::ALL[kind];
        let system = SchoolSystem::SixThree;
        let stage = crate::codes::Grade::new(grade, system).unwrap().stage();
        prop_assume!(school_type.stages().contains(&stage));
        let spec = SampleSpec { grade, school_type, ..SampleSpec::first_grade("510104", 2026) };
        let context = FormContext { school_type, stages: school_type.stages().to_vec(), ..context() };
        let info = validate(&pupil(seed, &spec), &context);
        prop_assert!(info.is_ok(), "{:?}", info.unwrap_err());
        let info = info.unwrap();
        let again: BTreeMap<Field, String> = info.filled().map(|(field, value)| (field, value.to_owned())).collect();
        prop_assert_eq!(validate(&again, &context).unwrap(), info);
    }
}
