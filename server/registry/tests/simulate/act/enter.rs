//! Children who are entered (第四条): by form and by workbook, once, twice, at two schools, and some who look like another.

use super::Scene;
use crate::command::Kind;
use crate::model::{Done, Outcome, violated};
use domain::access::Role;
use domain::case::{CaseKind, CaseState};
use domain::codes::{PupilStatus, SchoolType};
use domain::form::{BasicInfo, Field, TEMPLATE_VERSION, template_columns};
use domain::id::PersonId;
use domain::org::Unit;
use registry::import::{ImportState, Upload};
use registry::person::{Entered, NewPupil, Standing};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;

/// A valid document number of another person with the same division, birth date and sex.
fn sibling_number(number: &str, step: u32) -> Option<String> {
    let serial: u32 = number.get(14..17)?.parse().ok()?;
    let body = format!("{}{:03}", number.get(..14)?, (serial + 2 * step) % 1000);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(weights).filter_map(|(c, weight)| Some(c.to_digit(10)? * weight)).sum();
    let check = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    Some(format!("{body}{}", check[sum as usize % 11]))
}

impl Scene<'_> {
    /// A school and a grade of it; more often a grade in which something happens.
    fn school_and_grade(&mut self) -> (Unit, u8) {
        let schools: Vec<Unit> = self.world.schools().into_iter().cloned().collect();
        let school = self.dice.pick(&schools).expect("schools").clone();
        let primary = school.school.as_ref().is_some_and(|one| one.school_type == SchoolType::Primary);
        let grades: &[u8] = if primary { &[1, 2, 3, 5, 6, 6] } else { &[1, 4, 6, 8, 9, 9, 10, 12, 12] };
        (school, *self.dice.pick(grades).expect("grades"))
    }

    /// A form of the child with this number, as its school types it.
    fn typed(&self, school: &Unit, grade: u8, child: u64, number: Option<&str>) -> Option<BasicInfo> {
        let mut raw = self.world.child(school, grade, child);
        if let Some(number) = number {
            raw.insert(Field::IdNumber, number.to_owned());
        }
        self.world.form(school, &raw)
    }

    fn new_pupil(&self, info: BasicInfo, note: &str) -> NewPupil {
        NewPupil {
            extras: None,
            id: self.world.new_person(),
            info,
            entry_date: self.world.today(),
            import: None,
            duplicate_note: note.to_owned(),
        }
    }

    fn knows(&mut self, id: PersonId, document: String, entered: &Entered) -> Outcome {
        match entered {
            Entered::New(case) => {
                self.model.people.insert(id, document);
                self.model.entered = Some(*case);
                self.model.cases.insert(*case, (id, CaseKind::Registration));
                Outcome::Accepted
            }
            Entered::Already => Outcome::Refused("already".into()),
            Entered::Refused(told) => {
                Outcome::Refused(told.first().map(|one| one.code.to_string()).unwrap_or_default())
            }
        }
    }

    pub(super) async fn enter(&mut self, kind: Kind) -> Done {
        let (school, grade) = self.school_and_grade();
        let child = self.model.next_child();
        let lookalike = self.dice.percent(50);
        let (info, note) = match kind {
            // Somebody who is on record already, with the same document.
            Kind::EnterAgain => {
                let taken =
                    self.pupil(|row| matches!(row.standing, Standing::Pupil(_)) && row.merged_into.is_none());
                let Some(there) = taken else { return Ok(Outcome::Skipped) };
                let Ok(info) = there.info(&*self.world.registry().vault) else {
                    return violated("a record opens", there.uid.to_string());
                };
                if info.get(Field::IdNumber).is_none() {
                    return Ok(Outcome::Skipped);
                }
                self.note(format!("{} again at {}", there.uid, school.name));
                (info, if lookalike { "已核对，不是同一人" } else { "" })
            }
            // The same form but for a slip in the number, with a word that it is somebody else.
            Kind::EnterLookalike => {
                let twin = self.pupil(|row| row.standing == Standing::Pupil(PupilStatus::InSchool));
                let Some(there) = twin else { return Ok(Outcome::Skipped) };
                let Ok(info) = there.info(&*self.world.registry().vault) else {
                    return violated("a record opens", there.uid.to_string());
                };
                let step = 1 + u32::try_from(self.dice.below(40)).unwrap_or(0);
                let number = info.get(Field::IdNumber).and_then(|number| sibling_number(number, step));
                let Some(number) = number else { return Ok(Outcome::Skipped) };
                let mut raw: BTreeMap<Field, String> = Field::ALL
                    .iter()
                    .filter_map(|field| Some((*field, info.get(*field)?.to_owned())))
                    .collect();
                raw.insert(Field::IdNumber, number);
                let own = self.world.unit(&there.school).clone();
                let Some(info) = self.world.form(&own, &raw) else { return Ok(Outcome::Skipped) };
                self.note(format!("like {} at {}", there.uid, own.name));
                let by = self.one_of(&own.id, Role::Registrar);
                let entered = self.enter_one(by, &own, info, "已核对，证件号不同").await?;
                // Mostly it is approved, and the check finds the two.
                if let (Outcome::Accepted, Some(case)) = (&entered, self.model.entered)
                    && self.dice.percent(70)
                    && self.carry(case).await? == Outcome::Accepted
                {
                    self.check().await?;
                }
                return Ok(entered);
            }
            _ => {
                let Some(info) = self.typed(&school, grade, child, None) else { return Ok(Outcome::Skipped) };
                self.note(format!("child {child}, grade {grade}, at {}", school.name));
                (info, "")
            }
        };
        let by = match kind {
            Kind::EnterElsewhere => self.anybody(),
            _ => self.one_of(&school.id, Role::Registrar),
        };
        let may = by.role == Role::Registrar && by.unit.as_ref().is_some_and(|own| own.id == school.id);
        if kind == Kind::EnterElsewhere && may {
            return Ok(Outcome::Skipped);
        }
        self.enter_one(by, &school, info, note).await
    }

    /// A child is entered and approved by the three who approve, one after another.
    pub(super) async fn enrol(&mut self) -> Done {
        match self.enter(Kind::Enter).await? {
            Outcome::Accepted => match self.model.entered {
                Some(case) => self.carry(case).await,
                None => Ok(Outcome::Skipped),
            },
            other => Ok(other),
        }
    }

    async fn enter_one(
        &mut self,
        by: domain::access::Actor,
        school: &Unit,
        info: BasicInfo,
        note: &str,
    ) -> Done {
        let document = info.get(Field::IdNumber).unwrap_or_default().to_owned();
        let pupil = self.new_pupil(info, note);
        let id = pupil.id;
        let answer = self.world.registry().pupils().enter_pupils(&by, &school.id, &[pupil]).await;
        Ok(match self.hear(answer)? {
            Ok(entered) => match entered.first() {
                Some(entered) => self.knows(id, document, entered),
                None => return violated("every child has an outcome", school.name.clone()),
            },
            Err(code) => Outcome::Refused(code),
        })
    }

    /// One child, two schools, one moment. Both may be candidates; the approval gives the document to one of them only.
    pub(super) async fn enter_at_two_schools(&mut self) -> Done {
        let child = self.model.next_child();
        let schools: Vec<Unit> = self.world.schools().into_iter().cloned().collect();
        let first = self.dice.pick(&schools).expect("schools").clone();
        let others: Vec<&Unit> = schools.iter().filter(|one| one.id != first.id).collect();
        let second = (*self.dice.pick(&others).expect("schools")).clone();
        let (Some(one), Some(two)) =
            (self.typed(&first, 1, child, None), self.typed(&second, 1, child, None))
        else {
            return Ok(Outcome::Skipped);
        };
        let number = one.get(Field::IdNumber).unwrap_or_default().to_owned();
        // The second school types the number of the first: its own sample would stand in its own county.
        let two = self.typed(&second, 1, child, Some(&number)).unwrap_or(two);
        let documents = [&one, &two].map(|info| info.get(Field::IdNumber).unwrap_or_default().to_owned());
        let pupils = [self.new_pupil(one, ""), self.new_pupil(two, "")];
        let ids = [pupils[0].id, pupils[1].id];
        let by = [self.one_of(&first.id, Role::Registrar), self.one_of(&second.id, Role::Registrar)];
        self.note(format!("child {child} at {} and {}", first.name, second.name));
        let registry = self.world.registry();
        let service = registry.pupils();
        let (a, b) = tokio::join!(
            service.enter_pupils(&by[0], &first.id, &pupils[..1]),
            service.enter_pupils(&by[1], &second.id, &pupils[1..]),
        );
        let mut outcome = Outcome::Refused("both".into());
        for (n, answer) in [a, b].into_iter().enumerate() {
            if let Ok(entered) = self.hear(answer)?
                && let Some(entered) = entered.first()
                && self.knows(ids[n], documents[n].clone(), entered) == Outcome::Accepted
            {
                outcome = Outcome::Accepted;
            }
        }
        Ok(outcome)
    }

    pub(super) async fn mend_registration(&mut self) -> Done {
        let returned: Vec<_> = self
            .seen
            .cases
            .iter()
            .filter(|row| row.kind == CaseKind::Registration && row.state == CaseState::Returned)
            .collect();
        let Some(row) = self.dice.pick(&returned).map(|row| (*row).clone()) else {
            return Ok(Outcome::Skipped);
        };
        let by = self.one_of(&row.school, Role::Registrar);
        self.note(format!("case {}", row.number));
        let registry = self.world.registry();
        let (info, registration, _) =
            match self.hear(registry.cases().returned_registration(&by, row.uid).await)? {
                Ok(found) => found,
                Err(code) => return Ok(Outcome::Refused(code)),
            };
        let answer = registry
            .cases()
            .mend_registration(&by, row.uid, &info, registration.entry_date, "已核对，不是同一人", None)
            .await;
        self.told(answer)
    }

    pub(super) async fn import(&mut self) -> Done {
        let (school, grade) = self.school_and_grade();
        let by = self.one_of(&school.id, Role::Registrar);
        let rows: Vec<BTreeMap<Field, String>> = (0..2 + self.dice.below(3))
            .map(|_| self.world.child(&school, grade, self.model.next_child()))
            .collect();
        self.note(format!("{} rows at {}", rows.len(), school.name));
        let upload =
            Upload { file: "名单.xlsx".into(), bytes: workbook(&rows), entry_date: self.world.today() };
        let registry = self.world.registry();
        let id = match self.hear(registry.imports().start_import(&by, upload).await)? {
            Ok(id) => id,
            Err(code) => return Ok(Outcome::Refused(code)),
        };
        self.model.imports.push((id, school.id.clone()));
        self.told(registry.imports().drain_imports().await)
    }

    pub(super) async fn confirm_import(&mut self) -> Done {
        let Some((id, school)) = self.dice.pick(&self.model.imports).cloned() else {
            return Ok(Outcome::Skipped);
        };
        let by = self.one_of(&school, Role::Registrar);
        let registry = self.world.registry();
        self.note(format!("import {id}"));
        match self.hear(registry.imports().import(&by, id).await)? {
            Ok(line) if line.state == ImportState::Checked => {}
            Ok(_) => return Ok(Outcome::Skipped),
            Err(code) => return Ok(Outcome::Refused(code)),
        }
        if let Err(code) = self.hear(registry.imports().confirm_import(&by, id).await)? {
            return Ok(Outcome::Refused(code));
        }
        self.told(registry.imports().drain_imports().await)
    }
}

/// A filled template.
fn workbook(rows: &[BTreeMap<Field, String>]) -> Vec<u8> {
    fill(rows).expect("a workbook in memory")
}

fn fill(rows: &[BTreeMap<Field, String>]) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("学生信息")?;
    let columns = template_columns();
    sheet.write_string(0, 0, "序号")?;
    for (column, field) in (1_u16..).zip(&columns) {
        sheet.write_string(0, column, format!("★{}", field.label()))?;
    }
    let note = u16::try_from(columns.len()).unwrap_or(0) + 1;
    sheet.write_string(0, note, "查重说明")?;
    sheet.write_string(1, 0, "示例")?;
    sheet.write_string(1, 1, "示例学生")?;
    for (row, raw) in (2_u32..).zip(rows) {
        for (column, field) in (1_u16..).zip(&columns) {
            if let Some(value) = raw.get(field) {
                sheet.write_string(row, column, value)?;
            }
        }
    }
    let about = book.add_worksheet().set_name("填写说明")?;
    about.write_string(0, 1, TEMPLATE_VERSION)?;
    book.save_to_buffer()
}
