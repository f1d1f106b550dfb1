//! Lists and searches (查询): scoped, indexed, paged by key, masked.

use crate::access_log::Seen;
use crate::error::Result;
use crate::services::Pupils;
use crate::store::Vars;
use crate::vault::Cipher;
use contract::Page;
use contract::pupil::{FoundPupils, HostedLine, PupilLine};
use domain::access::{Action, Actor, Scope, Target, authorise};
use domain::access_log::Function;
use domain::form::{BasicInfo, Field};
use domain::id::{PersonId, UnitId};
use domain::org::OrgPath;
use domain::refusal::{Refusal, RefusalCode};
use domain::text::{self, NameOrder, Sought};

/// Most records that one number finds: children of one telephone, of one end of a number in one school.
const MOST_FOUND: usize = 32;

/// How much is read for one page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Rows that are read together where not every row of them belongs on the page.
    pub slice: usize,
    /// Most rows that are looked at for one page, and of one word where not everybody who has it belongs on the page.
    pub most_read: usize,
    /// Most persons that one word finds.
    pub most_of_a_word: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { slice: 200, most_read: 2000, most_of_a_word: 200 }
    }
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// A name or parts of it, pinyin in full, by first letters or mixed, a whole 学籍号, document number or telephone, within a school the
    /// last six of a number ([`domain::text::Sought`]); empty lists everybody.
    pub text: String,
    /// Only this school.
    pub school: Option<UnitId>,
    /// Only this grade (1–12).
    pub grade: Option<u8>,
    /// Only this class.
    pub class_name: Option<String>,
    /// Only who has left one of these schools (毕业、结业、退学 and so on).
    pub left: Option<Vec<UnitId>>,
    /// Continue after this person, as the page before said.
    pub after: Option<PersonId>,
    /// In which order everybody is listed; who is looked for is found in the order of each way.
    pub order: NameOrder,
    /// At most so many, where less than a page is shown.
    pub most: Option<usize>,
    /// How much is read for the page.
    pub bounds: Bounds,
}

/// The keyed hashes by which a record is found: its telephones, its document number without regard to kind and country, and the
/// end of that.
pub(super) fn lookup(vault: &dyn Cipher, info: &BasicInfo) -> Vec<String> {
    let phones = [Field::Member1Phone, Field::Member2Phone, Field::Phone];
    let mut hashes: Vec<String> = phones
        .into_iter()
        .filter_map(|field| info.get(field))
        .map(|phone| telephone_hash(vault, phone))
        .collect();
    if let Some(number) = info.document().number() {
        hashes.push(document_hash(vault, number));
        hashes.extend(tail_hash(vault, number));
    }
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

fn document_hash(vault: &dyn Cipher, number: &str) -> String {
    vault.keyed_hash("find document", number)
}

fn telephone_hash(vault: &dyn Cipher, phone: &str) -> String {
    vault.keyed_hash("find telephone", phone)
}

/// Keyed hash of the last six characters of a number, none when they are not digits and a check character.
pub(super) fn tail_hash(vault: &dyn Cipher, number: &str) -> Option<String> {
    text::tail(number).map(|tail| vault.keyed_hash("find tail", &tail))
}

impl Pupils<'_> {
    /// One page of pupils in the actor's scope.
    ///
    /// # Errors
    /// A refusal when the actor may not list pupils, or the search text is too short to be one.
    pub async fn search_pupils(&self, actor: &Actor, search: &Search) -> Result<Page<PupilLine, PersonId>> {
        Ok(self.find_pupils(actor, search).await?.page)
    }

    /// The same, with whether a word was in more names than one looks at. The list is in the order of the names' sound; what was typed is
    /// answered by those whose name, sound or first letters begin so, each in the order of that, and then by those in whose name it is a
    /// word. A page may be short, or empty, and still go on: when many were looked at who are not of the grade that was asked for. After
    /// somebody of the scope whom the search does not show any more it begins from the start.
    ///
    /// # Errors
    /// As [`Pupils::search_pupils`](crate::services::Pupils::search_pupils).
    pub async fn find_pupils(&self, actor: &Actor, search: &Search) -> Result<FoundPupils> {
        let (found, seen) = self.found_pupils(actor, search).await?;
        self.access_log().saw_each(actor, &seen).await?;
        Ok(found)
    }

    /// The same with the pupils who are a list's first page besides: those who learn here while the record stays elsewhere, and whose records
    /// the actor opened last. What all three show reaches the access log together.
    ///
    /// # Errors
    /// As [`Pupils::find_pupils`](crate::services::Pupils::find_pupils).
    pub async fn first_page(
        &self,
        actor: &Actor,
        search: &Search,
    ) -> Result<(FoundPupils, Vec<HostedLine>, Vec<PupilLine>)> {
        let (found, mut seen) = self.found_pupils(actor, search).await?;
        let (hosted, seen_as_hosted) = self.hosted(actor).await?;
        let (recent, seen_again) = self.recent(actor).await?;
        seen.extend(seen_as_hosted);
        seen.extend(seen_again);
        self.access_log().saw_each(actor, &seen).await?;
        Ok((found, hosted, recent))
    }

    /// What is found, and what is to be put down before it is shown.
    async fn found_pupils(&self, actor: &Actor, search: &Search) -> Result<(FoundPupils, Vec<Seen>)> {
        let unit = match &search.school {
            Some(school) => self.units().unit(school).await?.path,
            None => own_path(actor)?,
        };
        let grant = authorise(actor, Action::ListPupils, &Target::Unit(&unit))?;
        let Scope::Subtree(path) = &grant.scope else { return Ok((FoundPupils::none(), Vec::new())) };
        let typed = text::query(&search.text).text;
        let sought = if typed.is_empty() { None } else { Some(sought(actor, &typed)?) };
        let by_name = sought.as_ref().filter(|sought| !sought.parts.is_empty());
        let asked = self.asked(path, search, by_name).await?;
        let mut found = match &sought {
            Some(number) if number.parts.is_empty() => {
                let people = self.found_by_number(number, path).await?;
                self.page_of_these(&asked, &people).await?
            }
            _ => self.page_of(&asked).await?,
        };
        if let Some(most) = search.most.filter(|most| *most < found.rows.len()) {
            // Who is not shown is not in the log.
            found.rows.truncate(most);
            found.next = found.rows.last().map(|row| row.uid);
        }
        let people: Vec<PersonId> = found.rows.iter().map(|row| row.uid).collect();
        let seen = Seen { function: Function::PupilSearch, people, searched: typed };
        let rows = found.rows.iter().map(|row| row.line(grant.mask)).collect();
        let page = Page { rows, next: found.next };
        Ok((FoundPupils { page, left_off: found.left_off }, vec![seen]))
    }

    /// Whom a number finds within a scope: a 学籍号, a document, a telephone, the end of a number.
    async fn found_by_number(&self, sought: &Sought, path: &OrgPath) -> Result<Vec<PersonId>> {
        let mut found: Vec<PersonId> = Vec::new();
        if let Some(number) = &sought.student_number {
            found.extend(self.person_by_number(number).await?);
        }
        let vault = &*self.vault;
        let tail = sought.tail.as_ref().and_then(|tail| tail_hash(vault, tail));
        let lookups = [
            ("lookup CONTAINS", sought.document.as_ref().map(|number| document_hash(vault, number))),
            ("lookup CONTAINS", sought.telephone.as_ref().map(|phone| telephone_hash(vault, phone))),
            ("lookup CONTAINS", tail.clone()),
            ("number_tail =", tail),
        ];
        for (column, hash) in lookups {
            let Some(hash) = hash else { continue };
            let text = format!(
                "SELECT VALUE uid FROM person WHERE {column} $hash AND string::starts_with(path, $path) LIMIT {MOST_FOUND}"
            );
            let vars = Vars::new().with("hash", hash).with("path", path);
            found.extend(self.store.rows::<PersonId>(&text, vars).await?);
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(MOST_FOUND);
        Ok(found)
    }
}

/// What was typed, when it is enough to look for, and may be looked for here.
fn sought(actor: &Actor, typed: &str) -> Result<Sought> {
    let sought =
        Sought::read(typed).ok_or_else(|| Refusal::of(RefusalCode::SearchTooShort, "查询内容太短。"))?;
    // The end of a number says little of who is meant but where few can be.
    let within_school = actor.unit.as_ref().is_some_and(|unit| unit.id.is_school());
    if sought.tail.is_some() && !within_school {
        return Err(Refusal::of(RefusalCode::SearchTail, "号码的后六位只能在学校内查询。").into());
    }
    Ok(sought)
}

pub(crate) fn own_path(actor: &Actor) -> Result<OrgPath> {
    let unit =
        actor.unit.as_ref().ok_or_else(|| Refusal::of(RefusalCode::NoUnit, "您的账号不属于任何单位。"))?;
    Ok(unit.path.clone())
}
