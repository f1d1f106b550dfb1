//! What is told once a term: who came and who left (第十八条), by transfer or by going on to the next stage, since both schools of either are
//! a 转入学校 and a 转出学校 (第十四条); who is enrolled for the first time came from no school and is not told. And at its end the archives of migrant workers' children who dropped
//! out (第二十二条第二款). Asking again for the same term makes nothing twice.

use super::obligations::{place, pupil_facts};
use super::{Letter, LetterRow, LetterState, told_of_unit};
use crate::case::{CaseRow, party, the_system};
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Letters;
use crate::store::Vars;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::calendar::Term;
use domain::case::{CaseKind, Payload};
use domain::codes::{Grade, PupilStatus, Stage};
use domain::form::Field;
use domain::id::{CaseId, LetterId, PersonId, SpellId};
use domain::journal::{Begun, Detail, LetterDetail, LetterTold, RecordDetail, UnitDetail};
use domain::letter::{Command, Content, Enclosures, HukouHandOver, LetterKind, Line, TermTransfers};
use domain::org::Unit;
use domain::refusal::{Basis, Refusal, RefusalCode};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What became of the hand-overs of a term.
#[derive(Debug, Clone, Default)]
pub struct HandOvers {
    /// Letters that are owed from now on.
    pub made: Vec<LetterId>,
    /// Pupils whose letter was there already.
    pub there: usize,
    /// Pupils for whom there is none: name, and why.
    pub without: Vec<(String, Refusal)>,
}

/// Days within which who has finished a stage goes on to the next.
const GOES_ON_WITHIN: u64 = 366;

/// The other school of who went on to the next stage, as the notice names it.
fn by_going_on(school: &str) -> String {
    format!("{school}（升学）")
}

/// What a notice needs of a stretch of schooling.
#[derive(Debug, Clone, Deserialize)]
struct Spell {
    uid: SpellId,
    person: PersonId,
    grade: u8,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
    opened_by: CaseId,
    closed_by: Option<CaseId>,
    /// The stretch before it.
    previous: Option<SpellId>,
}

/// Tells in the journal of the school that a notice is owed: it is about no single pupil.
pub(super) async fn tell_owed(tx: &mut Transaction<'_>, school: &Unit, letter: &Letter) -> Result<()> {
    let owed = Box::new(LetterDetail::Owed(LetterTold::from(letter)));
    let begun = told_of_unit(letter, Begun::Letter(owed));
    tx.tell(school.id.clone(), UnitDetail::Opened(begun)).await
}

impl Letters<'_> {
    /// Drafts a directly-run school's notice of who came and who left in a term, to the county in which it stands. While the
    /// notice is not signed, asking again looks once more; afterwards it stays what it is.
    ///
    /// # Errors
    /// Refusals on 第十八条: for a school that answers to its county, a term that has not begun, a county not on record.
    pub async fn draft_term_notice(&self, actor: &Actor, term: Term) -> Result<LetterId> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::HandleLetters, &Target::Unit(&own.path))?;
        let school = self.units().unit(&own.id).await?;
        if !school.is_directly_run() {
            return Err(Error::from(Refusal::of(
                RefusalCode::NotDirectlyRun,
                "只有省（区、市）直管学校和设区的市直管学校须作学期转学告知。",
            )));
        }
        self.has_begun(term, 18)?;
        let county = self.county_around(&school, 18).await?;
        let (school, county) = (&school, &county);
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    let there = self.letter_once(&notice_key(school, term)).await?;
                    let content = Content::TermTransfers(self.moves(school, term).await?);
                    let before = match &there {
                        Some(row) => row.letter(&*self.vault)?,
                        None => self.owed(school, county, None, content.clone(), self.store.clock.today()),
                    };
                    let as_it_is = before.state == LetterState::Drafted && before.content == content;
                    if before.state.is_sent() || as_it_is {
                        return Ok((tx.finish(), before.id));
                    }
                    if there.is_none() {
                        tell_owed(&mut tx, school, &before).await?;
                    }
                    let draft = Command::Draft { content: Box::new(content) };
                    let letter = self.take_step(&mut tx, before, draft).await?;
                    match there {
                        Some(row) => row.save(&*self.vault, &mut tx.work, &letter),
                        None => {
                            let once = notice_key(school, term);
                            LetterRow::new(&*self.vault, &letter, once, school, county).create(
                                &*self.vault,
                                &mut tx.work,
                                &letter,
                            );
                        }
                    }
                    Ok((tx.finish(), letter.id))
                })
            })
            .await
    }

    /// Who came and who left in a term, as far as the term has gone. What was entered late, with a day in the term
    /// before, is told now unless the signed notice of that term told it.
    pub(super) async fn moves(&self, school: &Unit, term: Term) -> Result<TermTransfers> {
        let until = self.store.clock.today().min(term.last_day());
        let mut since = term.first_day();
        let mut told = (BTreeSet::new(), BTreeSet::new());
        if let Some(row) = self.letter_once(&notice_key(school, term.previous())).await?
            && row.sent
            && let Content::TermTransfers(earlier) = row.letter(&*self.vault)?.content
        {
            since = term.previous().first_day();
            told.0.extend(earlier.arrived.iter().map(|line| line.spell));
            told.1.extend(earlier.left.iter().map(|line| line.spell));
        }
        let between = |column: &str| {
            format!(
                "SELECT * FROM spell WHERE school = $school AND {column} >= $since AND {column} <= $until ORDER BY {column}"
            )
        };
        let vars = || Vars::new().with("school", &school.id).with("since", since).with("until", until);
        let mut came: Vec<Spell> = self.store.rows(&between("from_on"), vars()).await?;
        let mut went: Vec<Spell> = self.store.rows(&between("to_on"), vars()).await?;
        came.retain(|spell| !told.0.contains(&spell.uid));
        went.retain(|spell| !told.1.contains(&spell.uid));
        let mut left = self.lines(school, &went, |spell| (spell.closed_by, spell.to_on), false).await?;
        let went_on = self.went_on(school, since, until).await?;
        let went_on: Vec<Spell> = went_on.into_iter().filter(|spell| !told.1.contains(&spell.uid)).collect();
        left.extend(self.lines(school, &went_on, |spell| (spell.closed_by, spell.to_on), false).await?);
        left.sort_by_key(|line| line.on);
        Ok(TermTransfers {
            term,
            until,
            arrived: self
                .lines(school, &came, |spell| (Some(spell.opened_by), Some(spell.from_on)), true)
                .await?,
            left,
        })
    }

    /// The stretches of those who had finished here and went on elsewhere between two days. They ended with the certificate, so that day and
    /// case of the going on take the place of the end's.
    async fn went_on(&self, school: &Unit, since: NaiveDate, until: NaiveDate) -> Result<Vec<Spell>> {
        let text = "SELECT * FROM spell WHERE school = $school AND to_on >= $since AND to_on <= $until ORDER BY to_on";
        let finished_since = since.checked_sub_days(chrono::Days::new(GOES_ON_WITHIN)).unwrap_or(since);
        let vars = Vars::new().with("school", &school.id).with("since", finished_since).with("until", until);
        let finished: Vec<Spell> = self.store.rows(text, vars).await?;
        let mut went_on = Vec::new();
        for spell in finished {
            let vars = Vars::new().with("spell", spell.uid);
            let next: Vec<Spell> =
                self.store.rows("SELECT * FROM spell WHERE previous = $spell", vars).await?;
            let next = next.into_iter().find(|next| (since..=until).contains(&next.from_on));
            if let Some(next) = next.filter(|next| Some(next.opened_by) != spell.closed_by) {
                went_on.push(Spell { closed_by: Some(next.opened_by), to_on: Some(next.from_on), ..spell });
            }
        }
        Ok(went_on)
    }

    /// The stretches that began or ended with a transfer, within this register, out of it or into it, or with a going on to the next
    /// stage, as the notice tells them.
    async fn lines(
        &self,
        school: &Unit,
        spells: &[Spell],
        moved: impl Fn(&Spell) -> (Option<CaseId>, Option<NaiveDate>) + Sync,
        arrived: bool,
    ) -> Result<Vec<Line>> {
        let keys: Vec<String> =
            spells.iter().filter_map(|spell| moved(spell).0).map(|id| id.to_string()).collect();
        let cases: Vec<CaseRow> = self.store.get_many("case", &keys).await?;
        let known: BTreeSet<CaseId> = cases.iter().map(|row| row.uid).collect();
        // The other school, by the case; a case of another pair of schools brought the pupil to a school that was merged into this one.
        let mut moves = BTreeMap::new();
        let moving = |row: &&CaseRow| {
            matches!(row.kind, CaseKind::Transfer | CaseKind::TransferOut | CaseKind::Progression)
        };
        for row in cases.iter().filter(moving) {
            match row.case(&*self.vault)?.payload {
                // Within one school (九年一贯制) nobody comes and nobody goes.
                Payload::Progression(going) if going.from == going.to => {}
                Payload::Progression(going) if arrived && going.to == school.id => {
                    moves.insert(row.uid, by_going_on(&going.from_name));
                }
                Payload::Progression(going) if !arrived && going.from == school.id => {
                    moves.insert(row.uid, by_going_on(&going.to_name));
                }
                Payload::Transfer(transfer) if arrived && transfer.to == school.id => {
                    moves.insert(row.uid, transfer.from_name);
                }
                Payload::Transfer(transfer) if !arrived && transfer.from == school.id => {
                    moves.insert(row.uid, transfer.to_name);
                }
                Payload::TransferOut(transfer) if !arrived => {
                    moves.insert(row.uid, transfer.to_name);
                }
                _ => {}
            }
        }
        let mut lines = Vec::new();
        for spell in spells {
            let (Some(case), Some(on)) = moved(spell) else { continue };
            let other_school = match moves.get(&case) {
                Some(name) => name.clone(),
                // The case is another system's: the pupil came with an archive package.
                None if arrived && !known.contains(&case) => match self.school_before(spell).await? {
                    Some(name) => name,
                    None => continue,
                },
                None => continue,
            };
            let person = self.pupils().person(spell.person).await?;
            let grade = Grade::new(spell.grade, person.system).map(|grade| grade.label());
            lines.push(Line {
                spell: spell.uid,
                name: person.name.clone(),
                number: person.number_mask.clone(),
                class_label: grade.unwrap_or_default(),
                other_school,
                on,
            });
        }
        Ok(lines)
    }

    /// The school of the stretch before one.
    async fn school_before(&self, spell: &Spell) -> Result<Option<String>> {
        #[derive(Deserialize)]
        struct Before {
            school_name: String,
        }
        let Some(previous) = spell.previous else { return Ok(None) };
        let before: Option<Before> = self.store.get("spell", &previous.to_string()).await?;
        Ok(before.map(|before| before.school_name))
    }

    /// For each migrant worker's child of the actor's schools who has dropped out of compulsory education, the hand-over of
    /// the archive to the county of household registration, owed by the end of that term.
    ///
    /// # Errors
    /// Refusals when the actor's unit is no competent authority or the term has not begun. What keeps a single letter from
    /// being made is told beside the pupil's name.
    pub async fn hukou_handovers(&self, actor: &Actor, term: Term) -> Result<HandOvers> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::HandleLetters, &Target::Unit(&own.path))?;
        if !own.kind.may_be_competent() {
            return Err(Error::from(Refusal::of(
                RefusalCode::NotCompetent,
                "随迁子女辍学档案由就读学校的学籍主管部门移交。",
            )));
        }
        self.has_begun(term, 22)?;
        let authority = self.units().unit(&own.id).await?;
        let mut outcome = HandOvers::default();
        let mut named: Vec<PersonId> = Vec::new();
        for school in self.units().schools_below(&own.path).await? {
            if school.competent() != Some(&own.id) {
                continue;
            }
            for person in &self.drop_outs_of(&school.path).await? {
                match self.hukou_handover(&authority, person, term).await {
                    Ok(Some(Some(letter))) => outcome.made.push(letter),
                    Ok(Some(None)) => outcome.there += 1,
                    Ok(None) => {}
                    Err(Error::Refused(refusals)) => {
                        named.push(person.uid);
                        outcome.without.extend(refusals.into_iter().map(|why| (person.name.clone(), why)));
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        self.access_log().saw(actor, Function::HandOvers, &named).await?;
        Ok(outcome)
    }

    /// One pupil's letter: none where none is owed, `Some(None)` where it was there already.
    pub(super) async fn hukou_handover(
        &self,
        authority: &Unit,
        person: &PersonRow,
        term: Term,
    ) -> Result<Option<Option<LetterId>>> {
        let info = person.info(&*self.vault)?;
        let compulsory = person.grade().is_some_and(|grade| grade.stage() != Stage::Senior);
        if !compulsory || info.get(Field::Migrant) != Some("1") {
            return Ok(None);
        }
        let since = self.dropped_out_on(person.uid).await?;
        if since.is_some_and(|since| since > term.last_day()) {
            return Ok(None);
        }
        let day = since.map(|day| day.to_string()).unwrap_or_default();
        let once = format!("{}/{}/{day}", LetterKind::HukouHandOver.key(), person.uid);
        if self.letter_once(&once).await?.is_some() {
            return Ok(Some(None));
        }
        let hukou = info.value(Field::HukouPlace);
        let county = self.county_of(hukou, 22).await?;
        if county.id == authority.id {
            return Err(Error::from(Refusal::of(
                RefusalCode::OwnCounty,
                "户口所在地就在本县（区），学籍档案无需移交。",
            )));
        }
        let content = Content::HukouHandOver(HukouHandOver {
            pupil: pupil_facts(person),
            term,
            ends: self.term_end(&person.path, term),
            since,
            hukou: place(hukou),
            enclosures: Enclosures::default(),
        });
        let (county, content, once) = (&county, &content, &once);
        self.store
            .transact(&person.uid.to_string(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    if self.letter_once(once).await?.is_some() {
                        return Ok((tx.finish(), Some(None)));
                    }
                    let today = self.store.clock.today();
                    let letter: Letter =
                        self.owed(authority, county, Some(person.uid), content.clone(), today);
                    self.create_owed(&mut tx, &letter, once.clone(), authority, county).await?;
                    Ok((tx.finish(), Some(Some(letter.id))))
                })
            })
            .await
    }

    /// Since when the pupil stays away: the day of the last change to 流失 in the journal.
    async fn dropped_out_on(&self, person: PersonId) -> Result<Option<NaiveDate>> {
        let entries = self.journal().entries(person).await?;
        let lost = |detail: &Detail| {
            matches!(detail, Detail::Record(RecordDetail::StatusChanged { to: PupilStatus::Lost, .. }))
        };
        let last = entries.iter().rev().find(|told| lost(&told.detail));
        Ok(last.map(|told| told.entry.occurred_on))
    }

    fn has_begun(&self, term: Term, article: u8) -> Result<()> {
        if term.first_day() <= self.store.clock.today() {
            return Ok(());
        }
        Err(refusal(article, RefusalCode::Term, &format!("{term}还没有开始。"), "请选择已经开始的学期。"))
    }
}

pub(super) fn notice_key(school: &Unit, term: Term) -> String {
    format!("{}/{}/{}", LetterKind::TermTransfers.key(), school.id, term.key())
}

fn refusal(article: u8, code: RefusalCode, what: &str, remedy: &str) -> Error {
    Refusal::new(code, Basis::Article(article), what, remedy).into()
}
