//! What a person counts for in the figures: taken away and added again with every change.

use super::{IN_SCHOOL, PersonRow, Standing};
use crate::store::UnitOfWork;
use domain::archive::filled::Holding;

impl PersonRow {
    /// Adds (+1) or takes away (−1) what this person counts for. Every change takes away the old row and adds the new.
    pub(crate) fn count(&self, work: &mut UnitOfWork, delta: i64) {
        work.touch(&self.path);
        if self.standing == Standing::Merged {
            return;
        }
        let school = self.school.as_str();
        let stage = self.stage().map_or("", |stage| stage.code());
        work.tally(
            school,
            format!("pupil|{stage}|{}|{}|{}", self.grade, self.status, self.sex.code()),
            delta,
        );
        if let Some(since) = self.absent_since.filter(|_| self.standing == IN_SCHOOL) {
            work.tally(school, format!("absent|{since}"), delta);
        }
        if let Some(items) = self.items.filter(|_| self.standing == IN_SCHOOL) {
            let whole = i64::from(items.lacking == 0);
            let all =
                [("pupils", 1), ("whole", whole), ("required", items.required), ("lacking", items.lacking)];
            for (what, n) in all.into_iter().filter(|(_, n)| *n != 0) {
                work.tally(school, format!("items|{what}"), n * delta);
                // The class comes last: its name is typed by people.
                let class = format!("{}|{}", self.grade, self.class_name);
                work.tally(school, format!("class_items|{what}|{class}"), n * delta);
            }
        }
        if let Some(holding) = self.holding.as_ref().filter(|_| self.standing == IN_SCHOOL) {
            tally_holding(work, school, (self.grade, &self.class_name), holding, delta);
        }
        if let Some((_, until)) = self.suspended {
            work.tally(school, format!("suspended|{until}"), delta);
        }
        if self.archive_built.is_none() && self.standing == Standing::Candidate {
            work.tally(school, format!("archive|{}", self.archive_due), delta);
        }
    }

    /// Writes the row over the one that was loaded, tallies included.
    pub(crate) fn save(mut self, work: &mut UnitOfWork, loaded: &PersonRow) {
        self.recounts = loaded.recounts;
        self.write(work, loaded);
    }

    /// Keeps what the archive holds, tallies included. It is no change of the record: what may be taken back while nothing has happened
    /// since still may.
    pub(crate) fn save_holding(&self, work: &mut UnitOfWork, holding: Holding) {
        let row = Self { holding: Some(holding), recounts: self.recounts + 1, ..self.clone() };
        row.write(work, self);
    }

    /// Writes the row as it is, beside what is found out about it: whoever moves the record at the same time comes again, and takes with him
    /// what was found. It is no change of the record, as above.
    pub(crate) fn hold(&self, work: &mut UnitOfWork) {
        let row = Self { recounts: self.recounts + 1, ..self.clone() };
        row.write(work, self);
    }

    /// How often something was done to the record.
    pub(crate) fn changes(&self) -> u64 {
        self.version - self.recounts
    }

    fn write(mut self, work: &mut UnitOfWork, loaded: &PersonRow) {
        loaded.count(work, -1);
        self.count(work, 1);
        self.version = loaded.version + 1;
        work.replace("person", &self.uid.to_string(), loaded.version, &self);
    }
}

/// Counts what a pupil's archive holds besides the form: in the school by category and day, in the class only in sum.
fn tally_holding(
    work: &mut UnitOfWork,
    school: &str,
    (grade, class): (u8, &str),
    holding: &Holding,
    delta: i64,
) {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (required, lacking) = (count(holding.required), count(holding.missing()));
    let all =
        [("pupils", 1), ("whole", i64::from(lacking == 0)), ("required", required), ("lacking", lacking)];
    for (what, n) in all.into_iter().filter(|(_, n)| *n != 0) {
        work.tally(school, format!("holding|{what}"), n * delta);
        // The class comes last: its name is typed by people.
        work.tally(school, format!("class_holding|{what}|{grade}|{class}"), n * delta);
    }
    for (category, n) in &holding.lacking {
        work.tally(school, format!("holding_lacks|{}", category.key()), count(*n) * delta);
    }
    for (due, n) in &holding.due {
        work.tally(school, format!("holding_due|{due}"), count(*n) * delta);
    }
}
