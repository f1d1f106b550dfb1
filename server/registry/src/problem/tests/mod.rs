//! What only the store itself shows: a merge that is taken back leaves every stored field as it was, and a check that was cut off
//! goes on where it was.

mod check;
mod merge;

use super::{AskedAnswer, ProblemBox};
use crate::case::{EnrolmentRow, the_system};
use crate::clock::{Clock, Entropy};
use crate::guardian::BondRow;
use crate::person::{PersonRow, Standing};
use crate::store::{UnitOfWork, Vars};
use crate::{Location, Registry};
use chrono::{NaiveDate, TimeZone, Utc};
use contract::problem::ProblemView;
use domain::access::{Actor, ActorUnit, Role};
use domain::codes::{PupilStatus, SchoolSystem, SchoolType, Stage};
use domain::form::sample::{self, SampleSpec};
use domain::form::{Field, FormContext, validate};
use domain::id::{AccountId, CaseId, PersonId, ProblemId, SpellId, UnitId};
use domain::journal::RecordDetail;
use domain::org::{OrgPath, School, Unit, UnitKind};
use domain::problem::{ProblemState, Remedy};
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
        parent: (kind != UnitKind::Nation)
            .then(|| above.last().map_or_else(UnitId::nation, |part| code(part))),
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
