//! What is told of every kind of matter about a unit: how it begins, and its steps.

use super::every::Parts;
use crate::account::Role;
use crate::codes::{SchoolSystem, SchoolType};
use crate::disclosure::{
    DataClass, Disclosure, DisclosureEvent, DisclosureState, Ground, People, Recipient, RecipientKind,
};
use crate::form::import::{ImportState, RowState};
use crate::id::{AccountId, LetterId, ReviewId, UnitId};
use crate::inquiry::{Inquiry, InquiryEvent, InquiryState};
use crate::journal::Event;
use crate::journal::detail::{
    ArrivedStep, ArrivedTold, Begun, ConfirmationStep, ConfirmationTold, Detail, ImportTold, LetterDetail,
    LetterTold, RulesTold, SchoolTold, Step, Told, UnitDetail,
};
use crate::letter::LetterKind;
use crate::matter::{Act, Deadline, MatterKind, Office, Opinion, Party, Ties};
use crate::registrar::{
    Desk, Employment, Found, HandOver, HandOverEvent, HandOverState, ItemKind, Report, ReportKind,
};
use crate::review::{Campaign, CampaignState, Dates, OwedReview, OwedState, SchoolReview};
use crate::rules::{RuleKey, RuleSet, RuleState, Scope};
use crate::school::{Change, Consent, Placement, Profile, Site, State, Withdrawal};
use crate::violation::{Violation, ViolationEvent, ViolationKind, ViolationState};
use crate::warning::{Acknowledgement, Level, Question};
use std::collections::BTreeSet;

impl Parts {
    pub(super) fn told<D>(&self, decided: D) -> Told<D> {
        let (matter, href) = (self.text(), self.text());
        Told { matter, href, state: self.text(), about: self.text(), decided }
    }

    fn unit_id(&self) -> UnitId {
        "2132000001".parse().unwrap()
    }

    fn office(&self) -> Office {
        Office { unit: self.unit_id(), name: self.text() }
    }

    fn act(&self) -> Act {
        let account = AccountId::new(self.uuid());
        let (unit, ties) = (self.perhaps(self.unit_id()), Ties::none());
        let (name, unit_name, role) = (self.text(), self.text(), self.of(&[Role::Registrar, Role::Leader]));
        Act { by: Party { account, name, role, unit, unit_name, ties }, on: self.day() }
    }

    fn opinion(&self) -> Opinion {
        Opinion { act: self.act(), words: self.text() }
    }

    fn deadline(&self) -> Deadline {
        Deadline { date: self.day(), provisional: self.yes, from: self.day(), working_days: self.number() }
    }

    fn desk(&self) -> Desk {
        Desk { account: AccountId::new(self.uuid()), name: self.text() }
    }

    fn campaign(&self) -> Campaign {
        let day = self.day();
        Campaign {
            id: ReviewId::new(self.uuid()),
            unit: self.office(),
            term: crate::calendar::term(day),
            dates: Dates { start: day, school: day, county: day, province: day },
            state: self.of(&[CampaignState::Proposed, CampaignState::Closed]),
            proposed: self.act(),
            approved: self.perhaps(self.act()),
            returned: self.perhaps(self.text()),
            closed_on: self.perhaps(day),
        }
    }

    fn part(&self) -> SchoolReview {
        let part = SchoolReview::begun(ReviewId::new(self.uuid()), self.office(), self.office());
        SchoolReview { submitted: self.perhaps(self.act()), returns: vec![(self.act(), self.text())], ..part }
    }

    fn owed(&self) -> OwedReview {
        OwedReview {
            authority: self.office(),
            term: crate::calendar::term(self.day()),
            due_on: self.day(),
            since: self.day(),
            schools: self.n,
            state: self.of(&[OwedState::Owed, OwedState::Opened]),
        }
    }

    fn violation(&self) -> Violation {
        Violation {
            kind: self.of(&ViolationKind::ALL),
            subject: self.office(),
            handler: self.office(),
            fact: self.text(),
            entered: self.perhaps(self.act()),
            evidence: Vec::new(),
            state: self.of(&[ViolationState::Suspected, ViolationState::Ordered]),
            examined: self.perhaps(self.opinion()),
            order: None,
            replies: Vec::new(),
            escalations: Vec::new(),
            accountability: None,
            ended: self.perhaps(self.opinion()),
        }
    }

    fn disclosure(&self) -> Disclosure {
        Disclosure {
            number: self.text(),
            asked: self.act(),
            asker: self.office(),
            school: self.office(),
            handler: self.office(),
            recipient: Recipient {
                name: self.text(),
                kind: self.perhaps(RecipientKind::PublicBody),
                contact: self.text(),
                phone: self.text(),
                letter: self.text(),
            },
            purpose: self.text(),
            ground: Ground::StatutoryDuty,
            proof_of_ground: self.text(),
            classes: [DataClass::Basic].into(),
            necessity: self.text(),
            people: People::School,
            keep_days: self.number(),
            letters: Vec::new(),
            state: self.of(&[DisclosureState::Asked, DisclosureState::Examined]),
            due: self.deadline(),
            examined: self.perhaps(self.opinion()),
            approval: None,
            ended: None,
            downloads: Vec::new(),
            settled: None,
        }
    }

    fn hand_over(&self) -> HandOver {
        HandOver {
            office: self.office(),
            from: self.desk(),
            to: self.desk(),
            last_day: self.day(),
            reason: self.text(),
            opened: self.act(),
            items: Vec::new(),
            state: HandOverState::Open,
            signed_from: self.perhaps(self.act()),
            in_place: self.perhaps(self.text()),
            signed_to: None,
            ended: None,
        }
    }

    /// One of every kind there is.
    fn school_change(&self) -> Change {
        let site = || Site { county: self.unit_id(), township: self.perhaps(self.unit_id()) };
        let (name, on) = (self.text(), self.day());
        let (school_type, system) = (self.of(SchoolType::ALL), self.of(SchoolSystem::ALL));
        let profile = Profile::usual(school_type, system);
        let placement = Placement {
            grade: 1 + (self.n % 12) as u8,
            class_name: self.text(),
            to: self.unit_id(),
            new_class: self.text(),
        };
        let placements = vec![placement];
        let all = [
            Change::Found {
                name: name.clone(),
                school_type,
                stages: profile.stages.clone(),
                system,
                site: self.perhaps(site()),
            },
            Change::Relocate { site: site() },
            Change::Rename { name: name.clone() },
            Change::Reclass {
                name: name.clone(),
                school_type,
                stages: profile.stages.clone(),
                system: self.perhaps(system),
                placements: placements.clone(),
            },
            Change::Convert { name: name.clone(), to: profile, placements: placements.clone() },
            Change::Merge { into: self.unit_id(), placements: placements.clone() },
            Change::Close { archives: self.perhaps(self.unit_id()), placements },
            Change::Reassign { to: self.unit_id() },
            Change::HandOver {
                from: self.unit_id(),
                to: self.unit_id(),
                schools: vec![self.unit_id(); self.n % 3],
                on,
            },
            Change::Revive,
            Change::FoundUnit { code: self.unit_id(), name: name.clone(), on },
            Change::RenameUnit { name, on },
            Change::EndUnit { on },
        ];
        all[self.n % all.len()].clone()
    }

    /// What another authority said whose school takes pupils in.
    fn consent(&self) -> Consent {
        let (mut said, mut state) = (vec![Consent::of(self.office())], State::Consulting);
        for role in [Role::Registrar, Role::Leader] {
            let account = AccountId::new(uuid::Uuid::from_u128(role as u128));
            let by = Party { role, account, unit: Some(said[0].office.unit.clone()), ..self.act().by };
            let at = chrono::DateTime::UNIX_EPOCH;
            state = Consent::answer(&mut said, state, [], &by, at, true).unwrap().state();
        }
        said.remove(0)
    }

    fn school(&self) -> SchoolTold {
        SchoolTold {
            school: self.perhaps(self.unit_id()),
            change: self.school_change(),
            act: self.text(),
            state: self.of(&[State::Proposed, State::Consulting, State::Running]),
            successor: self.perhaps(self.unit_id()),
            reason: self.text(),
            consents: self.perhaps(self.consent()).into_iter().collect(),
            moved: self.n,
            list_hash: self.text(),
            withdrawal: self.perhaps(self.withdrawal()),
        }
    }

    fn withdrawal(&self) -> Withdrawal {
        let (by, at) = (self.act().by, chrono::DateTime::UNIX_EPOCH);
        let decided = self.perhaps((by.clone(), at, true));
        Withdrawal { asked: (by, at), reason: self.text(), decided }
    }

    fn rules(&self) -> RulesTold {
        let set = RuleSet {
            authority: "320000".parse().unwrap(),
            authority_name: self.text(),
            version: self.number(),
            valid_from: self.day(),
            valid_until: self.perhaps(self.day()),
            source: self.text(),
            values: [(self.of(RuleKey::ALL), self.text())].into(),
            scopes: [(self.of(RuleKey::ALL), Scope { stages: Vec::new(), in_principle: true })].into(),
            delegated: [self.of(RuleKey::ALL)].into(),
        };
        RulesTold { set, state: RuleState::Proposed, note: self.text(), reason: self.text() }
    }

    fn letter_told(&self) -> LetterDetail {
        LetterDetail::Drafted(LetterTold {
            letter: LetterId::new(self.uuid()),
            kind: self.of(&LetterKind::ALL),
            number: self.perhaps(self.text()),
            from: self.text(),
            to: self.text(),
            due: self.perhaps(self.day()),
        })
    }

    fn inquiry(&self) -> Inquiry {
        Inquiry {
            about: AccountId::new(self.uuid()),
            unit: self.office(),
            auditor: self.office(),
            day: self.day(),
            looks: u64::from(self.number()),
            state: self.of(&[InquiryState::Open, InquiryState::Found]),
            due: self.deadline(),
            found: None,
            returned: self.perhaps(self.opinion()),
            confirmed: None,
        }
    }

    fn question(&self) -> Question {
        let level = self.of(&[Level::Watch, Level::Alarm]);
        Question { level, due: self.deadline(), answered_on: self.perhaps(self.day()) }
    }

    fn import(&self) -> ImportTold {
        ImportTold {
            file: self.text(),
            sha256: self.text(),
            entry_date: self.day(),
            state: self.of(&[ImportState::Checked, ImportState::Done]),
            rows: [(RowState::Good, self.n as u64)].into(),
            mended_row: self.perhaps(3),
        }
    }

    /// How every kind begins.
    pub(super) fn begun(&self) -> Vec<Begun> {
        let report = Report {
            kind: self.of(&[ReportKind::Appointed, ReportKind::Left]),
            name: self.text(),
            title: self.text(),
            employment: Employment::Full,
            on: self.day(),
        };
        let arrived = ArrivedTold {
            number: self.text(),
            from: self.text(),
            fingerprint: self.text(),
            entries: self.n as u64,
            head: self.text(),
        };
        let confirmation = ConfirmationTold {
            account: AccountId::new(self.uuid()),
            role: self.of(&[Role::Registrar, Role::Leader]),
            reset: self.yes,
            reason: self.text(),
        };
        vec![
            Begun::from(&self.violation()),
            Begun::from(&self.disclosure()),
            Begun::from(&self.campaign()),
            Begun::from(&self.part()),
            Begun::from(&self.owed()),
            Begun::from(&self.hand_over()),
            Begun::RegistrarReport(report),
            Begun::SchoolChange(Box::new(self.school())),
            Begun::Rules(Box::new(self.rules())),
            Begun::Warning(self.question()),
            Begun::from(&self.inquiry()),
            Begun::Letter(Box::new(self.letter_told())),
            Begun::Package(arrived),
            Begun::AccountConfirmation(confirmation),
            Begun::Import(self.import()),
            Begun::from(&self.complaint()),
        ]
    }

    /// A step of every kind.
    pub(super) fn steps(&self) -> Vec<Step> {
        let found =
            Found { key: self.text(), kind: ItemKind::Cases, words: self.text(), count: self.n as u64 };
        vec![
            vec![ViolationEvent::Rejected(self.opinion(), self.deadline())].into(),
            vec![DisclosureEvent::Examined(self.opinion(), self.deadline())].into(),
            self.campaign().into(),
            self.part().into(),
            self.owed().into(),
            vec![HandOverEvent::Noted(found), HandOverEvent::SignedTo(self.act())].into(),
            self.act().into(),
            self.school().into(),
            self.rules().into(),
            self.question().into(),
            Acknowledgement { act: self.act(), words: self.text() }.into(),
            vec![InquiryEvent::Returned(self.opinion(), self.deadline())].into(),
            Step::Letter(Box::new(self.letter_told())),
            ArrivedStep::Refused(self.opinion()).into(),
            ConfirmationStep::Refused(self.opinion()).into(),
            self.import().into(),
            self.complaint_answered().into(),
        ]
    }
}

/// What an entry says happened has to be what its detail holds: a step is no beginning, and nothing of another kind is read as one.
#[test]
fn article_26_what_was_decided_about_a_unit_is_read_as_what_it_is_and_as_nothing_else() {
    let parts = Parts { words: "甲".into(), n: 1, yes: true };
    let opened: Vec<Detail> =
        parts.begun().into_iter().map(|begun| UnitDetail::Opened(parts.told(begun)).into()).collect();
    let decided: Vec<Detail> =
        parts.steps().into_iter().map(|step| UnitDetail::Decided(parts.told(step)).into()).collect();
    let text = |detail: &Detail| serde_json::to_string(detail).unwrap();
    let read = |text: &str| serde_json::from_str::<Detail>(text).ok();
    for (details, event, ours, other) in [
        (&opened, Event::UnitMatterOpened, "opened", "decided"),
        (&decided, Event::UnitMatterDecided, "decided", "opened"),
    ] {
        for detail in details {
            assert_eq!(detail.event(), event);
            assert_eq!(read(&text(detail)).as_ref(), Some(detail));
            // Where a kind keeps the whole of it at each step, both look alike; only the event tells them apart.
            let swapped = text(detail).replacen(&format!("{{\"{ours}\""), &format!("{{\"{other}\""), 1);
            assert_ne!(read(&swapped).map(|read| read.event()), Some(event), "{swapped}");
            let more = text(detail).replacen("\"matter\":", "\"decision\":1,\"matter\":", 1);
            assert_eq!(read(&more), None, "{more}");
        }
    }
    let free = r#"{"unit":{"decided":{"matter":"a","href":"b","state":"c","about":"d","decided":{"violation":"words"}}}}"#;
    assert_eq!(read(free), None, "what fits no step is none");
    let kinds = |details: &[Detail]| -> BTreeSet<MatterKind> {
        let kind = |detail: &Detail| match detail {
            Detail::Unit(detail) => detail.kind(),
            _ => None,
        };
        details.iter().filter_map(kind).collect()
    };
    assert_eq!(kinds(&opened), kinds(&decided), "what begins goes on");
}
