//! The exchange with the population register by files (第五条): a number stays temporary until it is answered; the request leaves on a
//! written approval (第二十五条); every line of an answer is held against what was asked.

use crate::support::corrections::{record, whole};
use crate::support::*;
use domain::disclosure::{Command, DataClass, Ending, Ground, People, Recipient, RecipientKind};
use domain::form::Field;
use domain::id::{DisclosureId, PersonId};
use domain::population::{AnswerOutcome, AskState};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use registry::disclosure::AskedDisclosure;
use registry::population::{Taken, is_request, request_key};

fn asked() -> AskedDisclosure {
    AskedDisclosure {
        school: Some(code(SCHOOL)),
        recipient: Recipient {
            name: "南京市公安局人口管理支队".into(),
            kind: Some(RecipientKind::StateOrgan),
            contact: "陈警官".into(),
            phone: "02512345678".into(),
            letter: "宁公人〔2026〕12号".into(),
        },
        purpose: "学籍号身份核验".into(),
        ground: Some(Ground::StatutoryDuty),
        proof_of_ground: "中小学生学籍管理办法第五条".into(),
        classes: [DataClass::Basic, DataClass::Documents].into(),
        necessity: "学籍号以居民身份证号为基础生成，须核验".into(),
        people: People::Unverified,
        numbers: String::new(),
        keep_days: 30,
        letter: Some(("来函.png".into(), png())),
    }
}

async fn approved(world: &World) -> DisclosureId {
    let disclosures = world.registry.disclosures();
    let id = disclosures.ask_disclosure(&registrar(SCHOOL), &asked()).await.unwrap();
    let examine = Command::Examine("属实".into());
    disclosures.act_on_disclosure(&registrar(COUNTY), id, &examine).await.unwrap();
    let approve = Command::Approve { words: "同意".into(), days: 7, downloads: 2 };
    disclosures.act_on_disclosure(&leader(COUNTY), id, &approve).await.unwrap();
    id
}

/// The request as text, with its approval and the number of each question by the name of the child.
async fn request(world: &World) -> (String, String, Vec<(String, String)>) {
    let id = approved(world).await;
    let (approval, bytes) =
        world.registry.disclosures().fetch_disclosure(&registrar(SCHOOL), id).await.unwrap();
    assert!(is_request(&bytes));
    let text = String::from_utf8(bytes).unwrap();
    let rows = text.lines().skip(2).filter(|line| !line.starts_with("signature,"));
    let asks = rows.map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[0].to_owned(), cells[1].to_owned())
    });
    let asks = asks.collect();
    (text, approval, asks)
}

fn gateway() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn answer(approval: &str, lines: &[String]) -> String {
    let mut body =
        format!("xueji-population-answer,1,{approval},2026-09-07,{}\nask,reply,differences\n", lines.len());
    for line in lines {
        body.push_str(line);
        body.push('\n');
    }
    let signature = hex(&gateway().sign(body.as_bytes()).to_bytes());
    format!("{body}signature,{signature}\n")
}

async fn take(world: &World, text: &str) -> registry::error::Result<Taken> {
    let key = hex(&gateway().verifying_key().to_bytes());
    let taken = world.registry.population().take_answers(text, &key, false).await?;
    world.registry.outbox().drain_outbox().await?;
    Ok(taken)
}

fn outcomes(taken: &Taken) -> Vec<AnswerOutcome> {
    taken.lines.iter().map(|line| line.outcome).collect()
}

async fn number(world: &World, person: PersonId) -> String {
    whole(world, person, None).await
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_a_number_stays_temporary_until_the_register_has_answered() {
    let world = World::by_files().await;
    let person = world.pupil(SCHOOL, 1).await;
    assert!(number(&world, person).await.starts_with('L'));
    assert_eq!(record(&world, person).await.verification, Some(AskState::Waiting));

    let (text, approval, asks) = request(&world).await;
    let name = info(1).name().to_owned();
    assert_eq!(asks.len(), 1);
    assert_eq!(asks[0].1, name);
    assert!(!text.contains(&person.to_string()), "no id of this register leaves");
    let (body, signature) = text.rsplit_once("signature,").unwrap();
    let key: Vec<u8> = (0..32)
        .map(|n| u8::from_str_radix(&request_key(&*world.registry.vault)[n * 2..n * 2 + 2], 16).unwrap())
        .collect();
    let key = VerifyingKey::from_bytes(&key.try_into().unwrap()).unwrap();
    let signature: Vec<u8> =
        (0..64).map(|n| u8::from_str_radix(&signature[n * 2..n * 2 + 2], 16).unwrap()).collect();
    let signature = Signature::from_bytes(&signature.try_into().unwrap());
    assert!(key.verify(body.as_bytes(), &signature).is_ok());
    assert_eq!(record(&world, person).await.verification, Some(AskState::Sent));
    assert!(number(&world, person).await.starts_with('L'), "asked is not answered");

    let taken = take(&world, &answer(&approval, &[format!("{},same,", asks[0].0)])).await.unwrap();
    assert_eq!(outcomes(&taken), [AnswerOutcome::Taken]);
    assert!(number(&world, person).await.starts_with('G'));
    let view = record(&world, person).await;
    assert_eq!(view.verification, None);
    assert!(view.chain_holds && view.timeline.iter().any(|line| line.words.contains("人口基础信息库回执")));
    assert!(request(&world).await.2.is_empty(), "nobody waits any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_a_mismatch_opens_what_a_mismatch_always_opens() {
    let world = World::by_files().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (_, approval, asks) = request(&world).await;
    let taken = take(&world, &answer(&approval, &[format!("{},differs,name", asks[0].0)])).await.unwrap();
    assert_eq!(outcomes(&taken), [AnswerOutcome::Taken]);
    assert!(number(&world, person).await.starts_with('L'));
    let view = record(&world, person).await;
    assert!(view.timeline.iter().any(|line| line.words.contains("核验不一致")));
    crate::problems::check(&world).await;
    let view = record(&world, person).await;
    assert!(!view.problems.is_empty(), "a problem record (问题学籍)");

    // The name is corrected: the answer was about another one, and it is asked anew.
    let case = world.ask(&guardian(person), person, &[(Field::Name, "王大明")]).await.unwrap();
    world.correct(SCHOOL, case).await;
    assert_eq!(record(&world, person).await.verification, Some(AskState::Waiting));
    let (_, approval, again) = request(&world).await;
    assert_eq!(again[0].1, "王大明");
    assert_ne!(again[0].0, asks[0].0);
    take(&world, &answer(&approval, &[format!("{},same,", again[0].0)])).await.unwrap();
    assert!(number(&world, person).await.starts_with('G'));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_every_line_that_does_not_answer_what_was_asked_is_refused_by_name() {
    let world = World::by_files().await;
    let mut people = Vec::new();
    for seed in [1, 2, 3, 4] {
        people.push(world.pupil(SCHOOL, seed).await);
    }
    let (_, approval, asks) = request(&world).await;
    let ask = |seed: u64| {
        let name = info(seed).name().to_owned();
        asks.iter().find(|(_, one)| *one == name).unwrap().0.clone()
    };
    // The second child's name is corrected while the request is away.
    let case = world.ask(&guardian(people[1]), people[1], &[(Field::Name, "王大明")]).await.unwrap();
    world.correct(SCHOOL, case).await;
    let lines = [
        format!("{},same,", ask(1)),
        format!("{},same,", ask(2)),
        format!("{},same,", ask(3)),
        format!("{},unknown,", ask(3)),
        "0198aaaa-0000-7000-8000-000000000000,same,".to_owned(),
        format!("{},perhaps,", ask(4)),
        format!("{},same,", ask(4)),
    ];
    let text = answer(&approval, &lines);
    let key = hex(&gateway().verifying_key().to_bytes());
    let looked = world.registry.population().take_answers(&text, &key, true).await.unwrap();
    let expected = [
        AnswerOutcome::Taken,
        AnswerOutcome::Superseded,
        AnswerOutcome::Duplicate,
        AnswerOutcome::Duplicate,
        AnswerOutcome::Unknown,
        AnswerOutcome::Form,
        AnswerOutcome::Duplicate,
    ];
    assert_eq!(outcomes(&looked), expected);
    assert!(number(&world, people[0]).await.starts_with('L'), "only looked at");
    assert_eq!(outcomes(&take(&world, &text).await.unwrap()), expected);
    assert!(number(&world, people[0]).await.starts_with('G'));
    for person in &people[1..] {
        assert!(number(&world, *person).await.starts_with('L'));
    }
    let again = take(&world, &answer(&approval, &[format!("{},same,", ask(1))])).await.unwrap();
    assert_eq!(outcomes(&again), [AnswerOutcome::AlreadyAnswered]);
    let other = take(&world, &answer("320102-2026-0099", &[format!("{},same,", ask(4))])).await.unwrap();
    assert_eq!(outcomes(&other), [AnswerOutcome::OtherRequest]);
}

/// The questions in a request under a new approval.
async fn asked_again(world: &World) -> Vec<String> {
    request(world).await.2.into_iter().map(|(ask, _)| ask).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_a_second_request_leaves_the_first_its_answers_and_has_only_what_is_asked_newly() {
    let world = World::by_files().await;
    let first = world.pupil(SCHOOL, 1).await;
    let id = approved(&world).await;
    let disclosures = world.registry.disclosures();
    let (approval, bytes) = disclosures.fetch_disclosure(&registrar(SCHOOL), id).await.unwrap();
    let (_, again) = disclosures.fetch_disclosure(&registrar(SCHOOL), id).await.unwrap();
    assert_eq!(again, bytes, "another copy under the same approval");
    let text = String::from_utf8(bytes).unwrap();
    let ask = text.lines().nth(2).unwrap().split(',').next().unwrap().to_owned();
    // The second child's only: the first one's question is away.
    let second = world.pupil(SCHOOL, 2).await;
    let (_, other, asks) = request(&world).await;
    let [(new, name)] = &asks[..] else { panic!("{asks:?}") };
    assert_eq!(name, info(2).name());
    for (approval, ask) in [(&approval, &ask), (&other, new)] {
        let taken = take(&world, &answer(approval, &[format!("{ask},same,")])).await.unwrap();
        assert_eq!(outcomes(&taken), [AnswerOutcome::Taken]);
    }
    for person in [first, second] {
        assert!(number(&world, person).await.starts_with('G'));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_what_the_recipient_gave_back_unanswered_is_asked_again() {
    let world = World::by_files().await;
    let person = world.pupil(SCHOOL, 1).await;
    let id = approved(&world).await;
    let disclosures = world.registry.disclosures();
    disclosures.fetch_disclosure(&registrar(SCHOOL), id).await.unwrap();
    assert!(asked_again(&world).await.is_empty(), "the answer is awaited");
    let proof = Some(("回执.png".to_owned(), png()));
    let school = registrar(SCHOOL);
    disclosures.settle_disclosure(&school, id, Ending::Returned, "未受理，全部退回", proof).await.unwrap();
    assert_eq!(record(&world, person).await.verification, Some(AskState::Waiting));
    assert_eq!(asked_again(&world).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_nothing_leaves_without_approval_and_nothing_is_taken_that_the_gateway_did_not_sign() {
    let world = World::by_files().await;
    let person = world.pupil(SCHOOL, 1).await;
    let disclosures = world.registry.disclosures();
    let more = AskedDisclosure {
        classes: [DataClass::Basic, DataClass::Documents, DataClass::Family].into(),
        ..asked()
    };
    assert_eq!(codes(disclosures.ask_disclosure(&registrar(SCHOOL), &more).await), ["classes"]);
    let company = Recipient { kind: Some(RecipientKind::Company), ..asked().recipient };
    let company = AskedDisclosure { recipient: company, ..asked() };
    assert_eq!(codes(disclosures.ask_disclosure(&registrar(SCHOOL), &company).await), ["recipient_kind"]);
    let id = disclosures.ask_disclosure(&registrar(SCHOOL), &asked()).await.unwrap();
    assert_eq!(codes(disclosures.fetch_disclosure(&registrar(SCHOOL), id).await), ["out_of_state"]);
    assert_eq!(record(&world, person).await.verification, Some(AskState::Waiting));

    let (_, approval, asks) = request(&world).await;
    let good = answer(&approval, &[format!("{},same,", asks[0].0)]);
    let forged = good.replace(",same,", ",unknown,");
    let stranger = hex(&world.registry.vault.signing_key("somebody else").verifying_key().to_bytes());
    assert_eq!(codes(take(&world, &forged).await), ["file"]);
    let with_other_key = world.registry.population().take_answers(&good, &stranger, false).await;
    assert_eq!(codes(with_other_key), ["file"]);
    assert_eq!(codes(world.registry.population().take_answers(&good, "", false).await), ["file"]);
    assert_eq!(codes(take(&world, "ask,reply\n").await), ["file"]);
    assert!(number(&world, person).await.starts_with('L'));
    // Who was looked at is told to the guardian as with every disclosure.
    let looks = world.registry.access_log().looks_at(&guardian(person), person, None).await.unwrap().rows;
    assert!(looks.iter().any(|line| line.purpose.contains("学籍号身份核验")));
}
