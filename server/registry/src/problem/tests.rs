//! What only the store itself shows: a merge that is taken back leaves every stored field as it was, and a check that was cut off
//! goes on where it was.

use super::run::PAGE;
use super::{AskedAnswer, ProblemBox};
use crate::case::{EnrolmentRow, the_system};
use crate::clock::{Clock, Entropy};
use crate::error::Error;
use crate::guardian::BondRow;
use crate::jobs::{Kind, LeavesJobs};
use crate::person::{PersonRow, Standing};
use crate::store::{UnitOfWork, Vars};
use crate::{Location, Registry};
use chrono::{Duration, NaiveDate, TimeZone, Utc};
use contract::problem::ProblemView;
use domain::access::{Actor, ActorUnit, Role};
use domain::codes::{PupilStatus, SchoolSystem, SchoolType, Stage};
use domain::form::sample::{self, SampleSpec};
use domain::form::{Field, FormContext, validate};
use domain::id::{AccountId, CaseId, PersonId, ProblemId, SpellId, UnitId};
use domain::journal::{Event, RecordDetail};
use domain::org::{OrgPath, School, Unit, UnitKind};
use domain::problem::{ProblemKind, ProblemState, Remedy};
use domain::refusal::RefusalCode;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use tempfile::TempDir;
use uuid::Uuid;

const ONE: &str = "2132000001";
const TWO: &str = "2132000002";
const COUNTY: &str = "320102";

struct World {
    registry: Registry,
    clock: Clock,
    dir: TempDir,
}

fn code(text: &str) -> UnitId {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn path(codes: &[&str]) -> OrgPath {
    codes.iter().fold(OrgPath::root(), |path, part| path.child(&code(part)))
}

fn unit(id: &str, kind: UnitKind, above: &[&str]) -> Unit {
    let school = (kind == UnitKind::School).then(|| School {
        school_type: SchoolType::Primary,
        stages: vec![Stage::Primary],
        system: SchoolSystem::SixThree,
        township: None,
    });
    let path = if kind == UnitKind::Nation { OrgPath::root() } else { path(above).child(&code(id)) };
    Unit {
        id: code(id),
        name: format!("单位{id}"),
        kind,
        parent: above.last().map(|part| code(part)),
        path,
        division: if kind == UnitKind::School { COUNTY.into() } else { id.into() },
        school,
    }
}

impl World {
    async fn open(dir: TempDir, location: &Location) -> Self {
        let clock = Clock::set_to(Utc.with_ymd_and_hms(2026, 11, 2, 2, 0, 0).unwrap());
        let registry = Registry::open(location, clock.clone(), Entropy::system()).await.unwrap();
        let above = ["320000", "320100", COUNTY];
        let units = [
            unit("000000", UnitKind::Nation, &[]),
            unit("320000", UnitKind::Province, &[]),
            unit("320100", UnitKind::City, &above[..1]),
            unit(COUNTY, UnitKind::County, &above[..2]),
            unit(ONE, UnitKind::School, &above),
            unit(TWO, UnitKind::School, &above),
        ];
        registry.units().add_units(&units).await.unwrap();
        Self { registry, clock, dir }
    }

    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let location = Location::in_memory(dir.path());
        Self::open(dir, &location).await
    }

    async fn by(&self, role: Role, at: &str) -> Actor {
        let unit = self.registry.units().unit(&code(at)).await.unwrap();
        Actor {
            account: AccountId::new(Uuid::from_u128(at.parse::<u128>().unwrap() * 10 + role as u128)),
            name: role.label().into(),
            role,
            unit: Some(ActorUnit { id: unit.id, name: unit.name, kind: unit.kind, path: unit.path }),
            trained: true,
            appointed: true,
            children: Vec::new(),
            ties: domain::access::Ties::none(),
        }
    }

    /// A pupil on roll with a number, a claim of the document, a stretch of schooling and a guardian.
    async fn pupil(&self, at: &str, seed: u64, items: &[(Field, &str)], wrong: bool) -> PersonRow {
        let school = self.registry.units().unit(&code(at)).await.unwrap();
        let mut raw = sample::pupil(seed, &SampleSpec::first_grade(COUNTY, 2026));
        raw.extend(items.iter().map(|(field, value)| (*field, (*value).to_owned())));
        let form = FormContext {
            today: day("2026-09-07"),
            school_type: SchoolType::Primary,
            stages: vec![Stage::Primary],
            system: SchoolSystem::SixThree,
            places: domain::form::Places::default(),
        };
        let info = &validate(&raw, &form).unwrap();
        let (id, vault) = (PersonId::new(self.registry.store.new_id()), &*self.registry.vault);
        let entry = day("2026-09-01");
        let mut row =
            PersonRow::candidate(vault, id, &school, SchoolSystem::SixThree, info, entry, day("2026-10-08"));
        row.set_standing(Standing::Pupil(PupilStatus::InSchool));
        row.mismatched = wrong;
        let (registry, row, school) = (&self.registry, &row, &school);
        registry
            .store
            .transact("test", || {
                Box::pin(async move {
                    let mut tx = registry.transaction(the_system());
                    let mut row = row.clone();
                    let number = tx.issue_first(&row, info).await?;
                    row.set_number(&*registry.vault, &number);
                    tx.claim_document(&row).await?;
                    let uid = SpellId::new(registry.store.new_id());
                    let spell = EnrolmentRow {
                        uid,
                        version: 1,
                        person: id,
                        school: school.id.clone(),
                        school_name: school.name.clone(),
                        path: school.path.clone(),
                        grade: row.grade,
                        class_name: row.class_name.clone(),
                        from_on: entry,
                        to_on: None,
                        opened_by: CaseId::new(registry.store.new_id()),
                        closed_by: None,
                        previous: None,
                    };
                    tx.work.create("spell", &uid.to_string(), &spell);
                    let account = AccountId::new(Uuid::from_u128(u128::from(seed) + 70));
                    let slot = domain::form::GuardianSlot::First;
                    let bond = BondRow::begin(account, id, slot, registry.store.clock.now());
                    tx.work.create("bond", &format!("{account}-{id}"), &bond);
                    let (school, entry_date) = (row.school_name.clone(), entry);
                    let registered = RecordDetail::Registered { school, entry_date };
                    tx.tell_entry(id, crate::journal::NewEntry::of(registered).on(entry)).await?;
                    row.count(&mut tx.work, 1);
                    tx.work.create("person", &id.to_string(), &row);
                    Ok((tx.finish(), row))
                })
            })
            .await
            .unwrap()
    }

    /// Many records on roll, bare ones, in one go.
    async fn crowd(&self, n: u64) {
        let school = &self.registry.units().unit(&code(ONE)).await.unwrap();
        let form = &FormContext {
            today: day("2026-09-07"),
            school_type: SchoolType::Primary,
            stages: vec![Stage::Primary],
            system: SchoolSystem::SixThree,
            places: domain::form::Places::default(),
        };
        let registry = &self.registry;
        registry
            .store
            .transact("test", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    for seed in 10..10 + n {
                        let raw = sample::pupil(seed, &SampleSpec::first_grade(COUNTY, 2026));
                        let info = validate(&raw, form).unwrap();
                        let id = PersonId::new(registry.store.new_id());
                        let (system, on) = (SchoolSystem::SixThree, day("2026-09-01"));
                        let mut row =
                            PersonRow::candidate(&*registry.vault, id, school, system, &info, on, on);
                        row.set_standing(Standing::Pupil(PupilStatus::InSchool));
                        work.create("person", &id.to_string(), &row);
                    }
                    Ok((work, ()))
                })
            })
            .await
            .unwrap();
    }

    /// One child twice: the second time with a slip in the number, another address, and its own guardian account.
    async fn twice(&self) -> (PersonRow, PersonRow) {
        let one = self.pupil(ONE, 1, &[], false).await;
        let number = one.info(&*self.registry.vault).unwrap().value(Field::IdNumber).to_owned();
        let items = [(Field::IdNumber, &*slip(&number)), (Field::HomeAddress, "南京市玄武区中山路9号")];
        let two = self.pupil(TWO, 1, &items, false).await;
        (one, two)
    }

    async fn check(&self) {
        self.registry.problems().start_check(&self.by(Role::Official, "320000").await).await.unwrap();
        self.registry.outbox().drain_outbox().await.unwrap();
    }

    async fn only(&self) -> ProblemId {
        let county = self.by(Role::Registrar, COUNTY).await;
        let page =
            self.registry.problems().list_problems(&county, ProblemBox::Open, None, None).await.unwrap();
        assert_eq!(page.rows.len(), 1, "{:?}", page.rows);
        page.rows[0].id
    }

    async fn view(&self, id: ProblemId) -> ProblemView {
        self.registry.problems().problem_view(&self.by(Role::Registrar, COUNTY).await, id).await.unwrap()
    }

    /// Both schools give up, so that the county may settle it.
    async fn answered(&self, id: ProblemId, one: &PersonRow, two: &PersonRow) {
        for (row, at) in [(one, ONE), (two, TWO)] {
            let asked = AskedAnswer {
                person: row.uid,
                remedy: Remedy::GiveUp,
                statement: "已核实为同一名学生".into(),
                upload: None,
            };
            self.registry
                .problems()
                .answer_problem(&self.by(Role::Registrar, at).await, id, &asked)
                .await
                .unwrap();
        }
    }

    async fn merged(&self, id: ProblemId, survivor: &PersonRow, taken: &[Field]) {
        let (registrar, leader) =
            (self.by(Role::Registrar, COUNTY).await, self.by(Role::Leader, COUNTY).await);
        let taken: BTreeSet<Field> = taken.iter().copied().collect();
        self.registry
            .problems()
            .propose_merge(&registrar, id, survivor.uid, taken, "同一名学生")
            .await
            .unwrap();
        assert_eq!(self.registry.problems().decide_problem(&leader, id).await.unwrap(), ProblemState::Merged);
    }

    /// Every stored field of these tables but the version.
    async fn dump(&self) -> BTreeMap<String, Json> {
        let mut all = BTreeMap::new();
        for table in ["person", "spell", "number", "identity", "bond", "tally"] {
            let text = format!("SELECT *, <string> id AS key OMIT id FROM {table}");
            let rows: Vec<Json> = self.registry.store.rows(&text, Vars::new()).await.unwrap();
            for mut row in rows {
                let fields = row.as_object_mut().unwrap();
                fields.remove("version");
                let key = fields["key"].as_str().unwrap().to_owned();
                // A counter that was touched and is empty again counts what none counts.
                if table != "tally" || fields["n"] != 0 {
                    all.insert(key, row);
                }
            }
        }
        all
    }

    async fn verified(&self) {
        let journal = self.registry.journal().verify_journal().await.unwrap();
        assert!(journal.broken.is_empty() && journal.entries > 0);
        assert_eq!(self.registry.figures().verify_figures().await.unwrap(), []);
    }
}

/// Another valid number that differs in the last two characters.
fn slip(number: &str) -> String {
    let next =
        |digit: u32| format!("{}{}", &number[..16], (number[16..17].parse::<u32>().unwrap() + digit) % 10);
    let body = next(2);
    (0..10)
        .map(|n| n.to_string())
        .chain(["X".to_owned()])
        .map(|last| format!("{body}{last}"))
        .find(|whole| domain::ident::ResidentId::parse(whole).is_ok())
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_merge_keeps_one_number_moves_what_belongs_to_the_child_and_is_undone_exactly() {
    let world = World::new().await;
    let registry = &world.registry;
    let (one, two) = world.twice().await;
    world.check().await;
    let id = world.only().await;
    world.answered(id, &one, &two).await;
    let before = world.dump().await;
    world.merged(id, &one, &[Field::HomeAddress, Field::IdNumber]).await;
    world.verified().await;

    let (kept, gone) =
        (registry.pupils().person(one.uid).await.unwrap(), registry.pupils().person(two.uid).await.unwrap());
    let vault = &*registry.vault;
    assert_eq!(kept.number(vault).unwrap(), one.number(vault).unwrap(), "终身不变");
    assert_eq!((gone.merged_into, gone.standing), (Some(one.uid), Standing::Merged));
    let info = kept.info(vault).unwrap();
    assert_eq!(info.value(Field::HomeAddress), "南京市玄武区中山路9号");
    assert_eq!(kept.document_hash, two.document_hash, "the number that was taken");
    assert_eq!(
        registry.pupils().document_claim(two.document_hash.as_ref().unwrap()).await.unwrap().unwrap().person,
        one.uid
    );
    assert!(registry.pupils().document_claim(one.document_hash.as_ref().unwrap()).await.unwrap().is_none());
    let old = two.number(vault).unwrap().unwrap();
    assert_eq!(
        registry.pupils().person_by_number(&old).await.unwrap(),
        Some(one.uid),
        "the old number leads to the survivor"
    );
    let school = world.by(Role::Registrar, ONE).await;
    let record = registry.pupils().pupil(&school, one.uid).await.unwrap();
    assert_eq!(record.numbers.iter().filter(|number| number.retired_on.is_some()).count(), 1);
    assert_eq!(record.spells.len(), 2);
    assert_eq!(record.merged_from.len(), 1);
    assert!(record.chain_holds && record.timeline[0].event == Event::RecordsMerged);
    let other = registry.pupils().pupil(&world.by(Role::Registrar, TWO).await, two.uid).await.unwrap();
    assert_eq!(other.timeline[0].event, Event::RecordsMerged);
    let pointer = other.merged_into.unwrap();
    assert_eq!(
        (pointer.number, pointer.id),
        (kept.number_mask.clone(), None),
        "a pointer, not the other school's record"
    );
    assert!(!other.may_reveal && other.may_change.is_empty());

    let (registrar, leader) = (world.by(Role::Registrar, COUNTY).await, world.by(Role::Leader, COUNTY).await);
    registry.problems().ask_undo(&registrar, id, "认定有误").await.unwrap();
    assert_eq!(registry.problems().undo_merge(&leader, id).await.unwrap(), ProblemState::Answered);
    assert_eq!(world.dump().await, before);
    world.verified().await;
    // Merged again, the other way round.
    world.merged(id, &two, &[]).await;
    world.verified().await;
    assert_eq!(registry.pupils().person_by_number(&old).await.unwrap(), Some(two.uid));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_merge_is_not_undone_when_something_happened_since() {
    let world = World::new().await;
    let registry = &world.registry;
    let (one, two) = world.twice().await;
    world.check().await;
    let id = world.only().await;
    world.answered(id, &one, &two).await;
    world.merged(id, &one, &[]).await;
    let (registrar, leader) = (world.by(Role::Registrar, COUNTY).await, world.by(Role::Leader, COUNTY).await);
    registry.problems().ask_undo(&registrar, id, "认定有误").await.unwrap();
    let school = world.by(Role::Registrar, ONE).await;
    registry.absences().note_absence(&school, one.uid, day("2026-10-30")).await.unwrap();
    let Err(Error::Refused(refusals)) = registry.problems().undo_merge(&leader, id).await else {
        panic!("refused")
    };
    assert_eq!(refusals[0].code, RefusalCode::ChangedSince);
    assert!(refusals[0].what.contains(Event::AbsenceNoted.label()), "{}", refusals[0].what);
    assert_eq!(registry.pupils().person(two.uid).await.unwrap().merged_into, Some(one.uid));
    world.verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_record_with_open_business_is_not_merged_and_nobody_decides_alone() {
    let world = World::new().await;
    let registry = &world.registry;
    let (one, two) = world.twice().await;
    world.check().await;
    let id = world.only().await;
    world.answered(id, &one, &two).await;
    let busy = &two;
    registry
        .store
        .transact("test", || {
            Box::pin(async move {
                let (mut work, loaded) = (UnitOfWork::new(), registry.pupils().person(busy.uid).await?);
                let mut row = loaded.clone();
                row.open_case = Some(CaseId::new(registry.store.new_id()));
                row.save(&mut work, &loaded);
                Ok((work, ()))
            })
        })
        .await
        .unwrap();
    let registrar = world.by(Role::Registrar, COUNTY).await;
    let refused =
        registry.problems().propose_merge(&registrar, id, one.uid, BTreeSet::new(), "同一名学生").await;
    assert!(matches!(refused, Err(Error::Refused(told)) if told[0].code == RefusalCode::OpenBusiness));
    assert_eq!(world.view(id).await.line.state, ProblemState::Answered);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_wrong_number_is_found_and_closes_when_the_register_agrees() {
    let world = World::new().await;
    let registry = &world.registry;
    let wrong = world.pupil(ONE, 5, &[], true).await;
    world.check().await;
    let id = world.only().await;
    let view = world.view(id).await;
    assert_eq!((view.line.kind, view.sides.len()), (ProblemKind::WrongDocument, 1));
    assert!(view.fault.contains("不一致") && !view.may_propose);
    assert!(registry.problems().has_open_problem(wrong.uid).await.unwrap());
    // The identity match agrees now; its message has the problem looked at again.
    let subject = wrong.uid.to_string();
    let subject = &subject;
    registry
        .store
        .transact("test", || {
            Box::pin(async move {
                let mut work = UnitOfWork::new();
                work.message(&registry.store, Kind::Identity, subject);
                Ok((work, ()))
            })
        })
        .await
        .unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.view(id).await.line.state, ProblemState::Corrected);
    assert!(!registry.problems().has_open_problem(wrong.uid).await.unwrap());
    world.verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_the_check_goes_on_where_it_was_cut_off_and_finds_nothing_twice() {
    let dir = tempfile::tempdir().unwrap();
    let location = Location::below(dir.path());
    let mut world = World::open(dir, &location).await;
    let (one, _) = world.twice().await;
    // Enough records that the pair lies on the first page and others on the second.
    world.crowd(PAGE as u64).await;
    world.registry.problems().start_check(&world.by(Role::Registrar, "000000").await).await.unwrap();
    assert!(world.registry.jobs().job_round(&[Kind::ProblemCheck]).await.unwrap(), "a page");
    let half = world
        .registry
        .problems()
        .last_check(&world.by(Role::Registrar, "000000").await)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((half.seen, half.found, half.finished_at), (PAGE as u64, 1, None));

    // Another process comes up: the message is still there.
    let World { registry, clock, dir } = world;
    drop(registry);
    let registry = Registry::open(&location, clock.clone(), Entropy::system()).await.unwrap();
    world = World { registry, clock, dir };
    world.registry.outbox().drain_outbox().await.unwrap();
    let nation = world.by(Role::Registrar, "000000").await;
    let done = world.registry.problems().last_check(&nation).await.unwrap().unwrap();
    assert!(done.finished_at.is_some());
    assert_eq!((done.seen, done.total, done.found), (PAGE as u64 + 2, PAGE as u64 + 2, 1));
    let id = world.only().await;
    let entries = world.registry.journal().entries(one.uid).await.unwrap();
    assert_eq!(entries.iter().filter(|told| told.entry.event == Event::ProblemFound).count(), 1);

    // A second run, and the province's own, find it again as the same problem.
    world.check().await;
    world.clock.set(world.clock.now() + Duration::days(1));
    assert!(
        world.registry.problems().nightly_check().await.unwrap()
            && !world.registry.problems().nightly_check().await.unwrap()
    );
    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.only().await, id);
    assert_eq!(world.registry.problems().last_check(&nation).await.unwrap().unwrap().found, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_one_number_on_two_records_is_found_and_not_taken_for_two_children() {
    let world = World::new().await;
    world.crowd(1).await;
    world.crowd(1).await;
    world.check().await;
    let id = world.only().await;
    let view = world.view(id).await;
    assert_eq!((view.line.kind, view.line.points), (ProblemKind::SameDocument, Some(100)));
    let refused = world
        .registry
        .problems()
        .propose_distinct(&world.by(Role::Registrar, ONE).await, id, "两名学生")
        .await;
    assert!(matches!(refused, Err(Error::Refused(told)) if told[0].code == RefusalCode::Verdict));
}
