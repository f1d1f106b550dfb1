//! Lists and searches (查询): scoped, indexed, paged by key, masked.

use crate::Registry;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::school::is_here;
use crate::store::Vars;
use domain::access::{Action, Actor, Mask, Scope, Target, authorise};
use domain::access_log::Function;
use domain::codes::PupilStatus;
use domain::id::{PersonId, UnitId};
use domain::refusal::{Basis, Refusal};
use pinyin::ToPinyin;

/// Rows on one page.
const PAGE: usize = 50;

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// A name, its pinyin initials, a full 学籍号 or a full document number; empty lists everybody.
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
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// The rows.
    pub rows: Vec<PupilLine>,
    /// The last person of this page, when there are more.
    pub next: Option<PersonId>,
}

/// One row of a list, masked.
#[derive(Debug, Clone)]
pub struct PupilLine {
    /// The person.
    pub id: PersonId,
    /// 姓名, masked as the policy says.
    pub name: String,
    /// 性别
    pub sex: &'static str,
    /// Year of birth.
    pub birth_year: i32,
    /// School.
    pub school: String,
    /// 年级
    pub grade: String,
    /// 班级
    pub class_name: String,
    /// Where the pupil stands.
    pub standing: &'static str,
    /// 学籍号, masked.
    pub number: String,
}

/// Letters of a name's pinyin, lower case, and its first letters. Characters without pinyin are left out.
pub(super) fn letters(name: &str) -> (String, String) {
    let mut full = String::new();
    let mut initials = String::new();
    for (character, pinyin) in name.chars().zip(name.to_pinyin()) {
        if let Some(pinyin) = pinyin {
            full.push_str(pinyin.plain());
            initials.push_str(pinyin.first_letter());
        } else if character.is_ascii_alphabetic() {
            full.push(character.to_ascii_lowercase());
        }
    }
    (full, initials)
}

impl Registry {
    /// One page of pupils in the actor's scope.
    ///
    /// # Errors
    /// A refusal when the actor may not list pupils, or the search text is too short to be one.
    pub async fn search_pupils(&self, actor: &Actor, search: &Search) -> Result<Page> {
        let unit = match &search.school {
            Some(school) => self.unit(school).await?.path,
            None => own_path(actor)?,
        };
        let grant = authorise(actor, Action::ListPupils, &Target::Unit(&unit))?;
        let Scope::Subtree(path) = &grant.scope else { return Ok(Page { rows: Vec::new(), next: None }) };
        let text = search.text.trim();
        let mut vars = Vars::new().with("path", path);
        let mut conditions = vec!["string::starts_with(path, $path)".to_owned()];
        if let Some(grade) = search.grade {
            conditions.push(format!("grade = {grade}"));
        }
        if let Some(class) = &search.class_name {
            conditions.push("class_name = $class".into());
            vars = vars.with("class", class);
        }
        if let Some(schools) = &search.left {
            conditions.push("school IN $schools AND status IN $left".into());
            let left = PupilStatus::ALL.iter().map(|status| status.code()).filter(|code| !is_here(code));
            vars = vars.with("schools", schools).with("left", left.collect::<Vec<_>>());
        }
        if !text.is_empty() {
            let (condition, value) = self.condition(text).await?;
            conditions.push(condition.to_owned());
            vars = vars.with("text", value);
        }
        if let Some(id) = search.after {
            // Only the id travels in addresses; the name it stands for is looked up here.
            // It may be anybody's id: only of somebody who could stand on the page before may the place in the alphabet show.
            let last = self.person(id).await?;
            if !path.covers(&last.path) {
                return Err(Error::NotFound("person"));
            }
            let name = last.name;
            conditions.push("(name > $name OR (name = $name AND uid > $id))".into());
            vars = vars.with("name", name).with("id", id);
        }
        let text = format!(
            "SELECT * FROM person WHERE {} ORDER BY name, uid LIMIT {}",
            conditions.join(" AND "),
            PAGE + 1
        );
        let mut rows: Vec<PersonRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        let people: Vec<PersonId> = rows.iter().map(|row| row.uid).collect();
        self.saw_why(actor, Function::PupilSearch, &people, "", search.text.trim()).await?;
        Ok(Page { rows: rows.iter().map(|row| line(row, grant.mask)).collect(), next })
    }

    /// One search box that knows a number, pinyin and a name.
    async fn condition(&self, text: &str) -> Result<(&'static str, String)> {
        if text.len() == 19 && text.starts_with(['G', 'L', 'J', 'g', 'l', 'j']) {
            let person = self.person_by_number(&text.to_uppercase()).await?;
            return Ok(("uid = $text", person.map(|person| person.to_string()).unwrap_or_default()));
        }
        if text.chars().filter(char::is_ascii_digit).count() >= 8 {
            let number = text.to_uppercase();
            return Ok(("document_hash = $text", self.vault.keyed_hash("document", &number)));
        }
        if text.chars().all(|c| c.is_ascii_alphabetic()) && text.len() >= 2 {
            return Ok(("string::starts_with(initials, $text)", text.to_lowercase()));
        }
        if text.is_ascii() {
            return Err(Refusal::new(
                "search_too_short",
                Basis::Procedure,
                "查询内容太短。",
                "请输入姓名、至少两个拼音首字母、完整学籍号或完整证件号码。",
            )
            .into());
        }
        Ok(("string::starts_with(name, $text)", text.to_owned()))
    }
}

pub(crate) fn own_path(actor: &Actor) -> Result<domain::org::OrgPath> {
    let unit = actor.unit.as_ref().ok_or_else(|| {
        Refusal::new("no_unit", Basis::Article(25), "您的账号不属于任何单位。", "请使用单位账号登录。")
    })?;
    Ok(unit.path.clone())
}

/// A list row under a mask.
fn line(row: &PersonRow, mask: Mask) -> PupilLine {
    PupilLine {
        id: row.uid,
        name: mask.name(&row.name),
        sex: row.sex.label(),
        birth_year: row.birth_year,
        school: row.school_name.clone(),
        grade: row.grade_label(),
        class_name: row.class_name.clone(),
        standing: row.standing.label(),
        number: row.number_mask.clone(),
    }
}
