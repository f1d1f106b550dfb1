//! Many at once, each with its own outcome: progression of graduates (第十四条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
use crate::api::{AppError, Attended};
use contract::pupil::LeaverLine;
use leptos::prelude::*;

/// A person's id as a key in a form's map: what begins with a digit would be read as a place in a list.
pub fn map_key(person: &str) -> String {
    format!("p{person}")
}

/// Graduates of the own school who may go on there, with what was typed.
#[server(name = GetGraduates, client = Attended, prefix = "/api", endpoint = "graduates")]
pub async fn graduates() -> Result<(Vec<LeaverLine>, FormState), AppError> {
    let actor = actor()?;
    let rows = registry().cases().own_graduates(&actor).await?;
    Ok((rows, keep::load("progressions").await?))
}

/// Opens progression: for graduates of the own school that are ticked, and for every line «学籍号 姓名 班级». What is refused
/// stays on the page with the reason, line by line.
#[server(client = Attended, prefix = "/api", endpoint = "send_progressions")]
pub async fn send_progressions(
    /// First day at the new stage, as typed.
    #[server(default)]
    on: String,
    /// A note, as typed.
    #[server(default)]
    note: String,
    /// Lines «学籍号 姓名 班级», as typed.
    #[server(default)]
    lines: String,
    /// The class of the own graduates, as typed.
    #[server(default)]
    class_name: String,
    /// Why graduates come into another grade than the one that goes on, as chosen.
    #[server(default)]
    grade_reason: String,
    /// The ticked graduates of the own school.
    #[server(default)]
    own: Vec<String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async {
        let mut asked = rows::lines(&on, &note, &grade_reason, &lines).map_err(AppError::Refused)?;
        for person in &own {
            let (number, name) = registry().cases().graduate_named(&actor, id(person)?).await?;
            asked.push((
                String::new(),
                registry::case::AskedProgression {
                    number,
                    name,
                    class_name: class_name.trim().to_owned(),
                    grade: Default::default(),
                    on: asked.first().map_or(rows::day(&on).map_err(AppError::Refused)?, |(_, one)| one.on),
                    note: note.trim().to_owned(),
                },
            ));
        }
        if asked.is_empty() {
            return Err(AppError::Refused(vec![rows::nobody()]));
        }
        let people: Vec<_> = asked.iter().map(|(_, one)| one.clone()).collect();
        let outcomes = registry().cases().open_progressions(&actor, &people).await?;
        Ok(asked.into_iter().zip(outcomes).collect::<Vec<_>>())
    }
    .await;
    let mut state = FormState::default();
    for (field, text) in
        [("on", &on), ("note", &note), ("class_name", &class_name), ("grade_reason", &grade_reason)]
    {
        state.values.insert(field.to_owned(), text.chars().take(500).collect());
    }
    match result {
        Ok(outcomes) => {
            let mut left = Vec::new();
            let mut sent = 0;
            for ((line, one), outcome) in outcomes {
                match outcome {
                    Ok(_) => sent += 1,
                    Err(refusals) => {
                        let field = if line.is_empty() { "class_name" } else { "lines" };
                        for refusal in refusals {
                            state.errors.push((field.to_owned(), format!("{}：{refusal}", one.name)));
                        }
                        left.push(line);
                    }
                }
            }
            left.retain(|line| !line.is_empty());
            state.values.insert("lines".into(), left.join("\n"));
            if state.errors.is_empty() {
                keep::say("progressions", &crate::text::t::answer::progressions_sent(sent)).await?;
            } else {
                keep::put("progressions", &state).await?;
            }
        }
        Err(AppError::Refused(refusals)) => {
            state.values.insert("lines".into(), lines.chars().take(20_000).collect());
            state.errors = refusals.iter().map(|one| (one.control().to_owned(), one.to_string())).collect();
            keep::put("progressions", &state).await?;
        }
        Err(error) => return Err(error),
    }
    crate::api::address::lead_to("/progressions/new");
    Ok(())
}

#[cfg(feature = "ssr")]
pub(crate) mod rows {
    use crate::text::t::answer;
    use chrono::NaiveDate;
    use domain::case::systems::{AskedGrade, GradeReason};
    use domain::refusal::{Basis, Refusal, RefusalCode};
    use registry::case::AskedProgression;

    /// More at once would keep the browser waiting.
    pub(crate) const MOST: usize = 200;

    pub(crate) fn day(text: &str) -> Result<NaiveDate, Vec<Refusal>> {
        domain::form::parse_date(text)
            .ok_or_else(|| vec![refusal(RefusalCode::On, answer::no_date(), answer::date_like())])
    }

    /// The lines with what each asks for: number, name, class, and the grade when it is not the one that goes on, with blanks, commas
    /// or tabs between.
    pub(super) fn lines(
        on: &str,
        note: &str,
        grade_reason: &str,
        lines: &str,
    ) -> Result<Vec<(String, AskedProgression)>, Vec<Refusal>> {
        let on = day(on)?;
        let mut asked = Vec::new();
        let mut wrong = Vec::new();
        for (n, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).take(MOST) {
            let line = domain::text::words(line).text;
            let parts: Vec<&str> = line
                .split(|c: char| c.is_whitespace() || c == ',' || c == '，')
                .filter(|part| !part.is_empty())
                .collect();
            if let [number, name, class_name, grade @ ..] = parts.as_slice()
                && grade.len() < 2
            {
                let grade = grade.first().map(|typed| (*typed).to_owned()).unwrap_or_default();
                let one = AskedProgression {
                    number: (*number).to_owned(),
                    name: (*name).to_owned(),
                    class_name: (*class_name).to_owned(),
                    grade: AskedGrade { grade, why: GradeReason::from_key(grade_reason) },
                    on,
                    note: domain::text::words(note).text,
                };
                asked.push((line, one));
            } else {
                wrong.push(refusal(RefusalCode::Lines, &answer::bad_line(n + 1), answer::separate()));
            }
        }
        if wrong.is_empty() { Ok(asked) } else { Err(wrong) }
    }

    pub(crate) fn nobody() -> Refusal {
        refusal(RefusalCode::Lines, answer::no_pupils(), answer::one_pupil_at_least())
    }

    pub(crate) fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
        Refusal::new(code, Basis::Procedure, what, remedy)
    }
}
