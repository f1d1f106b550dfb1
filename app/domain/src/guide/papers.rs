//! Which papers a task needs, as its kind of case demands them.

use super::{Need, Task, example, plain};
use crate::case::change::Paper;
use crate::case::{CaseKind, Payload, progression, transfer};
use crate::codes::DocumentKind;
use crate::matter::ProofKind;
use crate::rules::{RuleKey, Rules};

type Groups = &'static [&'static [Paper]];

pub(super) fn of(task: Task, rules: &Rules) -> Vec<Need> {
    let need = |when: &str, any_of: Vec<String>| Need { when: when.to_owned(), any_of };
    let one = |words: &str| vec![words.to_owned()];
    match task {
        Task::Case(CaseKind::Registration) => {
            let documents = DocumentKind::ALL.iter().map(|kind| kind.label().to_owned()).collect();
            vec![need("学生的身份证件", documents), need("", one("填好的学籍基础信息表"))]
        }
        Task::Case(CaseKind::Correction) => {
            let proofs = ProofKind::ALL.into_iter().map(|kind| kind.label().to_owned()).collect();
            vec![
                need("能证明新内容的材料", proofs),
                need("到学校办理的", one(ProofKind::Application.label())),
            ]
        }
        Task::Case(CaseKind::Transfer) => groups(&[("", transfer::needed())], rules),
        Task::Case(CaseKind::Progression) => groups(&[("", progression::needed())], rules),
        Task::Case(kind) => {
            let examples = example::of(kind);
            let demanded: Vec<(&'static str, Groups)> = examples
                .iter()
                .filter(|(_, payload)| is_open(payload, rules))
                .filter_map(|(label, payload)| Some((*label, payload.status_change()?.needed())))
                .collect();
            groups(&demanded, rules)
        }
        Task::Bind => vec![
            need("用绑定码的", one("学校打印的绑定码")),
            need("没有绑定码的", one("您的身份证件号，和孩子的学籍号或身份证件号")),
        ],
        Task::Recover => vec![need("", one("学校新打印的绑定码"))],
        Task::Confirm => Vec::new(),
        Task::Consent => vec![need("到学校办理的", one("监护人签字的同意书"))],
    }
}

/// Whether the rules know the ground at all.
fn is_open(payload: &Payload, rules: &Rules) -> bool {
    match payload {
        Payload::Suspension(change) => rules.has(RuleKey::SuspensionGrounds, change.ground.key()),
        _ => true,
    }
}

/// What all variants need, and what only some need with their names.
fn groups(variants: &[(&'static str, Groups)], rules: &Rules) -> Vec<Need> {
    let mut found: Vec<(&'static [Paper], Vec<&'static str>)> = Vec::new();
    for (label, groups) in variants {
        for group in *groups {
            if let Some((_, labels)) = found.iter_mut().find(|(known, _)| known == group) {
                labels.push(*label);
            } else {
                found.push((*group, vec![*label]));
            }
        }
    }
    let need = |(group, labels): (&'static [Paper], Vec<&'static str>)| Need {
        when: if labels.len() == variants.len() { String::new() } else { plain(&labels.join("、")) },
        any_of: group
            .iter()
            .filter(|paper| counts(**paper, rules))
            .map(|paper| plain(paper.label()))
            .collect(),
    };
    found.into_iter().map(need).collect()
}

/// Whether a paper is enough here: what a second-level hospital has written is for the province to take.
fn counts(paper: Paper, rules: &Rules) -> bool {
    paper != Paper::LevelTwoRecord || !rules.has(RuleKey::SuspensionHospital, "county")
}
