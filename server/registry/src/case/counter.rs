//! 柜台受理 (第十条) and errors that the school finds itself (第十三条): who may take a correction in, and what is put down about it.

use crate::case::correction::refuse_if_busy;
use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::services::Cases;
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::case::intake::{Applicant, Application, Intake};
use domain::codes::PupilStatus;
use domain::form::BasicInfo;
use domain::id::PersonId;
use domain::refusal::{Basis, Refusal, RefusalCode};

/// What a pupil is to himself, as a kinship.
const ONESELF: &str = "学生本人";

impl Cases<'_> {
    /// Whether the actor may ask that this record be corrected: a guardian for the own child, the registrar of the pupil's school at the
    /// counter.
    ///
    /// # Errors
    /// [`Error::NotFound`] for workers who may not see the pupil; a refusal for everybody else.
    pub(crate) async fn may_correct(&self, actor: &Actor, person: PersonId) -> Result<()> {
        if actor.unit.is_none() {
            authorise(actor, Action::AskCorrection, &Target::Child(person))?;
            return Ok(());
        }
        let row = self.pupils().person(person).await?;
        let target = Target::Unit(&row.path);
        authorise(actor, Action::ViewPupil, &target).map_err(|refusal| match refusal.code {
            RefusalCode::NotTrained | RefusalCode::NotAppointed => Error::from(refusal),
            _ => Error::NotFound("person"),
        })?;
        authorise(actor, Action::TakeCorrection, &target).map_err(|refusal| match refusal.code {
            RefusalCode::NotPermitted => Refusal::new(
                RefusalCode::NotPermitted,
                Basis::Article(10),
                "更正申请由学生所在学校的学籍管理员受理。",
                "请由该校学籍管理员在学生的学籍档案页上点“受理更正申请”。",
            ),
            _ => refusal,
        })?;
        Ok(())
    }

    /// Whether the way in is the actor's: on the phone by a guardian, at the counter by the school.
    pub(super) fn intake_fits(actor: &Actor, intake: &Intake) -> Result<()> {
        if (actor.role == Role::Guardian) != intake.is_schools() {
            return Ok(());
        }
        Err(Refusal::new(
            RefusalCode::Manner,
            Basis::Article(10),
            "还没有填写这次更正是怎样提出的。",
            "监护人在「我的孩子」中点“申请更正信息”；学校在学生的学籍档案页上点“受理更正申请”，选择书面申请或学校发现的错误。",
        )
        .into())
    }

    /// Whether the pupil's page offers the counter's form to the actor now.
    pub(crate) fn may_take_correction(&self, actor: &Actor, row: &PersonRow) -> bool {
        authorise(actor, Action::TakeCorrection, &Target::Unit(&row.path)).is_ok()
            && row.merged_into.is_none()
            && row.standing != Standing::Pupil(PupilStatus::Dead)
            && refuse_if_busy(row).is_ok()
    }

    /// Who may apply on paper, in words: the guardians on record, another one, and a pupil of age.
    pub(super) fn applicants(&self, row: &PersonRow, info: &BasicInfo) -> Vec<(Applicant, String)> {
        let recorded = info.guardians().into_iter().map(|line| {
            (Applicant::Recorded(line.slot), format!("{}（{}）", line.name, line.kinship_label()))
        });
        let mut all: Vec<(Applicant, String)> = recorded.collect();
        all.push((Applicant::OtherGuardian, "其他监护人（档案上还没有登记的）".to_owned()));
        if Applicant::is_of_age(info.birth_date(), self.store.clock.today()) {
            all.push((Applicant::Pupil, format!("{}（{ONESELF}）", row.name)));
        }
        all
    }

    /// The way in as it is kept: who stands on the record is named as there.
    ///
    /// # Errors
    /// A refusal beside the applicant when there is no such guardian on record.
    pub(super) fn settled_intake(row: &PersonRow, info: &BasicInfo, intake: &Intake) -> Result<Intake> {
        let words = |text: &str| domain::text::words(text).text;
        Ok(match intake {
            Intake::Online => Intake::Online,
            Intake::Found { reason } => Intake::Found { reason: words(reason) },
            Intake::Counter(paper) => {
                let (name, kinship) = match paper.applicant {
                    Applicant::OtherGuardian => {
                        (domain::text::name(&paper.name).text, domain::text::line(&paper.kinship).text)
                    }
                    Applicant::Pupil => (row.name.clone(), ONESELF.to_owned()),
                    Applicant::Recorded(slot) => {
                        let lines = info.guardians();
                        let line =
                            lines.into_iter().find(|line| line.slot == slot).ok_or_else(no_guardian)?;
                        (line.name.to_owned(), line.kinship_label())
                    }
                };
                Intake::Counter(Application { name, kinship, ..paper.clone() })
            }
        })
    }

    /// Puts down how a correction came to the school, before its items are chosen. What is wrong is told now, not at the end.
    ///
    /// # Errors
    /// As [`Cases::ask_correction`](crate::services::Cases::ask_correction); refusals beside their controls.
    pub async fn take_in(&self, actor: &Actor, child: PersonId, intake: &Intake) -> Result<()> {
        self.may_correct(actor, child).await?;
        Self::intake_fits(actor, intake)?;
        let row = self.pupils().person(child).await?;
        let info = row.info(&*self.vault)?;
        let intake = Self::settled_intake(&row, &info, intake)?;
        intake.check(self.store.clock.today(), info.birth_date())?;
        let mut draft = self.preparation(actor, child).await?.draft;
        draft.intake = Some(intake);
        self.keep_preparation(actor, child, &draft).await
    }
}

fn no_guardian() -> Refusal {
    Refusal::new(
        RefusalCode::Guardian,
        Basis::Article(10),
        "学籍档案上没有登记这名监护人。",
        "请重新选择；档案上没有的，选择“其他监护人”并填写姓名和关系。",
    )
    .beside("applicant")
}
