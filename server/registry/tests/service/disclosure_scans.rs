//! 对外提供的来函和销毁证明 (第二十五条): a scan of the recipient's letter with the request, a scan of the proof of destruction with its end; both are
//! read by who may see the request and by nobody else.

use crate::disclosure::asked;
use crate::support::*;
use domain::access::Actor;
use domain::access_log::Function;
use domain::disclosure::{Command, DisclosureState, Ending, People};
use domain::id::ProofId;
use registry::disclosure::AskedDisclosure;

fn scan() -> Option<(String, Vec<u8>)> {
    Some(("扫描件.png".into(), png()))
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_letter_and_the_proof_of_destruction_are_filed_as_scans_and_read_by_who_sees_the_request()
 {
    let world = World::in_memory().await;
    let disclosures = world.registry.disclosures();
    world.pupil(SCHOOL, 1).await;
    let asker = registrar(SCHOOL);
    let bare = AskedDisclosure { letter: None, ..asked(People::School) };
    assert_eq!(
        codes(disclosures.ask_disclosure(&asker, &bare).await),
        ["file"],
        "no request without a letter"
    );
    let wrong = AskedDisclosure { purpose: String::new(), ..asked(People::School) };
    assert_eq!(codes(disclosures.ask_disclosure(&asker, &wrong).await), ["purpose"], "no file is kept of it");
    let forged = Some(("来函.png".to_owned(), b"no picture".to_vec()));
    let forged = AskedDisclosure { letter: forged, ..asked(People::School) };
    assert_eq!(codes(disclosures.ask_disclosure(&asker, &forged).await), ["bad_file"]);

    let id = disclosures.ask_disclosure(&asker, &asked(People::School)).await.unwrap();
    let act = async |actor: &Actor, command: Command| {
        disclosures.act_on_disclosure(actor, id, &command).await.unwrap();
    };
    act(&registrar(COUNTY), Command::Examine("属实".into())).await;
    act(&leader(COUNTY), Command::Approve { words: "同意".into(), days: 7, downloads: 1 }).await;
    disclosures.fetch_disclosure(&asker, id).await.unwrap();
    let settle = async |actor: &Actor, scan| {
        disclosures.settle_disclosure(actor, id, Ending::Destroyed, "销毁证明第3号", scan).await
    };
    assert_eq!(codes(settle(&asker, None).await), ["file"], "shown by its scan");
    assert!(is_not_found(&settle(&registrar(OTHER_SCHOOL), scan()).await));
    let by_hand =
        Command::Settle {
            ending: Ending::Destroyed, words: "销毁证明第3号".into(), proofs: Vec::new()
        };
    assert!(
        is_not_found(&disclosures.act_on_disclosure(&asker, id, &by_hand).await),
        "scans come as files only"
    );
    assert_eq!(settle(&asker, scan()).await.unwrap(), DisclosureState::Settled);

    let view = disclosures.disclosure_view(&leader(COUNTY), id).await.unwrap();
    let settled = view.settled.unwrap();
    let [letter] = &view.letters[..] else { panic!("{:?}", view.letters) };
    let [proof] = &settled.scans[..] else { panic!("{:?}", settled.scans) };
    for file in [letter, proof] {
        for reader in [&asker, &leader(SCHOOL), &registrar(COUNTY), &leader(COUNTY)] {
            let (found, bytes) = disclosures.scan_of_disclosure(reader, id, *file).await.unwrap();
            assert!(found.id == *file && !bytes.is_empty(), "{}", reader.name);
        }
        for stranger in [registrar(OTHER_SCHOOL), leader("320100"), registrar("440000")] {
            assert!(
                is_not_found(&disclosures.scan_of_disclosure(&stranger, id, *file).await),
                "{}",
                stranger.name
            );
        }
    }
    let other = ProofId::new(uuid::Uuid::from_u128(7));
    assert!(is_not_found(&disclosures.scan_of_disclosure(&asker, id, other).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_who_reads_a_letter_that_names_pupils_stands_in_their_access_log() {
    let world = World::in_memory().await;
    let (disclosures, log) = (world.registry.disclosures(), world.registry.access_log());
    let (named, other) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let asker = registrar(SCHOOL);
    let number = world.registry.pupils().reveal(&asker, named, None, "填写名单").await.unwrap();
    let list = AskedDisclosure { numbers: number, ..asked(People::List(Vec::new())) };
    let id = disclosures.ask_disclosure(&asker, &list).await.unwrap();
    let letter = disclosures.disclosure_view(&asker, id).await.unwrap().letters[0];
    disclosures.scan_of_disclosure(&registrar(COUNTY), id, letter).await.unwrap();
    for (pupil, times) in [(named, 1), (other, 0)] {
        let looks = log.looks_at(&leader(SCHOOL), pupil, None).await.unwrap().rows;
        let of_scans = looks.iter().filter(|line| line.function == Function::Disclosure);
        assert_eq!(of_scans.count(), times, "{looks:?}");
    }
    let told = log.looks_at(&guardian(named), named, None).await.unwrap().rows;
    assert!(told.iter().any(|line| line.purpose.contains("来函")), "{told:?}");
}
