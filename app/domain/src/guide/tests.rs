//! Every kind has a guide, whole and in plain words, and it says what the rules say.

use super::*;
use crate::form::Field;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::{RuleKey, RuleSet};
use chrono::NaiveDate;
use std::collections::BTreeSet;

fn national() -> Rules {
    Rules::national()
}

fn decided(values: &[(RuleKey, &str)]) -> Rules {
    let set = RuleSet {
        authority: crate::id::UnitId::nation(),
        authority_name: "教育部".into(),
        version: 1,
        valid_from: NaiveDate::MIN,
        valid_until: None,
        source: "试".into(),
        values: values.iter().map(|(key, value)| (*key, (*value).to_owned())).collect(),
        scopes: Default::default(),
        delegated: Default::default(),
    };
    Rules::in_force(&[set], None, NaiveDate::MAX)
}

/// Everything a guide says, but the names of documents and the articles themselves.
fn said(guide: &Guide) -> Vec<String> {
    let mut said =
        vec![guide.task.label().to_owned(), guide.summary.clone(), guide.how.clone(), guide.result.clone()];
    said.extend(guide.openers.iter().cloned().chain(guide.days.iter().cloned()));
    for need in &guide.papers {
        said.push(need.when.clone());
        said.extend(need.any_of.iter().cloned());
    }
    for route in &guide.routes {
        said.push(route.when.clone());
        said.extend(route.turns.iter().flat_map(|turn| [turn.who.clone(), turn.does.clone()]));
    }
    said.extend(guide.limits.iter().flat_map(|limit| [limit.label.clone(), limit.value.clone()]));
    said
}

#[test]
fn every_task_has_a_guide_without_an_empty_part() {
    let nothing_needed =
        [Task::Case(CaseKind::Progression), Task::Case(CaseKind::BackToSchool), Task::Confirm];
    for task in Task::all() {
        let guide = guide(task, &national());
        let name = task.key();
        for words in [&guide.summary, &guide.how, &guide.result] {
            assert!(words.chars().count() >= 8 && words.ends_with('。'), "{name}: {words}");
        }
        assert!(!guide.openers.is_empty() && !guide.routes.is_empty() && !guide.days.is_empty(), "{name}");
        assert_eq!(guide.papers.is_empty(), nothing_needed.contains(&task), "{name}: {:?}", guide.papers);
        assert!(guide.papers.iter().all(|need| !need.any_of.is_empty()), "{name}");
        assert!(guide.papers.iter().flat_map(|need| &need.any_of).all(|paper| !paper.is_empty()), "{name}");
        for route in &guide.routes {
            assert!(route.turns.len() >= 2, "{name}: {route:?}");
            assert!(route.turns.iter().all(|turn| !turn.who.is_empty() && !turn.does.is_empty()), "{name}");
        }
        assert!(guide.routes.len() == 1 || guide.routes.iter().all(|route| !route.when.is_empty()), "{name}");
        assert!(
            guide.limits.iter().all(|limit| !limit.label.is_empty() && !limit.value.is_empty()),
            "{name}"
        );
        let articles = guide.articles.iter().map(|number| crate::regulation::article(*number));
        assert!(!guide.articles.is_empty() && articles.into_iter().all(|found| found.is_some()), "{name}");
    }
}

#[test]
fn a_guide_rests_first_on_the_article_that_its_kind_serves() {
    for kind in CaseKind::ALL {
        assert_eq!(Task::Case(kind).articles().first(), Some(&kind.article()), "{}", kind.key());
    }
}

#[test]
fn tasks_are_found_by_their_keys_and_no_key_is_given_twice() {
    let keys: BTreeSet<&str> = Task::all().into_iter().map(Task::key).collect();
    assert_eq!(keys.len(), CaseKind::ALL.len() + Task::OF_GUARDIANS.len());
    for task in Task::all() {
        assert_eq!(Task::from_key(task.key()), Some(task));
    }
    assert_eq!(Task::from_key("nothing"), None);
}

#[test]
fn guides_say_no_word_of_the_office() {
    for task in Task::all() {
        for words in said(&guide(task, &national())) {
            for (office, _) in OFFICE_WORDS {
                assert!(!words.contains(office), "{}: {office} in {words}", task.key());
            }
        }
    }
}

#[test]
fn refusals_are_told_to_a_guardian_in_plain_words_and_cite_what_they_rest_on() {
    let office =
        |text: &str| OFFICE_WORDS.iter().map(|(office, _)| *office).find(|office| text.contains(*office));
    for code in RefusalCode::ALL {
        let Some(settled) = code.settled() else { continue };
        let told = plain_refusal(Refusal::of(*code, "尚未办结，未经核准，暂不受理。"));
        assert_eq!((office(&told.what), office(&told.remedy)), (None, None), "{code}");
        assert_eq!((told.code, told.basis), (*code, settled.basis));
    }
    // The names of items are those of the national form.
    let items = Field::ALL.iter().filter(|item| office(item.label()).is_some());
    assert!(items.clone().count() > 0);
    for item in items {
        let code = RefusalCode::named(item.key());
        let what = format!("{}没有填写，不能受理。", item.label());
        let told = plain_refusal(Refusal::new(code, Basis::Article(10), what, "请补正。"));
        assert_eq!(told.what, format!("{}没有填写，不能{}。", item.label(), plain("受理")));
        assert_eq!(told.remedy, format!("请{}。", plain("补正")));
    }
}

#[test]
fn the_list_of_plain_words_replaces_what_it_names() {
    let names: BTreeSet<&str> = OFFICE_WORDS.iter().map(|(office, _)| *office).collect();
    assert_eq!(names.len(), OFFICE_WORDS.len(), "each once");
    for (at, (office, said)) in OFFICE_WORDS.iter().enumerate() {
        assert!(!said.is_empty() && OFFICE_WORDS.iter().all(|(other, _)| !said.contains(other)), "{said}");
        let earlier = OFFICE_WORDS.iter().take(at).find(|(other, _)| office.contains(other));
        assert_eq!(earlier, None, "{office} is never reached");
        assert_eq!(plain(office), *said);
    }
    assert_eq!(plain("报学籍主管部门核准"), "报主管教育局批准");
    assert_eq!(plain("学籍主管部门学籍主管领导审核"), "教育局领导再看一遍");
    assert_eq!(
        plain("变动记录的哈希链已核对，佐证材料已受理"),
        "变动记录的记录没有被改动过，证明材料已收到并开始办理"
    );
}

#[test]
fn article_14_who_decides_a_transfer_is_what_its_chain_says() {
    let whole = guide(Task::Case(CaseKind::Transfer), &national());
    let whens: Vec<&str> = whole.routes.iter().map(|route| route.when.as_str()).collect();
    assert_eq!(
        whens,
        ["两校在同一个县（区）", "两校在不同的县（区）", "普通高中，两校在不同的市"],
        "ways that are the same are told once"
    );
    let who: Vec<&str> = whole.routes[1].turns.iter().map(|turn| turn.who.as_str()).collect();
    assert_eq!(
        who,
        [
            "转入学校的经办人",
            "转入学校的负责人",
            "转入学校的主管教育局的经办人",
            "转入学校的主管教育局的负责人",
            "转出学校的经办人",
            "转出学校的负责人",
            "转出学校的主管教育局的经办人",
            "转出学校的主管教育局的负责人",
        ]
    );
    let joined = guide(Task::Case(CaseKind::Transfer), &decided(&[(RuleKey::TransferProvinceJoins, "yes")]));
    assert!(
        joined.routes.iter().any(|route| route.when == "两校在不同的省"),
        "the province's rule adds a way"
    );
    let without = guide(Task::Case(CaseKind::Transfer), &decided(&[(RuleKey::TransferSeniorCity, "no")]));
    assert_eq!(without.routes.len(), 2);
}

#[test]
fn article_19_papers_and_openers_are_those_of_the_kind() {
    let suspension = guide(Task::Case(CaseKind::Suspension), &national());
    assert_eq!(suspension.openers, ["学校的经办人", "监护人"]);
    assert_eq!(suspension.papers[0].when, "", "the application is always needed");
    let ill = suspension.papers.iter().find(|need| need.when.contains("疾病或意外伤害")).unwrap();
    assert_eq!(ill.any_of, ["县级以上医院的诊断或病历材料"]);
    let wider = guide(Task::Case(CaseKind::Suspension), &decided(&[(RuleKey::SuspensionHospital, "level2")]));
    let ill = wider.papers.iter().find(|need| need.when.contains("疾病或意外伤害")).unwrap();
    assert_eq!(ill.any_of.len(), 2, "where the province takes both");
    assert!(!suspension.papers.iter().any(|need| need.when.contains("应征入伍")), "no ground without a rule");
}

#[test]
fn days_are_those_of_the_rules_where_the_reader_stands() {
    let kind = Task::Case(CaseKind::Registration);
    assert!(guide(kind, &national()).days[0].contains("1个月"));
    let quicker = guide(kind, &decided(&[(RuleKey::StepWorkingDays, "5")]));
    assert!(quicker.days.iter().any(|words| words.contains("5个工作日")), "{:?}", quicker.days);
    assert!(guide(Task::Case(CaseKind::Death), &national()).days[0].contains("10个工作日"));
    let limits = guide(Task::Case(CaseKind::Transfer), &quicker_transfer()).limits;
    assert!(limits.iter().any(|limit| limit.value == "40人" && limit.source.contains('试')), "{limits:?}");
}

fn quicker_transfer() -> Rules {
    decided(&[(RuleKey::ClassSizeMax, "40")])
}

#[test]
fn what_a_guardian_begins_is_for_guardians_and_a_death_is_not() {
    for task in Task::OF_GUARDIANS {
        assert!(task.is_for_guardians(), "{}", task.key());
    }
    for kind in crate::case::asking::ASKED {
        assert!(Task::Case(kind).is_for_guardians());
    }
    assert!(Task::Case(CaseKind::Correction).is_for_guardians());
    assert!(!Task::Case(CaseKind::Death).is_for_guardians());
}
