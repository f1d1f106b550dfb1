//! What the system finds by itself (第二十六条, 第二十七条): a day that has passed in the business of a school or an authority. Each fact is put down
//! once, as a suspicion: whether it is a violation a person decides.

use super::ViolationRow;
use crate::case::the_system;
use crate::error::Result;
use crate::keyset::Place;
use crate::letter::office;
use crate::services::Violations;
use crate::store::Vars;
use chrono::NaiveDate;
use domain::calendar::{Term, term};
use domain::case::CaseKind;
use domain::follow_up::FollowUpState;
use domain::id::{CaseId, LetterId, UnitId, ViolationId};
use domain::letter::LetterKind;
use domain::matter::MatterKind;
use domain::refusal::Basis;
use domain::violation::{Finding, LateCount, Violation, ViolationKind};
use serde::Deserialize;

/// Rows looked at in one turn.
const PAGE: usize = 200;

/// A late fact.
pub(super) struct Late {
    pub(super) once: String,
    pub(super) kind: ViolationKind,
    /// Who let the day pass.
    pub(super) subject: UnitId,
    pub(super) fact: String,
}

pub(super) fn day(date: NaiveDate) -> String {
    domain::form::chinese_date(&date.to_string())
}

/// The last term in which what was due on a day was not done: the term of that day, or the one before today's once that is over.
fn missed_term(due_on: NaiveDate, today: NaiveDate) -> Term {
    let (owed, now) = (term(due_on), term(today));
    if owed < now { now.previous() } else { owed }
}

impl Violations<'_> {
    /// Puts down what is late and not known yet. Running it again finds nothing twice.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find_violations(&self) -> Result<usize> {
        let mut found = 0;
        for late in self.late_cases_of_all().await?.into_iter().chain(self.late_letters().await?) {
            found += usize::from(self.put_down_violation(late).await?);
        }
        for late in self.archives_not_built().await?.into_iter().chain(self.drop_outs_kept_quiet().await?) {
            found += usize::from(self.put_down_violation(late).await?);
        }
        for late in self.late_matters_of_all().await? {
            found += usize::from(self.put_down_violation(late).await?);
        }
        for sign in self.signs().await? {
            found += usize::from(self.put_down_violation(sign).await?);
        }
        Ok(found)
    }

    /// Cases whose holder let the day pass: a school's is item 3, of a transfer or a progression item 6, an authority's 第二十六条.
    async fn late_cases_of_all(&self) -> Result<Vec<Late>> {
        #[derive(Deserialize)]
        struct Row {
            uid: CaseId,
            number: String,
            kind: CaseKind,
            waiting: Option<String>,
            due_on: NaiveDate,
        }
        let beyond = Place::beyond("due_on", "uid");
        let text = format!(
            "SELECT uid, number, kind, waiting, due_on FROM case WHERE state = $state AND {beyond} AND \
             due_on < $today ORDER BY due_on, uid LIMIT {PAGE}"
        );
        let mut late = Vec::new();
        let mut states = crate::case::OPEN.into_iter();
        let (mut state, mut place) = (states.next(), Place::default());
        while let Some(of) = state {
            let vars = Vars::new().with("today", self.store.clock.today()).with("state", of);
            let rows: Vec<Row> = self.store.rows(&text, place.vars(vars)).await?;
            match rows.last() {
                Some(last) => place = Place::of(last.due_on, last.uid),
                None => (state, place) = (states.next(), Place::default()),
            }
            for row in rows {
                // A guardian who has to add something is not a unit.
                let unit = row.waiting.as_deref().and_then(|key| key.split('/').next());
                let Some(subject) = unit.and_then(|unit| unit.parse::<UnitId>().ok()) else { continue };
                let kind = match (subject.is_school(), row.kind) {
                    (false, _) => ViolationKind::OfAuthority,
                    // What is late of a first registration is the archive, see below.
                    (true, CaseKind::Registration) => continue,
                    // 不按规定为学生转接: the ten working days of a transfer are each party's (第十四条).
                    (true, CaseKind::Transfer | CaseKind::Progression) => ViolationKind::ArchiveNotHandedOver,
                    (true, _) => ViolationKind::ChangeNotFiled,
                };
                late.push(Late {
                    once: format!("case/{}/{subject}", row.uid),
                    kind,
                    fact: format!(
                        "{}（办件编号 {}）应于{}前办理，逾期未办。",
                        row.kind.label(),
                        row.number,
                        day(row.due_on)
                    ),
                    subject,
                });
            }
        }
        Ok(late)
    }

    /// Archives not handed over in a month (item 6), drop-outs not reported (item 4).
    async fn late_letters(&self) -> Result<Vec<Late>> {
        #[derive(Deserialize)]
        struct Row {
            uid: LetterId,
            kind: LetterKind,
            from_unit: UnitId,
            due_on: NaiveDate,
        }
        let beyond = Place::beyond("due_on", "uid");
        let text = format!(
            "SELECT uid, kind, from_unit, due_on FROM letter WHERE sent = false AND {beyond} AND due_on < $today \
             ORDER BY due_on, uid LIMIT {PAGE}"
        );
        let mut late = Vec::new();
        let mut place = Place::default();
        loop {
            let vars = place.vars(Vars::new().with("today", self.store.clock.today()));
            let rows: Vec<Row> = self.store.rows(&text, vars).await?;
            let Some(last) = rows.last() else { return Ok(late) };
            place = Place::of(last.due_on, last.uid);
            for row in rows {
                let kind = match (row.from_unit.is_school(), row.kind) {
                    (false, _) => ViolationKind::OfAuthority,
                    (true, LetterKind::ArchiveHandOver) => ViolationKind::ArchiveNotHandedOver,
                    (true, LetterKind::DropOutReport) => ViolationKind::DropoutNotReported,
                    (true, _) => ViolationKind::OtherOfSchool,
                };
                late.push(Late {
                    once: format!("letter/{}", row.uid),
                    kind,
                    fact: format!("{}应于{}前发出，逾期未发。", row.kind.label(), day(row.due_on)),
                    subject: row.from_unit,
                });
            }
        }
    }

    /// Every other duty with a day (第二十七条第八项, 第二十六条): what [`LateCount`] says of the kind of matter, of each unit that holds one.
    async fn late_matters_of_all(&self) -> Result<Vec<Late>> {
        let counts =
            |kind| matches!(LateCount::of(kind), LateCount::Counted { .. } | LateCount::OfReceiver { .. });
        let mut late = Vec::new();
        for holder in self.matters().late_holders(counts).await? {
            let (article, duty) = match LateCount::of(holder.kind) {
                LateCount::Counted { article, duty } => (article, duty),
                // That a letter was not sent has a rule of its own, above.
                LateCount::OfReceiver { article, duty } if !holder.opened_it => (article, duty),
                _ => continue,
            };
            let school = holder.unit.is_school();
            let closing =
                holder.kind == MatterKind::FollowUp && holder.state == FollowUpState::Closing.label();
            // What is owed each term stays late by the first day that passed: each term in which it is not done is a fact of its own.
            let missed = (holder.kind == MatterKind::FollowUp && !closing)
                .then(|| missed_term(holder.due_on, self.store.clock.today()));
            let (of_term, in_term) = match missed {
                Some(term) => (format!("/{}", term.key()), format!("，{term}")),
                None => (String::new(), String::new()),
            };
            let duty = if closing { LateCount::CLOSES_RECORD } else { duty };
            late.push(Late {
                // A matter lasts, and its days pass one after the other: each is found once.
                once: format!("matter/{}/{}/{}{of_term}", holder.matter, holder.unit, holder.due_on),
                kind: if school { ViolationKind::OtherOfSchool } else { ViolationKind::OfAuthority },
                fact: format!(
                    "应于{}前{duty}（{}，{}{in_term}），逾期未办。",
                    day(holder.due_on),
                    holder.kind.label(),
                    Basis::Article(article)
                ),
                subject: holder.unit,
            });
        }
        Ok(late)
    }

    /// Archives not built within the time of 第七条, from the counters: one finding per school and last day.
    async fn archives_not_built(&self) -> Result<Vec<Late>> {
        #[derive(Deserialize)]
        struct Row {
            school: UnitId,
            counter: String,
            n: i64,
        }
        // `archive|day` sorts by day, so the days before today are one stretch of the index.
        let text = "SELECT school, counter, n FROM tally WHERE counter > 'archive|' AND counter < $until";
        let vars = Vars::new().with("until", format!("archive|{}", self.store.clock.today()));
        let rows: Vec<Row> = self.store.rows(text, vars).await?;
        let late = rows.into_iter().filter(|row| row.n > 0).filter_map(|row| {
            let due: NaiveDate = row.counter.strip_prefix("archive|")?.parse().ok()?;
            Some(((row.school, due), row.n))
        });
        let finding = |((school, due), pupils): ((UnitId, NaiveDate), i64)| Late {
            once: format!("archive/{school}/{due}"),
            kind: ViolationKind::NoArchive,
            fact: format!("{pupils} 名学生的学籍档案应于{}前建立，逾期未建。", day(due)),
            subject: school,
        };
        Ok(late.map(finding).collect())
    }

    /// Pupils of compulsory education who stay away longer than the days after which the province calls it a drop-out, and of whom nothing
    /// was reported in the working days for it (item 4): found from the absence itself, whatever the school has said of it. One finding
    /// per school and first day.
    async fn drop_outs_kept_quiet(&self) -> Result<Vec<Late>> {
        #[derive(Deserialize)]
        struct Row {
            school: UnitId,
            counter: String,
            n: i64,
        }
        let today = self.store.clock.today();
        let text = "SELECT school, counter, n FROM tally WHERE counter > 'absent|' AND counter < $until";
        let vars = Vars::new().with("until", format!("absent|{today}"));
        let rows: Vec<Row> = self.store.rows(text, vars).await?;
        let calendar = self.working_days().calendar();
        let mut late = Vec::new();
        for row in rows.into_iter().filter(|row| row.n > 0) {
            let since = row.counter.strip_prefix("absent|").and_then(|day| day.parse::<NaiveDate>().ok());
            let Some(since) = since else { continue };
            let school = self.units().unit(&row.school).await?;
            let dropped_out = self.letters().dropped_out_by_rule(&school.path, since);
            let due = LetterKind::DropOutReport.due(dropped_out, None, &calendar).date;
            if due >= today {
                continue;
            }
            let mut pupils = 0;
            for person in self.absences().absent_in_compulsory_years(&row.school, since).await? {
                pupils += usize::from(!self.letters().is_dropout_reported(person, since).await?);
            }
            if pupils > 0 {
                late.push(Late {
                    once: format!("absent/{}/{since}", row.school),
                    kind: ViolationKind::DropoutNotReported,
                    fact: format!(
                        "{pupils} 名义务教育阶段学生自{}起连续缺课，至{}已达到认定辍学的天数，应于{}前报告，逾期未报。",
                        day(since),
                        day(dropped_out),
                        day(due)
                    ),
                    subject: row.school,
                });
            }
        }
        Ok(late)
    }

    /// Puts down what an inquiry has just found to be looks beyond the work, without waiting for the night (第二十七条第七项).
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn find_looks_beyond_the_work(&self) -> Result<()> {
        for sign in self.unusual_looking().await? {
            self.put_down_violation(sign).await?;
        }
        Ok(())
    }

    pub(super) async fn put_down_violation(&self, late: Late) -> Result<bool> {
        if self.is_violation_known(&late.once).await? {
            return Ok(false);
        }
        let subject = self.units().unit(&late.subject).await?;
        // Nobody stands above the nation.
        let Some(parent) = &subject.parent else { return Ok(false) };
        let handler = self.units().unit(parent).await?;
        let finding = Finding {
            kind: late.kind,
            subject: office(&subject),
            handler: office(&handler),
            fact: late.fact.clone(),
            evidence: Vec::new(),
        };
        let Ok(violation) = Violation::suspect(finding) else { return Ok(false) };
        let id = ViolationId::new(self.store.new_id());
        let (violation, subject, once) = (&violation, &subject, &late.once);
        self.store
            .transact(once, || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    if self.is_violation_known(once).await? {
                        return Ok((tx.finish(), false));
                    }
                    let today = self.store.clock.today();
                    let row = ViolationRow::new(&*self.vault, id, violation, once.clone(), subject, today);
                    let matter = row.create(&*self.vault, &mut tx.work, violation);
                    self.matters().tell_begun(&mut tx, &matter, violation).await?;
                    Ok((tx.finish(), true))
                })
            })
            .await
    }
}
