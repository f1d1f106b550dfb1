use super::*;
use crate::archive::EntryKind;
use crate::form::Field;
use crate::package::Problem;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Articles of the regulation.
const ARTICLES: std::ops::RangeInclusive<u8> = 1..=32;

#[test]
fn articles_are_named_as_printed() {
    let printed: Vec<_> = [4, 10, 14, 20, 23].map(|n| Basis::Article(n).to_string()).into();
    assert_eq!(
        printed,
        ["四", "十", "十四", "二十", "二十三"].map(|n| format!("《中小学生学籍管理办法》第{n}条"))
    );
}

#[test]
fn every_code_has_one_name_which_is_read_back() {
    let names: BTreeSet<&str> = RefusalCode::ALL.iter().map(RefusalCode::as_str).collect();
    assert_eq!(names.len(), RefusalCode::ALL.len());
    for code in RefusalCode::ALL {
        assert_eq!(code.as_str().parse(), Ok(*code));
        assert_eq!(RefusalCode::named(code.as_str()), *code);
        let json = serde_json::to_string(code).unwrap();
        assert_eq!(json, format!("\"{code}\""));
        assert_eq!(serde_json::from_str::<RefusalCode>(&json).unwrap(), *code);
        // Its name is the variant's.
        let variant: String = code.as_str().split('_').map(capital).collect();
        assert_eq!(format!("{code:?}"), variant);
    }
    for wrong in ["", "No Code", "四眼", "_", "1", &"a".repeat(33)] {
        assert_eq!(wrong.parse::<RefusalCode>(), Err(BadCode), "{wrong}");
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

#[test]
fn what_a_code_says_of_itself_is_an_article_and_a_remedy() {
    let settled: Vec<_> = RefusalCode::ALL.iter().filter_map(|code| Some((code, code.settled()?))).collect();
    assert!(settled.len() > 50);
    for (code, Settled { basis, remedy }) in settled {
        match basis {
            Basis::Article(article) => assert!(ARTICLES.contains(&article), "{code}"),
            Basis::Procedure => {}
            other => panic!("{code} rests on {other}, which no code can know"),
        }
        assert!(!remedy.is_empty(), "{code}");
        assert_eq!(code.field(), None, "{code} is a reason");
        let refusal = Refusal::of(*code, "不行。");
        assert_eq!((refusal.code, refusal.remedy.as_str()), (*code, remedy));
    }
}

#[test]
fn items_of_the_form_and_columns_of_the_archive_are_codes() {
    let columns = EntryKind::ALL.iter().flat_map(|kind| kind.columns()).map(|column| column.key);
    let keys = Field::ALL.iter().map(|field| field.key().to_owned()).chain(columns);
    for key in keys {
        let code = RefusalCode::named(&key);
        assert_eq!(code.as_str(), key);
        assert_eq!(key.parse(), Ok(code));
    }
    assert_eq!(RefusalCode::named("id_number").field(), Some("id_number"));
    assert_eq!(RefusalCode::named("name"), RefusalCode::Name, "one thing has one code");
    for problem in Problem::ALL {
        assert!(RefusalCode::ALL.contains(&Refusal::from(problem).code), "{}", problem.key());
    }
}

#[test]
fn a_refusal_is_told_beside_the_control_of_its_name_or_the_one_that_was_said() {
    let refusal = Refusal::of(RefusalCode::NotTrained, "不行。");
    assert_eq!(refusal.control(), "not_trained");
    assert!(!serde_json::to_string(&refusal).unwrap().contains("control"));
    let refusal = refusal.beside("cases[1]");
    assert_eq!((refusal.control(), refusal.code), ("cases[1]", RefusalCode::NotTrained));
    let back: Refusal = serde_json::from_str(&serde_json::to_string(&refusal).unwrap()).unwrap();
    assert_eq!(back, refusal);
}

proptest! {
    /// Whatever a province calls its column, the code is called so, and is read back.
    #[test]
    fn any_key_of_a_column_is_a_code(key in "[a-z][a-z0-9_]{0,29}") {
        let code = RefusalCode::named(&key);
        prop_assert_eq!(code.as_str(), &key);
        prop_assert_eq!(key.parse(), Ok(code));
    }

    /// Whatever else it is given: no code is longer than a key, and names sort as their texts.
    #[test]
    fn any_text_has_a_code(one in "\\PC*", other in "[a-z_]{1,40}") {
        prop_assert!(RefusalCode::named(&one).as_str().len() <= 40);
        let items = [item::ItemName::beginning_of(&one), item::ItemName::beginning_of(&other)];
        prop_assert_eq!(items[0].cmp(&items[1]), items[0].as_str().cmp(items[1].as_str()));
    }
}

/// `Refusal::of` is called with codes that say what they rest on and what to do.
#[test]
fn no_refusal_is_made_of_a_code_that_says_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut sources = Vec::new();
    for folder in ["app/domain/src", "app/src", "server/blob/src", "server/registry/src", "server/store/src"]
    {
        rust_files(&root.join(folder), &mut sources);
    }
    let settled: BTreeSet<String> = RefusalCode::ALL
        .iter()
        .filter(|code| code.settled().is_some())
        .map(|code| format!("{code:?}"))
        .collect();
    let mut used = BTreeSet::new();
    for path in sources {
        let source = std::fs::read_to_string(&path).unwrap();
        for after in source.split("Refusal::of(").skip(1) {
            let Some(name) = after.trim_start().strip_prefix("RefusalCode::") else { continue };
            let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
            assert!(settled.contains(&name), "{name} in {}", path.display());
            used.insert(name);
        }
    }
    // The one that pages ask for by its own name.
    used.insert(format!("{:?}", crate::shown::CHANGED));
    assert_eq!(settled.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "said by no refusal");
}

/// What a remedy sends people to is there: the counter's button on the pupil's page, and no way that nobody can go.
#[test]
fn article_10_who_is_sent_to_the_counter_finds_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    assert!(read("app/src/text/zh/counter.rs").contains("TITLE: &str = \"受理更正申请\""));
    let page = read("app/src/pages/pupils/record/overview.rs");
    assert!(page.contains("counter::TITLE") && page.contains("/correct\""), "the button is there");
    let mut sources = Vec::new();
    for folder in ["app/domain/src", "app/src", "server/registry/src"] {
        rust_files(&root.join(folder), &mut sources);
    }
    let mut named = 0;
    for path in sources {
        let source = std::fs::read_to_string(&path).unwrap();
        named += source.matches("“受理更正申请”").count();
        for nowhere in ["按基础信息变更办理", "向学校咨询", "学校更正登记", "更正登记后"]
        {
            assert!(!source.contains(nowhere), "{nowhere} in {}", path.display());
        }
    }
    assert!(named >= 4, "{named}");
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("refusal/tests.rs") {
            found.push(path);
        }
    }
}
