//! One pupil's record as somebody may see it, with its timeline; and the reasoned, journalled reveal of full numbers.

use crate::case::party;
use crate::error::{Error, Result};
use crate::person::number::NumberRow;
use crate::person::timeline::Teller;
use crate::person::{PersonRow, Standing, value_in_words};
use crate::services::Pupils;
use crate::sight::sight;
use crate::store::Vars;
use contract::pupil::{LeavingView, NumberLine, PupilView, SpellLine, TimelineLine};
use domain::access::{Action, Actor, Ground, Mask, Reader, Role, Shown, Target, authorise};
use domain::access_log::Function;
use domain::case::suspension::SuspensionGround;
use domain::codes::{Grade, PupilStatus};
use domain::form::{BasicInfo, Field};
use domain::id::PersonId;
use domain::journal::RecordDetail;
use domain::org::{OrgPath, Unit};
use domain::privacy::optional_items;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::rules::RuleKey;

impl Pupils<'_> {
    /// One pupil's record.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there or not in the actor's scope; a refusal when the actor lacks training.
    pub async fn pupil(&self, actor: &Actor, id: PersonId) -> Result<PupilView> {
        let row = self.person(id).await?;
        let mask = self.pupil_mask(actor, &row)?;
        self.access_log().saw(actor, Function::Pupil, &[id]).await?;
        self.whole_record(actor, row, mask, Ground::Look(mask)).await
    }

    /// The record of a guardian's own child in full (查看本人子女的完整信息), which is in the log under its own name.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the child's guardian; a refusal while the account is quiet after a recovery: who took a
    /// telephone over must not read where a child lives.
    pub async fn own_child(&self, actor: &Actor, id: PersonId) -> Result<PupilView> {
        self.own_in_full(actor, id, Function::OwnChild).await
    }

    /// The same for the file that a guardian downloads (《个人信息保护法》第四十五条), in the log as such.
    ///
    /// # Errors
    /// As [`Pupils::own_child`](crate::services::Pupils::own_child).
    pub(crate) async fn own_copy(&self, actor: &Actor, id: PersonId) -> Result<PupilView> {
        self.own_in_full(actor, id, Function::OwnData).await
    }

    async fn own_in_full(&self, actor: &Actor, id: PersonId, function: Function) -> Result<PupilView> {
        let row = self.person(id).await?;
        let mask = sight(actor, Action::RevealIdentity, &Target::Child(id), "person")?.mask;
        self.guardians().check_quiet(actor).await?;
        self.access_log().saw(actor, function, &[id]).await?;
        self.whole_record(actor, row, mask, Ground::Own).await
    }

    /// The record with all its parts, as it is read on a ground; the caller has authorised and put the look down.
    async fn whole_record(
        &self,
        actor: &Actor,
        row: PersonRow,
        mask: Mask,
        ground: Ground,
    ) -> Result<PupilView> {
        let id = row.uid;
        let info = row.shown_info(&*self.vault)?;
        let reader = row.reader(actor, ground);
        let names = actor.role != Role::Guardian;
        let teller = Teller { row: &row, info: &info, reader, mask, names };
        let mut timeline: Vec<TimelineLine> =
            self.journal().entries(id).await?.iter().map(|told| teller.line(told)).collect();
        timeline.reverse();
        let parts = Parts {
            info: visible(&info, reader),
            spells: self.spells(id).await?,
            numbers: self.number_lines(id).await?,
            timeline,
            chain_holds: self.journal().verify_person(id).await?.is_ok(),
        };
        self.record_of(actor, &row, &info, (mask, ground), parts).await
    }

    /// The record with these parts; the caller has authorised and put the look down.
    pub(super) async fn record_of(
        &self,
        actor: &Actor,
        row: &PersonRow,
        info: &BasicInfo,
        (mask, ground): (Mask, Ground),
        parts: Parts,
    ) -> Result<PupilView> {
        let (id, whole) = (row.uid, ground == Ground::Own);
        let today = self.store.clock.today();
        let open_case = match row.open_case {
            Some(case) => Some(self.cases().queue_line(&self.cases().case_row(case).await?, mask)),
            None => None,
        };
        let unit_target = Target::Unit(&row.path);
        let merged = row.merged_into.is_some();
        Ok(PupilView {
            id,
            name: if whole { row.name.clone() } else { mask.name(&row.name) },
            number: match whole {
                true => row.number(&*self.vault)?.unwrap_or_default(),
                false => row.number_mask.clone(),
            },
            verification: self.population().standing_of(id).await?,
            standing: row.standing,
            taken_back: row.taken_back,
            school: row.school_name.clone(),
            phone: match actor.role {
                Role::Guardian => self.units().office_phone(&row.school).await?,
                _ => None,
            },
            grade: row.grade_label(),
            class_name: row.class_name.clone(),
            entry_date: row.entry_date,
            archive_due: row.archive_due,
            archive_built: row.archive_built,
            archive_days_left: row.archive_built.is_none().then(|| (row.archive_due - today).num_days()),
            info: parts.info,
            spells: parts.spells,
            numbers: parts.numbers,
            open_case,
            timeline: parts.timeline,
            chain_holds: parts.chain_holds,
            may_reveal: may_reveal(actor, row),
            may_keep: crate::upkeep::refuse_standing(row).is_ok()
                && self.upkeep().may_keep(actor, row).is_ok(),
            may_see_looks: authorise(actor, Action::ReadAccess, &unit_target).is_ok(),
            may_bind: !merged && authorise(actor, Action::KeepBonds, &unit_target).is_ok(),
            may_change: match actor.role {
                Role::Guardian => self.cases().changes_to_ask(actor, row),
                _ => self.cases().changes_open_to(actor, row),
            },
            may_correct: self.cases().may_take_correction(actor, row),
            consent: row.consent,
            optional_filled: optional_items().filter(|field| info.get(*field).is_some()).count(),
            may_consent: !merged && self.privacy().may_consent(actor, row),
            grades: self.grades_upwards(row).await?,
            matching_grade: (row.standing == Standing::Pupil(PupilStatus::Abroad))
                .then(|| row.grade.saturating_add(row.years_away(today)).min(12)),
            suspension_grounds: self.suspension_grounds(row),
            suspended: row.suspended.filter(|_| mask != Mask::Figures),
            abroad: row.abroad.iter().filter(|_| mask != Mask::Figures).cloned().collect(),
            placement: row.placement.clone().filter(|_| mask == Mask::Working).unwrap_or_default(),
            leaving: row
                .leaving
                .clone()
                .filter(|_| mask == Mask::Working && actor.role != Role::Guardian)
                .map(|leaving| LeavingView {
                    letter: leaving.letter,
                    to_name: leaving.to_name,
                    since: leaving.since,
                }),
            absence: self.absences().absence_of(row, mask).await?,
            may_note_absence: authorise(actor, Action::OpenChange, &unit_target).is_ok()
                && matches!(row.standing, Standing::Pupil(PupilStatus::InSchool | PupilStatus::Lost)),
            may_follow_up: self.absences().may_follow_up(actor, row),
            followed: row
                .followed
                .as_ref()
                .filter(|_| mask == Mask::Working && actor.role != Role::Guardian)
                .map(|by| (by.name.clone(), by.since)),
            problems: match actor.role {
                Role::Guardian => Vec::new(),
                _ => self.problems().problem_marks(id).await?,
            },
            merged_into: match row.merged_into {
                Some(other) => Some(self.merged_record(actor, other).await?),
                None => None,
            },
            merged_from: {
                let mut from = Vec::new();
                for other in &row.merged_from {
                    from.push(self.merged_record(actor, *other).await?);
                }
                from
            },
        })
    }

    /// Every number ever issued to a pupil, newest first.
    pub(super) async fn number_lines(&self, person: PersonId) -> Result<Vec<NumberLine>> {
        let text = "SELECT * FROM number WHERE person = $person LIMIT 20";
        let mut rows: Vec<NumberRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        rows.sort_by_key(|number| (number.retired_on.is_some(), std::cmp::Reverse(number.issued_on)));
        let line = |number: NumberRow| NumberLine {
            kind: number.kind,
            mask: number.mask,
            issued_on: number.issued_on,
            retired_on: number.retired_on,
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// 就读经历 of a pupil, the latest first.
    pub(crate) async fn spells(&self, person: PersonId) -> Result<Vec<SpellLine>> {
        let text = "SELECT school_name AS school, grade, class_name, from_on, to_on FROM spell \
                    WHERE person = $person ORDER BY from_on DESC LIMIT 50";
        self.store.rows(text, Vars::new().with("person", person)).await
    }

    /// Grounds on which the rules in force let a pupil be suspended.
    fn suspension_grounds(&self, row: &PersonRow) -> Vec<SuspensionGround> {
        let Some(stage) = row.stage() else { return Vec::new() };
        let rules = self.rules().rules_for(&row.path).for_stage(stage);
        let allowed = |ground: &SuspensionGround| {
            let exceptional = rules.scope(RuleKey::SuspensionGrounds).in_principle;
            exceptional || rules.has(RuleKey::SuspensionGrounds, ground.key())
        };
        SuspensionGround::ALL.into_iter().filter(allowed).collect()
    }

    /// The grades of the pupil's school from the pupil's own upwards.
    async fn grades_upwards(&self, row: &PersonRow) -> Result<Vec<(u8, String)>> {
        let school = self.units().unit(&row.school).await?.school;
        let stages = school.map(|school| school.stages).unwrap_or_default();
        let grades = (row.grade..=12).filter_map(|n| Grade::new(n, row.system));
        let offered = grades.filter(|grade| stages.contains(&grade.stage()));
        Ok(offered.map(|grade| (grade.absolute(), grade.label())).collect())
    }

    /// How much of a record the actor sees.
    pub(super) fn pupil_mask(&self, actor: &Actor, row: &PersonRow) -> Result<Mask> {
        let path = row.path_for(actor);
        let target = if actor.role == Role::Guardian { Target::Child(row.uid) } else { Target::Unit(&path) };
        match authorise(actor, Action::ViewPupil, &target) {
            Ok(grant) => Ok(grant.mask),
            Err(refusal) if refusal.code.bars_a_registrar() => Err(refusal.into()),
            // Out of scope looks like not there.
            Err(_) => Err(Error::NotFound("person")),
        }
    }

    /// Where a child's school stands: what the feed of the child's guardian listens to.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person.
    pub async fn school_path_of(&self, id: PersonId) -> Result<OrgPath> {
        Ok(self.person(id).await?.path)
    }

    /// The full value of a sensitive item, or the full 学籍号 when `field` is none. The reason goes into the journal.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope; a refusal when the actor may not, or gives no reason.
    pub async fn reveal(
        &self,
        actor: &Actor,
        id: PersonId,
        field: Option<Field>,
        reason: &str,
    ) -> Result<String> {
        let row = self.person(id).await?;
        self.pupil_mask(actor, &row)?;
        authorise(actor, Action::RevealIdentity, &Target::Unit(&row.path_for(actor)))?;
        if row.merged_into.is_some() {
            return Err(Refusal::of(RefusalCode::Merged, "这份学籍已并入同一学生的另一份学籍。").into());
        }
        if field.is_some_and(|field| !row.shows(field)) {
            return Err(Refusal::of(
                RefusalCode::ConsentWithdrawn,
                "监护人已撤回对选填信息的同意，这一项不再显示。",
            )
            .into());
        }
        let reason = &domain::text::words(reason).text;
        if reason.chars().count() < 4 {
            return Err(Refusal::new(
                RefusalCode::ReasonNeeded,
                Basis::Article(25),
                "查看完整号码须写明用途。",
                "请用至少四个字说明办理什么业务，该说明会记入学生档案。",
            )
            .into());
        }
        let value = match field {
            None => row.number(&*self.vault)?.unwrap_or_default(),
            Some(field) => row.info(&*self.vault)?.get(field).unwrap_or_default().to_owned(),
        };
        self.store
            .transact(row.school.as_str(), || {
                Box::pin(async {
                    let mut tx = self.transaction(party(actor));
                    let revealed = RecordDetail::IdentityRevealed { item: field, reason: reason.clone() };
                    tx.tell(id, revealed).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await?;
        let item = field.map_or("学籍号", |field| field.label());
        self.access_log().saw_why(actor, Function::Identity, &[id], &format!("{item}：{reason}"), "").await?;
        Ok(value)
    }

    /// What the form's rules need to know about a school.
    pub(crate) fn form_context(&self, school: &Unit) -> Result<domain::form::FormContext> {
        let profile = school.school.as_ref().ok_or(Error::NotFound("school"))?;
        Ok(domain::form::FormContext {
            today: self.store.clock.today(),
            school_type: profile.school_type,
            stages: profile.stages.clone(),
            system: profile.system,
            places: crate::seed::places(),
        })
    }
}

/// The parts of a record that have pages of their own: none of them on its overview.
#[derive(Default)]
pub(super) struct Parts {
    info: Vec<(Field, String)>,
    spells: Vec<SpellLine>,
    numbers: Vec<NumberLine>,
    timeline: Vec<TimelineLine>,
    chain_holds: bool,
}

/// Whether the actor may ask for a full number of this record.
pub(super) fn may_reveal(actor: &Actor, row: &PersonRow) -> bool {
    let target = row.path_for(actor);
    row.merged_into.is_none() && authorise(actor, Action::RevealIdentity, &Target::Unit(&target)).is_ok()
}

/// The filled items as the reader may see them.
pub(super) fn visible(info: &BasicInfo, reader: Reader) -> Vec<(Field, String)> {
    let filled = Field::ALL.iter().copied().filter(|field| info.get(*field).is_some());
    filled
        .filter(|field| reader.shown(*field) != Shown::Nothing)
        .map(|field| (field, value_in_words(info, field, info.value(field), reader.shown(field))))
        .collect()
}
