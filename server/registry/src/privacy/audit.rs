//! 未成年人个人信息保护合规审计报告: counted from the store when it is made, kept as made. These are the only counts outside the tallies; they
//! are taken once or twice a year by one account of an authority.

use crate::account::Training;
use crate::case::CaseRow;
use crate::error::{Error, Result};
use crate::keyset::TOGETHER;
use crate::services::Privacy;
use crate::store::{UnitOfWork, Vars};
use chrono::{Datelike, NaiveDate};
use contract::privacy::ReportLine;
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::case::{Case, CaseState, Payload};
use domain::id::{CaseId, UnitId};
use domain::journal::{Detail, Event, RecordDetail};
use domain::org::OrgPath;
use domain::privacy::{AuditReport, Consent, ConsentKind, Reason, RoleCount, may_report, tidy_reason};
use domain::violation::ViolationKind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Rows or units looked at in one turn.
const PAGE: usize = 500;
/// Reasons told in a report; the rest are summed up.
const REASONS: usize = 50;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ReportRow {
    unit: UnitId,
    /// Its name within the unit, as it stands in the address.
    key: String,
    year: i32,
    made_on: NaiveDate,
    last: bool,
    sealed: String,
}

/// The days of a report.
struct Span<'a> {
    path: &'a OrgPath,
    from: NaiveDate,
    to: NaiveDate,
}

impl Span<'_> {
    fn vars(&self) -> Vars {
        Vars::new().with("path", self.path).with("from", self.from).with("to", self.to)
    }
}

fn own_unit(actor: &Actor) -> Result<&domain::access::ActorUnit> {
    let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
    authorise(actor, Action::ReportPrivacy, &Target::Unit(&own.path))?;
    Ok(own)
}

fn row_key(unit: &UnitId, key: &str) -> String {
    format!("{unit}-{key}")
}

impl Privacy<'_> {
    /// The own authority's reports, newest first.
    ///
    /// # Errors
    /// A refusal for everybody but the authority's audit administrator.
    pub async fn audit_reports(&self, actor: &Actor) -> Result<Vec<ReportLine>> {
        let own = own_unit(actor)?;
        let text =
            "SELECT * FROM privacy_report WHERE unit = $unit ORDER BY year DESC, made_on DESC LIMIT 200";
        let rows: Vec<ReportRow> = self.store.rows(text, Vars::new().with("unit", &own.id)).await?;
        let line = |row: ReportRow| ReportLine {
            key: row.key,
            year: row.year,
            made_on: row.made_on,
            is_final: row.last,
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// One of the own authority's reports, as it was made.
    ///
    /// # Errors
    /// As [`Privacy::audit_reports`](crate::services::Privacy::audit_reports); [`Error::NotFound`] when there is none of that key.
    pub async fn audit_report(&self, actor: &Actor, key: &str) -> Result<AuditReport> {
        let key = row_key(&own_unit(actor)?.id, key);
        let row: Option<ReportRow> = self.store.get("privacy_report", &key).await?;
        let row = row.ok_or(Error::NotFound("report"))?;
        self.vault.open_value(&row.sealed, &format!("privacy_report/{key}"))
    }

    /// Makes the report of a year and gives its key. One that was made is never made again: the report of a year that is over
    /// exists once, one of the present year once a day; asked for again, the first is opened.
    ///
    /// # Errors
    /// As [`Privacy::audit_reports`](crate::services::Privacy::audit_reports); `year` for a year that cannot be reported.
    pub async fn make_audit_report(&self, actor: &Actor, year: i32) -> Result<String> {
        let own = own_unit(actor)?;
        let today = self.store.clock.today();
        may_report(year, today)?;
        let last = year < today.year();
        let key = if last { format!("{year}-final") } else { format!("{year}-{}", today.format("%m%d")) };
        let row = row_key(&own.id, &key);
        if self.store.get::<ReportRow>("privacy_report", &row).await?.is_some() {
            return Ok(key);
        }
        let report = self.count_year(actor, &own.path, year, today).await?;
        let (row, key, report) = (&row, &key, &report);
        self.store
            .transact(own.id.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    if self.store.get::<ReportRow>("privacy_report", row).await?.is_none() {
                        let sealed = self.vault.seal_value(report, &format!("privacy_report/{row}"));
                        let kept = ReportRow {
                            unit: own.id.clone(),
                            key: key.clone(),
                            year,
                            made_on: today,
                            last,
                            sealed,
                        };
                        work.create("privacy_report", row, &kept);
                    }
                    Ok((work, key.clone()))
                })
            })
            .await
    }

    async fn count_year(
        &self,
        actor: &Actor,
        path: &OrgPath,
        year: i32,
        today: NaiveDate,
    ) -> Result<AuditReport> {
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(today);
        let span = Span { path, from: day(1, 1), to: day(12, 31).min(today) };
        let (births, consents) = self.records_counted(path).await?;
        let (below_18, _) = AuditReport::ages(today, 18, &births);
        let (below_14, turning_14) = AuditReport::ages(today, 14, &births);
        let units = self.units_under(path).await?;
        let (reveals, reasons) = self.reveals_counted(&span, &units).await?;
        let (looks, alarms) = self.access_log().looks_counted(path, span.from, span.to).await?;
        let (requests, requests_approved, downloads) =
            self.disclosures().disclosure_requests_counted(path, span.from, span.to).await?;
        let acts = self.consents_counted(&span).await?;
        let (corrections, corrections_decided, corrections_in_time) = self.corrections_counted(&span).await?;
        let (disclosures, disclosures_ordered, disclosures_open) = self.disclosures_counted(&span).await?;
        let unit = actor.unit.as_ref().map(|unit| unit.name.clone());
        Ok(AuditReport {
            authority: unit.unwrap_or_default(),
            year,
            made_on: today,
            made_by: actor.name.clone(),
            records: births.iter().map(|(_, count)| count).sum(),
            below_18,
            below_14,
            turning_14,
            accounts: self.accounts_counted(&units).await?,
            looks,
            alarms,
            reveals,
            reasons,
            consents_given: acts.0,
            consents_withdrawn: acts.1,
            consents,
            corrections,
            corrections_decided,
            corrections_in_time,
            requests,
            requests_approved,
            downloads,
            disclosures,
            disclosures_ordered,
            disclosures_open,
        })
    }

    /// Records by year of birth and by consent, of every standing but those that never were or are no more.
    async fn records_counted(&self, path: &OrgPath) -> Result<(Vec<(i32, u64)>, Vec<(Consent, u64)>)> {
        #[derive(Deserialize)]
        struct Line {
            birth_year: i32,
            // A row from before consents were kept has none.
            consent: Option<Consent>,
            count: u64,
        }
        let text = "SELECT birth_year, consent, count() FROM person WHERE string::starts_with(path, $path) AND \
                    status NOT IN ['none', 'merged'] GROUP BY birth_year, consent";
        let lines: Vec<Line> = self.store.rows(text, Vars::new().with("path", path)).await?;
        let mut births: BTreeMap<i32, u64> = BTreeMap::new();
        let mut consents = Consent::ALL.map(|consent| (consent, 0));
        for line in lines {
            *births.entry(line.birth_year).or_default() += line.count;
            let of = line.consent.unwrap_or_default();
            for (consent, count) in &mut consents {
                *count += if *consent == of { line.count } else { 0 };
            }
        }
        Ok((births.into_iter().collect(), consents.to_vec()))
    }

    async fn units_under(&self, path: &OrgPath) -> Result<BTreeSet<UnitId>> {
        #[derive(Deserialize)]
        struct Line {
            path: OrgPath,
        }
        let text = "SELECT path FROM unit WHERE string::starts_with(path, $path)";
        let lines: Vec<Line> = self.store.rows(text, Vars::new().with("path", path)).await?;
        // The nation's own path names no unit.
        Ok(lines
            .into_iter()
            .map(|line| line.path.units().into_iter().next_back().unwrap_or_else(UnitId::nation))
            .collect())
    }

    async fn accounts_counted(&self, units: &BTreeSet<UnitId>) -> Result<Vec<RoleCount>> {
        #[derive(Deserialize)]
        struct Line {
            role: Role,
            training: Option<Training>,
        }
        let staff = Role::ALL.into_iter().filter(|role| role.is_staff());
        let mut counts: Vec<RoleCount> =
            staff.map(|role| RoleCount { role, accounts: 0, trained: 0 }).collect();
        let units: Vec<&UnitId> = units.iter().collect();
        for some in units.chunks(TOGETHER) {
            let text = "SELECT role, training FROM account WHERE unit IN $units AND sealed_off = false";
            let lines: Vec<Line> = self.store.rows(text, Vars::new().with("units", some)).await?;
            for line in lines {
                if let Some(count) = counts.iter_mut().find(|count| count.role == line.role) {
                    count.accounts += 1;
                    count.trained += u64::from(line.training.is_some());
                }
            }
        }
        Ok(counts)
    }

    /// Reveals by accounts of these units, with what they were for. Read day by day: a year's entries are never held at once.
    async fn reveals_counted(&self, span: &Span<'_>, units: &BTreeSet<UnitId>) -> Result<(u64, Vec<Reason>)> {
        let mut total = 0;
        let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
        for on in span.from.iter_days().take_while(|on| *on <= span.to) {
            for told in self.journal().entries_on(Event::IdentityRevealed, on).await? {
                if !told.entry.actor.unit.as_ref().is_some_and(|unit| units.contains(unit)) {
                    continue;
                }
                total += 1;
                if let Detail::Record(RecordDetail::IdentityRevealed { reason, .. }) = &told.detail {
                    *reasons.entry(tidy_reason(reason)).or_default() += 1;
                }
            }
        }
        let mut reasons: Vec<Reason> =
            reasons.into_iter().map(|(words, times)| Reason { words, times }).collect();
        reasons.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.words.cmp(&b.words)));
        let rest: u64 = reasons.drain(REASONS.min(reasons.len())..).map(|reason| reason.times).sum();
        if rest > 0 {
            reasons.push(Reason { words: "（其他用途合计）".to_owned(), times: rest });
        }
        Ok((total, reasons))
    }

    async fn consents_counted(&self, span: &Span<'_>) -> Result<(u64, u64)> {
        #[derive(Deserialize)]
        struct Line {
            kind: ConsentKind,
            count: u64,
        }
        let text = "SELECT kind, count() FROM consent WHERE recorded_on >= $from AND recorded_on <= $to AND \
                    string::starts_with(path, $path) GROUP BY kind";
        let lines: Vec<Line> = self.store.rows(text, span.vars()).await?;
        let of = |kind| lines.iter().find(|line| line.kind == kind).map_or(0, |line| line.count);
        Ok((of(ConsentKind::Given), of(ConsentKind::Withdrawn)))
    }

    /// Corrections asked, decided, and decided with every step in time. For an error that the school found nobody asked.
    async fn corrections_counted(&self, span: &Span<'_>) -> Result<(u64, u64, u64)> {
        let (mut asked, mut decided, mut in_time) = (0, 0, 0);
        let mut after = String::new();
        loop {
            let text = format!(
                "SELECT * FROM case WHERE kind = 'correction' AND string::starts_with(path, $path) AND opened_on \
                 >= $from AND opened_on <= $to AND uid > $after ORDER BY uid LIMIT {PAGE}"
            );
            let rows: Vec<CaseRow> = self.store.rows(&text, span.vars().with("after", &after)).await?;
            let last: Option<CaseId> = rows.last().map(|row| row.uid);
            for row in &rows {
                let case = row.case(&*self.vault)?;
                if matches!(&case.payload, Payload::Correction(correction) if correction.intake.is_found()) {
                    continue;
                }
                asked += 1;
                if matches!(row.state, CaseState::Approved | CaseState::Refused) {
                    decided += 1;
                    in_time += u64::from(was_in_time(&case));
                }
            }
            match last {
                Some(last) => after = last.to_string(),
                None => return Ok((asked, decided, in_time)),
            }
        }
    }

    /// Violations of the disclosure kind put down, ordered, still open.
    async fn disclosures_counted(&self, span: &Span<'_>) -> Result<(u64, u64, u64)> {
        #[derive(Deserialize)]
        struct Line {
            ordered: bool,
            open: bool,
            count: u64,
        }
        let text = "SELECT ordered, open, count() FROM violation WHERE kind = $kind AND found_on >= $from AND \
                    found_on <= $to AND string::starts_with(subject_path, $path) GROUP BY ordered, open";
        let lines: Vec<Line> =
            self.store.rows(text, span.vars().with("kind", ViolationKind::Disclosure)).await?;
        let sum =
            |keep: fn(&Line) -> bool| lines.iter().filter(|line| keep(line)).map(|line| line.count).sum();
        Ok((sum(|_| true), sum(|line| line.ordered), sum(|line| line.open)))
    }
}

fn was_in_time(case: &Case) -> bool {
    case.steps.iter().all(|step| {
        let on = step.decision.as_ref().map(|decision| crate::clock::shanghai_day(decision.at));
        on.is_none_or(|on| on <= step.due.date)
    })
}
