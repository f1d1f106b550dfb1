//! A small country for service tests: one county with two schools, everybody trained, a clock that stands still.

#![allow(dead_code, unreachable_pub, unused_imports, reason = "each test uses its part")]

pub mod accounts;
pub mod certificates;
pub mod changes;
pub mod corrections;
pub mod deaf_school;
pub mod desk;
pub mod dropouts;
pub mod grades;
pub mod guardians;
pub mod letters;
pub mod office;
pub mod packages;
pub mod paper;
pub mod prints;
pub mod reviews;
pub mod samples;
pub mod schools;

pub use desk::{letter_on_desk, on_desk, waiting};
pub use registry::matter::MatterKind;
pub use samples::{png, sibling_number, somebody};

use chrono::{NaiveDate, TimeZone, Utc};
use domain::access::{Actor, ActorUnit, Role};
use domain::case::{CaseState, Command};
use domain::codes::{SchoolSystem, SchoolType, Stage};
use domain::form::sample::{self, SampleSpec};
use domain::form::{BasicInfo, Field, FormContext, validate};
use domain::id::{AccountId, CaseId, PersonId, UnitId};
use domain::org::{OrgPath, School, Unit, UnitKind};
use registry::clock::{Clock, Entropy};
use registry::person::{Entered, NewPupil};
use registry::{Location, Registry};
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;
use uuid::Uuid;

pub struct World {
    pub registry: Registry,
    pub dir: TempDir,
    pub clock: Clock,
}

pub const COUNTY: &str = "320102";
pub const SCHOOL: &str = "2132000001";
pub const OTHER_SCHOOL: &str = "2132000002";

pub fn code(text: &str) -> UnitId {
    text.parse().unwrap()
}

fn path(codes: &[&str]) -> OrgPath {
    codes.iter().fold(OrgPath::root(), |path, part| path.child(&code(part)))
}

/// Jiangsu's schools stand in one county, those of any other province in the county 06 of its first city.
pub fn unit_path(unit: &str) -> OrgPath {
    let (province, city, county) = match unit {
        "000000" => return OrgPath::root(),
        school if school.len() == 10 => match &school[2..4] {
            "32" => ("320000".into(), "320100".into(), COUNTY.into()),
            other => (format!("{other}0000"), format!("{other}0100"), format!("{other}0106")),
        },
        division => (format!("{}0000", &division[..2]), format!("{}00", &division[..4]), division.to_owned()),
    };
    let mut parts = vec![province.as_str(), city.as_str(), county.as_str(), unit];
    parts.truncate(parts.iter().position(|part| *part == unit).unwrap() + 1);
    path(&parts)
}

fn units() -> Vec<Unit> {
    let authority = |id: &str, name: &str, kind, parent: Option<&str>| Unit {
        id: code(id),
        name: name.into(),
        kind,
        parent: parent.map(code),
        path: unit_path(id),
        division: id.into(),
        school: None,
    };
    let school = |id: &str, name: &str| Unit {
        school: Some(School {
            school_type: SchoolType::Primary,
            stages: vec![Stage::Primary],
            system: SchoolSystem::SixThree,
            township: None,
        }),
        division: COUNTY.into(),
        ..authority(id, name, UnitKind::School, Some(COUNTY))
    };
    vec![
        authority("000000", "教育部", UnitKind::Nation, None),
        authority("320000", "江苏省", UnitKind::Province, Some("000000")),
        authority("320100", "南京市", UnitKind::City, Some("320000")),
        authority(COUNTY, "玄武区", UnitKind::County, Some("320100")),
        school(SCHOOL, "第一小学"),
        school(OTHER_SCHOOL, "第二小学"),
    ]
}

/// In memory, with tables that the first of all tests made.
async fn in_memory(data: &Path) -> Location {
    Location::in_memory_with_tables(data, Path::new(env!("CARGO_TARGET_TMPDIR"))).await.unwrap()
}

impl World {
    pub async fn in_memory() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let location = in_memory(dir.path()).await;
        Self::open(dir, &location).await
    }

    /// The same with the fingerprint of the nation's key in its settings.
    pub async fn with_directory_key(code: String) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let location = Location { directory_key: Some(code), ..in_memory(dir.path()).await };
        Self::open(dir, &location).await
    }

    /// In memory; identities are matched by files exchanged with the population register.
    pub async fn by_files() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let location = Location { matching: registry::Matching::Files, ..in_memory(dir.path()).await };
        Self::open(dir, &location).await
    }

    pub async fn on_disk() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let location = Location::below(dir.path());
        Self::open(dir, &location).await
    }

    /// In memory, with ways by which messages go out.
    pub async fn with_messages(messages: registry::message::Settings) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let location = Location { messages, ..in_memory(dir.path()).await };
        Self::open(dir, &location).await
    }

    /// The same files, opened again by another process.
    pub async fn reopened(self) -> Self {
        let Self { registry, dir, clock } = self;
        drop(registry);
        let location = Location::below(dir.path());
        let registry = Registry::open(&location, clock.clone(), Entropy::system()).await.unwrap();
        Self { registry, dir, clock }
    }

    async fn open(dir: TempDir, location: &Location) -> Self {
        let clock = Clock::set_to(Utc.with_ymd_and_hms(2026, 9, 7, 2, 0, 0).unwrap());
        let registry = Registry::open(location, clock.clone(), Entropy::system()).await.unwrap();
        registry.units().add_units(&units()).await.unwrap();
        Self { registry, dir, clock }
    }

    /// Enters one child at a school and gives the child and the case.
    pub async fn enter(&self, school: &str, info: BasicInfo) -> (PersonId, CaseId) {
        let pupil = pupil(info);
        let id = pupil.id;
        let entered =
            self.registry.pupils().enter_pupils(&registrar(school), &code(school), &[pupil]).await.unwrap();
        match &entered[..] {
            [Entered::New(case)] => (id, *case),
            other => panic!("not entered: {other:?}"),
        }
    }

    /// Takes a registration through all three steps.
    pub async fn approve(&self, school: &str, case: CaseId) -> CaseState {
        let mut state = CaseState::InProgress;
        for actor in [leader(school), registrar(COUNTY), leader(COUNTY)] {
            state = self.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
        }
        state
    }

    /// A child who is on roll with a formal number where there can be one.
    pub async fn pupil(&self, school: &str, seed: u64) -> PersonId {
        let (person, case) = self.enter(school, info(seed)).await;
        assert_eq!(self.approve(school, case).await, CaseState::Approved);
        self.registry.outbox().drain_outbox().await.unwrap();
        person
    }
}

pub fn agree() -> Command {
    Command::Agree { reason: String::new(), refused_fields: BTreeMap::new() }
}

pub fn pupil(info: BasicInfo) -> NewPupil {
    NewPupil {
        extras: None,
        id: PersonId::new(Entropy::system().uuid(Utc.with_ymd_and_hms(2026, 9, 7, 2, 0, 0).unwrap())),
        info,
        entry_date: day("2026-09-01"),
        import: None,
        duplicate_note: String::new(),
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn form_context() -> FormContext {
    FormContext {
        today: day("2026-09-07"),
        school_type: SchoolType::Primary,
        stages: vec![Stage::Primary],
        system: SchoolSystem::SixThree,
        places: domain::form::Places::default(),
    }
}

pub fn raw(seed: u64) -> BTreeMap<Field, String> {
    sample::pupil(seed, &SampleSpec::first_grade("320102", 2026))
}

pub fn info(seed: u64) -> BasicInfo {
    validate(&raw(seed), &form_context()).unwrap()
}

pub fn info_with(seed: u64, changes: &[(Field, &str)]) -> BasicInfo {
    let mut raw = raw(seed);
    for (field, value) in changes {
        raw.insert(*field, (*value).to_owned());
    }
    validate(&raw, &form_context()).unwrap()
}

pub fn actor(role: Role, unit: &str, n: u128) -> Actor {
    let (name, kind) = match unit {
        "000000" => ("教育部", UnitKind::Nation),
        "320000" => ("江苏省", UnitKind::Province),
        "320100" => ("南京市", UnitKind::City),
        COUNTY => ("玄武区", UnitKind::County),
        school if school.len() == 10 => ("学校", UnitKind::School),
        province if province.ends_with("0000") => ("省", UnitKind::Province),
        city if city.ends_with("00") => ("市", UnitKind::City),
        _ => ("区", UnitKind::County),
    };
    // One account per unit, role and n, the same every time it is asked for.
    let number = unit.parse::<u128>().unwrap() * 1000 + (role as u128) * 100 + n;
    Actor {
        account: AccountId::new(Uuid::from_u128(number)),
        name: format!("{name}{}", role.label()),
        role,
        unit: Some(ActorUnit { id: code(unit), name: name.into(), kind, path: unit_path(unit) }),
        trained: true,
        appointed: true,
        children: Vec::new(),
        ties: domain::access::Ties::none(),
    }
}

pub fn registrar(unit: &str) -> Actor {
    actor(Role::Registrar, unit, 1)
}

pub fn leader(unit: &str) -> Actor {
    actor(Role::Leader, unit, 2)
}

pub fn guardian(child: PersonId) -> Actor {
    Actor {
        account: AccountId::new(child.uuid()),
        name: "家长".into(),
        role: Role::Guardian,
        unit: None,
        trained: false,
        appointed: false,
        children: vec![child],
        ties: domain::access::Ties::none(),
    }
}

// What the tests of corrections, accounts, guardians and dashboards share.

use domain::case::correction::{Proof, ProofKind};
use registry::account::{NewAccount, SecondFactor, Session, SignIn, Token};
use registry::case::AskedCorrection;
use registry::error::{Error, Result};

/// The codes of what was refused; anything else than a refusal fails the test.
pub fn codes<T>(outcome: Result<T>) -> Vec<String> {
    match outcome {
        Err(Error::Refused(refusals)) => {
            for refusal in &refusals {
                assert!(
                    !refusal.what.is_empty() && !refusal.remedy.is_empty(),
                    "{refusal:?} says what to do"
                );
            }
            refusals.into_iter().map(|refusal| refusal.code.to_string()).collect()
        }
        Err(other) => panic!("should be refused: {other:?}"),
        Ok(_) => panic!("should be refused"),
    }
}

pub fn is_not_found<T>(outcome: &Result<T>) -> bool {
    matches!(outcome, Err(Error::NotFound(_)))
}

/// A second guardian of the same child, or of another.
pub fn guardian_number(n: u128, child: PersonId) -> Actor {
    Actor { account: AccountId::new(Uuid::from_u128(7_000_000 + n)), ..guardian(child) }
}

impl World {
    pub async fn proof(&self, actor: &Actor, person: PersonId) -> Proof {
        let kind = ProofKind::HouseholdRegister;
        self.registry.proofs().file_proof(actor, person, kind, "户口簿.png", png()).await.unwrap()
    }

    /// Asks for a correction with one proof.
    pub async fn ask(&self, actor: &Actor, person: PersonId, changes: &[(Field, &str)]) -> Result<CaseId> {
        let proofs = vec![self.proof(actor, person).await];
        self.registry.cases().ask_correction(actor, &asked(person, changes, proofs)).await
    }

    /// The four people who decide a correction agree one after another.
    pub async fn correct(&self, school: &str, case: CaseId) -> CaseState {
        let mut state = CaseState::InProgress;
        for actor in [registrar(school), leader(school), registrar(COUNTY), leader(COUNTY)] {
            state = self.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
        }
        self.registry.outbox().drain_outbox().await.unwrap();
        state
    }

    /// An account made by a system administrator of the unit above and confirmed by a security administrator there, and the one-time
    /// secret of its slip.
    pub async fn account(&self, role: Role, unit: &str, login: &str) -> (AccountId, String) {
        let above = match unit {
            "320000" => "000000",
            "320100" => "320000",
            COUNTY => "320100",
            _ => COUNTY,
        };
        let new = NewAccount {
            unit: code(unit),
            role,
            login: login.into(),
            name: "王小明".into(),
            identity: somebody(),
        };
        let id = self
            .registry
            .accounts()
            .create_account(&actor(Role::SystemAdmin, above, 33), &new)
            .await
            .unwrap();
        let slip = self
            .registry
            .accounts()
            .confirm_account(&actor(Role::SecurityAdmin, above, 34), id)
            .await
            .unwrap();
        (id, slip.secret)
    }

    pub async fn sign_in(&self, login: &str, password: &str) -> Result<Token> {
        let SignIn::Begun(token) = self.registry.accounts().sign_in(login, password, "10.0.0.1").await?;
        Ok(token)
    }

    pub async fn session(&self, token: &Token) -> Option<Session> {
        self.registry.accounts().session(token, SecondFactor::WhenEnrolled, true).await.unwrap()
    }

    /// Moves the clock on.
    pub fn wait(&self, time: chrono::Duration) {
        self.clock.set(self.clock.now() + time);
    }
}

pub fn asked(person: PersonId, changes: &[(Field, &str)], proofs: Vec<Proof>) -> AskedCorrection {
    let values = changes.iter().map(|(field, value)| (*field, (*value).to_owned())).collect();
    let statement = "户口簿上的信息有误，请予更正".into();
    AskedCorrection {
        person,
        values,
        proofs,
        statement,
        confirmed: String::new(),
        intake: Default::default(),
    }
}
