//! The other way round from `domain::english`: what can be refused to a guardian, or to who is not signed in, has its English. The sentences
//! are read from the sources, so a new one is either said in English too or named here as one that staff alone meet.

use super::{chinese, is_han, sources};
use domain::english::phrase;
use domain::refusal::RefusalCode;
use std::collections::BTreeSet;

/// What the ways of the portal and the public pages go through: files, and folders with everything in them.
const WAYS: [&str; 42] = [
    "server/registry/src/guardian/",
    "server/registry/src/case/ask.rs",
    "server/registry/src/case/begin.rs",
    "server/registry/src/case/change.rs",
    "server/registry/src/case/correction.rs",
    "server/registry/src/case/decide.rs",
    "server/registry/src/case/open_to.rs",
    "server/registry/src/case/preparation.rs",
    "server/registry/src/case/same.rs",
    "server/registry/src/case/talk.rs",
    "server/registry/src/proof/",
    "server/registry/src/complaint/",
    "server/registry/src/privacy/consent.rs",
    "server/registry/src/review/guardian.rs",
    "server/registry/src/review/school.rs",
    "server/registry/src/account/own.rs",
    "server/registry/src/account/password.rs",
    "server/registry/src/account/session.rs",
    "server/registry/src/account/sign_in.rs",
    "server/registry/src/account/totp.rs",
    "server/registry/src/message/",
    "server/registry/src/printout/verify.rs",
    "server/registry/src/access_log/record.rs",
    "server/blob/src/",
    "app/domain/src/account.rs",
    "app/domain/src/account/guess.rs",
    "app/domain/src/access/policy.rs",
    "app/domain/src/case/",
    "app/domain/src/guardian/",
    "app/domain/src/complaint/",
    "app/domain/src/form/problem.rs",
    "app/domain/src/form/check.rs",
    "app/domain/src/form/questions.rs",
    "app/domain/src/form/same.rs",
    "app/domain/src/ident/",
    "app/domain/src/matter/lifecycle.rs",
    "app/domain/src/matter/talk.rs",
    "app/domain/src/message/",
    "app/domain/src/print/code.rs",
    "app/domain/src/privacy/consent.rs",
    "app/domain/src/question.rs",
    "app/domain/src/shown.rs",
];

/// Of these folders what is of staff alone: the other kinds of cases, the chain's desks, the papers of the office; and the file of one's own
/// data, which is in Chinese (ADR 37).
const OF_STAFF: [&str; 17] = [
    "server/registry/src/guardian/copy.rs",
    "app/domain/src/case/abroad.rs",
    "app/domain/src/case/completion.rs",
    "app/domain/src/case/deadlines.rs",
    "app/domain/src/case/dropout.rs",
    "app/domain/src/case/grade.rs",
    "app/domain/src/case/intake.rs",
    "app/domain/src/case/placement.rs",
    "app/domain/src/case/progression.rs",
    "app/domain/src/case/readmission.rs",
    "app/domain/src/case/registration.rs",
    "app/domain/src/case/systems.rs",
    "app/domain/src/case/transfer.rs",
    "app/domain/src/case/transfer_out.rs",
    "app/domain/src/case/withdrawal.rs",
    "app/domain/src/complaint/rating.rs",
    "app/domain/src/message/mod.rs",
];

/// Sentences in those files that staff alone meet, or that are parts of one that is told as a whole.
const SENTENCES_OF_STAFF: [&str; 53] = [
    // Behind how long one has to wait: the whole is said as «请 {} 分钟后再试{}».
    "或到孩子的学校、本单位办理。",
    "或向学生的原学校核实学籍号。",
    "或向打印单位核实。",
    "或向转出学校核实口令。",
    "或联系安全管理员解锁。",
    "或联系安全管理员重置。",
    "或请学校核对学籍记录并打印绑定码。",
    "或请学校重新打印绑定码。",
    // Of whoever decides, answers, releases or takes something in.
    "「7」不在待决定的项目中。",
    "办理过这件事的人不能答复对它的投诉。",
    "同一人不能办理同一事项的两个环节。",
    "同一人不能既7又7。",
    "同意办理的，请在审核意见中写明理由（至少四个字）。",
    "姓名与号码不符的次数过多，暂时不能查询。",
    "所有项目都不同意。",
    "更正了 7 项。",
    "更正了 7 项，7 项未更正：7。",
    "本校没有这名学生。",
    "档案包口令输错次数过多，暂时不能接收档案包。",
    "档案里没有登记这一位监护人。",
    "档案里登记的这位监护人的电话不是手机号。",
    "每一方最多附 7 份材料。",
    "没有写明核实的情况。",
    "没有写明退回的原因。",
    "没有写答复的内容。",
    "没有填写签字的监护人姓名，或含有不应出现的字符。",
    "没有这件办件，或不由您的单位办理。",
    "没有附证明材料。",
    "监护人会看到这一理由。",
    "签字日期没有填写、不是有效日期或晚于今天。",
    "请上传证明材料的扫描件。",
    "请先在学籍信息中登记监护人，再打印绑定码。",
    "请写明不同意更正「7」的理由。",
    "请写明哪里需要重新核实或修改。",
    "请写明核实的情况和处理的结果。",
    "请刷新页面。",
    "请合并扫描后再上传。",
    "请填写学生所在的班级。",
    "请按 2026-09-01 的样式填写书面材料上的日期。",
    "请按书面材料上的签字填写。",
    "请核对户口簿和身份证，先在学生的学籍档案页上点“受理更正申请”更正登记的手机号，核准后再打印绑定码。",
    "请用至少四个字写明怎样核实的，例如：已当面核对户口簿和身份证。",
    "请由77。",
    "请由本单位另一名人员办理。",
    "请由本单位另一名人员答复。",
    "请重新选择。",
    "还没有填写班级，或超过20个字。",
    "这件办件没有办理，系统中途出错；前面的已经办理。",
    "这张绑定码已经核发过，或已用过、过期。",
    "这类事项不能逐项决定。",
    // What a desk writes to a guardian.
    "这件事不是监护人申请的，不能在这里给监护人留言。",
    "请打电话给监护人。",
    "一天内最多给监护人留言 7 条。",
];

/// Codes in those files that staff alone meet.
const CODES_OF_STAFF: [&str; 5] = ["AllRefused", "NoFields", "NotDone", "NotFound", "TooManyMessages"];

/// The sources on the ways, by their path.
fn on_the_ways() -> Vec<(String, String)> {
    let folders = ["app/domain/src", "server/registry/src", "server/blob/src"].into_iter().flat_map(sources);
    folders.filter(|(place, _)| is_among(place, &WAYS) && !is_among(place, &OF_STAFF)).collect()
}

fn is_among(place: &str, all: &[&str]) -> bool {
    all.iter().any(|one| place.starts_with(one))
}

/// A text of the sources as a person is told it: what is put in is a figure, a line that goes on is one.
fn as_told(literal: &str) -> String {
    let text = literal.trim_matches('"');
    let mut told = String::new();
    let (mut within, mut broken) = (false, false);
    for c in text.chars() {
        match c {
            '{' => within = true,
            '}' => {
                within = false;
                told.push('7');
            }
            '\\' => broken = true,
            ' ' | '\n' if broken => {}
            _ if within => {}
            c => {
                broken = false;
                told.push(c);
            }
        }
    }
    told
}

/// What a text has in English: nothing where it has none, or where some of it stays Chinese.
fn english(told: &str) -> Option<String> {
    phrase(told).filter(|said| !said.chars().any(is_han))
}

#[test]
fn whatever_is_refused_to_a_guardian_has_its_english() {
    let files = on_the_ways();
    assert!(files.len() > 60, "the sources are read: {}", files.len());
    for way in WAYS {
        assert!(files.iter().any(|(place, _)| place.starts_with(way)), "{way} is no way any more");
    }
    let (mut said, mut of_staff, mut missing) = (0, BTreeSet::new(), Vec::new());
    for (place, source) in &files {
        for (line, literal) in chinese(source) {
            let told = as_told(&literal);
            // A name, or the beginning of a sentence, is told as a part of one.
            if !told.ends_with('。') {
                continue;
            }
            if let Some(known) = SENTENCES_OF_STAFF.iter().find(|known| **known == told) {
                of_staff.insert(*known);
            } else if english(&told).is_some() {
                said += 1;
            } else {
                missing.push(format!("{place}:{line}: {told}"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "these are told «in Chinese» on an English page; say them in app/domain/src/english:\n{}",
        missing.join("\n")
    );
    assert!(said > 200, "the sentences are found: {said}");
    let gone: Vec<&&str> = SENTENCES_OF_STAFF.iter().filter(|known| !of_staff.contains(*known)).collect();
    assert!(gone.is_empty(), "these are said no more: {gone:#?}");
}

/// What is to be done stands with the code where it is always the same.
#[test]
fn what_is_to_be_done_about_it_has_its_english_too() {
    let files = on_the_ways();
    let mut seen = 0;
    let mut missing = Vec::new();
    for code in RefusalCode::ALL {
        let name = format!("{code:?}");
        let Some(settled) = code.settled().filter(|settled| !settled.remedy.is_empty()) else { continue };
        let given = files.iter().find(|(_, source)| {
            source.match_indices(&format!("RefusalCode::{name}")).any(|(at, found)| {
                !source[at + found.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
            })
        });
        let Some((place, _)) = given.filter(|_| !CODES_OF_STAFF.contains(&name.as_str())) else { continue };
        seen += 1;
        if english(settled.remedy).is_none() {
            missing.push(format!("{name} ({place}): {}", settled.remedy));
        }
    }
    assert!(missing.is_empty(), "say these in app/domain/src/english/remedy.rs:\n{}", missing.join("\n"));
    assert!(seen > 15, "the codes are found: {seen}");
}

#[test]
fn a_text_of_the_sources_is_read_as_it_is_told() {
    assert_eq!(as_told("\"{label}超过 {most} 个字。\""), "7超过 7 个字。");
    assert_eq!(as_told("\"一，\\\n     二。\""), "一，二。");
    assert!(english("没有这样的话。").is_none());
}
