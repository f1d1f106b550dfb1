//! What people are shown, held against an expectation of its own: who may see whom follows from the path of the school alone, said
//! here once more and not asked from the policy.

use super::Scene;
use crate::model::{Done, Outcome, Violation, violated};
use crate::society::guardian;
use domain::access::{Actor, Role};
use domain::form::Field;
use domain::org::UnitKind;
use registry::person::{PersonRow, Search, Standing};

/// How much of a pupil somebody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    Nothing,
    /// Without full name, number or document.
    Masked,
    /// As who works with the record.
    Working,
}

fn sight(actor: &Actor, row: &PersonRow) -> Sight {
    let Some(own) = &actor.unit else {
        return if actor.children.contains(&row.uid) { Sight::Masked } else { Sight::Nothing };
    };
    let works = matches!(actor.role, Role::Registrar | Role::Leader);
    let under = row.path.as_str().starts_with(own.path.as_str());
    let below = row.path.as_str().strip_prefix(own.path.as_str()).unwrap_or_default();
    match (works && under, own.kind) {
        (false, _) => Sight::Nothing,
        (true, UnitKind::School) => Sight::Working,
        // A school directly below: one part more.
        (true, _) if below.matches('/').count() == 1 => Sight::Working,
        (true, _) => Sight::Masked,
    }
}

impl Scene<'_> {
    fn reader(&mut self, of: &PersonRow) -> Actor {
        match self.dice.below(10) {
            0 => guardian(of.uid, 0),
            1 => {
                let other = self.pupil(|row| row.uid != of.uid);
                guardian(other.map_or(of.uid, |row| row.uid), 0)
            }
            2..6 => {
                let role = if self.dice.percent(50) { Role::Registrar } else { Role::Leader };
                self.colleague(&of.school, role)
            }
            _ => self.anybody(),
        }
    }

    /// The full numbers and the document of a child, which no list and no page shows.
    fn secrets(&self, row: &PersonRow) -> Result<Vec<String>, Violation> {
        match row.info(&*self.world.registry().vault) {
            Ok(info) => Ok([Field::IdNumber, Field::Member1IdNumber, Field::Member2IdNumber]
                .into_iter()
                .filter_map(|field| info.get(field))
                .filter(|value| value.len() > 9)
                .map(ToOwned::to_owned)
                .collect()),
            Err(error) => violated("a record opens", format!("{}: {error:?}", row.uid)),
        }
    }

    fn hides(&self, shown: &str, row: &PersonRow, by: &Actor, sight: Sight) -> Result<(), Violation> {
        for secret in self.secrets(row)? {
            if shown.contains(&secret) {
                return violated("no view shows a full number", format!("{} to {}", row.uid, by.name));
            }
        }
        let name = row.name.chars().count() > 1 && shown.contains(&row.name);
        if sight == Sight::Masked && name {
            return violated("a name is masked for who only watches", format!("{} to {}", row.uid, by.name));
        }
        Ok(())
    }

    pub(super) async fn look_at_pupil(&mut self) -> Done {
        let Some(row) = self.pupil(|_| true) else { return Ok(Outcome::Skipped) };
        let by = self.reader(&row);
        let may = sight(&by, &row);
        self.note(format!("{} by {} ({may:?})", row.uid, by.name));
        let answer = self.world.registry().pupils().pupil(&by, row.uid).await;
        match (self.hear(answer)?, may) {
            (Ok(_), Sight::Nothing) => {
                violated("nobody sees a pupil outside the scope", format!("{} to {}", row.uid, by.name))
            }
            (Ok(view), may) => {
                if !view.chain_holds {
                    return violated("every journal is whole", row.uid.to_string());
                }
                // Words of the journal may quote a name that was corrected; the heading is what is masked.
                let heading = format!("{:?} {:?} {:?}", view.name, view.number, view.info);
                let whole = format!("{view:?}");
                self.hides(&heading, &row, &by, may)?;
                for secret in self.secrets(&row)? {
                    if whole.contains(&secret) {
                        return violated(
                            "no view shows a full number",
                            format!("{} to {}", row.uid, by.name),
                        );
                    }
                }
                Ok(Outcome::Accepted)
            }
            (Err(code), Sight::Nothing) => Ok(Outcome::Refused(code)),
            // The store may refuse to write the line of the access log; then nothing is shown.
            (Err(code), _) if self.model.broken => Ok(Outcome::Refused(code)),
            (Err(code), _) => {
                violated("who works with a pupil sees it", format!("{} to {}: {code}", row.uid, by.name))
            }
        }
    }

    pub(super) async fn look_at_list(&mut self) -> Done {
        let by = if self.dice.percent(10) {
            match self.pupil(|_| true) {
                Some(row) => guardian(row.uid, 0),
                None => return Ok(Outcome::Skipped),
            }
        } else {
            self.anybody()
        };
        let named = self.pupil(|_| true);
        let text = match (self.dice.below(4), &named) {
            (0, Some(row)) => row.name.chars().take(1).collect(),
            (1, Some(row)) => row.initials.clone(),
            (2, Some(row)) => self.secrets(row)?.first().cloned().unwrap_or_default(),
            _ => String::new(),
        };
        // Another school's list, asked for by its code.
        let school = named.filter(|_| self.dice.percent(40)).map(|row| row.school);
        self.note(format!("{text:?} of {school:?} by {}", by.name));
        let search = Search { text, school, ..Search::default() };
        let answer = self.world.registry().pupils().search_pupils(&by, &search).await;
        let page = match self.hear(answer)? {
            Ok(page) => page,
            Err(code) => return Ok(Outcome::Refused(code)),
        };
        for line in &page.rows {
            let Some(row) = self.seen.person(line.id) else {
                return violated("a list shows pupils that are there", line.id.to_string());
            };
            let may = sight(&by, row);
            if may == Sight::Nothing {
                return violated(
                    "nobody sees a pupil outside the scope",
                    format!("{} to {}", row.uid, by.name),
                );
            }
            let masked = match &by.unit {
                Some(own) if own.kind == UnitKind::School => Sight::Working,
                _ if search.school.is_some() => may,
                _ => Sight::Masked,
            };
            self.hides(&format!("{line:?}"), row, &by, masked)?;
        }
        Ok(Outcome::Accepted)
    }

    pub(super) async fn look_at_case(&mut self) -> Done {
        let cases: Vec<_> = self.seen.cases.iter().collect();
        let Some(case) = self.dice.pick(&cases).map(|case| (*case).clone()) else {
            return Ok(Outcome::Skipped);
        };
        let Some(row) = self.seen.person(case.person).cloned() else {
            return violated("a case is about a pupil that is there", case.uid.to_string());
        };
        let content = self.content(&case)?;
        let by = self.reader(&row);
        self.note(format!("{} by {}", case.uid, by.name));
        let own = by.unit.as_ref();
        let works = matches!(by.role, Role::Registrar | Role::Leader);
        let in_chain = own.is_some_and(|own| content.chain.iter().any(|link| link.unit == own.id));
        let covers = own.is_some_and(|own| {
            case.path.as_str().starts_with(own.path.as_str())
                || row.path.as_str().starts_with(own.path.as_str())
        });
        let guards = by.role == Role::Guardian && by.children.contains(&case.person);
        let may = guards || (works && (in_chain || covers));
        let answer = self.world.registry().cases().case_view(&by, case.uid).await;
        match self.hear(answer)? {
            Ok(_) if !may => {
                violated("nobody sees a case outside the scope", format!("{} to {}", case.uid, by.name))
            }
            Ok(_) => Ok(Outcome::Accepted),
            Err(code) => Ok(Outcome::Refused(code)),
        }
    }

    pub(super) async fn look_at_queue(&mut self) -> Done {
        let by = self.anybody();
        self.note(format!("by {}", by.name));
        let answer = self.world.registry().cases().my_queue(&by, None).await;
        let page = match self.hear(answer)? {
            Ok(page) => page,
            Err(code) => return Ok(Outcome::Refused(code)),
        };
        let key = by.unit.as_ref().map(|own| format!("{}/{}", own.id, by.role.key())).unwrap_or_default();
        let mine = self.seen.cases.iter().filter(|row| row.waiting.as_deref() == Some(key.as_str())).count();
        if page.total != mine as u64 || page.lines.len() != mine.min(50) {
            return violated("a queue shows what waits", format!("{} of {mine} to {}", page.total, by.name));
        }
        for line in &page.lines {
            let waits = self
                .seen
                .cases
                .iter()
                .any(|row| row.uid == line.id && row.waiting.as_deref() == Some(key.as_str()));
            if !waits || line.due_on.is_none() {
                return violated("a queue shows what waits", format!("{} to {}", line.id, by.name));
            }
        }
        Ok(Outcome::Accepted)
    }

    pub(super) async fn reveal(&mut self) -> Done {
        let Some(row) = self.pupil(|row| matches!(row.standing, Standing::Pupil(_))) else {
            return Ok(Outcome::Skipped);
        };
        let by = self.reader(&row);
        let may = sight(&by, &row) == Sight::Working;
        self.note(format!("{} by {}", row.uid, by.name));
        let field = self.dice.percent(50).then_some(Field::IdNumber);
        let answer = self.world.registry().pupils().reveal(&by, row.uid, field, "办理转学核对").await;
        match self.hear(answer)? {
            Ok(_) if !may => violated(
                "a full number is told to who works with the record",
                format!("{} to {}", row.uid, by.name),
            ),
            Ok(told) if field.is_some() && !self.secrets(&row)?.contains(&told) && told.len() > 9 => {
                violated("what is revealed is what is on record", row.uid.to_string())
            }
            Ok(_) => Ok(Outcome::Accepted),
            Err(code) => Ok(Outcome::Refused(code)),
        }
    }
}
