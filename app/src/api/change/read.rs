//! What was typed, read into domain types; what cannot be read is refused beside its field. And back: what is on record, as it
//! would be typed.

use crate::text::t::answer;
use chrono::NaiveDate;
use domain::case::abroad::Abroad;
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome};
use domain::case::death::Death;
use domain::case::dropout::DropOut;
use domain::case::extension::Extension;
use domain::case::grade::{Repeat, Skip};
use domain::case::placement::{Placement, Setting};
use domain::case::readmission::{Away, Readmission};
use domain::case::resumption::Resumption;
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::systems::{AskedGrade, GradeChoice, GradeReason};
use domain::case::transfer::TransferGround;
use domain::case::transfer_out::TransferOut;
use domain::case::withdrawal::{Manner, Withdrawal};
use domain::case::{CaseKind, Payload};
use domain::codes::{Destination, Disability};
use domain::refusal::{Basis, Refusal, RefusalCode};
use registry::case::AskedTransfer;
use std::collections::BTreeMap;

pub(super) enum Typed {
    Change(Payload),
    Transfer(AskedTransfer),
    Progression { on: NaiveDate, class_name: String, grade: AskedGrade, note: String },
}

/// What was typed and what is wrong with it so far.
struct Reader<'a> {
    typed: &'a BTreeMap<String, String>,
    wrong: Vec<Refusal>,
}

impl Reader<'_> {
    fn text(&self, key: &str) -> String {
        self.typed.get(key).map(|text| domain::text::words(text).text).unwrap_or_default()
    }

    fn date(&mut self, key: &str) -> NaiveDate {
        domain::form::parse_date(&self.text(key)).unwrap_or_else(|| {
            self.wrong.push(refusal(RefusalCode::named(key), answer::no_date(), answer::date_like()));
            NaiveDate::default()
        })
    }

    fn chosen<T>(&mut self, key: &str, from_key: impl Fn(&str) -> Option<T>, otherwise: T) -> T {
        from_key(&self.text(key)).unwrap_or_else(|| {
            self.wrong.push(refusal(RefusalCode::named(key), answer::nothing_chosen(), answer::choose_one()));
            otherwise
        })
    }

    fn number(&mut self, key: &str) -> u32 {
        let text = self.text(key);
        if text.is_empty() {
            return 0;
        }
        text.parse().unwrap_or_else(|_| {
            self.wrong.push(refusal(RefusalCode::named(key), answer::not_whole(), answer::give_days()));
            0
        })
    }

    fn facts(&mut self) -> Facts {
        let papers = self.text("papers").split(',').filter_map(Paper::from_key).collect();
        Facts { on: self.date("on"), papers, note: self.text("note") }
    }

    fn readmission(&mut self, facts: Facts, from: Away) -> Readmission {
        let grade = self.chosen("grade", |text| text.parse().ok(), 0);
        Readmission { facts, from, grade, class_name: self.text("class_name"), why: self.why() }
    }

    /// Why a grade is repeated or left out; empty where none is.
    fn why(&self) -> Option<GradeReason> {
        GradeReason::from_key(&self.text("grade_reason"))
    }

    /// 残疾类型 that is put on record with the change; empty where the one on record stays.
    fn disability(&self) -> Option<Disability> {
        Disability::from_code(&self.text("disability")).filter(|one| *one != Disability::None)
    }

    fn grade(&self) -> AskedGrade {
        AskedGrade { grade: self.text("grade"), why: self.why() }
    }
}

pub(super) fn change(kind: CaseKind, typed: &BTreeMap<String, String>) -> Result<Typed, Vec<Refusal>> {
    let mut form = Reader { typed, wrong: Vec::new() };
    let facts = form.facts();
    let class_name = form.text("class_name");
    let payload = match kind {
        CaseKind::Transfer => {
            let asked = AskedTransfer {
                number: form.text("number"),
                name: form.text("name"),
                on: facts.on,
                ground: form.chosen("transfer_ground", TransferGround::from_key, TransferGround::Other),
                class_name,
                grade: form.grade(),
                disability: form.disability(),
                papers: facts.papers,
                note: facts.note,
            };
            return if form.wrong.is_empty() { Ok(Typed::Transfer(asked)) } else { Err(form.wrong) };
        }
        CaseKind::Progression => {
            let asked =
                Typed::Progression { on: facts.on, class_name, grade: form.grade(), note: facts.note };
            return if form.wrong.is_empty() { Ok(asked) } else { Err(form.wrong) };
        }
        CaseKind::Suspension => Payload::Suspension(Suspension {
            until: form.date("until"),
            ground: form.chosen("suspension_ground", SuspensionGround::from_key, SuspensionGround::Other),
            facts,
        }),
        CaseKind::Extension => Payload::Extension(Extension { until: form.date("until"), facts }),
        CaseKind::TransferOut => Payload::TransferOut(TransferOut {
            ground: form.chosen("transfer_ground", TransferGround::from_key, TransferGround::Other),
            province: form.text("province"),
            to: form.text("to_code").parse().ok(),
            to_name: form.text("to_name"),
            facts,
        }),
        CaseKind::Resumption => Payload::Resumption(Resumption {
            next_grade: form.chosen("next_grade", |text| text.parse().ok(), false),
            why: form.why(),
            facts,
            class_name,
        }),
        CaseKind::Repeat => Payload::Repeat(Repeat { facts, class_name }),
        CaseKind::Skip => Payload::Skip(Skip { facts, class_name }),
        CaseKind::Abroad => Payload::Abroad(Abroad { facts, country: form.text("country") }),
        CaseKind::ReturnFromAbroad => Payload::ReturnFromAbroad(form.readmission(facts, Away::Abroad)),
        CaseKind::BackToSchool => Payload::BackToSchool(form.readmission(facts, Away::DroppedOut)),
        CaseKind::DropOut => Payload::DropOut(DropOut { facts }),
        CaseKind::Withdrawal => Payload::Withdrawal(Withdrawal {
            manner: form.chosen("manner", Manner::from_key, Manner::Voluntary),
            days: form.number("days"),
            facts,
        }),
        CaseKind::Completion => Payload::Completion(Completion {
            outcome: form.chosen("outcome", Outcome::from_key, Outcome::Incomplete),
            certificate: form.text("certificate"),
            destination: Destination::from_code(&form.text("destination")),
            facts,
        }),
        CaseKind::Placement => Payload::Placement(Placement {
            setting: form.chosen("setting", Setting::from_key, Setting::Ended),
            host: form.text("host"),
            chosen: form.text("host_choice").parse().ok(),
            disability: form.disability(),
            agreement: form.text("agreement"),
            facts,
        }),
        CaseKind::Death => Payload::Death(Death { facts }),
        CaseKind::Registration | CaseKind::Correction => {
            return Err(vec![refusal(RefusalCode::Kind, answer::not_here(), answer::choose_from_home())]);
        }
    };
    if form.wrong.is_empty() { Ok(Typed::Change(payload)) } else { Err(form.wrong) }
}

/// The content of a change as it would be typed.
pub(super) fn on_record(payload: &Payload) -> BTreeMap<String, String> {
    let own = match payload {
        Payload::Transfer(change) => vec![
            ("transfer_ground", change.ground.key().to_owned()),
            ("class_name", change.class_name.clone()),
            ("grade", chosen(change.grade)),
            ("grade_reason", reason(change.grade.and_then(|choice| choice.why))),
            ("disability", disability(change.disability)),
        ],
        Payload::Progression(change) => vec![
            ("class_name", change.class_name.clone()),
            ("grade", chosen(change.grade)),
            ("grade_reason", reason(change.grade.and_then(|choice| choice.why))),
        ],
        Payload::Suspension(change) => {
            vec![("suspension_ground", change.ground.key().to_owned()), ("until", change.until.to_string())]
        }
        Payload::Extension(change) => vec![("until", change.until.to_string())],
        Payload::TransferOut(change) => vec![
            ("transfer_ground", change.ground.key().to_owned()),
            ("province", change.province.clone()),
            ("to_code", change.to.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("to_name", change.to_name.clone()),
        ],
        Payload::Resumption(change) => {
            vec![
                ("next_grade", change.next_grade.to_string()),
                ("grade_reason", reason(change.why)),
                ("class_name", change.class_name.clone()),
            ]
        }
        Payload::Repeat(change) => vec![("class_name", change.class_name.clone())],
        Payload::Skip(change) => vec![("class_name", change.class_name.clone())],
        Payload::Abroad(change) => vec![("country", change.country.clone())],
        Payload::ReturnFromAbroad(change) | Payload::BackToSchool(change) => {
            vec![
                ("grade", change.grade.to_string()),
                ("grade_reason", reason(change.why)),
                ("class_name", change.class_name.clone()),
            ]
        }
        Payload::Withdrawal(change) => {
            vec![("manner", change.manner.key().to_owned()), ("days", change.days.to_string())]
        }
        Payload::Completion(change) => vec![
            ("outcome", change.outcome.key().to_owned()),
            ("certificate", change.certificate.clone()),
            ("destination", change.destination.map(|to| to.code().to_owned()).unwrap_or_default()),
        ],
        Payload::Placement(change) => vec![
            ("setting", change.setting.key().to_owned()),
            ("host", change.host.clone()),
            ("host_choice", change.chosen.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("disability", disability(change.disability)),
            ("agreement", change.agreement.clone()),
        ],
        Payload::DropOut(_) | Payload::Death(_) | Payload::Registration(_) | Payload::Correction(_) => {
            Vec::new()
        }
    };
    let Some(facts) = payload.facts() else { return BTreeMap::new() };
    let papers: Vec<&str> = facts.papers.iter().map(|paper| paper.key()).collect();
    let common = [("on", facts.on.to_string()), ("note", facts.note.clone()), ("papers", papers.join(","))];
    common.into_iter().chain(own).map(|(key, value)| (key.to_owned(), value)).collect()
}

fn chosen(grade: Option<GradeChoice>) -> String {
    grade.map(|choice| choice.grade.to_string()).unwrap_or_default()
}

fn disability(of: Option<Disability>) -> String {
    of.map(|of| of.code().to_owned()).unwrap_or_default()
}

fn reason(why: Option<GradeReason>) -> String {
    why.map(|why| why.key().to_owned()).unwrap_or_default()
}

fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Procedure, what, remedy)
}
