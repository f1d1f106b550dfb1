//! A change is proposed by the authority's registrar, previewed, and approved by its leader.

use super::ChangeRow;
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::shown::Compared;
use crate::store::{UnitOfWork, Vars};
use contract::school::{ClassMove, Preview};
use domain::access::{Action, Actor};
use domain::codes::{PupilStatus, SchoolSystem};
use domain::form::class_name_problem;
use domain::id::{SchoolChangeId, UnitId};
use domain::journal::SchoolTold;
use domain::org::{School, Unit, UnitKind};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::school::{Change, SchoolClass, Site, State, blockers_refused, decide, keeps_code, next_code};
use domain::shown::Shown;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a registrar fills in.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The school; none for a new one.
    pub school: Option<UnitId>,
    /// What is to happen.
    pub change: Change,
    /// 批准文号
    pub act: String,
}

/// Standings in which a pupil still belongs to the school and has to be placed.
pub(crate) fn is_here(status: &str) -> bool {
    use PupilStatus as S;
    status == "candidate"
        || [S::InSchool, S::Suspended, S::Abroad, S::Lost, S::Missing].iter().any(|one| one.code() == status)
}

fn refused(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(9), what, remedy)
}

impl Schools<'_> {
    /// What a change would do and what stands in its way.
    ///
    /// # Errors
    /// [`Error::NotFound`] for schools that do not answer to the actor's unit.
    pub async fn preview_school_change(&self, actor: &Actor, asked: &Asked) -> Result<Preview> {
        let own = self.schools_office(actor, Action::ReadSchools)?;
        let school = self.answering(&own, asked.school.as_ref()).await?;
        self.weigh(&own, school.as_ref(), &asked.change).await
    }

    /// Proposes a change.
    ///
    /// # Errors
    /// Refusals, everything that is wrong at once; [`Error::NotFound`] for other authorities' schools and other roles.
    pub async fn propose_school_change(&self, actor: &Actor, asked: &Asked) -> Result<SchoolChangeId> {
        let own = self.schools_office(actor, Action::ProposeSchools)?;
        let school = self.answering(&own, asked.school.as_ref()).await?;
        let mut refusals = self.weigh(&own, school.as_ref(), &asked.change).await?.refusals;
        let act = &domain::text::line(&asked.act).text;
        if !(4..=60).contains(&act.chars().count()) {
            refusals.push(refused(
                RefusalCode::Act,
                "请填写批准文号，4至60个字。",
                "文号会记入每份档案的变动情况。",
            ));
        }
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        let id = SchoolChangeId::new(self.store.new_id());
        let name = match (&school, &asked.change) {
            (Some(school), _) => school.name.clone(),
            (None, Change::Found { name, .. }) => domain::text::line(name).text,
            (None, _) => return Err(Error::NotFound("school")),
        };
        let row = &ChangeRow {
            uid: id,
            version: 1,
            authority: own.clone(),
            school: asked.school.clone(),
            school_name: name,
            change: asked.change.clone(),
            act: act.to_owned(),
            state: State::Proposed,
            proposed: (party(actor), self.store.clock.now()),
            decided: None,
            successor: None,
            moved: 0,
            list_hash: String::new(),
            finished_at: None,
            receipts: Vec::new(),
        };
        let lane = asked.school.as_ref().unwrap_or(&own).to_string();
        self.store
            .transact(&lane, || {
                Box::pin(async move {
                    if let Some(school) = &row.school {
                        let text = "SELECT * FROM school_change WHERE school = $school AND state IN ['proposed', 'running'] LIMIT 1";
                        let open: Vec<ChangeRow> =
                            self.store.rows(text, Vars::new().with("school", school)).await?;
                        if !open.is_empty() {
                            return Err(refused(RefusalCode::State, "这所学校已有一项变动在办。", "请先办完或退回那一项。").into());
                        }
                    }
                    let mut tx = self.transaction(row.proposed.0.clone());
                    tx.work.create("school_change", &id.to_string(), row);
                    row.tell(&mut tx.work);
                    let matter = self.change_matter(row).await?;
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    self.matters().tell_begun(&mut tx, &matter, SchoolTold::from(row)).await?;
                    Ok((tx.finish(), id))
                })
            })
            .await
    }

    /// The leader's decision. Approved, the school is closed at once where it ends, so that nothing new begins there; the
    /// records are then moved by [`Schools::run_school_change`](crate::services::Schools::run_school_change), at the latest when the clockwork looks for what is not finished.
    ///
    /// # Errors
    /// Refusals: four eyes, decided before, what has come in the way since; [`Error::NotFound`] for everybody else.
    pub async fn decide_school_change(
        &self,
        actor: &Actor,
        id: impl Into<Shown<SchoolChangeId>>,
        agree: bool,
        reason: &str,
    ) -> Result<State> {
        let shown = id.into();
        let own = self.schools_office(actor, Action::DecideSchools)?;
        let reason = &domain::text::words(reason).text;
        if !agree && !(4..=200).contains(&reason.chars().count()) {
            return Err(
                refused(RefusalCode::Reason, "请用4至200个字写明退回的原因。", "提出的人会看到。").into()
            );
        }
        let seen = self.change_row(shown.id).await?;
        let lane = seen.school.as_ref().unwrap_or(&own).to_string();
        self.store.transact(&lane, || Box::pin(self.decided(actor, &own, shown, agree, reason))).await
    }

    async fn decided(
        &self,
        actor: &Actor,
        own: &UnitId,
        shown: Shown<SchoolChangeId>,
        agree: bool,
        reason: &str,
    ) -> Result<(UnitOfWork, State)> {
        let loaded = self.change_row(shown.id).await?;
        if loaded.authority != *own {
            return Err(Error::NotFound("school change"));
        }
        let standing =
            self.matters().as_shown("school_change", &shown, loaded.version, actor, &(agree, reason)).await?;
        let Compared::AsShown(act) = standing else {
            return Ok((UnitOfWork::new(), loaded.state));
        };
        let state = decide(loaded.state, loaded.proposed.0.account, &party(actor), agree)?;
        let school = self.answering(own, loaded.school.as_ref()).await?;
        let mut tx = self.transaction(party(actor));
        let mut row = loaded.clone();
        row.state = state;
        row.decided = Some((party(actor), tx.at(), reason.to_owned()));
        if agree {
            let refusals = self.weigh(own, school.as_ref(), &row.change).await?.refusals;
            if !refusals.is_empty() {
                return Err(refusals.into());
            }
            self.take_effect(&mut tx.work, own, school, &mut row).await?;
        }
        act.keep(&mut tx.work);
        if state == State::Running {
            self.call_for_move(&mut tx.work, &row).await?;
        }
        self.write_change(&mut tx, &loaded, row).await?;
        Ok((tx.finish(), state))
    }

    /// What approval itself changes: units, their lives, the accounts of a school that ends.
    async fn take_effect(
        &self,
        work: &mut UnitOfWork,
        own: &UnitId,
        school: Option<Unit>,
        row: &mut ChangeRow,
    ) -> Result<()> {
        let today = self.store.clock.today();
        let event = (today, row.change.label().to_owned(), row.act.clone());
        let Some(school) = school else {
            if let Change::Found { name, school_type, system, site } = &row.change {
                let place = (None, site.as_ref());
                let new = self.new_school(own, name, *school_type, *system, place).await?;
                let loaded = self.school_life(&new.id).await?;
                let mut life = loaded.clone();
                life.events.push(event);
                self.write_life(work, &loaded, life);
                work.create("unit", new.id.as_str(), &new);
                row.school = Some(new.id);
            }
            return Ok(());
        };
        let loaded = self.school_life(&school.id).await?;
        let mut life = loaded.clone();
        life.events.push(event.clone());
        match &row.change {
            Change::Rename { name } => {
                life.names.push((school.name.clone(), today));
                let renamed = Unit { name: domain::text::line(name).text, ..school.clone() };
                work.put("unit", school.id.as_str(), &renamed);
            }
            Change::Reclass { name, school_type } => {
                let system = school.school.as_ref().map_or(SchoolSystem::SixThree, |school| school.system);
                let new = self.new_school(own, name, *school_type, system, (Some(&school), None)).await?;
                let before = self.school_life(&new.id).await?;
                let mut next = before.clone();
                next.predecessor = Some(school.id.clone());
                next.events.push(event);
                self.write_life(work, &before, next);
                work.create("unit", new.id.as_str(), &new);
                row.successor = Some(new.id);
            }
            Change::Relocate { site } => {
                let mut moved = Unit { division: site.county.to_string(), ..school.clone() };
                if let Some(profile) = &mut moved.school {
                    profile.township.clone_from(&site.township);
                }
                work.put("unit", school.id.as_str(), &moved);
            }
            Change::Merge { into, .. } => row.successor = Some(into.clone()),
            Change::Close { archives, .. } => row.successor.clone_from(archives),
            Change::Revive => life.closed_on = None,
            Change::Found { .. } => {}
        }
        if row.change.ends_school() {
            life.closed_on = Some(today);
            life.successor.clone_from(&row.successor);
            self.seal_accounts_of(work, &school.id).await?;
        }
        self.write_life(work, &loaded, life);
        Ok(())
    }

    async fn seal_accounts_of(&self, work: &mut UnitOfWork, school: &UnitId) -> Result<()> {
        use crate::account::AccountRow;
        let text = "SELECT * FROM account WHERE unit = $unit LIMIT 500";
        let accounts: Vec<AccountRow> = self.store.rows(text, Vars::new().with("unit", school)).await?;
        for account in accounts.into_iter().filter(|account| !account.sealed_off) {
            let next = AccountRow { sealed_off: true, version: account.version + 1, ..account.clone() };
            work.replace("account", &account.uid.to_string(), account.version, &next);
        }
        Ok(())
    }

    /// A new unit with a code of its own.
    async fn new_school(
        &self,
        authority: &UnitId,
        name: &str,
        school_type: domain::codes::SchoolType,
        system: SchoolSystem,
        (before, site): (Option<&Unit>, Option<&Site>),
    ) -> Result<Unit> {
        #[derive(Deserialize)]
        struct Code {
            uid: UnitId,
        }
        let authority = self.units().unit(authority).await?;
        let province: String = authority.id.as_str().chars().take(2).collect();
        let class = SchoolClass::of(school_type);
        let text = "SELECT uid FROM unit WHERE kind = 'school' AND string::starts_with(uid, $prefix) ORDER BY uid DESC LIMIT 1";
        let prefix = format!("{}{province}", class.digits());
        let highest: Vec<Code> = self.store.rows(text, Vars::new().with("prefix", prefix)).await?;
        let id = next_code(class, &province, highest.first().map(|code| &code.uid));
        let id = id.ok_or_else(|| {
            Error::from(refused(RefusalCode::Code, "这一类别的学校标识码已用完。", "请联系上级主管部门。"))
        })?;
        Ok(Unit {
            name: domain::text::line(name).text,
            kind: UnitKind::School,
            parent: Some(authority.id.clone()),
            path: authority.path.child(&id),
            division: match (before, site) {
                (Some(unit), _) => unit.division.clone(),
                (None, Some(site)) => site.county.to_string(),
                (None, None) => authority.division,
            },
            school: Some(School {
                school_type,
                stages: school_type.stages().to_vec(),
                system,
                township: match before {
                    Some(unit) => unit.school.as_ref().and_then(|school| school.township.clone()),
                    None => site.and_then(|site| site.township.clone()),
                },
            }),
            id,
        })
    }

    /// The school, if it answers to this authority.
    async fn answering(&self, own: &UnitId, school: Option<&UnitId>) -> Result<Option<Unit>> {
        let Some(school) = school else { return Ok(None) };
        let unit = self.units().unit(school).await?;
        if unit.competent() == Some(own) { Ok(Some(unit)) } else { Err(Error::NotFound("school")) }
    }

    /// What a change would do and everything that is wrong with it.
    async fn weigh(&self, own: &UnitId, school: Option<&Unit>, change: &Change) -> Result<Preview> {
        let mut preview = Preview::default();
        if let Change::Found { name, .. } | Change::Rename { name } | Change::Reclass { name, .. } = change
            && !(4..=60).contains(&domain::text::length(name))
        {
            preview.refusals.push(refused(
                RefusalCode::Name,
                "学校名称应为4至60个字。",
                "请填写批准文件上的全称。",
            ));
        }
        preview.refusals.extend(self.weigh_site(own, school, change).await?);
        let Some(school) = school else {
            if !matches!(change, Change::Found { .. }) {
                return Err(Error::NotFound("school"));
            }
            return Ok(preview);
        };
        let closed = self.school_is_closed(&school.id).await?;
        match change {
            Change::Found { .. } => return Err(Error::NotFound("school")),
            Change::Revive if !closed => {
                preview.refusals.push(refused(
                    RefusalCode::State,
                    "这所学校没有撤销，无需恢复。",
                    "请核对学校。",
                ));
            }
            Change::Revive => return Ok(preview),
            _ if closed => {
                preview.refusals.push(refused(
                    RefusalCode::State,
                    "这所学校已经撤销。",
                    "如需继续办学，请先恢复。",
                ));
                return Ok(preview);
            }
            Change::Reclass { school_type, .. }
                if school.school.as_ref().is_some_and(|now| keeps_code(now.school_type, *school_type)) =>
            {
                let what = "新的办学类型与现在同属一个学校类别，标识码不变。";
                preview.refusals.push(refused(RefusalCode::SchoolType, what, "请改为更名。"));
            }
            _ => {}
        }
        if change.ends_school() {
            preview.blockers = self.blockers(school).await?;
            let told: Vec<(String, Vec<String>)> = preview
                .blockers
                .iter()
                .map(|one| {
                    (one.heading.clone(), one.matters.iter().map(|(words, _)| words.clone()).collect())
                })
                .collect();
            preview.refusals.extend(blockers_refused(&told));
            self.weigh_classes(own, school, change, &mut preview).await?;
            // Several classes may meet the same obstacle: it is told once.
            let mut seen = Vec::new();
            preview.refusals.retain(|one| {
                let new = !seen.contains(&one.what);
                seen.push(one.what.clone());
                new
            });
        }
        Ok(preview)
    }

    /// Where each class goes; classes with nowhere to go, at a school that cannot take them, or whose name is taken there.
    async fn weigh_classes(
        &self,
        own: &UnitId,
        school: &Unit,
        change: &Change,
        preview: &mut Preview,
    ) -> Result<()> {
        let mut classes: BTreeMap<(u8, String), usize> = BTreeMap::new();
        for (grade, class, status, n) in self.classes_of(&school.id).await? {
            if is_here(&status) {
                *classes.entry((grade, class)).or_default() += n;
            } else {
                preview.archives += n;
            }
        }
        if let Change::Close { archives: Some(to), .. } = change {
            self.may_receive(own, school, to, None, preview).await?;
        }
        let mut taken: BTreeMap<UnitId, Vec<(u8, String)>> = BTreeMap::new();
        let mut named: BTreeMap<UnitId, String> = BTreeMap::new();
        let system = school.school.as_ref().map_or(SchoolSystem::SixThree, |school| school.system);
        for ((grade, class), n) in classes {
            let to = match change.placement(grade, &class) {
                // Named as the receiving school's system (学制) names it: so it will be written.
                Some(placed) => {
                    let there = self.units().unit(&placed.to).await.ok().and_then(|unit| unit.school);
                    let system = there.map_or(system, |school| school.system);
                    Some((placed.to.clone(), placed.class_there(system)))
                }
                None => match change {
                    Change::Merge { into, .. } => Some((into.clone(), class.clone())),
                    Change::Reclass { school_type, .. } => {
                        let system = school.school.as_ref().map(|school| school.system);
                        let fits = system.is_some_and(|system| fits(school_type.stages(), system, grade));
                        if !fits {
                            let what = format!("新的办学类型没有{class}所在的年级。");
                            preview.refusals.push(refused(
                                RefusalCode::SchoolType,
                                &what,
                                "请先安置这个班的学生。",
                            ));
                        }
                        preview.classes.push(ClassMove { grade, class_name: class, pupils: n, to: None });
                        continue;
                    }
                    _ => None,
                },
            };
            let Some((unit, name)) = &to else {
                let what = format!("{class}还有{n}名学生没有安置。");
                preview.refusals.push(refused(RefusalCode::Placements, &what, "撤销前应逐班指定接收学校。"));
                preview.classes.push(ClassMove { grade, class_name: class, pupils: n, to: None });
                continue;
            };
            self.may_receive(own, school, unit, Some(grade), preview).await?;
            if !(1..=20).contains(&name.chars().count()) {
                let what = format!("{class}在接收学校的班名应为1至20个字。");
                preview.refusals.push(refused(
                    RefusalCode::Placements,
                    &what,
                    "请填写接收学校的班名，例如“3班”。",
                ));
            } else if let Some(problem) = class_name_problem(name) {
                let what = format!("{class}在接收学校的班名：{}", problem.message());
                preview.refusals.push(refused(RefusalCode::Placements, &what, &problem.remedy()));
            }
            if !taken.contains_key(unit) {
                let there = self.classes_of(unit).await?.into_iter();
                let there = there.filter(|(_, _, status, _)| is_here(status));
                taken.insert(unit.clone(), there.map(|(grade, class, ..)| (grade, class)).collect());
            }
            let names = taken.entry(unit.clone()).or_default();
            if names.contains(&(grade, name.clone())) {
                let what = format!("接收学校同一年级已有“{name}”。");
                preview.refusals.push(refused(RefusalCode::Placements, &what, "请为合并来的班另取班名。"));
            }
            names.push((grade, name.clone()));
            if !named.contains_key(unit) {
                let known = self.units().unit(unit).await.map(|unit| unit.name).unwrap_or_default();
                named.insert(unit.clone(), known);
            }
            let to = Some((named[unit].clone(), name.clone()));
            preview.classes.push(ClassMove { grade, class_name: class, pupils: n, to });
        }
        Ok(())
    }

    async fn may_receive(
        &self,
        own: &UnitId,
        school: &Unit,
        to: &UnitId,
        grade: Option<u8>,
        preview: &mut Preview,
    ) -> Result<()> {
        let unit = match self.answering(own, Some(to)).await {
            Ok(Some(unit)) if unit.id != school.id && !self.school_is_closed(to).await? => unit,
            Ok(_) | Err(Error::NotFound(_)) => {
                let what = "接收学校不是本主管部门的另一所在办学校。";
                preview.refusals.push(refused(RefusalCode::To, what, "请核对接收学校。"));
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let takes = |grade| unit.school.as_ref().is_some_and(|to| fits(&to.stages, to.system, grade));
        if grade.is_some_and(|grade| !takes(grade)) {
            let what = format!("{}没有这个年级所在的学段。", unit.name);
            preview.refusals.push(refused(RefusalCode::To, &what, "请另选接收学校。"));
        }
        Ok(())
    }

    /// Everybody on the records of a school: grade, class, standing, how many.
    async fn classes_of(&self, school: &UnitId) -> Result<Vec<(u8, String, String, usize)>> {
        #[derive(Deserialize)]
        struct Line {
            grade: u8,
            class_name: String,
            status: String,
            n: usize,
        }
        let text = "SELECT grade, class_name, status, count() AS n FROM person WHERE school = $school \
                    GROUP BY grade, class_name, status";
        let lines: Vec<Line> = self.store.rows(text, Vars::new().with("school", school)).await?;
        Ok(lines.into_iter().map(|line| (line.grade, line.class_name, line.status, line.n)).collect())
    }
}

fn fits(stages: &[domain::codes::Stage], system: SchoolSystem, grade: u8) -> bool {
    domain::codes::Grade::new(grade, system).is_some_and(|grade| stages.contains(&grade.stage()))
}
