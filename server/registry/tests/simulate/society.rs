//! Who lives here: authorities, schools, and the people who work in them. What changes when accounts or binding change stands in
//! [`World::set_up`] and the functions beside it.

use crate::dice::Dice;
use chrono::{Duration, NaiveDate, TimeZone, Utc};
use domain::access::{Actor, ActorUnit, Role, Ties};
use domain::calendar::school_year;
use domain::codes::{SchoolSystem, SchoolType, Stage};
use domain::form::sample::{self, SampleSpec};
use domain::form::{BasicInfo, Field, FormContext, validate};
use domain::id::{AccountId, PersonId, UnitId};
use domain::org::{OrgPath, School, Unit, UnitKind};
use registry::account::{NewAccount, SecondFactor, SignIn};
use registry::clock::{Clock, Entropy};
use registry::error::Result;
use registry::guardian::{Claim, GuardianSignUp, SignedUp};
use registry::{Location, Registry};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use tempfile::TempDir;
use uuid::Uuid;

/// A password that the rules accept.
pub const PASSWORD: &str = "Kestrel!Lantern72";
pub const HERE: &str = "10.0.0.1";

pub const NATION: &str = "000000";
pub const PROVINCE: &str = "320000";
pub const CITY: &str = "320100";
pub const COUNTY: &str = "320102";
const OTHER_COUNTY: &str = "320104";

/// Code, name, type, where it stands.
const SCHOOLS: [(&str, &str, SchoolType, &str); 7] = [
    ("2132000001", "第一小学", SchoolType::Primary, COUNTY),
    ("2132000002", "第二小学", SchoolType::Primary, COUNTY),
    ("3432000006", "玄武十二年一贯制学校", SchoolType::TwelveYear, COUNTY),
    ("2132000011", "秦淮第一小学", SchoolType::Primary, OTHER_COUNTY),
    ("3432000012", "秦淮十二年一贯制学校", SchoolType::TwelveYear, OTHER_COUNTY),
    ("2132000003", "玄武村小学", SchoolType::Primary, COUNTY),
    ("2132000013", "秦淮村小学", SchoolType::Primary, OTHER_COUNTY),
];

pub fn code(text: &str) -> UnitId {
    text.parse().expect("a code")
}

fn authority(id: &str, name: &str, kind: UnitKind, above: Option<&Unit>) -> Unit {
    Unit {
        id: code(id),
        name: name.into(),
        kind,
        parent: above.map(|above| above.id.clone()),
        path: above.map_or_else(OrgPath::root, |above| above.path.child(&code(id))),
        division: id.into(),
        school: None,
    }
}

/// Every unit, from the nation down.
pub fn units() -> Vec<Unit> {
    let nation = authority(NATION, "教育部", UnitKind::Nation, None);
    let province = authority(PROVINCE, "江苏省", UnitKind::Province, Some(&nation));
    let city = authority(CITY, "南京市", UnitKind::City, Some(&province));
    let counties = [
        authority(COUNTY, "玄武区", UnitKind::County, Some(&city)),
        authority(OTHER_COUNTY, "秦淮区", UnitKind::County, Some(&city)),
    ];
    let schools: Vec<Unit> = SCHOOLS
        .iter()
        .map(|(id, name, school_type, county)| {
            let above = counties.iter().find(|one| one.id.as_str() == *county).expect("a county");
            Unit {
                division: (*county).to_owned(),
                school: Some(School {
                    school_type: *school_type,
                    stages: match school_type {
                        SchoolType::Primary => vec![Stage::Primary],
                        other => other.stages().to_vec(),
                    },
                    system: SchoolSystem::SixThree,
                    township: None,
                }),
                ..authority(id, name, UnitKind::School, Some(above))
            }
        })
        .collect();
    [nation, province, city].into_iter().chain(counties).chain(schools).collect()
}

/// Somebody who works in a unit: one account per unit, role and n.
pub fn actor(unit: &Unit, role: Role, n: u128) -> Actor {
    let number: u128 = unit.id.as_str().parse::<u128>().expect("digits") * 1000 + (role as u128) * 100 + n;
    Actor {
        account: AccountId::new(Uuid::from_u128(number)),
        name: format!("{}{}{n}", unit.name, role.label()),
        role,
        unit: Some(ActorUnit {
            id: unit.id.clone(),
            name: unit.name.clone(),
            kind: unit.kind,
            path: unit.path.clone(),
        }),
        trained: true,
        appointed: true,
        children: Vec::new(),
        ties: Ties::none(),
    }
}

/// Everybody who works somewhere: two registrars and two leaders in each unit, an official and four administrators in each
/// authority, two of them for security.
pub fn staff(units: &[Unit]) -> Vec<Actor> {
    let mut all = Vec::new();
    for unit in units {
        for n in [1, 2] {
            all.push(actor(unit, Role::Registrar, n));
            all.push(actor(unit, Role::Leader, n));
        }
        if unit.kind.is_authority() {
            for role in [Role::Official, Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
                all.push(actor(unit, role, 1));
            }
            all.push(actor(unit, Role::SecurityAdmin, 2));
        }
    }
    all
}

/// A guardian of a child, the n-th.
pub fn guardian(child: PersonId, n: u128) -> Actor {
    Actor {
        account: AccountId::new(Uuid::from_u128(child.uuid().as_u128() ^ (n + 1))),
        name: "家长".into(),
        role: Role::Guardian,
        unit: None,
        trained: false,
        appointed: false,
        children: vec![child],
        ties: Ties::none(),
    }
}

/// 公民身份号码 of the n-th person who works somewhere.
pub fn identity(n: u64) -> String {
    let body = format!("11010119{:02}0101{:03}", 50 + n / 1000 % 40, n % 1000);
    let right = |number: &String| domain::ident::ResidentId::parse(number).is_ok();
    "0123456789X".chars().map(|check| format!("{body}{check}")).find(right).expect("a check digit fits")
}

/// A small picture, as a phone would send it.
pub fn png(n: u64) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(8, 8, |x, y| {
        let at = |v: u64| u8::try_from(v % 256).unwrap_or(0);
        image::Rgb([at(u64::from(x) * 30 + n), at(u64::from(y) * 30 + n / 256), at(n / 65536)])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::from(picture).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

/// A folder as it is on the disk at this moment.
fn copied(from: &Path) -> TempDir {
    fn copy(from: &Path, to: &Path) {
        for entry in std::fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                std::fs::create_dir_all(&target).expect("a folder");
                copy(&entry.path(), &target);
            } else {
                std::fs::copy(entry.path(), target).expect("a copy");
            }
        }
    }
    let to = tempfile::tempdir().expect("a temporary directory");
    copy(from, to.path());
    to
}

/// The register under simulation.
pub struct World {
    registry: Option<Registry>,
    pub clock: Clock,
    /// Time that has passed, which no setting of the clock changes.
    steady: Cell<std::time::Duration>,
    /// How far the clock is from what it should say.
    pub skew: Cell<Duration>,
    entropy: Entropy,
    dir: TempDir,
    pub disk: bool,
    pub units: Vec<Unit>,
    pub staff: Vec<Actor>,
}

impl World {
    /// An empty register with the society in it.
    pub async fn set_up(seed: u64, disk: bool) -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        // The same key in every run: hashes under it are record ids, and their order must repeat.
        std::fs::write(dir.path().join("master.key"), "A".repeat(43)).expect("a key");
        let clock = Clock::set_to(Utc.with_ymd_and_hms(2026, 9, 7, 2, 0, 0).unwrap());
        let units = units();
        let mut world = Self {
            registry: None,
            clock,
            steady: Cell::default(),
            skew: Cell::new(Duration::zero()),
            entropy: Entropy::seeded(seed),
            dir,
            disk,
            staff: staff(&units),
            units,
        };
        world.open().await;
        world.registry().units().add_units(&world.units).await.expect("units");
        world.desk_accounts().await;
        world
    }

    /// A registrar's account in two schools and a county, so that letters are receipted here and not on paper.
    async fn desk_accounts(&self) {
        let desks = [(SCHOOLS[0].0, "desk.one"), (SCHOOLS[1].0, "desk.two"), (COUNTY, "desk.county")];
        for (n, (unit, login)) in (0..).zip(desks) {
            let unit = self.unit(&code(unit)).clone();
            let new = new_account(&unit, Role::Registrar, login, 39_000 + n);
            let id = self
                .registry()
                .accounts()
                .create_account(&self.maker_of(&unit), &new)
                .await
                .expect("an account");
            self.registry()
                .accounts()
                .confirm_account(&self.security_of(&unit, 1), id)
                .await
                .expect("confirmed");
        }
    }

    async fn open(&mut self) {
        let location =
            if self.disk { Location::below(self.dir.path()) } else { Location::in_memory(self.dir.path()) };
        let opened = Registry::open(&location, self.clock.clone(), self.entropy.clone()).await;
        self.registry = Some(opened.expect("the register opens"));
    }

    pub fn registry(&self) -> &Registry {
        self.registry.as_ref().expect("open")
    }

    /// The process ends and another one opens the same files. What lies in memory only cannot be opened again: there the services
    /// go on with the same store.
    pub async fn restart(&mut self) {
        if self.disk {
            let before = self.registry.take();
            if before.as_ref().is_some_and(|registry| registry.store.halted().is_some()) {
                // Such a process ends without closing its store: what is left is what a kill would leave.
                self.dir = copied(self.dir.path());
            } else {
                drop(before);
                ended(self.dir.path()).await;
            }
            self.open().await;
        } else {
            self.registry().store.faults.disarm();
        }
    }

    pub fn unit(&self, id: &UnitId) -> &Unit {
        self.units.iter().find(|unit| unit.id == *id).expect("a unit of the society")
    }

    pub fn schools(&self) -> Vec<&Unit> {
        self.units.iter().filter(|unit| unit.kind == UnitKind::School).collect()
    }

    /// Somebody of a unit in a role, one of two colleagues.
    pub fn one_of(&self, unit: &UnitId, role: Role, dice: &mut Dice) -> Actor {
        let n = if matches!(role, Role::Registrar | Role::Leader) { 1 + dice.below(2) } else { 1 };
        actor(self.unit(unit), role, u128::from(n))
    }

    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// A child as a school would type it: the same seed, the same child.
    pub fn child(&self, school: &Unit, grade: u8, seed: u64) -> BTreeMap<Field, String> {
        let profile = school.school.as_ref().expect("a school");
        sample::pupil(
            seed,
            &SampleSpec {
                division: school.division.clone(),
                grade,
                school_type: profile.school_type,
                system: profile.system,
                school_year: school_year(self.today()).start_year(),
                class_name: format!("{}班", 1 + seed % 3),
            },
        )
    }

    /// The child's form, checked as the school's page checks it.
    pub fn form(&self, school: &Unit, raw: &BTreeMap<Field, String>) -> Option<BasicInfo> {
        let profile = school.school.as_ref()?;
        let context = FormContext {
            today: self.today(),
            school_type: profile.school_type,
            stages: profile.stages.clone(),
            system: profile.system,
            places: domain::form::Places::default(),
        };
        validate(raw, &context).ok()
    }

    pub fn new_person(&self) -> PersonId {
        PersonId::new(self.entropy.uuid(self.clock.now()))
    }

    /// Time passes, and the clock goes along with it.
    pub fn pass(&self, time: std::time::Duration) {
        self.steady.set(self.steady.get() + time);
        self.clock.set(self.clock.now() + time);
    }

    /// Somebody sets the clock; no time passes.
    pub fn set_clock_by(&self, by: Duration) {
        self.skew.set(self.skew.get() + by);
        self.clock.set(self.clock.now() + by);
    }

    pub fn steady(&self) -> std::time::Duration {
        self.steady.get()
    }

    /// The system administrator who makes the accounts of a unit.
    pub fn maker_of(&self, unit: &Unit) -> Actor {
        actor(self.unit(unit.parent.as_ref().unwrap_or(&unit.id)), Role::SystemAdmin, 1)
    }

    /// One of the two security administrators who look after the accounts of a unit.
    pub fn security_of(&self, unit: &Unit, n: u128) -> Actor {
        actor(self.unit(unit.parent.as_ref().unwrap_or(&unit.id)), Role::SecurityAdmin, n)
    }

    /// Whether somebody gets in with this password, and as whom.
    pub async fn signs_in(&self, login: &str, password: &str) -> Result<Option<Actor>> {
        let SignIn::Begun(token) = self.registry().accounts().sign_in(login, password, HERE).await?;
        Ok(self
            .registry()
            .accounts()
            .session(&token, SecondFactor::WhenEnrolled, true)
            .await?
            .map(|session| session.actor))
    }

    /// A guardian makes an account with a printed code.
    pub async fn sign_up(&self, name: &str, phone: &str, code: &str) -> Result<SignedUp> {
        let new = GuardianSignUp {
            phone: phone.into(),
            name: name.into(),
            password: PASSWORD.into(),
            claim: Claim::Code(code.into()),
        };
        // Everybody types at home.
        let address = format!("10.{}.{}.{}", &phone[5..7], &phone[7..9], &phone[9..11]);
        self.registry().guardians().guardian_sign_up(&new, &address).await
    }
}

/// What an administrator fills in for somebody new.
pub fn new_account(unit: &Unit, role: Role, login: &str, n: u64) -> NewAccount {
    NewAccount {
        unit: unit.id.clone(),
        role,
        login: login.into(),
        name: "王小明".into(),
        identity: identity(n),
    }
}

/// A process has ended when nothing of it holds its files. The engine closes them in its own time, which on a machine with other
/// work may be longer than a new process would wait.
async fn ended(data: &Path) {
    let lock = File::options().write(true).open(data.join("store/LOCK")).expect("the engine's lock");
    let (free, is_free) = tokio::sync::oneshot::channel();
    // A thread that nobody waits for at the end.
    std::thread::spawn(move || free.send(lock.lock()));
    let held = tokio::time::timeout(std::time::Duration::from_secs(120), is_free).await;
    held.expect("the engine lets go of its files").expect("an answer").expect("a lock");
}
