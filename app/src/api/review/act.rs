//! The steps of a term review. Every one is a service's; what was typed comes back with what is wrong.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::{answer, review as w};
#[cfg(feature = "ssr")]
use domain::id::{ReviewId, UnitId};
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal, RefusalCode};
#[cfg(feature = "ssr")]
use domain::review::{AnomalyKind, CampaignCommand, Dates, Finding, Outcome, Outstanding, SchoolCommand};
use leptos::prelude::*;
use server_fn::codec::{MultipartData, MultipartFormData};
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
fn refused(code: RefusalCode, what: &str, remedy: &str) -> AppError {
    AppError::Refused(vec![Refusal::new(code, Basis::Article(24), what, remedy)])
}

/// The four days; everything that is no day is told at once.
#[cfg(feature = "ssr")]
fn dates(days: [(&str, &str); 4]) -> Result<Dates, AppError> {
    let read = days.map(|(_, text)| domain::form::parse_date(text));
    if let [Some(start), Some(school), Some(county), Some(province)] = read {
        return Ok(Dates { start, school, county, province });
    }
    let labels = [w::START, w::SCHOOL_DUE, w::COUNTY_DUE, w::END];
    let wrong = days.into_iter().zip(labels).zip(read).filter(|(_, day)| day.is_none());
    let wrong = wrong.map(|(((code, _), label), _)| {
        let what = answer::date_missing(label);
        Refusal::new(RefusalCode::named(code), Basis::Procedure, what, answer::date_like())
    });
    Err(AppError::Refused(wrong.collect()))
}

#[cfg(feature = "ssr")]
async fn end(
    form: &str,
    back: &str,
    kept: BTreeMap<String, String>,
    result: Result<String, AppError>,
    words: &str,
) -> Result<(), AppError> {
    keep::finish_saying(form, form, back, kept, result, words).await
}

/// Opens a campaign of the actor's unit.
#[server(client = Attended, prefix = "/api", endpoint = "propose_review")]
pub async fn propose_review(
    /// First day of the campaign, as typed.
    start: String,
    /// The last day for schools, as typed.
    school: String,
    /// The last day for competent authorities, as typed.
    county: String,
    /// The day on which the campaign ends, as typed.
    province: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let days = [("start", &*start), ("school", &*school), ("county", &*county), ("province", &*province)];
    let result = async { Ok(registry().reviews().propose_review(&actor, dates(days)?).await?) }.await;
    let opened = result.as_ref().ok().copied();
    keep::finish("reviews", "/reviews", typed(days), result.map(|id| format!("/reviews/{id}"))).await?;
    match opened {
        Some(id) => keep::say(&format!("review/{id}"), w::OPENED).await,
        None => Ok(()),
    }
}

/// Changes the dates of a campaign that is not approved.
#[server(client = Attended, prefix = "/api", endpoint = "amend_review")]
pub async fn amend_review(
    /// The campaign as it was shown (`id@version`).
    review: String,
    /// First day of the campaign, as typed.
    start: String,
    /// The last day for schools, as typed.
    school: String,
    /// The last day for competent authorities, as typed.
    county: String,
    /// The day on which the campaign ends, as typed.
    province: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let days = [("start", &*start), ("school", &*school), ("county", &*county), ("province", &*province)];
    let back = format!("/reviews/{}", bare(&review));
    let result = async {
        let command = CampaignCommand::Amend(dates(days)?);
        registry().reviews().act_on_review(&actor, shown::<ReviewId>(&review)?, &command).await?;
        Ok(back.clone())
    };
    let result = result.await;
    end(&format!("review/{}", bare(&review)), &back, typed(days), result, w::OPENED).await
}

/// The leader's step: `approve`, `return` or `close`.
#[server(client = Attended, prefix = "/api", endpoint = "decide_review")]
pub async fn decide_review(
    /// The campaign as it was shown (`id@version`).
    review: String,
    /// `approve`, `return` or `close`.
    act: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let back = format!("/reviews/{}", bare(&review));
    let kept = typed([("reason", cut(&reason))]);
    let command = match act.as_str() {
        "approve" => CampaignCommand::Approve,
        "return" => CampaignCommand::Return(reason),
        "close" => CampaignCommand::Close { unfinished: 0 },
        _ => return Err(AppError::NotFound),
    };
    let result = async {
        registry().reviews().act_on_review(&actor, shown::<ReviewId>(&review)?, &command).await?;
        Ok(back.clone())
    };
    let result = result.await;
    end(&format!("review/{}", bare(&review)), &back, kept, result, w::DONE).await
}

/// A step of a school's part: `submit`, `sign`, `examine`, `confirm` or `return`.
#[server(client = Attended, prefix = "/api", endpoint = "sign_review")]
pub async fn sign_review(
    /// The campaign.
    review: String,
    /// Code of the school.
    school: String,
    /// `submit`, `sign`, `examine`, `confirm` or `return`.
    act: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let back = format!("/reviews/{review}/schools/{}", bare(&school));
    let kept = typed([("reason", cut(&reason))]);
    let command = match act.as_str() {
        "submit" => SchoolCommand::Submit(Outstanding::default()),
        "sign" => SchoolCommand::Sign(Outstanding::default()),
        "examine" => SchoolCommand::Examine,
        "confirm" => SchoolCommand::Confirm,
        "return" => SchoolCommand::Return(reason),
        _ => return Err(AppError::NotFound),
    };
    let result = async {
        registry()
            .reviews()
            .act_on_school_review(&actor, id(&review)?, shown::<UnitId>(&school)?, &command)
            .await?;
        Ok(back.clone())
    };
    let result = result.await;
    end(&format!("review_school/{review}/{}", bare(&school)), &back, kept, result, w::DONE).await
}

/// What is said of the ticked pupils of a class: `present`, `signed` by their guardians, or `settle`: the same answer to one kind of
/// anomaly.
#[server(client = Attended, prefix = "/api", endpoint = "answer_class")]
pub async fn answer_class(
    /// The campaign.
    review: String,
    /// Code of the school.
    school: String,
    /// The grade (年级), 1–12.
    grade: String,
    /// The class (班级).
    class: String,
    /// `present`, `signed` or `settle`.
    act: String,
    /// The ticked pupils.
    #[server(default)]
    people: Vec<String>,
    /// Key of the kind of anomaly that is settled.
    #[server(default)]
    kind: String,
    /// Key of the outcome of what is settled.
    #[server(default)]
    outcome: String,
    /// A note, as typed.
    #[server(default)]
    note: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let back = sheet_address(&review, &school, &grade, &class);
    let kept =
        typed([("people", &people.join(",")), ("kind", &kind), ("outcome", &outcome), ("note", cut(&note))]);
    let result = async {
        let people = people.iter().map(|person| id(person)).collect::<Result<Vec<_>, _>>()?;
        match act.as_str() {
            "present" => registry().reviews().confirm_present(&actor, id(&review)?, &people).await?,
            "signed" => registry().reviews().guardians_signed(&actor, id(&review)?, &people).await?,
            "settle" => {
                let unset = |field| refused(field, w::CHOOSE, w::CHOOSE_NEXT);
                let kind = AnomalyKind::from_key(&kind).ok_or_else(|| unset(RefusalCode::Kind))?;
                let outcome = Outcome::from_key(&outcome).ok_or_else(|| unset(RefusalCode::Outcome))?;
                registry()
                    .reviews()
                    .settle_anomaly(&actor, id(&review)?, &people, kind, (outcome, &note))
                    .await?;
            }
            _ => return Err(AppError::NotFound),
        }
        Ok(back.clone())
    };
    let result = result.await;
    end(&format!("review_class/{review}/{grade}/{class}"), &back, kept, result, w::SAVED).await
}

/// The address of a class's sheet.
pub fn sheet_address(review: &str, school: &str, grade: &str, class: &str) -> String {
    let class = leptos_router::location::Url::escape(class);
    format!("/reviews/{review}/schools/{school}/class?grade={grade}&class={class}")
}

#[cfg(feature = "ssr")]
fn pupil_address(review: &str, person: &str) -> String {
    format!("/reviews/{review}/pupils/{person}")
}

/// The school's confirmation of one pupil.
#[server(client = Attended, prefix = "/api", endpoint = "confirm_pupil")]
pub async fn confirm_pupil(
    /// The campaign.
    review: String,
    /// The pupil.
    person: String,
    /// Key of the finding (核对结果).
    #[server(default)]
    finding: String,
    /// Keys of the items that are wrong.
    #[server(default)]
    items: Vec<String>,
    /// A note, as typed.
    #[server(default)]
    note: String,
    /// Code or name of the school where the child is, as typed.
    #[server(default)]
    school: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let back = pupil_address(&review, &person);
    let kept = typed([
        ("finding", &*finding),
        ("items", &items.join(",")),
        ("note", cut(&note)),
        ("school", cut(&school)),
    ]);
    let result = async {
        let finding = Finding::from_key(&finding)
            .ok_or_else(|| refused(RefusalCode::Finding, w::CHOOSE, w::CHOOSE_NEXT))?;
        let items = domain::form::Field::ALL
            .iter()
            .copied()
            .filter(|field| items.iter().any(|one| one == field.key()));
        let said = registry::review::Confirmation { finding, items: items.collect(), note, at: school };
        registry().reviews().confirm_pupil(&actor, id(&review)?, id(&person)?, &said).await?;
        Ok(back.clone())
    };
    let result = result.await;
    end(&form_of(&review, &person), &back, kept, result, w::SAVED).await
}

#[cfg(feature = "ssr")]
fn form_of(review: &str, person: &str) -> String {
    format!("review_pupil/{review}/{person}")
}

/// The school's answers to what was found about one pupil: `outcome_<kind>` and `note_<kind>`.
#[server(client = Attended, prefix = "/api", endpoint = "settle_anomalies")]
pub async fn settle_anomalies(
    /// The campaign.
    review: String,
    /// The pupil.
    person: String,
    /// Outcome and note by kind of anomaly.
    #[server(default)]
    values: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let back = pupil_address(&review, &person);
    let value = |key: String| values.get(&key).map(String::as_str).unwrap_or_default();
    let mut kept = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut answered = 0;
    for kind in AnomalyKind::ALL {
        let (outcome_field, note_field) = (format!("outcome_{}", kind.key()), format!("note_{}", kind.key()));
        let (outcome, note) = (value(outcome_field.clone()), cut(value(note_field.clone())));
        let Some(chosen) = Outcome::from_key(outcome) else { continue };
        answered += 1;
        kept.insert(outcome_field, outcome.to_owned());
        kept.insert(note_field.clone(), note.to_owned());
        match registry()
            .reviews()
            .settle_anomaly(&actor, id(&review)?, &[id(&person)?], kind, (chosen, note))
            .await
        {
            Ok(()) => {}
            Err(registry::error::Error::Refused(refusals)) => wrong.extend(refusals.into_iter().map(|one| {
                if one.code == RefusalCode::Note { one.beside(note_field.as_str()) } else { one }
            })),
            Err(error) => return end(&form_of(&review, &person), &back, kept, Err(error.into()), "").await,
        }
    }
    if answered == 0 {
        wrong.push(Refusal::new(RefusalCode::NoAnswer, Basis::Article(24), w::NO_ANSWER, w::NO_ANSWER_NEXT));
    }
    let result = if wrong.is_empty() { Ok(back.clone()) } else { Err(AppError::Refused(wrong)) };
    end(&form_of(&review, &person), &back, kept, result, w::SAVED).await
}

/// What the guardian said on paper, with a scan when there is one.
#[server(client = Attended, prefix = "/api", endpoint = "guardian_paper", input = MultipartFormData)]
pub async fn guardian_paper(
    /// The form: campaign, pupil, the word and a scan.
    data: MultipartData,
) -> Result<(), AppError> {
    use domain::case::correction::ProofKind;
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let [review, person, word] = ["review", "person", "paper_word"].map(|name| parts.text(name));
    let back = pupil_address(&review, &person);
    let result = async {
        let right = match word.as_str() {
            "right" => true,
            "wrong" => false,
            _ => return Err(refused(RefusalCode::PaperWord, w::CHOOSE, w::CHOOSE_NEXT)),
        };
        let scan =
            parts.file()?.map(|(name, bytes)| registry::case::Upload { kind: ProofKind::Other, name, bytes });
        registry().reviews().guardian_on_paper(&actor, id(&review)?, id(&person)?, right, scan).await?;
        Ok(back.clone())
    };
    let result = result.await;
    end(&form_of(&review, &person), &back, typed([("paper_word", &word)]), result, w::SAVED).await
}

/// The guardian's word: who says that something is wrong goes on to ask for the correction.
#[server(client = Attended, prefix = "/api", endpoint = "guardian_word")]
pub async fn guardian_word(
    /// The child.
    person: String,
    /// `right` when everything is right; anything else says that something is wrong.
    word: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let right = word == "right";
    let result = async {
        registry().reviews().guardian_word(&actor, id(&person)?, right).await?;
        Ok(if right { "/my".to_owned() } else { format!("/my/{person}/correct") })
    };
    let result = result.await;
    let went_well = result.is_ok();
    keep::finish(&format!("my_review/{person}"), &format!("/my/{person}/review"), typed([]), result).await?;
    if went_well && right {
        keep::say("my", w::MY_THANKS).await?;
    }
    Ok(())
}
