//! 对外提供 (第二十五条): nothing leaves without the written approval of the competent authority; what leaves is marked, counted, registered.

use crate::support::*;
use calamine::{Reader, Xlsx, open_workbook_from_rs};
use chrono::Duration;
use domain::access::{Actor, Role};
use domain::access_log::Use;
use domain::disclosure::{
    Command, DataClass, DisclosureState, Ending, Ground, People, Recipient, RecipientKind,
};
use domain::id::DisclosureId;
use registry::disclosure::{AskedDisclosure, DisclosureBox};
use std::io::Cursor;

pub(crate) fn asked(people: People) -> AskedDisclosure {
    AskedDisclosure {
        school: Some(code(SCHOOL)),
        recipient: Recipient {
            name: "玄武区疾病预防控制中心".into(),
            kind: Some(RecipientKind::PublicBody),
            contact: "李医生".into(),
            phone: "02512345678".into(),
            letter: "玄疾控〔2026〕8号".into(),
        },
        purpose: "核对预防接种情况".into(),
        ground: Some(Ground::StatutoryDuty),
        proof_of_ground: "疫苗管理法第四十八条".into(),
        classes: [DataClass::Basic, DataClass::Number].into(),
        necessity: String::new(),
        people,
        numbers: String::new(),
        keep_days: 30,
        letter: Some(("来函.png".into(), png())),
    }
}

fn approve(downloads: u32) -> Command {
    Command::Approve { words: "同意".into(), days: 7, downloads }
}

pub(crate) async fn approved(world: &World, asker: &Actor, asked: &AskedDisclosure) -> DisclosureId {
    let id = world.registry.disclosures().ask_disclosure(asker, asked).await.unwrap();
    let examine = Command::Examine("属实".into());
    world.registry.disclosures().act_on_disclosure(&registrar(COUNTY), id, &examine).await.unwrap();
    world.registry.disclosures().act_on_disclosure(&leader(COUNTY), id, &approve(2)).await.unwrap();
    id
}

fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_three_persons_before_anything_leaves() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.pupil(SCHOOL, 1).await;
    let asker = registrar(SCHOOL);
    let id = registry.disclosures().ask_disclosure(&asker, &asked(People::School)).await.unwrap();
    let fetch = async |actor: &Actor| registry.disclosures().fetch_disclosure(actor, id).await;
    assert_eq!(codes(fetch(&asker).await), ["out_of_state"], "asked is not approved");
    for stranger in [leader(OTHER_SCHOOL), registrar("320100"), actor(Role::Official, "320000", 5)] {
        assert!(
            is_not_found(&registry.disclosures().disclosure_view(&stranger, id).await),
            "{}",
            stranger.name
        );
        assert!(is_not_found(&fetch(&stranger).await));
    }
    let act = async |actor: &Actor, command: Command| {
        registry.disclosures().act_on_disclosure(actor, id, &command).await
    };
    assert_eq!(waiting::<DisclosureId>(registry, &registrar(COUNTY), MatterKind::Disclosure).await, [id]);
    assert_eq!(codes(act(&leader(COUNTY), approve(1)).await), ["out_of_state"], "not before it is examined");
    assert_eq!(codes(act(&leader(SCHOOL), approve(1)).await), ["not_permitted"]);
    act(&registrar(COUNTY), Command::Examine("属实".into())).await.unwrap();
    let both = Actor { account: registrar(COUNTY).account, ..leader(COUNTY) };
    assert_eq!(codes(act(&both, approve(1)).await), ["four_eyes"]);
    assert_eq!(codes(fetch(&asker).await), ["out_of_state"], "examined is not approved");
    assert_eq!(act(&leader(COUNTY), approve(1)).await.unwrap(), DisclosureState::Approved);
    for other in [registrar(COUNTY), leader(COUNTY), leader(SCHOOL)] {
        assert!(fetch(&other).await.is_err(), "{}: only who asked", other.name);
    }
    assert!(fetch(&asker).await.is_ok());
    assert_eq!(codes(fetch(&asker).await), ["used_up"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_an_authority_asks_for_its_own_schools_and_never_decides_its_own_request() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let own = registrar(COUNTY);
    let id = registry.disclosures().ask_disclosure(&own, &asked(People::School)).await.unwrap();
    let examine = Command::Examine("属实".into());
    assert_eq!(codes(registry.disclosures().act_on_disclosure(&own, id, &examine).await), ["four_eyes"]);
    let second = actor(Role::Registrar, COUNTY, 8);
    assert_eq!(
        registry.disclosures().act_on_disclosure(&second, id, &examine).await.unwrap(),
        DisclosureState::Examined
    );
    let official = actor(Role::Official, COUNTY, 5);
    assert!(registry.disclosures().ask_disclosure(&official, &asked(People::School)).await.is_ok());
    assert!(
        is_not_found(
            &registry.disclosures().ask_disclosure(&registrar("320100"), &asked(People::School)).await
        ),
        "the county's"
    );
    assert_eq!(
        codes(registry.disclosures().ask_disclosure(&leader(COUNTY), &asked(People::School)).await),
        ["not_permitted"]
    );
    // A school's registrar asks for the own school whatever the request says.
    let other = registry
        .disclosures()
        .ask_disclosure(&registrar(OTHER_SCHOOL), &asked(People::School))
        .await
        .unwrap();
    let view = registry.disclosures().disclosure_view(&registrar(OTHER_SCHOOL), other).await.unwrap();
    assert_eq!(view.line.school, "第二小学");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_file_holds_what_was_approved_and_says_whose_it_is() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let pupil = world.pupil(SCHOOL, 1).await;
    world.pupil(OTHER_SCHOOL, 2).await;
    let asker = registrar(SCHOOL);
    let id = approved(&world, &asker, &asked(People::School)).await;
    let (number, bytes) = registry.disclosures().fetch_disclosure(&asker, id).await.unwrap();
    assert_eq!(number, "320102-2026-0001");
    let rows = sheet(&bytes, "学生信息");
    for name in ["学生信息", "提供说明"] {
        let mark = &sheet(&bytes, name)[0][0];
        for part in [number.as_str(), "玄武区疾病预防控制中心", asker.name.as_str(), "2026-09-07 10:00"]
        {
            assert!(mark.contains(part), "{name}: {mark}");
        }
    }
    assert_eq!(rows.len(), 3, "mark, headings, one pupil: the other school's is not there");
    let headings = &rows[1];
    for wanted in ["学籍号", "姓名", "班级"] {
        assert!(headings.iter().any(|heading| heading == wanted), "{wanted}");
    }
    for forbidden in ["身份证件号", "出生日期", "现住址", "联系电话", "健康状况", "成员一姓名", "照片"]
    {
        assert!(!headings.iter().any(|heading| heading == forbidden), "{forbidden} was not approved");
    }
    let whole = registry.pupils().reveal(&asker, pupil, None, "核对学籍号").await.unwrap();
    assert_eq!(rows[2][0], whole);

    // The guardian learns to whom it went, and for what.
    let looks = registry.access_log().looks_at(&guardian(pupil), pupil, None).await.unwrap().rows;
    let export = looks.iter().find(|line| line.function.kind() == Use::Export).unwrap();
    assert!(export.purpose.contains("玄武区疾病预防控制中心") && export.purpose.contains("核对预防接种情况"));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_an_approval_ends_and_the_register_remembers() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.pupil(SCHOOL, 1).await;
    let asker = registrar(SCHOOL);
    let unused = approved(&world, &asker, &asked(People::School)).await;
    let id = approved(&world, &asker, &asked(People::School)).await;
    registry.disclosures().fetch_disclosure(&asker, id).await.unwrap();
    world.wait(Duration::days(8));
    assert_eq!(
        codes(registry.disclosures().fetch_disclosure(&asker, id).await),
        ["used_up"],
        "the term is over"
    );
    let lines = registry.disclosures().disclosure_register(&leader(COUNTY), None).await.unwrap().rows;
    assert_eq!(lines.len(), 1, "what was not fetched was not given");
    assert_eq!((lines[0].line.id, lines[0].given.as_ref().unwrap().pupils), (id, 1));
    assert!(
        registry
            .disclosures()
            .disclosure_register(&registrar(OTHER_SCHOOL), None)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    world.wait(Duration::days(30));
    assert!(
        registry.disclosures().disclosure_register(&leader(COUNTY), None).await.unwrap().rows[0].line.late
    );
    let settle = async |id, words: &str| {
        let scan = Some(("销毁证明.png".to_owned(), png()));
        registry.disclosures().settle_disclosure(&asker, id, Ending::Destroyed, words, scan).await
    };
    assert_eq!(codes(settle(id, "").await), ["words"]);
    assert_eq!(codes(settle(unused, "证明").await), ["not_given"]);
    settle(id, "销毁证明第3号").await.unwrap();
    let settled =
        registry.disclosures().disclosure_register(&leader(COUNTY), None).await.unwrap().rows.remove(0);
    assert!(!settled.line.late && settled.settled.is_some());
    let revoke = Command::Revoke("不再需要".into());
    registry.disclosures().act_on_disclosure(&leader(COUNTY), unused, &revoke).await.unwrap();
    assert_eq!(codes(registry.disclosures().fetch_disclosure(&asker, unused).await), ["out_of_state"]);
    let handled =
        registry.disclosures().list_disclosures(&leader(COUNTY), DisclosureBox::Handled, None).await.unwrap();
    assert_eq!(handled.rows.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_list_names_pupils_of_the_school_only() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (own, strange) = (world.pupil(SCHOOL, 1).await, world.pupil(OTHER_SCHOOL, 2).await);
    let asker = registrar(SCHOOL);
    let number = registry.pupils().reveal(&asker, own, None, "填写名单").await.unwrap();
    let foreign =
        registry.pupils().reveal(&registrar(OTHER_SCHOOL), strange, None, "填写名单").await.unwrap();
    let list = |numbers: String| AskedDisclosure { numbers, ..asked(People::List(Vec::new())) };
    assert_eq!(codes(registry.disclosures().ask_disclosure(&asker, &list(String::new())).await), ["people"]);
    let wrong = registry.disclosures().ask_disclosure(&asker, &list(format!("{number}\n{foreign}"))).await;
    let Err(registry::error::Error::Refused(refusals)) = wrong else { panic!("should be refused") };
    assert!(refusals[0].what.contains("第 2 行") && !refusals[0].what.contains(&foreign));
    let id = approved(&world, &asker, &list(format!("{number}\n\n{number}"))).await;
    assert_eq!(registry.disclosures().disclosure_view(&asker, id).await.unwrap().pupils, 1);
    let (_, bytes) = registry.disclosures().fetch_disclosure(&asker, id).await.unwrap();
    assert_eq!(sheet(&bytes, "学生信息").len(), 3);
}
