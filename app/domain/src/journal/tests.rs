use super::*;
use crate::account::Role;
use crate::form::Field;
use crate::id::{AccountId, PersonId};
use crate::privacy::Way;

fn entry(seq: u64, detail: impl Into<Detail>, previous: &str) -> Entry {
    let detail = detail.into();
    Entry {
        subject: Subject::Person(PersonId::new(uuid::Uuid::from_u128(1))),
        seq,
        event: detail.event(),
        detail: serde_json::to_string(&detail).unwrap(),
        digest: None,
        erased: false,
        actor: Party {
            account: AccountId::new(uuid::Uuid::from_u128(2)),
            name: "王芳".into(),
            role: Role::Registrar,
            unit: None,
            unit_name: "第一小学".into(),
            ties: crate::matter::Ties::none(),
        },
        case: None,
        occurred_on: NaiveDate::default(),
        recorded_at: DateTime::default(),
        effective_on: NaiveDate::default(),
        previous: previous.into(),
        hash: String::new(),
    }
    .sealed()
}

fn erased(entries: &[u64]) -> PrivacyDetail {
    PrivacyDetail::OptionalErased {
        items: [Field::Talent].into(),
        entries: entries.iter().copied().collect(),
    }
}

/// A change whose values are erased by the entry after the next.
fn chain() -> Vec<Entry> {
    let change = ItemChange { field: Field::Talent, old: String::new(), new: "古筝".into() };
    let one = entry(1, RecordDetail::InfoChanged(change), GENESIS);
    let withdrawn = PrivacyDetail::ConsentWithdrawn { way: Way::Online, notice: "2026.1".into() };
    let two = entry(2, withdrawn, &one.hash);
    let three = entry(3, erased(&[1]), &two.hash);
    vec![one, two, three]
}

fn opened(entry: &Entry) -> Option<Detail> {
    serde_json::from_str(&entry.detail).ok()
}

fn emptied(entry: &Entry) -> Entry {
    Entry { detail: "{}".into(), erased: true, ..entry.clone() }
}

#[test]
fn values_that_were_erased_leave_a_chain_that_holds_and_others_do_not() {
    let whole = chain();
    assert_eq!(verify(&whole, opened), Ok(()));
    let without = vec![emptied(&whole[0]), whole[1].clone(), whole[2].clone()];
    assert_eq!(verify(&without, opened), Ok(()), "what a later entry names may be gone");

    let altered = vec![Entry { detail: "{}".into(), ..whole[0].clone() }, whole[1].clone(), whole[2].clone()];
    assert_eq!(verify(&altered, opened), Err(Broken { seq: 1 }), "not without saying so");
    let unnamed = vec![whole[0].clone(), emptied(&whole[1]), whole[2].clone()];
    assert_eq!(verify(&unnamed, opened), Err(Broken { seq: 2 }), "only what is named");
    let by_itself = vec![emptied(&whole[0]), whole[1].clone(), emptied(&whole[2])];
    assert_eq!(
        verify(&by_itself, opened),
        Err(Broken { seq: 1 }),
        "the entry that names is not emptied itself"
    );
    let digest = Entry { digest: Some(whole[1].digest.clone().unwrap()), ..whole[0].clone() };
    assert_eq!(verify(&[digest], opened), Err(Broken { seq: 1 }), "the digest is bound");
}

#[test]
fn an_entry_from_before_there_were_digests_binds_its_text_and_cannot_be_emptied() {
    let old = {
        let bare = Entry { digest: None, ..chain().remove(0) };
        Entry { hash: bare.expected_hash(), ..bare }
    };
    assert!(!serde_json::to_string(&old).unwrap().contains("digest"), "as it was stored");
    let tells = entry(2, erased(&[1]), &old.hash);
    assert_eq!(verify(&[old.clone(), tells.clone()], opened), Ok(()));
    assert_eq!(verify(&[emptied(&old), tells], opened), Err(Broken { seq: 1 }));
}
