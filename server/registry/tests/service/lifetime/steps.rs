//! The steps of a life: what a school does with a child and what it files, and what the archive then holds.

use super::{AWAY, FIRST, Life, SECOND, SENIOR, both_provinces};
use crate::support::corrections::whole;
use crate::support::paper::piece;
use crate::support::*;
use chrono::{TimeZone, Utc};
use domain::access::Actor;
use domain::archive::{Category, EntryKind};
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome};
use domain::case::correction::ProofKind;
use domain::case::transfer::TransferGround;
use domain::case::{CaseState, Payload};
use domain::codes::Destination;
use domain::form::Field;
use domain::id::{CaseId, LetterId, ProofId};
use domain::journal::Event;
use domain::paper::{Check, HandOverState};
use domain::school::{Change, Placement, State};
use registry::archive::AskedFile;
use registry::case::{AskedProgression, AskedTransfer};
use registry::letter::AskedReceipt;
use registry::paper::AskedSeal;
use registry::school::{Asked, Custody};
use std::collections::BTreeMap;

impl Life {
    pub(super) async fn begin() -> Self {
        let world = both_provinces().await;
        let entered = info_with(1, &[(Field::ClassName, "1班")]);
        let (person, case) = world.enter(SCHOOL, entered.clone()).await;
        assert_eq!(world.approve(SCHOOL, case).await, CaseState::Approved);
        world.registry.outbox().drain_outbox().await.unwrap();
        Self { world, person, school: SCHOOL, entered, filed: BTreeMap::new(), files: BTreeMap::new() }
    }

    fn on(&self, year: i32, month: u32, day: u32) {
        self.world.clock.set(Utc.with_ymd_and_hms(year, month, day, 2, 0, 0).unwrap());
    }

    /// Whoever has the case in the queue agrees, until nobody has.
    async fn all_agree(&self, case: CaseId) {
        let units = [
            SCHOOL,
            OTHER_SCHOOL,
            FIRST,
            SECOND,
            SENIOR,
            COUNTY,
            "320100",
            "320000",
            AWAY,
            "440100",
            "440000",
        ];
        let everybody: Vec<Actor> = units.iter().flat_map(|unit| [registrar(unit), leader(unit)]).collect();
        'handled: loop {
            for actor in &everybody {
                let queue = self.world.registry.cases().my_queue(actor, None).await.unwrap();
                if queue.lines.iter().any(|line| line.id == case) {
                    match self.world.registry.cases().decide_case(actor, case, agree()).await.unwrap() {
                        CaseState::InProgress => continue 'handled,
                        CaseState::Approved => {
                            return self.world.registry.outbox().drain_outbox().await.map(drop).unwrap();
                        }
                        other => panic!("{other:?}"),
                    }
                }
            }
            panic!("nobody has it");
        }
    }

    /// The school's marks of a term, and a certificate as a picture.
    async fn file(&mut self, period: &str, mark: &str) {
        let own = registrar(self.school);
        let values = [("subject", "语文"), ("mark", mark)];
        let values = values.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let registry = &self.world.registry;
        registry.archives().file_entry(&own, self.person, EntryKind::Exam, period, &values).await.unwrap();
        self.filed.insert(period.to_owned(), mark.to_owned());
        let title = format!("{period}奖状");
        let asked = AskedFile {
            category: Category::Awards,
            kind: ProofKind::Other,
            title: title.clone(),
            name: "奖状.png".into(),
            bytes: picture(self.files.len()),
        };
        registry.archives().add_archive_file(&own, self.person, asked).await.unwrap();
        let archive = registry.archives().archive(&own, self.person).await.unwrap();
        let file = archive.files.iter().find(|file| file.title == title).unwrap().id;
        let (proof, bytes) = registry.archives().archive_file(&own, self.person, file, false).await.unwrap();
        self.files.insert(title, (proof.sha256, bytes));
    }

    /// The system's promotion of every year up to this one (第十二条).
    async fn promoted_until(&self, from: i32, until: i32) {
        for year in from..=until {
            self.on(year, 8, 11);
            self.world.registry.promotions().promote_all().await.unwrap();
            self.world.registry.outbox().drain_outbox().await.unwrap();
        }
    }

    async fn change_school(&self, authority: &str, school: &str, change: Change) {
        let asked = Asked { school: Some(code(school)), change, act: "批复12号".into() };
        let registry = &self.world.registry;
        let id = registry.schools().propose_school_change(&registrar(authority), &asked).await.unwrap();
        registry.schools().decide_school_change(&leader(authority), id, true, "").await.unwrap();
        assert_eq!(registry.schools().run_school_change(id).await.unwrap(), State::Done);
    }

    async fn graduate(&self, on: &str, certificate: &str, destination: Option<Destination>) {
        let payload = Payload::Completion(Completion {
            facts: Facts { on: day(on), papers: vec![Paper::FinalRecords], note: String::new() },
            outcome: Outcome::Graduated,
            certificate: certificate.into(),
            destination,
        });
        let own = registrar(self.school);
        let case = self.world.registry.cases().open_change(&own, self.person, &payload).await.unwrap();
        self.all_agree(case).await;
    }

    async fn goes_on_to(&mut self, school: &'static str, on: &str) {
        let registry = &self.world.registry;
        let number = registry
            .pupils()
            .reveal(&registrar(self.school), self.person, None, "办理升学核对")
            .await
            .unwrap();
        let name = registry.pupils().pupil(&registrar(self.school), self.person).await.unwrap().name;
        let asked = AskedProgression {
            number,
            name,
            class_name: "1班".into(),
            grade: Default::default(),
            on: day(on),
            note: String::new(),
        };
        let outcomes = registry.cases().open_progressions(&registrar(school), &[asked]).await.unwrap();
        self.all_agree(*outcomes[0].as_ref().unwrap()).await;
        self.school = school;
    }

    /// The paper archive follows with its letter and receipt (第十五条).
    pub(super) async fn letter_follows(&self, from: &str, to: &str, pieces: u32) {
        let registry = &self.world.registry;
        let letter: LetterId = waiting(registry, &registrar(from), MatterKind::Letter).await.remove(0);
        registry
            .letters()
            .draft_letter(&registrar(from), letter, Some(pieces), "登记表、成绩册")
            .await
            .unwrap();
        registry.letters().sign_letter(&leader(from), letter).await.unwrap();
        let receipt = AskedReceipt {
            received_by: String::new(),
            on: self.world.clock.today(),
            pieces: Some(pieces),
            note: String::new(),
        };
        registry.letters().receive_letter(&registrar(to), letter, &receipt).await.unwrap();
    }

    /// The school puts two papers on its shelf (第八条).
    async fn shelve(&self) {
        let own = registrar(self.school);
        for (title, pages) in [("学籍登记表", 2), ("体检表", 1)] {
            self.world.registry.papers().keep_dossier(&own, self.person, piece(title, pages)).await.unwrap();
        }
    }

    /// How many papers stand on a school's shelf, and whether they have a place there.
    async fn papers_at(&self, school: &str) -> (usize, bool) {
        let dossier = self.world.registry.papers().dossier(&registrar(school), self.person).await.unwrap();
        (dossier.current().count(), dossier.place.is_some())
    }

    /// The papers go with their list, piece by piece (第十五条); of a school without a registrar here the receipt comes back on paper.
    async fn papers_follow(&self, from: &str) {
        let (registry, own, chief) = (&self.world.registry, registrar(from), leader(from));
        let letter: LetterId = waiting(registry, &own, MatterKind::Letter).await.remove(0);
        registry.papers().list_hand_over(&own, letter).await.unwrap();
        registry.letters().sign_letter(&chief, letter).await.unwrap();
        let on = self.world.clock.today();
        let seal = AskedSeal { number: "封-001".into(), signatory: "李主任".into(), on };
        registry.papers().seal_hand_over(&chief, letter, &seal).await.unwrap();
        let found = [(1, Check::Received), (2, Check::Received)].into();
        let state = registry.papers().receive_hand_over(&own, letter, found, "陈老师").await.unwrap();
        assert_eq!(state, HandOverState::Closed);
    }

    /// Nothing of the archive is gone, nothing was added by nobody, every chain and every figure holds.
    async fn is_whole(&self) {
        let (registry, own) = (&self.world.registry, registrar(self.school));
        let archive = registry.archives().archive(&own, self.person).await.unwrap();
        let entries: BTreeMap<_, _> = archive
            .entries
            .iter()
            .map(|line| (line.entry.period.clone(), line.entry.values["mark"].clone()))
            .collect();
        assert_eq!(entries, self.filed);
        assert_eq!(archive.files.len(), self.files.len());
        for file in &archive.files {
            let id: ProofId = file.id;
            let (proof, bytes) =
                registry.archives().archive_file(&own, self.person, id, false).await.unwrap();
            assert_eq!((proof.sha256, bytes), self.files[&file.title], "{}", file.title);
        }
        assert!(registry.journal().verify_person(self.person).await.unwrap().is_ok());
        assert!(registry.journal().verify_journal().await.unwrap().broken.is_empty());
        assert_eq!(registry.figures().verify_figures().await.unwrap(), Vec::new());
        assert_eq!(registry.schools().verify_custody().await.unwrap(), Vec::new());
    }

    /// 2026 to 2030: the first years, a merger, and the decision that the child moves to another province. Gives number and case.
    pub(super) async fn childhood(&mut self) -> (String, CaseId) {
        let number = whole(&self.world, self.person, None).await;
        self.file("2026-1", "92").await;

        // 2028, third grade: the school is merged into another of the district (第九条).
        self.promoted_until(2027, 2028).await;
        self.on(2028, 9, 11);
        let merger = Change::Merge { into: code(OTHER_SCHOOL), placements: Vec::new() };
        self.change_school(COUNTY, SCHOOL, merger).await;
        self.school = OTHER_SCHOOL;
        self.file("2028-1", "88").await;
        self.is_whole().await;

        // 2030, fifth grade: the family moves to another province (第十四条).
        self.promoted_until(2029, 2030).await;
        self.on(2030, 9, 6);
        let asked = AskedTransfer {
            disability: None,
            number: number.clone(),
            name: self.entered.name().to_owned(),
            on: day("2030-09-06"),
            ground: TransferGround::Home,
            class_name: "2班".into(),
            grade: Default::default(),
            papers: vec![Paper::Application, Paper::Residence],
            note: String::new(),
        };
        let case = self.world.registry.cases().open_transfer(&registrar(FIRST), &asked).await.unwrap();
        self.all_agree(case).await;
        (number, case)
    }

    /// 2030 to 2038, in the other province: 小学毕业, a closure, 初中毕业, 高中毕业.
    pub(super) async fn youth(&mut self) {
        self.school = FIRST;
        self.file("2030-1", "90").await;
        self.is_whole().await;

        // 2032: 小学毕业, and on to the junior grades of the same school.
        self.promoted_until(2031, 2031).await;
        self.on(2032, 6, 18);
        self.graduate("2032-06-18", "2032小001", None).await;
        self.goes_on_to(FIRST, "2032-06-18").await;
        self.file("2031-2", "95").await;
        self.shelve().await;

        // 2034, ninth grade: the school is closed, its class placed at another (第九条).
        self.promoted_until(2032, 2034).await;
        self.on(2034, 9, 8);
        let placed =
            Placement { grade: 9, class_name: "1班".into(), to: code(SECOND), new_class: "6班".into() };
        self.change_school(AWAY, FIRST, Change::Close { archives: None, placements: vec![placed] }).await;
        self.school = SECOND;
        assert_eq!(
            self.papers_at(SECOND).await,
            (2, false),
            "the papers followed, their place is to be given"
        );
        self.file("2034-1", "85").await;
        self.is_whole().await;

        // 初中毕业, senior high in the district, 高中毕业.
        self.on(2035, 6, 18);
        self.graduate("2035-06-18", "2035初001", Some(Destination::SeniorMiddle)).await;
        self.goes_on_to(SENIOR, "2035-06-18").await;
        // On progression the papers are owed as on a transfer (第九条, 第十五条).
        self.papers_follow(SECOND).await;
        assert_eq!(self.papers_at(SENIOR).await, (2, false));
        self.promoted_until(2035, 2037).await;
        self.file("2036-2", "101").await;
        self.on(2038, 6, 18);
        self.graduate("2038-06-18", "2038高001", Some(Destination::Undergraduate)).await;
        self.is_whole().await;
    }

    /// The end: 毕业, kept for good by the last school, the number as on the first day, every item as it was put in.
    pub(super) async fn ends_well(&self, number: &str, told: &[(Event, usize)]) {
        let (registry, own) = (&self.world.registry, registrar(SENIOR));
        let view = registry.pupils().pupil(&own, self.person).await.unwrap();
        assert_eq!((view.standing.label(), view.chain_holds), ("毕业", true));
        let kept = registry.pupils().reveal(&own, self.person, None, "核对终身学籍号").await.unwrap();
        assert_eq!(kept, number, "终身不变");
        let custody = registry.schools().custody_of(&own, self.person).await.unwrap();
        assert_eq!((custody.custodian, custody.kind), (code(SENIOR), Custody::Permanent));
        let timeline: Vec<_> = view.timeline.iter().map(|line| line.event).collect();
        for (event, times) in told {
            assert_eq!(timeline.iter().filter(|told| *told == event).count(), *times, "{event:?}");
        }
        // Every one of the 72 items is as it was put in, but for where the child is and since when.
        let mut moved = BTreeMap::new();
        for field in Field::ALL.iter().copied() {
            let value =
                registry.pupils().reveal(&own, self.person, Some(field), "逐项核对档案").await.unwrap();
            if value != self.entered.value(field) {
                moved.insert(field, value);
            }
        }
        let expected = [(Field::Grade, "12".to_owned()), (Field::EntryMonth, "203506".to_owned())];
        assert_eq!(moved, BTreeMap::from(expected), "高中三年级，2035年6月升入");
        assert_eq!(Field::ALL.len(), 74);
        assert!(registry.journal().verify_person(self.person).await.unwrap().is_ok());
    }
}

/// A picture that is like no other, as a phone would send it.
fn picture(n: usize) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8, y as u8, n as u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::from(picture).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
