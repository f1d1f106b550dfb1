//! What is owed at the end of each term without anybody asking (第十八条, 第二十二条第二款): the notice of every school run directly, and the
//! hand-over of each migrant worker's child who dropped out. They are put on the desks shortly before the term ends; what was not made
//! then, because the system stood still or the drop-out was confirmed late, is made for some time after.

use crate::case::the_system;
use crate::error::{Error, Result};
use crate::letter::LetterRow;
use crate::letter::notice::notice_key;
use crate::person::{PersonRow, Standing};
use crate::services::Letters;
use crate::store::Vars;
use chrono::{Days, NaiveDate};
use domain::calendar::{Term, term};
use domain::codes::PupilStatus;
use domain::letter::{Content, TERM_END_AHEAD_DAYS, TERM_END_CATCH_UP_DAYS};
use domain::org::{OrgPath, Unit};

impl Letters<'_> {
    /// Makes owed what the end of a term makes owed. Gives how many letters; doing it again makes none twice. One school with which
    /// something is wrong keeps no other from it.
    ///
    /// # Errors
    /// The first failure, after every school was looked at.
    pub(crate) async fn owe_at_term_end(&self) -> Result<usize> {
        let (mut made, mut failed, mut after) = (0, None, String::new());
        loop {
            let schools = self.units().schools_after(&after).await?;
            let Some(last) = schools.last() else { return failed.map_or(Ok(made), Err) };
            after = last.path.as_str().to_owned();
            for school in &schools {
                for term in self.ending_terms(&school.path) {
                    match self.owed_by_school(school, term).await {
                        Ok(n) => made += n,
                        // Told to whoever presses the button: a county or a division that is not on record.
                        Err(Error::Refused(_)) => {}
                        Err(error) => failed = failed.or(Some(error)),
                    }
                }
            }
        }
    }

    async fn owed_by_school(&self, school: &Unit, term: Term) -> Result<usize> {
        let notice = match school.is_directly_run() {
            true => self.owe_term_notice(school, term).await,
            false => Ok(false),
        };
        let mut made = 0;
        let lost = self.drop_outs_of(&school.path).await?;
        if !lost.is_empty() {
            let (_, authority) = self.units().school_and_authority(&school.id).await?;
            for person in &lost {
                match self.hukou_handover(&authority, person, term).await {
                    Ok(Some(Some(_))) => made += 1,
                    Ok(_) | Err(Error::Refused(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(made + usize::from(notice?))
    }

    /// The terms of which something is owed on this day, by the calendar (校历) of the province: the one that is about to end, and the one
    /// that has ended not long ago.
    fn ending_terms(&self, path: &OrgPath) -> Vec<Term> {
        let (today, rules) = (self.store.clock.today(), self.rules().rules_for(path));
        let now = term(today);
        let is_ending = |term: &Term| {
            let ends = rules.term_end(*term).unwrap_or_else(|| term.last_day());
            let until = term.last_day().max(ends) + Days::new(TERM_END_CATCH_UP_DAYS);
            (ends - Days::new(TERM_END_AHEAD_DAYS)..=until).contains(&today)
        };
        [now.previous(), now].into_iter().filter(is_ending).collect()
    }

    /// The last day of a term where a school stands, if the province has announced it.
    pub(super) fn term_end(&self, path: &OrgPath, term: Term) -> Option<NaiveDate> {
        self.rules().rules_for(path).term_end(term)
    }

    /// The pupils of a school who have dropped out.
    pub(crate) async fn drop_outs_of(&self, path: &OrgPath) -> Result<Vec<PersonRow>> {
        let lost = Standing::Pupil(PupilStatus::Lost);
        let text = "SELECT * FROM person WHERE path = $path AND status = $status ORDER BY uid";
        self.store.rows(text, Vars::new().with("path", path).with("status", lost.key())).await
    }

    /// The notice of a school run directly, to be drafted by its registrar. «None came and none left» is told too.
    async fn owe_term_notice(&self, school: &Unit, term: Term) -> Result<bool> {
        let once = &notice_key(school, term);
        if self.letter_once(once).await?.is_some() {
            return Ok(false);
        }
        let county = &self.county_around(school, 18).await?;
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    if self.letter_once(once).await?.is_some() {
                        return Ok((tx.finish(), false));
                    }
                    let content = Content::TermTransfers(self.moves(school, term).await?);
                    let letter = self.owed(school, county, None, content, tx.today());
                    let row = LetterRow::new(&*self.vault, &letter, once.clone(), school, county);
                    row.create(&*self.vault, &mut tx.work, &letter);
                    super::notice::tell_owed(&mut tx, school, &letter).await?;
                    Ok((tx.finish(), true))
                })
            })
            .await
    }
}
