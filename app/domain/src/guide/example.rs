//! Changes as they would be typed, empty: what a kind demands is asked of the kind itself.

use crate::case::abroad::Abroad;
use crate::case::change::Facts;
use crate::case::completion::{Completion, Outcome};
use crate::case::death::Death;
use crate::case::dropout::DropOut;
use crate::case::extension::Extension;
use crate::case::grade::{Repeat, Skip};
use crate::case::placement::{Placement, Setting};
use crate::case::readmission::{Away, Readmission};
use crate::case::resumption::Resumption;
use crate::case::suspension::{Suspension, SuspensionGround};
use crate::case::transfer::TransferGround;
use crate::case::transfer_out::TransferOut;
use crate::case::withdrawal::{Manner, Withdrawal};
use crate::case::{CaseKind, Payload};
use chrono::NaiveDate;

fn facts() -> Facts {
    Facts { on: NaiveDate::default(), papers: Vec::new(), note: String::new() }
}

fn back(from: Away) -> Readmission {
    Readmission { facts: facts(), from, grade: 1, class_name: String::new(), why: None }
}

/// The changes of a kind that may demand different papers, each with what tells it apart; empty for what is no change of status.
pub(super) fn of(kind: CaseKind) -> Vec<(&'static str, Payload)> {
    let (facts, class_name) = (facts(), String::new());
    let one = match kind {
        CaseKind::Registration | CaseKind::Correction | CaseKind::Transfer | CaseKind::Progression => {
            return Vec::new();
        }
        CaseKind::Suspension => {
            let of = |ground: SuspensionGround| {
                let change = Suspension { until: NaiveDate::default(), ground, facts: facts.clone() };
                (ground.label(), Payload::Suspension(change))
            };
            return SuspensionGround::ALL.into_iter().map(of).collect();
        }
        CaseKind::Withdrawal => {
            let of = |manner: Manner| {
                (manner.label(), Payload::Withdrawal(Withdrawal { manner, days: 0, facts: facts.clone() }))
            };
            return Manner::ALL.into_iter().map(of).collect();
        }
        CaseKind::Placement => {
            let of = |setting: Setting| {
                let change = Placement {
                    setting,
                    host: String::new(),
                    chosen: None,
                    disability: None,
                    agreement: String::new(),
                    facts: facts.clone(),
                };
                (setting.label(), Payload::Placement(change))
            };
            return Setting::ALL.into_iter().map(of).collect();
        }
        CaseKind::Resumption => {
            Payload::Resumption(Resumption { facts, next_grade: false, class_name, why: None })
        }
        CaseKind::Death => Payload::Death(Death { facts }),
        CaseKind::Repeat => Payload::Repeat(Repeat { facts, class_name }),
        CaseKind::Skip => Payload::Skip(Skip { facts, class_name }),
        CaseKind::Abroad => Payload::Abroad(Abroad { facts, country: String::new() }),
        CaseKind::ReturnFromAbroad => Payload::ReturnFromAbroad(back(Away::Abroad)),
        CaseKind::BackToSchool => Payload::BackToSchool(back(Away::DroppedOut)),
        CaseKind::DropOut => Payload::DropOut(DropOut { facts }),
        CaseKind::Completion => Payload::Completion(Completion {
            facts,
            outcome: Outcome::Graduated,
            certificate: String::new(),
            destination: None,
        }),
        CaseKind::Extension => Payload::Extension(Extension { facts, until: NaiveDate::default() }),
        CaseKind::TransferOut => Payload::TransferOut(TransferOut {
            facts,
            ground: TransferGround::Other,
            province: String::new(),
            to: None,
            to_name: String::new(),
        }),
    };
    vec![("", one)]
}
