//! 上传证明材料 (第十条: 《居民户口簿》或其他证明文件).

use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::correct::{DropProof, items_page, next_page, preparation};
use crate::language::name;
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{guardian as w, portal as p};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Choice, FileField, FileForm, LinkButton, PageTitle,
    RadioField, Section, choices, keyed,
};
use contract::portal::Preparation;
use domain::case::correction::ProofKind;
use leptos::prelude::*;

/// 上传证明材料
#[component]
pub fn ProofPage() -> impl IntoView {
    let person = param("id");
    let remove = ServerAction::<DropProof>::new();
    let data = Resource::new_blocking(
        move || (person.get(), remove.version().get()),
        |(person, _)| async move {
            let found = preparation(person.clone()).await?;
            let state = form_state(format!("proof/{person}")).await?;
            Ok((person, found, state))
        },
    );
    view! {
        <Load data view=move |(person, found, state): (String, Preparation, FormState)| {
            let filed = (!found.proofs.is_empty()).then(|| list(&person, &found, remove));
            let done = (!found.proofs.is_empty()).then(|| {
                let href = next_page(&found, &person);
                view! { <Actions><LinkButton href>{w::PROOF_DONE}</LinkButton></Actions> }
            });
            let upload = if found.proofs.is_empty() { ButtonKind::Primary } else { ButtonKind::Secondary };
            view! {
                <BackLink href=items_page(&found, &person)/>
                <PageTitle title=w::PROOF_TITLE caption=Some(w::correct_of(&found.name)) has_errors=state.has_errors()/>
                <FormMessages state=state.clone()/>
                <p>{w::PROOF_LEAD}</p>
                {filed}
                <FileForm action="/api/file_proof">
                    <input type="hidden" name="person" value=person.clone()/>
                    <RadioField
                        name="kind"
                        label=w::PROOF_KIND
                        options=kinds(&found)
                        value=state.value_or("kind", ProofKind::HouseholdRegister.key())
                        error=state.error("kind")
                        required=true
                    />
                    <FileField
                        name="file"
                        label=w::PROOF_FILE
                        hint=w::PROOF_FILE_HINT
                        error=state.error("file")
                        accept="image/jpeg,image/png,application/pdf"
                        required=true
                    />
                    <Actions><Button kind=upload>{w::PROOF_UPLOAD}</Button></Actions>
                </FileForm>
                {done}
            }
        }/>
    }
}

/// What may be filed; at the counter the paper on which somebody applies, too.
fn kinds(found: &Preparation) -> Vec<Choice> {
    let paper = found.applicants.is_some().then_some(ProofKind::Application);
    choices(ProofKind::ALL.into_iter().chain(paper).map(|kind| (kind.key(), name(&kind))))
}

fn list(person: &str, found: &Preparation, remove: ServerAction<DropProof>) -> impl IntoView + use<> {
    let items = keyed(
        found.proofs.iter(),
        |proof| proof.id,
        |proof| {
            let words = p::proof(name(&proof.kind), &proof.format, proof.kib());
            let href = format!("/files/my/{person}/proofs/{}", proof.id);
            let (person, id) = (person.to_owned(), proof.id.to_string());
            let of = words.clone();
            view! {
                <li>
                    <a href=href rel="external">{words}</a>
                    <ActionForm action=remove>
                        <input type="hidden" name="person" value=person/>
                        <input type="hidden" name="proof" value=id/>
                        <Button kind=ButtonKind::Link>
                            {w::PROOF_REMOVE}<span class="visually-hidden">{of}</span>
                        </Button>
                    </ActionForm>
                </li>
            }
        },
    );
    view! { <Section id="filed" title=w::PROOF_LIST><ul class="proof-list">{items}</ul></Section> }
}
