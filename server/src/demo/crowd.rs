//! A crowd (`--pupils N`): as many more children as are asked for, in schools of every size in the counties of the demo's cities,
//! each with a whole record. For measuring and for trials of the backup; the small country stands beside it as always.

use super::{Country, pupils, units};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Role;
use domain::codes::{Grade, SchoolSystem, SchoolType};
use domain::id::{PersonId, UnitId};
use domain::org::{OrgPath, Unit, UnitKind};
use registry::person::Part;
use std::time::Instant;

/// Children in a county, more or less.
const COUNTY: u64 = 35_000;
/// How many classes a grade has, as often as it stands here: many small schools, few large ones.
const CLASSES: [u64; 12] = [1, 1, 1, 2, 2, 2, 3, 3, 4, 6, 8, 12];
/// Children in a class, more or less.
const CLASS: u64 = 42;
/// Kinds of schools with the number their code begins with, as often as they stand here.
const KINDS: [(SchoolType, &str, &str); 8] = [
    (SchoolType::Primary, "21", "小学"),
    (SchoolType::Primary, "21", "小学"),
    (SchoolType::Primary, "21", "小学"),
    (SchoolType::JuniorMiddle, "31", "初级中学"),
    (SchoolType::Primary, "21", "小学"),
    (SchoolType::NineYear, "31", "九年一贯制学校"),
    (SchoolType::SeniorMiddle, "34", "高级中学"),
    (SchoolType::JuniorMiddle, "31", "初级中学"),
];
const NAMES: [&str; 24] = [
    "育才", "实验", "新华", "光明", "希望", "友谊", "向阳", "文华", "崇文", "启明", "求知", "立德", "树人",
    "致远", "博雅", "春晖", "晨曦", "清源", "翠微", "松柏", "学海", "青云", "和平", "中心",
];
const ORDINALS: [&str; 8] = ["", "第二", "第三", "第四", "第五", "第六", "第七", "第八"];

/// Where the numbers of those who work at the crowd's schools begin: behind everybody else's.
const STAFF: usize = 10_000;

/// The code of the `n`th school of the crowd.
fn school_code(prefix: &str, division: &str, n: usize) -> String {
    format!("{prefix}{}{:06}", division.get(..2).unwrap_or_default(), 100_000 + n)
}

/// The days on which everybody did his part.
struct Days {
    entered: DateTime<Utc>,
    school: DateTime<Utc>,
    registrar: DateTime<Utc>,
    leader: DateTime<Utc>,
}

/// A class that is to be filled.
pub(super) struct Class {
    pub(super) grade: Grade,
    pub(super) name: String,
    pub(super) size: u64,
}

/// A child that is on roll in a class.
pub(super) struct Enrolled {
    pub(super) person: PersonId,
    pub(super) grade: Grade,
    pub(super) class: String,
}

impl Country {
    /// Builds the crowd and says how fast.
    pub(super) async fn build_crowd(&mut self, wanted: u64) -> anyhow::Result<()> {
        let counties = self.crowd_counties(wanted).await?;
        let began = Instant::now();
        let mut seed = self.plan.seed.wrapping_mul(1_000_000) + 500_000_000;
        let mut made = 0;
        for n in 0.. {
            if made >= wanted {
                break;
            }
            let county = self.unit(&counties[n % counties.len()])?.clone();
            let school = self.crowd_school(&county, n / counties.len(), n).await?;
            made += self.fill(&school, n, wanted - made, &mut seed).await?;
            if n % 20 == 19 {
                self.registry.outbox().drain_outbox().await?;
                let seconds = began.elapsed().as_secs_f64();
                println!("  {made} 名学生，每秒 {:.0} 名", made as f64 / seconds);
            }
        }
        self.registry.outbox().drain_outbox().await?;
        let seconds = began.elapsed().as_secs_f64();
        println!("  另建 {made} 名学生，用时 {seconds:.0} 秒，每秒 {:.0} 名。", made as f64 / seconds);
        Ok(())
    }

    /// The counties that get schools: those of the demo, then others of its cities, whose authorities get their people here.
    async fn crowd_counties(&mut self, wanted: u64) -> anyhow::Result<Vec<String>> {
        let mut counties: Vec<String> = self.codes_of(UnitKind::County);
        let cities = self.codes_of(UnitKind::City);
        for city in cities {
            for unit in self.registry.units().units_below(&city.parse()?).await? {
                let enough = counties.len() as u64 * COUNTY >= wanted;
                if enough || unit.kind != UnitKind::County || self.units.contains_key(&unit.id) {
                    continue;
                }
                counties.push(unit.id.to_string());
                self.units.insert(unit.id.clone(), unit.clone());
                for (n, role) in [Role::SystemAdmin, Role::SecurityAdmin, Role::Leader, Role::Registrar]
                    .into_iter()
                    .enumerate()
                {
                    self.employ(&unit, role, 5_000 + counties.len() * 4 + n).await?;
                }
                self.appoint(&unit.id, super::people::HIRED, false).await?;
            }
        }
        Ok(counties)
    }

    fn codes_of(&self, kind: UnitKind) -> Vec<String> {
        self.units.values().filter(|unit| unit.kind == kind).map(|unit| unit.id.to_string()).collect()
    }

    /// The `k`th school of a county, the `n`th of all, with somebody who enters and somebody who agrees.
    async fn crowd_school(&mut self, county: &Unit, k: usize, n: usize) -> anyhow::Result<Unit> {
        let (school_type, prefix, word) = KINDS[(k + n) % KINDS.len()];
        let name = NAMES[k % NAMES.len()];
        let ordinal = ORDINALS[k / NAMES.len() % ORDINALS.len()];
        let id: UnitId = school_code(prefix, &county.division, n).parse()?;
        let system = SchoolSystem::SixThree;
        let unit = Unit {
            path: OrgPath::child(&county.path, &id),
            id: id.clone(),
            name: format!("{}{name}{ordinal}{word}", county.name),
            kind: UnitKind::School,
            parent: Some(county.id.clone()),
            division: county.division.clone(),
            school: Some(domain::org::School {
                school_type,
                stages: school_type.stages().to_vec(),
                system,
                township: None,
            }),
        };
        self.registry.units().add_units(std::slice::from_ref(&unit)).await?;
        self.units.insert(id, unit.clone());
        self.at(self.ago(super::people::HIRED), 9);
        for (m, role) in [Role::Registrar, Role::Leader].into_iter().enumerate() {
            self.employ(&unit, role, STAFF + n * 2 + m).await?;
        }
        self.appoint(&unit.id, super::people::HIRED, false).await?;
        Ok(unit)
    }

    /// Fills a school, class by class, with at most so many children. Gives how many there are.
    async fn fill(&self, school: &Unit, n: usize, most: u64, seed: &mut u64) -> anyhow::Result<u64> {
        let profile = school.school.as_ref().ok_or_else(|| anyhow::anyhow!("{} is no school", school.id))?;
        let plan = units::Plan {
            code: "",
            name: "",
            school_type: profile.school_type,
            authority: "",
            stands_in: "",
            system: profile.system,
            classes: CLASSES[(n * 7) % CLASSES.len()],
        };
        let mut waiting = Vec::new();
        let mut made = 0;
        for grade in pupils::grades(plan.system, &plan) {
            for class in 1..=plan.classes {
                let size = pupils::class_size(CLASS, *seed).min(most.saturating_sub(made));
                made += size;
                waiting.push(Class { grade, name: format!("{class}班"), size });
            }
        }
        Ok(self.fill_classes(school, &plan, waiting, seed).await?.len() as u64)
    }

    /// Fills the classes of a school, all of them in the first days of this school year.
    pub(super) async fn fill_classes(
        &self,
        school: &Unit,
        plan: &units::Plan,
        mut waiting: Vec<Class>,
        seed: &mut u64,
    ) -> anyhow::Result<Vec<Enrolled>> {
        let day = |day: u32| NaiveDate::from_ymd_opt(self.school_year, 9, day).unwrap_or(self.today);
        let moment = |day, hour| {
            self.at(day, hour);
            self.clock.now()
        };
        let days = Days {
            entered: moment(day(3), 10),
            school: moment(day(4), 15),
            registrar: moment(day(8), 11),
            leader: moment(day(10), 16),
        };
        let mut enrolled = Vec::new();
        // Who happens to look like another is left out; the class gets somebody else.
        while waiting.iter().any(|class| class.size > 0) {
            let mut children = Vec::new();
            for (index, class) in waiting.iter().enumerate().filter(|(_, class)| class.size > 0) {
                let of = (class.grade, class.name.as_str());
                let typed = self.pupils(school, plan, of, class.size, seed, false)?;
                children.extend(typed.into_iter().map(|child| (index, child)));
            }
            let places: std::collections::BTreeMap<_, _> =
                children.iter().map(|(index, child)| (child.id, *index)).collect();
            let children: Vec<_> = children.into_iter().map(|(_, child)| child).collect();
            for person in self.enrol_crowd(school, &children, &days).await? {
                let class = &mut waiting[places[&person]];
                class.size -= 1;
                enrolled.push(Enrolled { person, grade: class.grade, class: class.name.clone() });
            }
        }
        Ok(enrolled)
    }

    async fn enrol_crowd(
        &self,
        school: &Unit,
        children: &[registry::person::NewPupil],
        days: &Days,
    ) -> anyhow::Result<Vec<PersonId>> {
        let authority = self.authority(school)?;
        let part = |unit: &UnitId, role, at| anyhow::Ok(Part { actor: self.actor(unit, role)?, at });
        let agreed = [
            part(&school.id, Role::Leader, days.school)?,
            part(&authority, Role::Registrar, days.registrar)?,
            part(&authority, Role::Leader, days.leader)?,
        ];
        let entered = part(&school.id, Role::Registrar, days.entered)?;
        Ok(self.registry.pupils().enrol(&school.id, children, entered, &agreed).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Schools that two million children fill, with room: a school has some seven hundred.
    const SCHOOLS: usize = 5_000;

    #[test]
    fn two_million_children_find_schools_with_codes_and_people_with_numbers_of_their_own() {
        let mut codes = BTreeSet::new();
        let mut people = BTreeSet::new();
        for n in 0..SCHOOLS {
            let (_, prefix, _) = KINDS[n % KINDS.len()];
            let code = school_code(prefix, "320102", n);
            let id: UnitId = code.parse().unwrap_or_else(|error| panic!("{code}: {error:?}"));
            assert!(id.is_school() && codes.insert(id), "{code}");
            for m in 0..2 {
                let number = super::super::people::staff_identity(STAFF + n * 2 + m);
                assert!(!number.is_empty() && people.insert(number), "the {m}th of {code}");
            }
        }
        // The least that a school takes on average: one of three grades.
        let classes: u64 = CLASSES.iter().sum();
        let fewest = classes * CLASS * 3 / CLASSES.len() as u64;
        assert!(SCHOOLS as u64 * fewest > 2_000_000, "{fewest} children in a school of three grades");
    }
}
