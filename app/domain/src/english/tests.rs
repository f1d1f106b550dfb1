//! That the English names are English, that every guide can be read, and that the sentences are those of the sources.

use super::phrase::{Pair, TABLES, of_table};
use super::*;
use crate::case::suspension::SuspensionGround;
use crate::case::{CaseKind, CaseState};
use crate::complaint::{COMPLAINTS_MOST, Rated, Rating, WORDS_MOST};
use crate::form::{Block, Field, FieldProblem, Guardianship, Problem};
use crate::guardian::BondState;
use crate::guide::Task;
use crate::language::{Language, Spoken};
use crate::matter::ProofKind;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::Rules;
use crate::text::is_han;
use std::path::{Path, PathBuf};

fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}

fn named<T: Spoken + std::fmt::Debug>(all: &[T]) {
    for one in all {
        assert_eq!(one.label_in(Language::Chinese), one.chinese());
        let english = one.label_in(Language::English);
        assert!(!english.is_empty() && !has_han(english) && has_han(one.chinese()), "{one:?}: {english}");
    }
}

/// What nobody has sentences of its own for.
fn told(refusal: &Refusal) -> String {
    told_by(refusal, &[])
}

#[test]
fn every_name_is_there_in_both_languages() {
    named(&CaseKind::ALL);
    named(&CaseState::ALL);
    named(&ProofKind::ALL);
    named(&SuspensionGround::ALL);
    named(Field::ALL);
    named(&Block::ALL);
    named(&Guardianship::ALL);
    named(&Task::all());
    named(&Rating::ALL);
    named(&[BondState::Active, BondState::Resting, BondState::Ended]);
    named(&crate::account::Role::ALL);
    named(crate::access_log::Function::ALL);
    for field in Field::ALL {
        assert_eq!(field.hint().is_empty(), hint(*field).is_empty(), "{field:?}");
        assert!(!has_han(hint(*field)), "{field:?}");
        assert_eq!(field.same_label().is_some(), same_label(*field).is_some(), "{field:?}");
        for of in Guardianship::ALL {
            let both = (of.calls(*field).is_some(), guardianship_calls(of, *field).is_some());
            assert!(both.0 == both.1, "{of:?} {field:?}");
        }
    }
    assert!(Guardianship::ALL.iter().all(|of| !has_han(guardianship_told(*of))));
}

/// Of every guide only the rules of a place are in Chinese.
#[test]
fn every_guide_is_read_in_english() {
    let rules = Rules::national();
    let mut left = Vec::new();
    for task in Task::all() {
        let found = guide(crate::guide::guide(task, &rules));
        let mut texts = vec![found.summary, found.how, found.result];
        texts.extend(found.openers.into_iter().chain(found.days));
        for need in found.papers {
            texts.extend([need.when].into_iter().chain(need.any_of));
        }
        for route in found.routes {
            texts.push(route.when);
            texts.extend(route.turns.into_iter().flat_map(|turn| [turn.who, turn.does]));
        }
        left.extend(texts.into_iter().filter(|text| has_han(text)));
    }
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn a_refusal_is_told_in_english_and_what_is_not_known_says_that_it_is_chinese() {
    let missing = FieldProblem { field: Field::Postcode, problem: Problem::Missing };
    let refusal =
        Refusal::new(RefusalCode::named("postcode"), missing.basis(), missing.message(), missing.remedy());
    assert_eq!(
        told(&refusal),
        "Postcode: not filled in. Please fill it in. (Basis: article 7 of the regulation)"
    );
    let long = FieldProblem { field: Field::Talent, problem: Problem::TooLong(60) };
    assert_eq!(phrase(&long.message()).unwrap(), "Talents: longer than 60 characters.");
    let quiet = "您的密码刚刚用绑定码重设过，或者登录手机号刚刚换过。为保护孩子，之后 72 小时内不能提交、撤回申请，不能查看完整信息，不能改通知方式，也不能表示同意，2026年9月10日10:01起可以办理。";
    assert!(phrase(quiet).unwrap().ends_with("from 10 September 2026, 10:01 on."), "{:?}", phrase(quiet));
    let other = Refusal::new(RefusalCode::Reason, Basis::Procedure, "天下雨了。", "请带伞。");
    assert!(told(&other).contains("in Chinese: 天下雨了。请带伞。"));
    let bare =
        Refusal::new(RefusalCode::Items, Basis::Procedure, "还没有选择要更正的信息。", "请至少选择一项。");
    assert_eq!(told(&bare), "Nothing was chosen yet. Please choose one at least.");
}

#[test]
fn ratings_complaints_and_the_own_account_are_refused_in_english() {
    let on = "2026-09-07".parse().unwrap();
    let long = "长".repeat(WORDS_MOST + 1);
    let rated = [
        Rated::given(None, "", false, on),
        Rated::given(Some(Rating::Fair), "", true, on),
        Rated::given(Some(Rating::Fair), &long, false, on),
    ];
    let mut refused: Vec<Refusal> = rated.into_iter().flat_map(Result::unwrap_err).collect();
    assert_eq!(refused.len(), 3);
    refused.push(Refusal::of(RefusalCode::Complained, "您对这件事的投诉还没有答复。"));
    let most = format!("同一件事最多投诉 {COMPLAINTS_MOST} 次。");
    refused.push(Refusal::of(RefusalCode::TooManyComplaints, most));
    refused.push(Refusal::of(RefusalCode::CodeSent, "校验码已发送到您的新手机号，10 分钟内有效。"));
    for refusal in &refused {
        assert!(!has_han(&told(refusal)), "{}", told(refusal));
    }
    let open = Refusal::new(
        RefusalCode::OpenBusiness,
        Basis::Procedure,
        "还有 2 件申请没有结果，不能注销账号。",
        "请等有了结果，或者先撤回，再注销。",
    );
    assert_eq!(
        told(&open),
        "Applications without a result: 2. The account cannot be closed. Please wait for the results or take them back, \
         then close the account."
    );
}

#[test]
fn what_is_put_into_a_sentence_comes_out_of_it() {
    const TABLE: &[Pair] = &[
        ("甲{}乙{}。", "{1} before {0}."),
        ("{}甲", "only {0}"),
        ("全是", "all of it"),
        ("{}的{}", "{1} of {0}"),
    ];
    assert_eq!(of_table(TABLE, "甲一乙二。").as_deref(), Some("二 before 一."));
    assert_eq!(of_table(TABLE, "甲").as_deref(), Some("only "));
    assert_eq!(of_table(TABLE, "全是").as_deref(), Some("all of it"));
    assert_eq!(of_table(TABLE, "丁的戊的己").as_deref(), Some("戊的己 of 丁"));
    assert_eq!(of_table(TABLE, "甲一乙二"), None);
    // Of two that fit, the one that leaves less open.
    let table: &[Pair] = &[("{}不对。", "{0} is wrong."), ("{}密码不对。", "{0}: wrong password.")];
    assert_eq!(of_table(table, "他的密码不对。").as_deref(), Some("他的: wrong password."));
    assert_eq!(day("2026-12-01".parse().unwrap()), "1 December 2026");
    assert_eq!((month(0), month(13), month(1)), ("", "", "January"));
}

/// Each sentence stands in the sources as it is written here, and once here.
#[test]
fn the_chinese_sentences_are_those_of_the_sources() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in ["app/domain/src", "app/src", "server/blob/src", "server/registry/src", "server/store/src"]
    {
        rust_files(&root.join(folder), &mut files);
    }
    let sources: String = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    for table in TABLES {
        for (n, (chinese, english)) in table.iter().enumerate() {
            assert!(!has_han(english) && !english.is_empty(), "{english}");
            assert!(table.iter().take(n).all(|(other, _)| other != chinese), "twice: {chinese}");
            for part in chinese.split("{}").filter(|part| part.chars().any(is_han)) {
                assert!(sources.contains(part), "{part} is said nowhere");
            }
        }
    }
}

/// A sentence with a value in it may look like another one's beginning or end.
#[test]
fn a_sentence_that_ends_like_another_is_told_as_itself() {
    for text in [
        "姓名没有填写或含有不应出现的字符。",
        "绑定码无效，或填写的信息与学籍记录不一致。",
        "邮箱地址不完整。",
        "还没有填写验证码。",
    ] {
        let said = phrase(text);
        assert!(said.as_deref().is_none_or(|said| !has_han(said)), "{said:?}");
    }
    let name = phrase("姓名没有填写或含有不应出现的字符。");
    assert_eq!(name.as_deref(), Some("The name is not filled in, or holds characters that no name has."));
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("domain/src/english") {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}
