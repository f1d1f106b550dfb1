//! 民族文字姓名 on the form, beside the Han name.

use super::sample::{SampleSpec, pupil};
use super::upkeep::{Upkeep, source_of, upkeep_of};
use super::*;
use crate::access::{Ground, Mask, Reader, Role, Shown};
use crate::codes::{SchoolSystem, SchoolType, Stage, WrittenLanguage};
use crate::privacy::{Consent, is_optional};
use std::collections::BTreeMap;

fn context() -> FormContext {
    FormContext {
        today: "2026-09-07".parse().unwrap(),
        school_type: SchoolType::Primary,
        stages: vec![Stage::Primary],
        system: SchoolSystem::SixThree,
        places: Places::default(),
    }
}

fn with(name: &str, language: &str) -> Result<BasicInfo, Vec<FieldProblem>> {
    let mut raw: BTreeMap<Field, String> = pupil(1, &SampleSpec::first_grade("320102", 2026));
    raw.insert(Field::NativeName, name.to_owned());
    raw.insert(Field::NativeLanguage, language.to_owned());
    validate(&raw, &context())
}

fn problem(name: &str, language: &str) -> (Field, Problem) {
    let problems = with(name, language).expect_err("something is wrong");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(!problems[0].message().is_empty() && !problems[0].remedy().is_empty());
    (problems[0].field, problems[0].problem)
}

#[test]
fn article_28_a_name_in_another_script_stands_beside_the_han_name_with_its_language() {
    let own = |name, language| with(name, language).unwrap().own_name();
    let tibetan = own("བཀྲ་ཤིས", "").unwrap();
    assert_eq!(tibetan.language, Some(WrittenLanguage::Tibetan), "its script is written by one language");
    for said in ["ug", "维吾尔文", "ug-维吾尔文", "维文"] {
        let uyghur = own("ئالىم ئابدۇللا", said).unwrap();
        assert_eq!((uyghur.text.as_str(), uyghur.language), ("ئالىم ئابدۇللا", Some(WrittenLanguage::Uyghur)));
    }
    assert_eq!(own("", ""), None, "nobody is asked for one");
    assert!(
        !Field::NativeName.mandatory()
            && with("", "").unwrap().lacking().all(|field| field != Field::NativeName)
    );
    // The name that counts stays the one in Han characters.
    assert_eq!(with("བཀྲ་ཤིས", "").unwrap().name(), with("", "").unwrap().name());
}

#[test]
fn article_28_what_the_two_items_cannot_say_together_is_refused_by_name() {
    assert_eq!(problem("ئالىم", ""), (Field::NativeLanguage, Problem::LanguageNeeded));
    assert_eq!(problem("Vangz Dayinz", ""), (Field::NativeLanguage, Problem::LanguageNeeded));
    assert_eq!(problem("", "bo"), (Field::NativeName, Problem::Missing));
    let differs = (Field::NativeName, Problem::ScriptDiffers(WrittenLanguage::Mongolian));
    assert_eq!(problem("བཀྲ་ཤིས", "蒙古文"), differs);
    assert_eq!(problem("扎西", ""), (Field::NativeName, Problem::Ident(crate::ident::IdentError::Han)));
    assert_eq!(
        problem("ئالىم Alim", "ug"),
        (Field::NativeName, Problem::Ident(crate::ident::IdentError::Scripts))
    );
    assert_eq!(problem("བཀྲ་ཤིས", "梵文"), (Field::NativeLanguage, Problem::NotInList));
}

#[test]
fn article_10_it_is_corrected_with_proof_and_is_no_key_data() {
    for field in [Field::NativeName, Field::NativeLanguage] {
        assert_eq!(upkeep_of(field), Upkeep::Correction);
        assert!(source_of(field).contains("《居民身份证法》第四条") && source_of(field).contains("关键信息"));
        assert!(!field.is_key() && field.guardian_may_ask());
    }
}

#[test]
fn article_25_it_is_masked_where_the_name_is_and_shown_with_consent_only() {
    let info = with("ئالىم ئابدۇللا", "ug").unwrap();
    assert_eq!(info.masked(Field::NativeName), "ئ***");
    let reader = |mask, consent| Reader { role: Role::Registrar, ground: Ground::Look(mask), consent };
    for (mask, shown) in [(Mask::Working, Shown::Whole), (Mask::Masked, Shown::Masked)] {
        for field in [Field::Name, Field::NativeName] {
            assert_eq!(reader(mask, Consent::Given).shown(field), shown, "{mask:?} {field:?}");
        }
    }
    assert!(is_optional(Field::NativeName));
    assert_eq!(reader(Mask::Working, Consent::Withdrawn).shown(Field::NativeName), Shown::Nothing);
}
